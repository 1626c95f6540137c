use super::{charts, executor};
use crate::model::{Chart, ChartKind, ChartValue, Deployment, Project, ValueForm};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "helm-workers-key-deprecated",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("helm_workers_key_deprecated.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// How many keys a message names.
const NAMED: usize = 3;

/// Where a key of `workers` belongs today.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Home {
    /// `workers.celery`.
    Celery,
    /// `workers.celery` for Celery workers, `workers.kubernetes` for pods of tasks.
    Both,
}

/// The charts that deprecated keys of `workers`, and where they went. Source: release notes of charts 1.19 to 1.22.
const DEPRECATED: [((u32, u32), Home, &[&str]); 4] = [
    (
        (1, 19),
        Home::Celery,
        &[
            "replicas",
            "args",
            "livenessProbe",
            "persistence",
            "strategy",
            "updateStrategy",
            "podManagementPolicy",
            "revisionHistoryLimit",
        ],
    ),
    (
        (1, 20),
        Home::Both,
        &[
            "command",
            "securityContexts",
            "containerLifecycleHooks",
            "resources",
            "terminationGracePeriodSeconds",
            "nodeSelector",
        ],
    ),
    (
        (1, 21),
        Home::Celery,
        &["extraPorts", "volumeClaimTemplates", "waitForMigrations", "hpa", "keda", "annotations", "logGroomerSidecar"],
    ),
    (
        (1, 21),
        Home::Both,
        &[
            "safeToEvict",
            "hostAliases",
            "priorityClassName",
            "runtimeClassName",
            "schedulerName",
            "extraContainers",
            "extraInitContainers",
            "extraVolumes",
            "extraVolumeMounts",
            "affinity",
            "tolerations",
            "topologySpreadConstraints",
            "podAnnotations",
            "labels",
            "env",
        ],
    ),
];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (deployment, chart) in charts(project, ChartKind::Official) {
        findings.extend(set_twice(chart));
        findings.extend(deprecated(deployment, chart));
    }
}

/// Scalars at the old and the new place: the new one wins.
fn set_twice(chart: &Chart) -> Vec<Finding> {
    let keys = DEPRECATED.iter().flat_map(|(_, _, keys)| *keys);
    let twice = keys.filter_map(|key| {
        let old = chart.at(&format!("workers.{key}"))?;
        let path = format!("workers.celery.{key}");
        let new = chart.at(&path)?;
        let (was, is) = (old.value.as_known()?, new.value.as_known()?);
        if was.value == is.value {
            return None;
        }
        let message = format!("`workers.{key}` is {} and `{path}` is {}: Celery workers get the second", was.value, is.value);
        let remove = Proposal::suggested(format!("Remove `workers.{key}`"), [Action::Remove { entry: old.key }]);
        let finding = Finding::new(&RULE, old.key, message).help(format!("say it once, by `{path}`"));
        Some(finding.related(new.key, "what counts").propose(remove))
    });
    twice.collect()
}

/// One finding for all old keys of a section.
fn deprecated(deployment: &Deployment, chart: &Chart) -> Option<Finding> {
    let (version, release) = (chart.version.as_known()?, chart.release()?);
    let section = chart.at("workers").filter(|section| section.form == ValueForm::Mapping)?;
    let mut old: Vec<(&str, &ChartValue, Home)> = Vec::new();
    for (since, home, keys) in DEPRECATED {
        let written = |key: &&&str| chart.at(&format!("workers.{key}")).filter(|value| is_set(chart, value));
        let keys = keys.iter().filter(|_| since <= release);
        old.extend(keys.filter_map(|key| Some((*key, written(&key)?, home))));
    }
    // What is set at both places is told above.
    old.retain(|(key, _, _)| chart.written(&format!("workers.celery.{key}")).is_none());
    old.sort_by_key(|(_, value, _)| value.key);
    let (_, first, _) = old.first()?;
    let named: Vec<String> = old.iter().take(NAMED).map(|(key, _, home)| told(key, *home)).collect();
    let more = match old.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!(
        "{} is for chart {}, which reads {}{more}, and will drop the old place",
        deployment.label,
        version.value,
        named.join(", ")
    );
    let finding = Finding::new(&RULE, first.key, message).help("move the keys").related(version.place, "the chart's version");
    let moves: Option<Vec<Action>> =
        old.iter().map(|(_, value, home)| moved(chart, section, value, *home, old.len() == 1)).collect();
    Some(finding.propose_all(moves.map(|moves| Proposal::suggested("Move the keys", moves))))
}

fn is_set(chart: &Chart, value: &ChartValue) -> bool {
    match value.form {
        ValueForm::Null => false,
        ValueForm::Scalar => true,
        ValueForm::Mapping | ValueForm::List => chart.entries(&value.path).next().is_some(),
    }
}

fn told(key: &str, home: Home) -> String {
    match home {
        Home::Celery => format!("`workers.{key}` at `workers.celery.{key}`"),
        Home::Both => format!("`workers.{key}` at `workers.celery.{key}` and `workers.kubernetes.{key}`"),
    }
}

/// Moves a key to where it is read, where that is one place. A section that is not there can be made for one key alone.
fn moved(chart: &Chart, workers: &ChartValue, value: &ChartValue, home: Home, is_alone: bool) -> Option<Action> {
    let named = executor(chart).map_or("", |named| &named.value);
    let section = match home {
        Home::Celery => "celery",
        Home::Both if named == "CeleryExecutor" => "celery",
        Home::Both if named == "KubernetesExecutor" => "kubernetes",
        Home::Both => return None,
    };
    let entry = value.key;
    match chart.at(&format!("workers.{section}")) {
        Some(found) => {
            let first = chart.entries(&found.path).next()?.1;
            Some(Action::Move { entry, into: first.key })
        }
        None => is_alone.then_some(Action::MoveInto { entry, parent: Some(workers.key), section, order: Vec::new() }),
    }
}
