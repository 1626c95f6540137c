use super::load_failure;
use super::objects::base;
use crate::model::{Container, KubernetesClass, KubernetesObject, Project, Setting, ValueKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, overriding_pod};

pub const RULE: Rule = Rule {
    name: "v1-required-field",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("v1_required_field.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for object in project.kubernetes_objects() {
        let missing = missing(object);
        if missing.is_empty() {
            continue;
        }
        let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
        let names = names.join(" and ");
        let class = &object.class;
        let message = format!(
            "`{class}` without {names}: the Kubernetes client raises an error here, and {}",
            load_failure(project, object.place.file),
        );
        let help = match (&**class, missing.as_slice()) {
            ("V1PodSpec", ["containers"]) => "add `containers=[k8s.V1Container(name=\"base\")]`".to_string(),
            _ => format!("add {names}"),
        };
        let finding = Finding::new(&RULE, object.callee, message).help(help);
        found.push(finding.propose_all(add(project, object, &missing)));
    }
}

/// Adds what is missing, where something sensible can be said for all of it.
fn add(project: &Project, object: &KubernetesObject, missing: &[&'static str]) -> Option<Proposal> {
    let insert = |field: &&'static str| {
        let value = value(project, object, field)?;
        let order = vec!["__type__", field];
        Some(Action::Insert { into: object.place, key: (*field).to_string(), value, order })
    };
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let actions = missing.iter().map(insert).collect::<Option<Vec<_>>>()?;
    Some(Proposal::suggested(format!("Add {}", names.join(" and ")), actions))
}

/// A value for a required argument, from what stands around it.
fn value(project: &Project, object: &KubernetesObject, field: &str) -> Option<Written> {
    match (&*object.class, field) {
        ("V1PodSpec", "containers") => Some(Written::List(vec![base()])),
        ("V1Container", "name") => Some(Written::text(container_name(project, object))),
        ("V1VolumeMount", "mount_path") => Some(Written::text(format!("/mnt/{}", text(object, "name")?))),
        ("V1VolumeMount", "name") => only_volume(project, object).map(Written::text),
        ("V1Volume", "name") => {
            let (source, _) = object.keywords.iter().find(|(name, _)| **name != *"name")?;
            Some(Written::text(source.replace('_', "-")))
        }
        _ => None,
    }
}

/// The task's container is called `base`; others get a name of their own.
fn container_name(project: &Project, object: &KubernetesObject) -> &'static str {
    let is_object = |container: &Container| container.literal == object.place;
    let holds = |list: &Setting<Vec<Container>>| list.value().is_some_and(|list| list.iter().any(is_object));
    let pods = project.tasks().filter_map(|task| overriding_pod(task.executor_config.value()?));
    for pod in pods {
        if holds(&pod.init_containers) {
            return "init";
        }
        if holds(&pod.containers) && !pod.containers.value().and_then(|list| list.first()).is_some_and(is_object) {
            return "sidecar";
        }
    }
    "base"
}

/// The name of the file's only volume.
fn only_volume<'p>(project: &'p Project, object: &KubernetesObject) -> Option<&'p str> {
    let in_file = |it: &&KubernetesObject| it.place.file == object.place.file && &*it.class == "V1Volume";
    let mut volumes = project.kubernetes_objects().filter(in_file);
    let volume = volumes.next()?;
    if volumes.next().is_some() { None } else { text(volume, "name") }
}

/// The text that a keyword argument gives.
fn text<'o>(object: &'o KubernetesObject, name: &str) -> Option<&'o str> {
    let at = object.keywords.iter().position(|(keyword, _)| **keyword == *name)?;
    object.values.get(at)?.text()
}

/// The required arguments that certainly are not given, or are `None`.
fn missing(object: &KubernetesObject) -> Vec<&'static str> {
    let Some(class) = KubernetesClass::named(&object.class) else { return Vec::new() };
    if object.expanded || object.positional > 0 {
        return Vec::new();
    }
    let value = |name: &str| {
        let at = object.keywords.iter().position(|(keyword, _)| class.argument(keyword) == name)?;
        object.values.get(at)
    };
    class.required().filter(|name| value(name).is_none_or(|value| value.kind == ValueKind::Null)).collect()
}
