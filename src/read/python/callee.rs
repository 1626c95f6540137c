//! What a call in a file makes, told by the name that is called and by the imports, also where the file is broken.

use super::names::{Path, Role, is_operator_name};
use crate::syntax::python::parts::Import;

/// What a call makes, as far as arguments of tasks go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callee {
    /// An operator or sensor.
    Operator,
    /// `@task`, or one of its flavours.
    TaskDecorator,
    /// A DAG, or `@dag`.
    Dag,
    /// A task group, or `@task_group`.
    TaskGroup,
    /// Anything else.
    Other,
}

/// What a call of `name`, dotted as it is written, makes. A name that no import brings is taken for what its last part
/// says.
pub fn callee(imports: &[Import], name: &str) -> Callee {
    let role = imports.iter().rev().find_map(|import| {
        let rest = name.strip_prefix(&*import.bound)?;
        let rest = if rest.is_empty() { Some("") } else { rest.strip_prefix('.') }?;
        let path = Path::new(&import.module, import.name.as_deref().unwrap_or(""));
        let path = rest.split('.').filter(|part| !part.is_empty()).fold(path, |path, part| path.attribute(part));
        Some(path.role())
    });
    let last = name.rsplit('.').next().unwrap_or(name);
    match role {
        Some(Role::Operator) => Callee::Operator,
        Some(Role::TaskDecorator) => Callee::TaskDecorator,
        Some(Role::Dag | Role::DagDecorator) => Callee::Dag,
        Some(Role::TaskGroup | Role::GroupDecorator) => Callee::TaskGroup,
        Some(Role::Unknown) | None if is_operator_name(last) => Callee::Operator,
        None => match name {
            "DAG" | "dag" => Callee::Dag,
            "TaskGroup" | "task_group" => Callee::TaskGroup,
            _ if name == "task" || name.starts_with("task.") => Callee::TaskDecorator,
            _ => Callee::Other,
        },
        Some(_) => Callee::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::python::{Tree, parts};

    #[test]
    fn by_imports_and_by_name() {
        let text = "from airflow.sdk import DAG as D, task\nimport airflow.operators.bash as ops\n\
                    from common import TrainOperator\nfrom celery import task_group\n";
        let imports = parts::imports(&Tree::parse(text));
        for (name, expected) in [
            ("D", Callee::Dag),
            ("DAG", Callee::Dag),
            ("task", Callee::TaskDecorator),
            ("task.kubernetes", Callee::TaskDecorator),
            ("ops.BashOperator", Callee::Operator),
            ("TrainOperator", Callee::Operator),
            ("MyOwnSensor", Callee::Operator),
            ("task_group", Callee::Other),
            ("print", Callee::Other),
        ] {
            assert_eq!(callee(&imports, name), expected, "{name}");
        }
    }
}
