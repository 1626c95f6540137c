use crate::model::{Demand, Deployment, Intent, Place, Project, Setting, Shape, ShapeKind};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written, write_in_configuration, write_in_item};

pub const RULE: Rule = Rule {
    name: "missing-required-key",
    category: "format",
    severity: Severity::Error,
    document: include_str!("missing_required_key.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    findings.extend(project.shapes().filter_map(|shape| missing(project, shape)));
}

fn missing(project: &Project, shape: &Shape) -> Option<Finding> {
    let ShapeKind::MissingKey { key, consequence, demand, item } = &shape.kind else { return None };
    let deployment = project.deployments.iter().find(|deployment| deployment.file == shape.place.file);
    let intent = deployment.map(|it| it.intent);
    let severity = match (demand, intent) {
        (Demand::ExceptInTemplate, Some(Intent::Template)) => return None,
        (Demand::ToCreate | Demand::ToCreateRarely, Some(Intent::Update)) => return None,
        (Demand::ToCreateRarely, _) => RULE.severity.lowered(),
        _ => RULE.severity,
    };
    let message = format!("`{key}` is missing or empty: {consequence}");
    let help = match key.rsplit('.').next() {
        Some("value") => "write the value; an empty one is written `value: \"\"`".to_string(),
        Some(name) => format!("write `{name}:` with what it shall be"),
        None => format!("write `{key}`"),
    };
    let finding = Finding::new(&RULE, shape.place, message).severity(severity).help(help);
    let name = key.rsplit('.').next().unwrap_or(key);
    Some(match (item, deployment) {
        // What an update makes of an empty secret is not known: it may be emptied.
        (Some(_), _) if *demand == Demand::ToCreateRarely => finding,
        (Some(item), Some(deployment)) => finding.propose_all(in_item(*item, name, deployment)),
        (None, Some(deployment)) => finding.propose_all(in_configuration(name, deployment)),
        (_, None) => finding,
    })
}

/// Ways to write a key of `configuration`. Where there is nothing to choose from, a placeholder says that a choice is
/// still open: everything that reads it stops there.
fn in_configuration(name: &str, deployment: &Deployment) -> Vec<Proposal> {
    let write = |value: &str| {
        let action = write_in_configuration(deployment, name, Written::text(value));
        Proposal::suggested(format!("Write {name}: {value}"), [action])
    };
    match name {
        "name" => vec![write(deployment.label.split('.').next().unwrap_or("<name>"))],
        "cloud_provider" => match cloud_of(&deployment.region) {
            Some(cloud) => vec![write(cloud)],
            None => CLOUDS.map(write).to_vec(),
        },
        _ => vec![write(&format!("<{}>", name.replace('_', " ")))],
    }
}

/// The clouds, as the Astro CLI spells them.
const CLOUDS: [&str; 3] = ["AWS", "GCP", "AZURE"];

/// The cloud whose regions look like this one: `us-east-1`, `us-central1`, `westus2`. Source: Astronomer docs "Resource
/// reference" (2024-08).
fn cloud_of(region: &Setting<Box<str>>) -> Option<&'static str> {
    let region = region.value()?;
    let ends_in_digit = region.ends_with(|c: char| c.is_ascii_digit());
    match region.rsplit_once('-') {
        Some((_, last)) if last.bytes().all(|byte| byte.is_ascii_digit()) => Some(CLOUDS[0]),
        Some(_) if ends_in_digit => Some(CLOUDS[1]),
        Some(_) => None,
        None => Some(CLOUDS[2]),
    }
}

/// Ways to write a key of a list's item.
fn in_item(item: Place, name: &str, deployment: &Deployment) -> Vec<Proposal> {
    let queues = || deployment.queues.value().into_iter().flatten();
    let has_default = || queues().any(|queue| queue.name.value().is_some_and(|name| &**name == "default"));
    let is_first_nameless = || queues().find(|queue| queue.name.is_absent()).is_some_and(|queue| queue.place == item);
    let (list, value, title) = match name {
        "value" => ("environment_variables", "", "Write an empty value"),
        "name" if !has_default() && is_first_nameless() => ("worker_queues", "default", "Name the queue `default`"),
        "name" => ("worker_queues", "<queue name>", "Write a name for the queue"),
        // Nothing says what a variable is called.
        _ => return Vec::new(),
    };
    vec![Proposal::suggested(title, [write_in_item(item, list, name, Written::text(value))])]
}
