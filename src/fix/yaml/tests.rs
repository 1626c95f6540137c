//! Each operation on files as people write them: the whole text before and after.

use super::*;
use crate::fix::apply;
use crate::model::{FileId, Place};
use crate::rules::Action;
use crate::syntax::yaml::{Entry, parse};

const DEPLOYMENT: &str = "# prod\ndeployment:\n    configuration:\n        name: orders   # keep\n        # the executor\n        executor: CELERY  # for now\n        region: 'us-east-1'\n    worker_queues:\n    - name: default\n      worker_type: A5\n    # the heavy one\n    - name: heavy\n      # big\n      worker_type: A40\n    alert_emails: [a@b.co, c@d.co]\n";

fn find<'t>(root: Node<'t>, path: &[&str]) -> (Node<'t>, usize, Entry<'t>) {
    let mut parent = root;
    for (depth, key) in path.iter().enumerate() {
        if let Ok(index) = key.parse::<usize>() {
            parent = parent.items().nth(index).unwrap();
            continue;
        }
        let (index, entry) = parent.entries().enumerate().find(|(_, it)| it.key.scalar() == Some(*key)).unwrap();
        if depth + 1 == path.len() {
            return (parent, index, entry);
        }
        parent = entry.value;
    }
    unreachable!("the path ends in a key");
}

fn edited(text: &str, edit: impl FnOnce(Node<'_>) -> Vec<TextEdit>) -> String {
    let tree = parse(text);
    assert!(tree.errors().is_empty(), "{:?}", tree.errors());
    let result = apply(text, &edit(tree.root().unwrap())).unwrap();
    let again = parse(&result);
    assert!(again.errors().is_empty(), "{result}\n{:?}", again.errors());
    result
}

#[track_caller]
fn changes(text: &str, from: &str, to: &str, edit: impl FnOnce(Node<'_>) -> Vec<TextEdit>) {
    assert_eq!(text.matches(from).count(), 1, "{from:?} must stand once in the text");
    assert_eq!(edited(text, edit), text.replacen(from, to, 1));
}

#[test]
fn sets_a_value_in_the_style_it_has() {
    changes(DEPLOYMENT, "executor: CELERY ", "executor: KUBERNETES ", |root| {
        vec![set_value(find(root, &["deployment", "configuration", "executor"]).2, &Written::text("KUBERNETES"))]
    });
    changes(DEPLOYMENT, "'us-east-1'", "'it''s'", |root| {
        vec![set_value(find(root, &["deployment", "configuration", "region"]).2, &Written::text("it's"))]
    });
    changes(DEPLOYMENT, "name: orders ", "name: \"yes\" ", |root| {
        vec![set_value(find(root, &["deployment", "configuration", "name"]).2, &Written::text("yes"))]
    });
    changes("a:\nb: 1\n", "a:\n", "a: 2Gi\n", |root| vec![set_value(find(root, &["a"]).2, &Written::text("2Gi"))]);
    changes("a: |\n  x\n  y\nb: 1\n", "|\n  x\n  y", "z", |root| {
        vec![set_value(find(root, &["a"]).2, &Written::text("z"))]
    });
}

#[test]
fn sets_a_collection_over_anything() {
    let queue = || Written::List(vec![Written::map([("name", Written::text("default")), ("max", Written::number(3))])]);
    changes("d:\n  q: []\n  e: 1\n", "q: []", "q: [{name: default, max: 3}]", |root| {
        vec![set_value(find(root, &["d", "q"]).2, &queue())]
    });
    changes("d:\n  q:\n  e: 1\n", "q:\n", "q:\n    - name: default\n      max: 3\n", |root| {
        vec![set_value(find(root, &["d", "q"]).2, &queue())]
    });
    changes("d:\n  q:\n  - a\n  - b\n  e: 1\n", "q:\n  - a\n  - b\n", "q: []\n", |root| {
        vec![set_value(find(root, &["d", "q"]).2, &Written::List(vec![]))]
    });
}

#[test]
fn inserts_in_the_order_of_the_reference() {
    let order = ["name", "executor", "scheduler_size", "region"];
    changes(DEPLOYMENT, "# for now\n", "# for now\n        scheduler_size: SMALL\n", |root| {
        let configuration = find(root, &["deployment", "configuration", "name"]).0;
        vec![insert_entry(configuration, Position::Ordered(&order), "scheduler_size", &Written::text("SMALL"))]
    });
    changes(DEPLOYMENT, "    - name: heavy", "    - id: 1\n      name: heavy", |root| {
        let queue = find(root, &["deployment", "worker_queues", "1", "name"]).0;
        vec![insert_entry(queue, Position::First, "id", &Written::number(1))]
    });
    changes("{\"a\": 1, \"b\": 2}", "\"b\": 2", "\"b\": 2, \"c\": {\"d\": \"x\"}", |root| {
        vec![insert_entry(root, Position::Last, "c", &Written::map([("d", Written::text("x"))]))]
    });
    changes("{\n\t\"a\": 1,\n\t\"b\": 2\n}", "\"a\": 1,", "\"a\": 1,\n\t\"c\": true,", |root| {
        vec![insert_entry(root, Position::Ordered(&["a", "c"]), "c", &Written::Boolean(true))]
    });
    changes("a: {}\n", "{}", "{b: 1}", |root| {
        vec![insert_entry(find(root, &["a"]).2.value, Position::Last, "b", &Written::number(1))]
    });
}

#[test]
fn appends_items() {
    let queue = Written::map([("name", Written::text("ml")), ("worker_type", Written::text("A10"))]);
    changes(DEPLOYMENT, "worker_type: A40\n", "worker_type: A40\n    - name: ml\n      worker_type: A10\n", |root| {
        vec![append_item(find(root, &["deployment", "worker_queues"]).2.value, &queue)]
    });
    changes(DEPLOYMENT, "c@d.co]", "c@d.co, e@f.co]", |root| {
        vec![append_item(find(root, &["deployment", "alert_emails"]).2.value, &Written::text("e@f.co"))]
    });
    changes("q:\n  -   name: a", "-   name: a", "-   name: a\n  -   name: ml\n      worker_type: A10", |root| {
        vec![append_item(find(root, &["q"]).2.value, &queue)]
    });
    let crlf = "q:\r\n  - a # x\r\nr: 1\r\n";
    changes(crlf, "# x\r\n", "# x\r\n  - b\r\n", |root| {
        vec![append_item(find(root, &["q"]).2.value, &Written::text("b"))]
    });
}

#[test]
fn removes_with_the_comments_that_belong_to_it() {
    changes(DEPLOYMENT, "        # the executor\n        executor: CELERY  # for now\n", "", |root| {
        let (mapping, index, _) = find(root, &["deployment", "configuration", "executor"]);
        vec![remove_entry(mapping, index).unwrap()]
    });
    changes(DEPLOYMENT, "name: heavy\n      # big\n      worker_type", "\n      # big\n      worker_type", |root| {
        let (mapping, index, _) = find(root, &["deployment", "worker_queues", "1", "name"]);
        vec![remove_entry(mapping, index).unwrap()]
    });
    changes(DEPLOYMENT, "name: default\n      worker_type: A5", "worker_type: A5", |root| {
        let (mapping, index, _) = find(root, &["deployment", "worker_queues", "0", "name"]);
        vec![remove_entry(mapping, index).unwrap()]
    });
    changes(DEPLOYMENT, "    # the heavy one\n    - name: heavy\n      # big\n      worker_type: A40\n", "", |root| {
        vec![remove_item(find(root, &["deployment", "worker_queues"]).2.value, 1).unwrap()]
    });
    changes(DEPLOYMENT, "[a@b.co, c@d.co]", "[c@d.co]", |root| {
        vec![remove_item(find(root, &["deployment", "alert_emails"]).2.value, 0).unwrap()]
    });
    changes("{\n  \"a\": 1,\n  \"b\": 2\n}\n", ",\n  \"b\": 2", "", |root| vec![remove_entry(root, 1).unwrap()]);
    changes("a: 1\nb: 2", "\nb: 2", "", |root| vec![remove_entry(root, 1).unwrap()]);
}

#[test]
fn moves_a_section_and_indents_it_anew() {
    let text = "deployment:\n  configuration:\n    name: x\n    # nights\n    hibernation_schedules:\n      - hibernate_at: \"0 18 * * *\"\n        note: |\n          two\n            lines\n    region: r # r\n  alert_emails: []\n";
    let moved = edited(text, |root| {
        let (from, index, _) = find(root, &["deployment", "configuration", "hibernation_schedules"]);
        let to = find(root, &["deployment", "configuration"]).0;
        move_entry(from, index, to).unwrap()
    });
    assert_eq!(
        moved,
        "deployment:\n  configuration:\n    name: x\n    region: r # r\n  alert_emails: []\n  # nights\n  hibernation_schedules:\n    - hibernate_at: \"0 18 * * *\"\n      note: |\n        two\n          lines\n"
    );
}

#[test]
fn moves_the_last_entry_of_the_last_section() {
    for end in ["\n", ""] {
        let text =
            format!("deployment:\n  configuration:\n    name: x\n    worker_queues:\n      - name: default{end}");
        let moved = edited(&text, |root| {
            let (from, index, _) = find(root, &["deployment", "configuration", "worker_queues"]);
            move_entry(from, index, find(root, &["deployment", "configuration"]).0).unwrap()
        });
        let expected =
            format!("deployment:\n  configuration:\n    name: x\n  worker_queues:\n    - name: default{end}");
        assert_eq!(moved, expected);
    }
}

#[test]
fn finds_what_a_place_names() {
    let tree = parse(DEPLOYMENT);
    let place = |text: &str| {
        let start = DEPLOYMENT.find(text).unwrap();
        *locate(&tree, crate::syntax::Span::new(start, start + text.len())).last().unwrap()
    };
    assert!(matches!(place("CELERY"), Located::Entry(_, 1, entry) if entry.key.raw() == "executor"));
    assert!(matches!(place("executor: CELERY"), Located::Entry(_, 1, _)));
    assert!(matches!(place("c@d.co"), Located::Item(_, 1, _)));
    assert!(matches!(place("worker_queues"), Located::Entry(_, 1, entry) if entry.value.is_sequence()));
    assert!(locate(&tree, crate::syntax::Span::new(9, 12)).is_empty());
}

/// Carries out one action on the text that `needle` stands for.
#[track_caller]
fn acts(text: &str, needle: &str, action: impl Fn(Place) -> Action, from: &str, to: &str) {
    let tree = parse(text);
    let start = text.find(needle).unwrap();
    let place = Place::new(FileId(0), crate::syntax::Span::new(start, start + needle.len()));
    let result = apply(text, &edits(&tree, &[&action(place)]).expect("an action that can be done")).unwrap();
    assert_eq!(result, text.replacen(from, to, 1));
    assert!(parse(&result).errors().is_empty(), "{result}");
}

#[test]
fn the_value_of_an_entry_is_meant_where_it_has_one_entry_itself() {
    let text = "task:\n  executor_config:\n    pod_override: {}\n  retries: 2\n";
    let value = "pod_override: {}";
    let queue = |entry| Action::Substitute { entry, key: "queue".to_string(), value: Written::text("heavy") };
    acts(text, value, queue, "executor_config:\n    pod_override: {}", "queue: heavy");
    let set = |value| Action::Set { value, to: Written::map([("a", Written::number(1))]) };
    acts(text, value, set, "pod_override: {}", "a: 1");
    let insert = |into| Action::Insert { into, key: "b".to_string(), value: Written::number(1), order: Vec::new() };
    acts("queues:\n- a: {c: 2}\n", "a: {c: 2}", insert, "a: {c: 2}", "a: {c: 2}\n  b: 1");
}

#[test]
fn a_duration_changes_in_the_form_it_has() {
    let set = |value| Action::Set { value, to: Written::duration(86_400) };
    let timeout =
        "t:\n  execution_timeout:\n    __type__: datetime.timedelta # long\n    days: 2 # two\n    hours: 3\n";
    let value = timeout.split_once("timeout:\n    ").unwrap().1.trim_end();
    acts(timeout, value, set, "days: 2 # two\n    hours: 3\n", "hours: 24 # two\n");
    acts("execution_timeout_secs: 90000 # old\n", "90000", set, "90000", "86400");
    acts("execution_timeout: 90000\n", "90000", set, " 90000", "\n  __type__: datetime.timedelta\n  hours: 24");
}

#[test]
fn json_stays_json() {
    let append = |list| Action::Append { list, item: Written::map([("name", Written::text("ml"))]) };
    acts("{\"q\": [{\"name\": \"a\"}]}", "[{\"name\": \"a\"}]", append, "}]", "}, {\"name\": \"ml\"}]");
    let insert = |into| Action::Insert { into, key: "n".to_string(), value: Written::text("x"), order: Vec::new() };
    acts("{\"q\": {}}", "{}", insert, "{}", "{\"n\": \"x\"}");
}

#[test]
fn a_key_behind_tabs_does_not_tell_the_column() {
    let text = "deployment:\n\t\tenvironment_variables: []\n    configuration:\n        name: x\n";
    let tree = parse(text);
    let deployment =
        tree.root().and_then(|root| root.get("deployment")).expect("the mapping, as far as it can be read");
    let edit = insert_entry(deployment, Position::Last, "alert_emails", &Written::List(vec![]));
    assert_eq!(apply(text, &[edit]).unwrap(), format!("{text}    alert_emails: []\n"));
}
