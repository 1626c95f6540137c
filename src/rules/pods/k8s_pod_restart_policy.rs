use crate::model::{Project, Setting};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "k8s-pod-restart-policy",
    category: "pods",
    severity: Severity::Warning,
    document: include_str!("k8s_pod_restart_policy.md"),
    needs_deployment: false,
    reach: Reach::Project,
    check,
};

const KEY: &str = "restartPolicy";

fn check(project: &Project, found: &mut Vec<Finding>) {
    for template in project.executor_pods() {
        let (place, what, action) = match (&template.pod.restart_policy, template.pod.spec) {
            (Setting::Absent, Some(spec)) => {
                let value = Written::text("Never");
                let order = vec![KEY, "containers"];
                let insert = Action::Insert { into: spec, key: KEY.to_string(), value, order };
                (template.place, "has no `restartPolicy`, which then is `Always`".to_string(), insert)
            }
            (Setting::Known(policy), _) if *policy.value != *"Never" => {
                let what = format!("has the `restartPolicy` `{}`", policy.value);
                (policy.place, what, Action::write(policy, "Never"))
            }
            _ => continue,
        };
        let when = match template.pod.restart_policy.value() {
            Some(policy) if **policy == *"OnFailure" => "when its task fails",
            _ => "when its task is done",
        };
        let message = format!(
            "the executor's pod template {what}: Kubernetes starts the container again {when}, so that the pod never ends \
             and keeps its resources and a slot of the executor"
        );
        let never = Proposal::safe("Write `restartPolicy: Never`", [action]);
        found.push(Finding::new(&RULE, place, message).help("write `restartPolicy: Never`").propose(never));
    }
}
