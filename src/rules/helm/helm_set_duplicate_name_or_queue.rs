use super::{charts, executor, worker_value};
use crate::model::{Chart, ChartKind, Place, Project, ValueForm};
use crate::rules::{Finding, Reach, Rule, Severity};
use std::collections::HashMap;

pub const RULE: Rule = Rule {
    name: "helm-set-duplicate-name-or-queue",
    category: "helm",
    severity: Severity::Error,
    document: include_str!("helm_set_duplicate_name_or_queue.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// What the chart calls the workers that are no set.
const DEFAULT: &str = "default";

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for (_, chart) in charts(project, ChartKind::Official) {
        let Some(sets) = worker_value(chart, "sets").filter(|sets| sets.form == ValueForm::List) else { continue };
        let mut seen: HashMap<&str, Place> = HashMap::new();
        for (number, _) in chart.entries(&sets.path) {
            let Some(name) = chart.at(&format!("{}.{number}.name", sets.path)).and_then(|it| it.value.as_known()) else {
                continue;
            };
            if let Some(first) = seen.get(&*name.value) {
                let message = format!(
                    "two sets of workers are called `{}`: the chart gives both the same name in Kubernetes, and one replaces \
                     the other",
                    name.value
                );
                let finding = Finding::new(&RULE, name.place, message).help("give each set a name of its own");
                findings.push(finding.related(*first, "the first set of that name"));
                continue;
            }
            if &*name.value == DEFAULT && has_default(chart) {
                let message = "this set has the name of the chart's own default workers, which are started as well: one \
                               replaces the other in Kubernetes";
                let help = "give the set another name, or set `enableDefault: false`";
                findings.push(Finding::new(&RULE, name.place, message).help(help));
            }
            seen.insert(&name.value, name.place);
        }
    }
}

/// Whether the default workers are certainly started.
fn has_default(chart: &Chart) -> bool {
    match worker_value(chart, "enableDefault") {
        Some(flag) => flag.value.value().is_some_and(|it| &**it == "true"),
        None => executor(chart).is_some(),
    }
}
