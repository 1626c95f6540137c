use crate::model::{HibernationSchedule, Known, Project, Setting};
use crate::rules::{Finding, Rule, Severity};
use croner::Cron;
use std::str::FromStr;

pub const RULE: Rule = Rule {
    name: "hibernation-cron-invalid",
    category: "hibernation",
    severity: Severity::Error,
    document: include_str!("hibernation_cron_invalid.md"),
    needs_deployment: false,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        for schedule in deployment.hibernation.value().into_iter().flatten() {
            let texts = [("hibernate_at", &schedule.hibernate_at), ("wake_at", &schedule.wake_at)];
            let faults = texts.into_iter().filter_map(|(key, text)| faulty(key, text.as_known()?));
            let before = findings.len();
            findings.extend(faults);
            if findings.len() == before {
                findings.extend(never_asleep(schedule));
            }
        }
    }
}

/// A cron text that is not five fields in range.
fn faulty(key: &str, text: &Known<Box<str>>) -> Option<Finding> {
    let cron = &*text.value;
    let fields = cron.split_ascii_whitespace().count();
    let fault = if cron.trim() != cron {
        "has a blank at its end or start".to_string()
    } else if cron.starts_with('@') {
        "is a macro, and only the five fields are understood".to_string()
    } else if fields != 5 {
        format!("has {fields} fields instead of five (minute, hour, day, month, weekday)")
    } else if let Err(error) = Cron::from_str(cron) {
        format!("does not parse ({})", error.to_string().trim_end_matches('.'))
    } else {
        return None;
    };
    let message = format!("{key} `{cron}` {fault}: Astro refuses the schedule");
    Some(Finding::new(&RULE, text.place, message).help("write five cron fields in UTC, such as \"0 18 * * 1-5\""))
}

/// A schedule that wakes the deployment in the very minute it puts it to sleep.
fn never_asleep(schedule: &HibernationSchedule) -> Option<Finding> {
    let (Setting::Known(sleep), Setting::Known(wake)) = (&schedule.hibernate_at, &schedule.wake_at) else {
        return None;
    };
    let fields = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>();
    if fields(&sleep.value) != fields(&wake.value) {
        return None;
    }
    let message = format!("wake_at is the same as hibernate_at (`{}`): the deployment never sleeps", sleep.value);
    Some(
        Finding::new(&RULE, wake.place, message)
            .related(sleep.place, "the same time")
            .help("give wake_at the time at which work begins, in UTC"),
    )
}
