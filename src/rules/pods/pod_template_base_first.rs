use super::templates::{Template, templates};
use crate::model::{Container, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "pod-template-base-first",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("pod_template_base_first.md"),
    needs_deployment: false,
    reach: Reach::Project,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    for template in templates(project) {
        let Some((first, rest)) = template.pod.containers.value().and_then(|containers| containers.split_first()) else {
            continue;
        };
        if name(first) != Some("base") {
            found.extend(match rest.iter().find(|container| name(container) == Some("base")) {
                Some(base) => late(&template, first, base),
                None => unnamed(&template, first, rest),
            });
        }
    }
}

/// `base` stands behind another container, whose name is not it.
fn late(template: &Template, first: &Container, base: &Container) -> Option<Finding> {
    let sidecar = name(first)?;
    let place = base.name.place()?;
    let message = format!(
        "`base` is not the first container of this pod template: Airflow runs the task in the first one, `{sidecar}`, and \
         calls it `base`, and Kubernetes refuses a pod with two containers of that name",
    );
    // A KubernetesPodOperator may give its container another name.
    let severity = if template.is_executors { Severity::Error } else { Severity::Warning };
    let finding = Finding::new(&RULE, place, message).severity(severity);
    let to_front = Proposal::safe("Put `base` first", [Action::ToFront { item: base.place }]);
    Some(finding.help("put `base` first in `containers`, sidecars after it").propose(to_front))
}

/// No container is called `base`.
fn unnamed(template: &Template, first: &Container, rest: &[Container]) -> Option<Finding> {
    let known = first.name.as_known()?;
    if !template.is_executors || rest.iter().any(|container| container.name.value().is_none()) {
        return None;
    }
    let message = format!(
        "the first container of this pod template is called `{}`: Airflow runs the task in it, whatever it is meant for, \
         and calls it `base`",
        known.value
    );
    let finding = Finding::new(&RULE, known.place, message).severity(Severity::Info);
    let rename = Proposal::safe("Call the container `base`", [Action::write(known, "base")]);
    let help = "call the container that runs the task `base` and put it first";
    Some(finding.help(help).propose(rename.unless_shared([known])))
}

fn name(container: &Container) -> Option<&str> {
    container.name.value().map(|name| &**name)
}
