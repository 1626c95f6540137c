use crate::model::{HibernationSchedule, Known, Project, Setting, cron_preset, Deployment};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};
use croner::Cron;
use std::str::FromStr;

pub const RULE: Rule = Rule {
    name: "hibernation-cron-invalid",
    category: "hibernation",
    severity: Severity::Error,
    document: include_str!("hibernation_cron_invalid.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in &project.deployments {
        for schedule in deployment.hibernation.value().into_iter().flatten() {
            let texts = [("hibernate_at", &schedule.hibernate_at), ("wake_at", &schedule.wake_at)]
                .map(|(key, text)| (deployment.key(key), text));
            let faults = texts.into_iter().filter_map(|(key, text)| faulty(key, text.as_known()?));
            let before = findings.len();
            findings.extend(faults);
            if findings.len() == before {
                findings.extend(never_asleep(deployment, schedule));
            }
        }
    }
}

/// The fields of a cron text with their ranges.
const FIELDS: [(&str, &str); 5] = [
    ("minute", "0 to 59"),
    ("hour", "0 to 23"),
    ("day", "1 to 31"),
    ("month", "1 to 12 or JAN to DEC"),
    ("weekday", "0 to 7 or SUN to SAT"),
];

/// A cron text that is not five fields in range.
fn faulty(key: &str, text: &Known<Box<str>>) -> Option<Finding> {
    let cron = &*text.value;
    let fields: Vec<&str> = cron.split_ascii_whitespace().collect();
    let fault = if cron.trim() != cron {
        "has a blank at its end or start".to_string()
    } else if cron.starts_with('@') {
        "is a macro, and only the five fields are understood".to_string()
    } else if fields.len() != FIELDS.len() {
        format!("has {} fields instead of five (minute, hour, day, month, weekday)", fields.len())
    } else if let Err(error) = Cron::from_str(cron) {
        unreadable_field(&fields)
            .unwrap_or_else(|| format!("does not parse ({})", error.to_string().trim_end_matches('.')))
    } else {
        return None;
    };
    let message =
        format!("{key} `{cron}` {fault}: Astro cannot follow the schedule, and the deployment does not sleep by it");
    let help = "write five cron fields in UTC, such as \"0 18 * * 1-5\"";
    Some(Finding::new(&RULE, text.place, message).help(help).propose_all(mended(text)))
}

/// The text without blanks at its ends; macros and a leading field of seconds as five fields.
fn mended(text: &Known<Box<str>>) -> Option<Proposal> {
    let trimmed = text.value.trim();
    let five = match cron_preset(trimmed) {
        Some(five) => five,
        None if trimmed.split_ascii_whitespace().count() == FIELDS.len() + 1 => {
            trimmed.strip_prefix("0 ")?.trim_start()
        }
        None => trimmed,
    };
    if five.split_ascii_whitespace().count() != FIELDS.len() || Cron::from_str(five).is_err() {
        return None;
    }
    let write = Action::Set { value: text.place, to: Written::text(five) };
    Some(if five == trimmed {
        Proposal::safe("Take the blanks at its ends away", [write])
    } else {
        Proposal::suggested(format!("Write `{five}`"), [write])
    })
}

/// The first field that is at fault by itself.
fn unreadable_field(fields: &[&str]) -> Option<String> {
    fields.iter().zip(FIELDS).enumerate().find_map(|(at, (field, (name, range)))| {
        let alone: Vec<&str> = (0..FIELDS.len()).map(|other| if other == at { *field } else { "*" }).collect();
        Cron::from_str(&alone.join(" ")).is_err().then(|| format!("has the {name} `{field}`, which is not in {range}"))
    })
}

/// A schedule that wakes the deployment in the very minute it puts it to sleep.
fn never_asleep(deployment: &Deployment, schedule: &HibernationSchedule) -> Option<Finding> {
    let (Setting::Known(sleep), Setting::Known(wake)) = (&schedule.hibernate_at, &schedule.wake_at) else {
        return None;
    };
    let fields = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>();
    if fields(&sleep.value) != fields(&wake.value) {
        return None;
    }
    let [sleeps, wakes] = ["hibernate_at", "wake_at"].map(|key| deployment.key(key));
    let message = format!("{wakes} is the same as {sleeps} (`{}`): the deployment never sleeps", sleep.value);
    Some(
        Finding::new(&RULE, wake.place, message)
            .related(sleep.place, "the same time")
            .help(format!("give {wakes} the time at which work begins, in UTC")),
    )
}
