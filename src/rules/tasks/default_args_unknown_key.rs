use crate::model::{Project, ShapeKind};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, nearest};

pub const RULE: Rule = Rule {
    name: "default-args-unknown-key",
    category: "tasks",
    severity: Severity::Warning,
    document: include_str!("default_args_unknown_key.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// Arguments whose names are long enough that a slip of them is hardly the name of something else.
const MEANT: [&str; 29] = [
    "depends_on_past",
    "do_xcom_push",
    "email_on_failure",
    "email_on_retry",
    "end_date",
    "execution_timeout",
    "executor_config",
    "exponential_backoff",
    "max_active_tis_per_dag",
    "max_active_tis_per_dagrun",
    "max_retry_delay",
    "on_execute_callback",
    "on_failure_callback",
    "on_retry_callback",
    "on_skipped_callback",
    "on_success_callback",
    "poke_interval",
    "pool_slots",
    "priority_weight",
    "provide_context",
    "retry_delay",
    "retry_exponential_backoff",
    "run_as_user",
    "soft_fail",
    "start_date",
    "task_concurrency",
    "trigger_rule",
    "wait_for_downstream",
    "weight_rule",
];

/// Slips that no distance finds, or that are too short for one.
const SLIPS: [(&str, &str); 6] = [
    ("retry", "retries"),
    ("retires", "retries"),
    ("retrys", "retries"),
    ("owners", "owner"),
    ("deferable", "deferrable"),
    ("timeout_execution", "execution_timeout"),
];

/// Arguments of providers' operators that are near one of Airflow's.
const OTHERS: [&str; 2] = ["poll_interval", "pool_slot"];

/// Arguments of a DAG, which no operator of Airflow has.
const OF_DAGS: [&str; 6] =
    ["catchup", "dagrun_timeout", "is_paused_upon_creation", "max_active_runs", "max_active_tasks", "schedule_interval"];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for shape in project.shapes() {
        let ShapeKind::DefaultArgOfNoOperator { key, present } = &shape.kind else { continue };
        if OF_DAGS.contains(&&**key) {
            let message = format!(
                "`{key}` has no effect in default_args: it is an argument of the DAG, and default_args are handed to tasks, \
                 which drop what they do not know"
            );
            findings.push(Finding::new(&RULE, shape.place, message).help(format!("move `{key}` to the DAG itself")));
            continue;
        }
        let Some(meant) = meant(key) else { continue };
        let message = format!(
            "`{key}` is no argument of Airflow's operators, and default_args drop what they do not know: `{meant}` stays at \
             its default"
        );
        let rename = Action::Rename { key: shape.place, to: meant.to_owned() };
        let is_taken = present.iter().any(|other| &**other == meant);
        let proposal = (!is_taken).then(|| Proposal::suggested(format!("Rename it to `{meant}`"), [rename]));
        let finding = Finding::new(&RULE, shape.place, message).help(format!("write `{meant}`"));
        findings.push(finding.propose_all(proposal));
    }
}

fn meant(key: &str) -> Option<&'static str> {
    if OTHERS.contains(&key) {
        return None;
    }
    let slip = SLIPS.iter().find(|(slip, _)| *slip == key).map(|(_, meant)| *meant);
    slip.or_else(|| nearest(key, MEANT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_and_names_of_other_things() {
        assert_eq!(meant("execution_timeot"), Some("execution_timeout"));
        assert_eq!(meant("retry"), Some("retries"));
        assert_eq!(meant("on_failure_callbacks"), Some("on_failure_callback"));
        for other in ["query", "model", "poll_interval", "project_id", "entries", "mode", "email_on_success", "tags"] {
            assert_eq!(meant(other), None, "{other}");
        }
    }
}
