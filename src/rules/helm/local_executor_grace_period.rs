use super::{charts, runs, write};
use crate::model::{Chart, ChartKind, Deployment, Executor, Project, Setting, duration_words};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "local-executor-grace-period",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("local_executor_grace_period.md"),
    needs_deployment: true,
    reach: Reach::Project,
    check,
};

/// What the chart gives the scheduler. Source: `values.yaml`, every version.
const DEFAULT: i64 = 10;
/// What it gives Celery workers, which do the same.
const PROPOSED: i64 = 600;
const PATH: &str = "scheduler.terminationGracePeriodSeconds";

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (deployment, chart) in charts(project, ChartKind::Official) {
        findings.extend(finding(project, deployment, chart));
    }
}

fn finding(project: &Project, deployment: &Deployment, chart: &Chart) -> Option<Finding> {
    let named = deployment.executor.as_known().filter(|named| named.value.executor == Some(Executor::Local))?;
    let (grace, place) = match &deployment.scheduler_grace_seconds {
        Setting::Known(known) => (known.value, known.place),
        Setting::Absent => (DEFAULT, named.place),
        Setting::Opaque(_) => return None,
    };
    let mut tasks = project.tasks_on(deployment).peekable();
    if !runs(chart, "LocalExecutor") || grace > DEFAULT || tasks.peek().is_none() {
        return None;
    }
    let longest = tasks.filter_map(|task| Some((task, *task.execution_timeout.value()?)));
    let longest = longest.filter(|(_, seconds)| *seconds > grace as f64).max_by(|one, other| one.1.total_cmp(&other.1));
    let whose = if deployment.scheduler_grace_seconds.is_absent() { ", the chart's default," } else { "" };
    let message = format!(
        "with the LocalExecutor tasks run inside the scheduler, and {} gives it {grace} seconds{whose} to end them: a deploy \
         or a move to another node kills every task that takes longer",
        deployment.label
    );
    let finding = Finding::new(&RULE, place, message).help(format!("set `{PATH}` to as long as the longest task may take"));
    let finding = match longest {
        Some((task, seconds)) => {
            let told = format!("task `{}` may take {}", task.label(), duration_words(seconds));
            finding.related(task.place, told)
        }
        None => finding.severity(Severity::Info),
    };
    let set = write(chart, PATH, Written::number(PROPOSED));
    Some(finding.propose_all(set.map(|set| Proposal::suggested(format!("Give it {PROPOSED} seconds"), [set]))))
}
