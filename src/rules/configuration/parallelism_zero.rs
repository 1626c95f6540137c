use crate::model::{Configured, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Release, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "parallelism-zero",
    category: "configuration",
    severity: Severity::Error,
    document: include_str!("parallelism_zero.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

/// Airflow's default. Source: `config.yml`, all releases since 1.10.15.
const DEFAULT: i64 = 32;

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let set = project.configured();
    let ours = |it: &&Configured| &*it.section == "core" && &*it.key == "parallelism";
    findings.extend(set.iter().filter(ours).filter_map(|configured| finding(project, configured)));
}

fn finding(project: &Project, configured: &Configured) -> Option<Finding> {
    let value = configured.value.as_known()?;
    let number: i64 = value.value.trim().parse().ok()?;
    if number > 0 {
        return None;
    }
    let release = Release::of(project, configured.deployment);
    let finding = match &release {
        Some(release) if release.number.0 >= 3 => {
            let message = format!("parallelism is {number}: the executor of {} does not start with it", release.words());
            release.point(Finding::new(&RULE, value.place, message))
        }
        Some(_) => return None,
        None => {
            let message = format!(
                "parallelism is {number}: no limit on Airflow 2, and on Airflow 3 the executor does not start with it"
            );
            Finding::new(&RULE, value.place, message).severity(Severity::Info)
        }
    };
    let set = Action::Set { value: value.literal, to: Written::number(DEFAULT) };
    let finding = finding.help("set the number of tasks that one scheduler may run at once; 32 is the default");
    Some(finding.propose(Proposal::suggested(format!("Write {DEFAULT}"), [set])))
}
