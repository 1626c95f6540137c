//! The actions of a proposal on one Python file.

use super::printer::{Line, Printer};
use super::{Elements, insert_after, move_to_front, remove};
use crate::fix::layout::is_first_on_line;
use crate::fix::{TextEdit, comment};
use crate::rules::{Action, Written};
use crate::syntax::Span;
use crate::syntax::python::Tree;
use crate::syntax::python::parts::{Brackets, Group, decorators, groups_around};

/// The edits for `actions`, all of which lie in the file of `text`, whose tree `tree` is. `None` where one of them cannot
/// be done there.
pub fn edits(text: &str, tree: &Tree, actions: &[&Action]) -> Option<Vec<TextEdit>> {
    let mut printer = Printer::new(text, tree);
    let mut edits = Vec::new();
    for action in actions {
        edits.extend(edit(text, tree, &mut printer, action)?);
    }
    edits.extend(printer.import_edits());
    Some(edits)
}

fn edit(text: &str, tree: &Tree, printer: &mut Printer<'_>, action: &Action) -> Option<Vec<TextEdit>> {
    match action {
        Action::Replace { place, content } => Some(vec![TextEdit::replace(place.span(), content.clone())]),
        Action::Set { value, to } => {
            let span = value.span();
            let new = match to {
                Written::Text(new) => printer.text_like(text.get(span.start..span.end)?, new),
                _ => printer.behind("", to, Line::at(text, span.start)),
            };
            Some(vec![TextEdit::replace(span, new)])
        }
        Action::Rename { key, to } => {
            let (group, _) = element(tree, key.span())?;
            let name = if group.kind == Brackets::Dict { printer.text(to) } else { to.clone() };
            Some(vec![TextEdit::replace(key.span(), name)])
        }
        Action::Insert { into, key, value, order } => {
            let Some(group) = container(tree, into.span()) else {
                let bare = decorators(tree).into_iter().find(|decorator| *decorator == into.span())?;
                return Some(vec![TextEdit::insert(bare.end, format!("({key}={})", printer.expression(value)))]);
            };
            let named = |name: &str| {
                let is_named = |span: Span| span.of(text).trim_matches(['"', '\'']) == name;
                group.elements.iter().position(|element| element.key.is_some_and(is_named))
            };
            if let Some(index) = named(key) {
                let span = group.elements.get(index)?.value;
                return Some(vec![TextEdit::replace(span, printer.behind("", value, Line::at(text, span.start)))]);
            }
            let prefix = prefix(printer, group.kind, key)?;
            let first = group.elements.first().map(|element| element.span.start);
            let own_line = first.filter(|start| is_first_on_line(text, *start));
            let new = printer.behind(&prefix, value, Line::at(text, own_line.unwrap_or(group.brackets.end)));
            let before = order.iter().take_while(|name| *name != key).filter_map(|name| named(name)).max();
            let index = before.or_else(|| group.elements.len().checked_sub(1));
            Some(insert_after(text, &elements(&group), index, &new))
        }
        Action::Append { list, item } => {
            let group = groups_around(tree, list.span()).into_iter().rev().find(|group| {
                group.kind == Brackets::List && (group.whole == list.span() || group.brackets == list.span())
            })?;
            let item = printer.expression(item);
            Some(insert_after(text, &elements(&group), group.elements.len().checked_sub(1), &item))
        }
        Action::Substitute { entry, key, value } => {
            let (group, index) = element(tree, entry.span())?;
            let span = group.elements.get(index)?.span;
            let prefix = prefix(printer, group.kind, key)?;
            Some(vec![TextEdit::replace(span, printer.behind(&prefix, value, Line::at(text, span.start)))])
        }
        Action::Remove { entry } => {
            let (group, index) = element(tree, entry.span())?;
            Some(vec![remove(text, &elements(&group), index)?])
        }
        Action::ToFront { item } => {
            let (group, index) = element(tree, item.span())?;
            if index == 0 || group.kind != Brackets::List {
                return None;
            }
            move_to_front(text, &elements(&group), index)
        }
        Action::RemoveComment { comment } => Some(vec![comment::remove(text, comment.span())]),
        Action::Move { .. } | Action::MoveInto { .. } | Action::InsertBeside { .. } | Action::Untab { .. } => None,
    }
}

/// What stands before the value of a keyword argument or dict entry.
fn prefix(printer: &Printer, kind: Brackets, key: &str) -> Option<String> {
    match kind {
        Brackets::Call => Some(format!("{key}=")),
        Brackets::Dict => Some(format!("{}: ", printer.text(key))),
        Brackets::List => None,
    }
}

fn elements(group: &Group) -> Elements {
    Elements { brackets: group.brackets, spans: group.elements.iter().map(|element| element.span).collect() }
}

/// The innermost element that a place names by its key, its value or as a whole.
fn element(tree: &Tree, place: Span) -> Option<(Group, usize)> {
    groups_around(tree, place).into_iter().rev().find_map(|group| {
        let names = |element: &crate::syntax::python::parts::Element| {
            element.span == place || element.value == place || element.key == Some(place)
        };
        let index = group.elements.iter().position(names)?;
        Some((group, index))
    })
}

/// The call, dict or list that a place names: as a whole, by its callee, or by a key in it.
fn container(tree: &Tree, place: Span) -> Option<Group> {
    groups_around(tree, place).into_iter().rev().find(|group| {
        let by_callee = group.kind == Brackets::Call && place.end <= group.brackets.start;
        let by_element = group.elements.iter().any(|element| element.key == Some(place) || element.value == place);
        group.whole == place || group.brackets == place || by_callee || by_element
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::apply;
    use crate::model::{FileId, Place};

    const DAG: &str = "from datetime import datetime\n\nfrom airflow import DAG\nfrom airflow.operators.bash import BashOperator\n\nARGS = {'owner': 'me', 'queue': 'ml'}\n\nwith DAG('x', default_args=ARGS):\n    BashOperator(\n        task_id='🚀',  # first\n        # slow\n        queue='heavy',\n    )\n    BashOperator(task_id='b', bash_command='x', executor_config={'a': 1})\n";

    fn place(needle: &str) -> Place {
        let start = DAG.find(needle).unwrap_or_else(|| panic!("{needle}"));
        Place::new(FileId(0), Span::new(start, start + needle.len()))
    }

    #[track_caller]
    fn changes(action: &Action, from: &str, to: &str) {
        let edits = edits(DAG, &Tree::parse(DAG), &[action]).expect("the action can be done");
        assert_eq!(DAG.matches(from).count(), 1, "{from:?} must stand once in the text");
        assert_eq!(apply(DAG, &edits).unwrap(), DAG.replacen(from, to, 1));
    }

    #[test]
    fn removes_arguments_and_entries() {
        changes(&Action::Remove { entry: place("'heavy'") }, "        # slow\n        queue='heavy',\n", "");
        changes(&Action::Remove { entry: place("'ml'") }, ", 'queue': 'ml'", "");
        changes(&Action::Remove { entry: place("{'a': 1}") }, ", executor_config={'a': 1}", "");
    }

    #[test]
    fn sets_and_inserts_values() {
        changes(&Action::Set { value: place("'heavy'"), to: Written::text("it's") }, "'heavy'", "'it\\'s'");
        let insert = |into, key: &str, value| Action::Insert { into, key: key.to_string(), value, order: Vec::new() };
        changes(
            &insert(place("'heavy'"), "retries", Written::number(2)),
            "'heavy',\n",
            "'heavy',\n        retries=2,\n",
        );
        changes(&insert(place("'owner'"), "retries", Written::number(2)), "'ml'}", "'ml', 'retries': 2}");
        changes(&Action::Rename { key: place("'owner'"), to: "who".to_string() }, "'owner'", "'who'");
    }

    #[test]
    fn long_values_take_several_lines_and_texts_keep_their_quotes() {
        let resources =
            Written::kubernetes("V1ResourceRequirements", [("limits", Written::map([("cpu", Written::text("4"))]))]);
        let base = Written::kubernetes("V1Container", [("name", Written::text("base")), ("resources", resources)]);
        let spec = Written::kubernetes("V1PodSpec", [("containers", Written::List(vec![base]))]);
        let action = Action::Set { value: place("{'a': 1}"), to: Written::kubernetes("V1Pod", [("spec", spec)]) };
        let changed = apply(DAG, &edits(DAG, &Tree::parse(DAG), &[&action]).unwrap()).unwrap();
        let expected = "executor_config=k8s.V1Pod(
        spec=k8s.V1PodSpec(
            containers=[
                k8s.V1Container(
                    name='base',
                    resources=k8s.V1ResourceRequirements(limits={'cpu': '4'}),
                ),
            ],
        ),
    ))
";
        assert!(changed.ends_with(expected), "{changed}");
        let text = "a = 'one'\nb = \"two\" \"three\"\n";
        for (old, new) in [("'one'", "'it'"), ("\"two\" \"three\"", "\"it\"")] {
            let start = text.find(old).unwrap();
            let value = Place::new(FileId(0), Span::new(start, start + old.len()));
            let edits = edits(text, &Tree::parse(text), &[&Action::Set { value, to: Written::text("it") }]).unwrap();
            assert_eq!(apply(text, &edits).unwrap(), text.replacen(old, new, 1));
        }
    }

    #[test]
    fn a_bare_decorator_becomes_a_call() {
        let text = "@dag\ndef d():\n    @task.sensor  # waits\n    def a(): ...\n\n    @task.sensor(timeout=1)\n    def b(): ...\n";
        let edited = |at: usize| {
            let into = Place::new(FileId(0), Span::new(at, at + "task.sensor".len()));
            let (key, value) = ("mode".to_string(), Written::text("reschedule"));
            let edits = edits(text, &Tree::parse(text), &[&Action::Insert { into, key, value, order: Vec::new() }])
                .expect("an argument");
            apply(text, &edits).unwrap()
        };
        let bare = edited(text.find("task.sensor").unwrap());
        assert_eq!(bare, text.replacen("task.sensor  #", "task.sensor(mode=\"reschedule\")  #", 1));
        let called = edited(text.rfind("task.sensor").unwrap());
        assert_eq!(called, text.replacen("timeout=1)", "timeout=1, mode=\"reschedule\")", 1));
    }

    #[test]
    fn adds_the_import_that_a_value_needs() {
        let set = Action::Set { value: place("{'a': 1}"), to: Written::duration(7200) };
        let edits = edits(DAG, &Tree::parse(DAG), &[&set]).unwrap();
        let changed = apply(DAG, &edits).unwrap();
        let expected = DAG.replacen("{'a': 1}", "timedelta(hours=2)", 1).replacen(
            "import datetime\n",
            "import datetime\nfrom datetime import timedelta\n",
            1,
        );
        assert_eq!(changed, expected);
        let pod = Action::Set { value: place("{'a': 1}"), to: Written::kubernetes::<&str>("V1Pod", []) };
        let changed = apply(DAG, &super::edits(DAG, &Tree::parse(DAG), &[&pod]).unwrap()).unwrap();
        assert!(changed.contains("BashOperator\nfrom kubernetes.client import models as k8s\n"), "{changed}");
        assert!(changed.contains("executor_config=k8s.V1Pod())"), "{changed}");
    }

    #[test]
    fn a_new_value_keeps_what_the_file_has() {
        let spec = place("{'a': 1}");
        let set = Action::Set { value: spec, to: Written::kubernetes("V1Pod", [("spec", Written::Kept(spec))]) };
        let changed = apply(DAG, &edits(DAG, &Tree::parse(DAG), &[&set]).unwrap()).unwrap();
        assert!(changed.contains("executor_config=k8s.V1Pod(spec={'a': 1}))"), "{changed}");
    }

    #[test]
    fn a_value_of_the_configuration_is_imported() {
        let set = Action::Set {
            value: place("'heavy'"),
            to: Written::Configured { section: "kubernetes", key: "NAMESPACE" },
        };
        let changed = apply(DAG, &edits(DAG, &Tree::parse(DAG), &[&set]).unwrap()).unwrap();
        assert!(changed.contains("queue=conf.get('kubernetes', 'NAMESPACE'),"), "{changed}");
        assert_eq!(changed.matches("from airflow.configuration import conf\n").count(), 1, "{changed}");
    }
}
