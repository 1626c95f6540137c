use super::load_failure;
use crate::model::{KubernetesClass, KubernetesObject, Project, ValueKind};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "v1-required-field",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("v1_required_field.md"),
    needs_deployment: false,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for object in &project.kubernetes_objects {
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
        found.push(Finding::new(&RULE, object.callee, message).help(help));
    }
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
