use super::{charts, runs, write};
use crate::model::{Chart, ChartKind, Deployment, Project, Setting};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "helm-kubernetes-logs-lost",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("helm_kubernetes_logs_lost.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (deployment, chart) in charts(project, ChartKind::Official) {
        findings.extend(finding(project, deployment, chart));
    }
}

fn finding(project: &Project, deployment: &Deployment, chart: &Chart) -> Option<Finding> {
    let kept = chart.at("logs.persistence.enabled")?;
    let off = kept.value.as_known().filter(|known| &*known.value == "false")?;
    let searched = |name: &str| chart.at(&format!("{name}.enabled")).is_some_and(|it| it.value.value().is_none_or(|text| &**text != "false"));
    let elsewhere = match project.option(deployment, "logging", "remote_logging") {
        Setting::Absent => false,
        Setting::Known(known) => !known.value.eq_ignore_ascii_case("false"),
        Setting::Opaque(_) => true,
    };
    if !runs(chart, "KubernetesExecutor") || elsewhere || searched("elasticsearch") || searched("opensearch") {
        return None;
    }
    let message = format!(
        "{} keeps no logs of tasks: each is written in the task's own pod and is gone with it when the task ends",
        deployment.label
    );
    let on = write(chart, "logs.persistence.enabled", Written::Boolean(true));
    let fix = on.map(|on| Proposal::suggested("Keep logs on a volume", [on]));
    let help = "turn `logs.persistence.enabled` on, or `config.logging.remote_logging` with a bucket";
    Some(Finding::new(&RULE, off.place, message).help(help).propose_all(fix))
}
