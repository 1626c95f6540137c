use super::{charts, is_given, runs};
use crate::model::{Chart, ChartKind, Deployment, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "helm-broker-config",
    category: "helm",
    severity: Severity::Error,
    document: include_str!("helm_broker_config.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// Two values that the chart takes one of: the plain one, and the one that names a secret.
const EITHER: [(&str, &str); 2] =
    [("redis.password", "redis.passwordSecretName"), ("data.brokerUrl", "data.brokerUrlSecretName")];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (deployment, chart) in charts(project, ChartKind::Official) {
        findings.extend(EITHER.iter().filter_map(|&(plain, secret)| both(chart, plain, secret)));
        findings.extend(no_broker(deployment, chart));
    }
}

fn both(chart: &Chart, plain: &str, secret: &str) -> Option<Finding> {
    let (one, other) = (chart.at(plain)?, chart.at(secret)?);
    if !is_given(chart, plain) || !is_given(chart, secret) {
        return None;
    }
    let message = format!("`{plain}` and `{secret}` are both set: the chart refuses to install");
    let remove = Proposal::suggested(format!("Remove `{plain}`"), [Action::Remove { entry: one.key }]);
    let finding = Finding::new(&RULE, one.key, message).help("keep the secret and take the other out");
    Some(finding.related(other.key, "the secret").propose(remove))
}

/// Celery without the chart's Redis and without another broker. Other values may name one, as secrets often are apart.
fn no_broker(deployment: &Deployment, chart: &Chart) -> Option<Finding> {
    let off = chart.at("redis.enabled").filter(|_| chart.flag("redis.enabled") == Some(false))?;
    let is_named = is_given(chart, "data.brokerUrl") || is_given(chart, "data.brokerUrlSecretName");
    let needs = runs(chart, "CeleryExecutor") || runs(chart, "CeleryKubernetesExecutor");
    if !needs || is_named {
        return None;
    }
    let message = format!(
        "{} turns the chart's Redis off and names no other broker: unless other values name one, the chart refuses to install",
        deployment.label
    );
    let help = "set `data.brokerUrlSecretName`, or leave `redis.enabled` on";
    Some(Finding::new(&RULE, off.key, message).help(help).severity(Severity::Warning))
}
