use crate::model::{Project, ShapeKind};
use crate::rules::{Finding, Rule, Severity, nearest};

pub const RULE: Rule = Rule {
    name: "dagfactory-dag-key-ignored",
    category: "dag-factory",
    severity: Severity::Warning,
    document: include_str!("dagfactory_dag_key_ignored.md"),
    needs_deployment: false,
    check,
};

/// Keys that decide where tasks run, how long and how often.
const EXECUTOR_KEYS: [&str; 6] = ["queue", "pool", "executor", "retries", "execution_timeout", "executor_config"];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for shape in &project.shapes {
        let ShapeKind::DagKeyIgnored { key, works_in_default_args, allowed, .. } = &shape.kind else { continue };
        let key: &str = key;
        let (consequence, help) = if *works_in_default_args {
            ("no task gets it".to_string(), format!("move `{key}` into default_args"))
        } else if let Some(meant) = nearest(key, allowed.iter().copied()) {
            (format!("`{meant}` stays at its default"), format!("write `{meant}`"))
        } else {
            let help = format!("remove `{key}`: dag-factory hands only keys that it knows to the DAG");
            ("it has no effect".to_string(), help)
        };
        let message = format!("dag-factory does not read `{key}` at the level of a DAG, and says nothing: {consequence}");
        let finding = Finding::new(&RULE, shape.place, message).help(help);
        let serious = *works_in_default_args && EXECUTOR_KEYS.contains(&key);
        findings.push(if serious { finding.severity(Severity::Error) } else { finding });
    }
}
