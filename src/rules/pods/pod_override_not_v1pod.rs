use super::objects::{give_classes, in_pod, in_spec, pod};
use crate::model::{DagSource, ExecutorConfig, Place, PodOverride, Project, Value, ValueKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, override_faults};

pub const RULE: Rule = Rule {
    name: "pod-override-not-v1pod",
    category: "pods",
    severity: Severity::Error,
    document: include_str!("pod_override_not_v1pod.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    found.extend(override_faults(project, no_pod).into_iter().map(|((what, value, config), fault)| {
        let message = format!(
            "`pod_override` is {what}, not a V1Pod: the DAG loads without complaint, but {} {} with \"Invalid \
             executor_config passed\" as soon as the scheduler sends {}{}",
            fault.names(),
            fault.verb("fails", "fail"),
            fault.verb("it", "them"),
            fault.across.only_on(),
        );
        let written_in = |source| fault.tasks.iter().any(|task| task.source == source);
        let yaml = fault.tasks.iter().any(|task| task.source.is_yaml());
        let help = match (yaml, what) {
            (true, _) if !written_in(DagSource::DagFactory) => {
                "name a `pod_template_file`, or make the task in Python: this format has no objects of the client"
            }
            (true, _) => "give the mapping `__type__: kubernetes.client.models.V1Pod`, and each mapping inside it its class",
            (false, "a V1PodSpec") => "wrap it: `k8s.V1Pod(spec=…)`",
            (false, "a V1Container") => "wrap it: `k8s.V1Pod(spec=k8s.V1PodSpec(containers=[…]))`",
            (false, _) => "build it from the client's classes: `k8s.V1Pod(spec=k8s.V1PodSpec(containers=[…]))`",
        };
        fault.finding(&RULE, message).help(help).propose_all(wrap(value, config, yaml))
    }));
}

/// Makes a pod of it: by what is missing around it, of its dicts, or from the file that a text names.
fn wrap(value: &Value, config: &ExecutorConfig, yaml: bool) -> Option<Proposal> {
    let kept = Written::Kept(value.place);
    let at_use = |to| vec![Action::Set { value: value.place, to }];
    let actions = match &value.kind {
        ValueKind::Object(object) => match object.class_name() {
            "V1PodSpec" => at_use(in_pod(kept)),
            "V1Container" => at_use(in_pod(in_spec(Written::List(vec![kept])))),
            _ => return None,
        },
        ValueKind::List(items) => {
            let is_container = |item: &Value| item.object().is_some_and(|it| it.class_name() == "V1Container");
            if !items.iter().all(is_container) {
                return None;
            }
            at_use(in_pod(in_spec(kept)))
        }
        ValueKind::Text(path) if path.ends_with(".yaml") || path.ends_with(".yml") => {
            let key = config.pod_override_key.filter(|_| config.pod_template_file.is_absent())?;
            let rename = Action::Rename { key, to: "pod_template_file".to_string() };
            return Some(Proposal::suggested("Pass the file as `pod_template_file`", [rename]));
        }
        ValueKind::Map(_) => {
            let mut in_place = Vec::new();
            match give_classes("V1Pod", value, &mut in_place) {
                Some(()) if yaml => in_place,
                _ => vec![Action::Set { value: value.literal, to: pod(value)? }],
            }
        }
        _ => return None,
    };
    Some(Proposal::suggested("Make it a V1Pod", actions))
}

/// What stands in the place of a pod.
type NoPod<'p> = (&'p str, &'p Value, &'p ExecutorConfig);

fn no_pod(config: &ExecutorConfig) -> Vec<(Place, NoPod<'_>)> {
    let known = config.pod_override.as_known().into_iter();
    known
        .filter_map(|known| match &known.value {
            PodOverride::Pod(_) => None,
            PodOverride::NotAPod { what, value } => {
                Some((known.place, (&**what, &**value, config)))
            }
        })
        .collect()
}
