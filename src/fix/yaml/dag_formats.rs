//! How formats of DAG files write what rules propose: durations, and where the arguments of a task go.

use super::actions::{mapping_of, seconds};
use super::locate;
use crate::model::{DagSource, Place};
use crate::read::{airflow_declarative, boundary_layer, dag_source};
use crate::rules::{Action, Written};
use crate::syntax::yaml::{Node, Tree};

/// The tag of a duration in gusty.
const TIMEDELTA: &str = "!timedelta";

/// Actions as the format of the file has them. `None` where it cannot say one of them.
pub(super) fn translated(tree: &Tree, actions: Vec<Action>) -> Option<Vec<Action>> {
    let is_concerned = |action: &Action| {
        matches!(action, Action::Insert { .. } | Action::InsertBeside { .. })
            || action.written().is_some_and(constructs)
    };
    if !actions.iter().any(is_concerned) {
        return Some(actions);
    }
    let Some(source) = dag_source(tree).filter(|source| *source != DagSource::DagFactory) else { return Some(actions) };
    let mut all: Vec<Action> = Vec::new();
    for action in actions {
        let action = in_arguments(tree, in_format(tree, action, source)?, source)?;
        // Two arguments of a task that has had none.
        let same = all.iter_mut().find_map(|other| match (other, &action) {
            (
                Action::Insert { into, key, value: Written::Map(entries), .. },
                Action::Insert { into: at, key: name, value: Written::Map(more), .. },
            ) if into == at && key == name => Some((entries, more)),
            _ => None,
        });
        match same {
            Some((entries, more)) => entries.extend(more.iter().cloned()),
            None => all.push(action),
        }
    }
    Some(all)
}

/// A value as a format writes it behind a new key. `None` where it cannot say it.
pub(crate) fn written_in(source: DagSource, value: &Written) -> Option<Written> {
    let entries = |entries: &[(String, Written)]| {
        entries.iter().map(|(key, value)| Some((key.clone(), written_in(source, value)?))).collect::<Option<Vec<_>>>()
    };
    Some(match value {
        Written::Object { path, arguments } if source != DagSource::DagFactory => {
            match (source, arguments.as_slice()) {
                (DagSource::Gusty, [(unit, Written::Number(amount))]) if path == "datetime.timedelta" => {
                    Written::Number(format!("{TIMEDELTA} '{unit}: {amount}'"))
                }
                (DagSource::BoundaryLayer | DagSource::AirflowDeclarative, [(unit, amount)]) => {
                    Written::number(seconds(path, unit, amount)?)
                }
                _ => return None,
            }
        }
        Written::Map(map) => Written::Map(entries(map)?),
        Written::List(items) => {
            Written::List(items.iter().map(|item| written_in(source, item)).collect::<Option<_>>()?)
        }
        other => other.clone(),
    })
}

/// Whether a value is or holds a construction.
fn constructs(value: &Written) -> bool {
    match value {
        Written::Object { .. } => true,
        Written::List(items) => items.iter().any(constructs),
        Written::Map(entries) => entries.iter().any(|(_, value)| constructs(value)),
        _ => false,
    }
}

/// An action with its value as the format writes it.
fn in_format(tree: &Tree, mut action: Action, source: DagSource) -> Option<Action> {
    if let Action::Set { value, to: Written::Object { path, arguments } } = &action
        && let [(unit, Written::Number(amount))] = arguments.as_slice()
        && path == "datetime.timedelta"
        && let Some(old) = locate(tree, value.span()).last().map(|located| located.value())
        && old.tag() == Some(TIMEDELTA)
    {
        // The tag stays.
        let to = match old.scalar() {
            Some(_) => Written::text(format!("{unit}: {amount}")),
            None => Written::map([(unit.as_str(), Written::number(amount.parse().ok()?))]),
        };
        return Some(Action::Set { value: *value, to });
    }
    match &mut action {
        // The class of an object, of which the format has none.
        Action::Insert { key, .. } | Action::InsertBeside { key, .. } if key == "__type__" => return None,
        Action::Set { to: value, .. }
        | Action::Insert { value, .. }
        | Action::InsertBeside { value, .. }
        | Action::Substitute { value, .. }
        | Action::Append { item: value, .. } => *value = written_in(source, value)?,
        _ => {}
    }
    Some(action)
}

/// A new entry of a task's mapping is one of its arguments, which some formats keep in a section of their own.
fn in_arguments(tree: &Tree, action: Action, source: DagSource) -> Option<Action> {
    let section = match source {
        DagSource::BoundaryLayer => boundary_layer::ARGUMENTS,
        DagSource::AirflowDeclarative => airflow_declarative::ARGUMENTS,
        DagSource::Python | DagSource::DagFactory | DagSource::Gusty => return Some(action),
    };
    let Action::Insert { into, key, value, order } = action else { return Some(action) };
    let task = mapping_of(tree, into.span()).filter(|mapping| is_task(*mapping, source));
    let Some(task) = task else { return Some(Action::Insert { into, key, value, order }) };
    match task.entries().find(|pair| pair.key.scalar() == Some(section)) {
        Some(pair) => Some(Action::Insert { into: Place::new(into.file, pair.key.span()), key, value, order }),
        None => Some(Action::Insert {
            into,
            key: section.to_string(),
            value: Written::Map(vec![(key, value)]),
            order: Vec::new(),
        }),
    }
}

/// Whether a mapping is a task: an item of a list of operators, or an entry of a mapping of them.
fn is_task(mapping: Node<'_>, source: DagSource) -> bool {
    let sections: &[&str] = match source {
        DagSource::BoundaryLayer => &boundary_layer::SECTIONS,
        _ => &airflow_declarative::SECTIONS,
    };
    let Some(holder) = mapping.parent() else { return false };
    let Some(around) = holder.parent() else { return false };
    around
        .entries()
        .any(|pair| pair.value.id() == holder.id() && pair.key.scalar().is_some_and(|key| sections.contains(&key)))
}

#[cfg(test)]
mod tests {
    use crate::fix::apply;
    use crate::fix::yaml::edits;
    use crate::model::{FileId, Place};
    use crate::rules::{Action, Written};
    use crate::syntax::Span;
    use crate::syntax::yaml::parse;

    fn place(text: &str, of: &str) -> Place {
        let start = text.find(of).expect("the text");
        Place::new(FileId(0), Span::new(start, start + of.len()))
    }

    fn done(text: &str, actions: &[Action]) -> Option<String> {
        let tree = parse(text);
        assert!(tree.errors().is_empty(), "{text}");
        let edits = edits(&tree, &actions.iter().collect::<Vec<_>>())?;
        let result = apply(text, &edits).expect("edits that fit");
        assert!(parse(&result).errors().is_empty(), "{result}");
        Some(result)
    }

    fn insert(into: Place, key: &str, value: Written) -> Action {
        Action::Insert { into, key: key.to_string(), value, order: Vec::new() }
    }

    #[test]
    fn durations_of_gusty() {
        let task = "operator: a.b.Run\nexecution_timeout: !timedelta 'hours: 30'\n";
        let shorter = Action::Set { value: place(task, "'hours: 30'"), to: Written::duration(86_400) };
        assert_eq!(done(task, &[shorter]), Some(task.replace("30", "24")));
        let mapping = "operator: a.b.Run\nexecution_timeout: !timedelta {hours: 30, minutes: 5}\n";
        let shorter = Action::Set { value: place(mapping, "{hours: 30, minutes: 5}"), to: Written::duration(86_400) };
        assert_eq!(done(mapping, &[shorter]), Some(mapping.replace("hours: 30, minutes: 5", "hours: 24")));
        let bare = "operator: a.b.Run\n";
        let new = insert(place(bare, "a.b.Run"), "execution_timeout", Written::duration(3_600));
        assert_eq!(done(bare, &[new]), Some(format!("{bare}execution_timeout: !timedelta 'hours: 1'\n")));
        let pod = insert(place(bare, "a.b.Run"), "pod", Written::kubernetes("V1Pod", [("spec", Written::number(1))]));
        assert_eq!(done(bare, &[pod]), None);
    }

    const WORKFLOW: &str = "name: w\ndag_args: {}\noperators:\n  - name: one\n    type: bash\n    properties:\n      queue: a\n  - name: two\n    type: bash\n";

    #[test]
    fn arguments_of_boundary_layer() {
        let first = insert(place(WORKFLOW, "one"), "execution_timeout", Written::duration(7_200));
        let after = WORKFLOW.replace("queue: a\n", "queue: a\n      execution_timeout: 7200\n");
        assert_eq!(done(WORKFLOW, &[first]), Some(after));
        let both = [
            insert(place(WORKFLOW, "two"), "queue", Written::text("b")),
            insert(place(WORKFLOW, "two"), "retries", Written::number(1)),
        ];
        let after = format!("{WORKFLOW}    properties:\n      queue: b\n      retries: 1\n");
        assert_eq!(done(WORKFLOW, &both), Some(after));
    }

    #[test]
    fn arguments_of_airflow_declarative() {
        let text = "dags:\n  d:\n    sensors:\n      s:\n        callback: a:b\n    operators:\n      o:\n        callback: a:b\n        args:\n          execution_timeout: 30h\n";
        let sensor = place(text, "s:\n        callback").span().start;
        let key = Place::new(FileId(0), Span::new(sensor, sensor + 1));
        let mode = insert(key, "mode", Written::text("reschedule"));
        let after = text.replacen("callback: a:b\n", "callback: a:b\n        args:\n          mode: reschedule\n", 1);
        assert_eq!(done(text, &[mode]), Some(after));
        let shorter = Action::Set { value: place(text, "30h"), to: Written::duration(86_400) };
        assert_eq!(done(text, &[shorter]), Some(text.replace("30h", "86400")));
    }
}
