//! Actions of proposals on files as people write them: the whole text before and after.

use super::edits;
use crate::fix::apply;
use crate::model::{FileId, Place};
use crate::rules::{Action, Written};
use crate::syntax::Span;
use crate::syntax::yaml::parse;

/// The place of the only `text` in `file`; where several are, of the `nth`.
fn nth(file: &str, text: &str, nth: usize) -> Place {
    let (start, _) = file.match_indices(text).nth(nth).unwrap();
    Place::new(FileId(0), Span::new(start, start + text.len()))
}

fn place(file: &str, text: &str) -> Place {
    assert_eq!(file.matches(text).count(), 1, "{text:?} must stand once in the text");
    nth(file, text, 0)
}

fn done(file: &str, action: &Action) -> Option<String> {
    let tree = parse(file);
    let changed = apply(file, &edits(&tree, &[action])?).unwrap();
    let again = parse(&changed);
    assert!(again.errors().len() <= tree.errors().len(), "{changed}\n{:?}", again.errors());
    Some(changed)
}

#[track_caller]
fn becomes(file: &str, action: &Action, expected: &str) {
    assert_eq!(done(file, action).as_deref(), Some(expected));
}

fn remove(entry: Place) -> Action {
    Action::Remove { entry }
}

#[test]
fn the_only_item_or_entry_leaves_an_empty_collection() {
    becomes("a:\n  - x # one\nb: 1\n", &remove(place("a:\n  - x # one\nb: 1\n", "x")), "a: []\nb: 1\n");
    let commented = "a: # list\n  # the first\n  - n: x\n    m: y\nb: 1\n";
    becomes(commented, &remove(place(commented, "n: x\n    m: y")), "a: [] # list\nb: 1\n");
    let unindented = "a:\r\n- n: x";
    becomes(unindented, &remove(place(unindented, "n: x")), "a: []");
    let apart = "a:\n  # about all\n\n  # the first\n  - x\n";
    becomes(apart, &remove(place(apart, "x")), "a: []\n  # about all\n");
    let mapping = "a:\n  b: 1\nc: 2\n";
    becomes(mapping, &remove(place(mapping, "b")), "a: {}\nc: 2\n");
    let anchored = "a: &l\n  - x\nb: *l\n";
    becomes(anchored, &remove(place(anchored, "x")), "a: &l\n  []\nb: *l\n");
}

#[test]
fn comments_inside_an_entry_go_with_it_and_others_stay() {
    let file = "q:\n  - n: a\n    # inside a\n  # about b\n  - n: b\n    # inside b\n# about r\nr: 1\n";
    becomes(file, &remove(place(file, "n: b")), "q:\n  - n: a\n    # inside a\n# about r\nr: 1\n");
    becomes(file, &remove(place(file, "n: a")), "q:\n  # about b\n  - n: b\n    # inside b\n# about r\nr: 1\n");
    becomes(file, &remove(place(file, "q")), "# about r\nr: 1\n");
}

#[test]
fn the_second_of_two_equal_keys_goes_alone() {
    let file = "a: 1 # first\nb: 2\na: 3 # second\n";
    becomes(file, &remove(nth(file, "a", 0)), "b: 2\na: 3 # second\n");
    becomes(file, &remove(nth(file, "a:", 1).cover(nth(file, "3", 0))), "a: 1 # first\nb: 2\n");
    let json = "{\"a\": 1, \"b\": 2, \"a\": 3}";
    becomes(json, &remove(nth(json, "\"a\"", 1)), "{\"a\": 1, \"b\": 2}");
    let dashed = "- a: 1\n  b: 2\n  a: 3\n";
    becomes(dashed, &remove(nth(dashed, "a", 0)), "- b: 2\n  a: 3\n");
}

#[test]
fn a_new_entry_goes_where_its_place_says() {
    let insert = |into, key: &str, order: &[&'static str]| Action::Insert {
        into,
        key: key.to_string(),
        value: Written::text("x"),
        order: order.to_vec(),
    };
    // An item with one entry is that item, and not the entry's value.
    let file = "q:\n  - inner:\n      a: 1\n";
    becomes(file, &insert(place(file, "inner:\n      a: 1"), "k", &[]), "q:\n  - inner:\n      a: 1\n    k: x\n");
    let empty = "d:\n  c: # none\n  e: 1\n";
    becomes(empty, &insert(place(empty, "c"), "k", &[]), "d:\n  c:\n    k: x # none\n  e: 1\n");
    let json = "{\"d\": {\"c\": {}}}";
    becomes(json, &insert(place(json, "\"c\""), "k", &[]), "{\"d\": {\"c\": {\"k\": \"x\"}}}");
    let before = "d:\n  z: 1\n  # about b\n  b: 2\n";
    becomes(before, &insert(place(before, "d"), "a", &["a", "b"]), "d:\n  z: 1\n  a: x\n  # about b\n  b: 2\n");
    let commented = "d:\n  l:\n    - 1\n    # - 2\n  # about e\n  e: 1\n";
    let expected = "d:\n  l:\n    - 1\n    # - 2\n  m: x\n  # about e\n  e: 1\n";
    becomes(commented, &insert(place(commented, "d"), "m", &["l", "m", "e"]), expected);
    let shared = "b: &b\n  a: 1\nd: *b\n";
    assert_eq!(done(shared, &insert(place(shared, "d"), "k", &[])), None);
}

#[test]
fn values_are_set_in_flow_style_and_json() {
    let set = |value, to| Action::Set { value, to };
    let json = "{\"a\": 12.10, \"b\": \"5\"}";
    becomes(json, &set(place(json, "12.10"), Written::text("12.10")), "{\"a\": \"12.10\", \"b\": \"5\"}");
    becomes(json, &set(place(json, "\"5\""), Written::Number("5".to_string())), "{\"a\": 12.10, \"b\": 5}");
    let flow = "a: {b: 5, c: d} # x\n";
    let timedelta = Written::map([("t", Written::text("td")), ("s", Written::number(5))]);
    becomes(flow, &set(place(flow, "5"), timedelta.clone()), "a: {b: {t: td, s: 5}, c: d} # x\n");
    let block = "a:\n  b: 5 # five\n  c: d\n";
    becomes(block, &set(place(block, "5"), timedelta.clone()), "a:\n  b:\n    t: td\n    s: 5 # five\n  c: d\n");
    let below = "b: # five\n  - x\n";
    becomes(below, &set(place(below, "- x"), Written::number(5)), "b: # five\n  5\n");
    let colon = "b: # so:\n  - x\nc: 1\n";
    becomes(colon, &set(place(colon, "- x"), Written::number(5)), "b: # so:\n  5\nc: 1\n");
    let substitute = Action::Substitute { entry: place(block, "b"), key: "new".to_string(), value: timedelta };
    becomes(block, &substitute, "a:\n  new:\n    t: td\n    s: 5 # five\n  c: d\n");
}

fn move_into(entry: Place, parent: Option<Place>) -> Action {
    Action::MoveInto { entry, parent, section: "config", order: vec!["env", "config", "queues"] }
}

#[test]
fn a_section_is_made_for_what_moves_into_it() {
    let file =
        "d:\n    env: []\n    # fast\n    x: # why\n        - 1 # one\n        # two\n    # queues\n    queues: []\n";
    let expected = "d:\n    env: []\n    config:\n        # fast\n        x: # why\n            - 1 # one\n            # two\n    # queues\n    queues: []\n";
    becomes(file, &move_into(place(file, "x"), None), expected);
    let outside = "x: 1\nd:\n  env: []\n  queues: []";
    let expected = "d:\n  env: []\n  config:\n    x: 1\n  queues: []";
    becomes(outside, &move_into(place(outside, "x"), Some(place(outside, "d"))), expected);
    let behind = "d:\r\n  queues: []\r\nx: |\r\n  a\r\n\r\n    b\r\n";
    let expected = "d:\r\n  config:\r\n    x: |\r\n      a\r\n\r\n        b\r\n  queues: []\r\n";
    becomes(behind, &move_into(place(behind, "x"), Some(place(behind, "d"))), expected);
    let json = "{\"x\": 1, \"d\": {\"env\": [], \"queues\": []}}";
    let expected = "{\"d\": {\"env\": [], \"config\": {\"x\": 1}, \"queues\": []}}";
    becomes(json, &move_into(place(json, "\"x\""), Some(place(json, "\"d\""))), expected);
}

#[test]
fn a_section_that_is_there_takes_what_moves_into_it() {
    for empty in ["config: # none yet\n", "config: ~ # none yet\n", "config: {} # none yet\n"] {
        let file = format!("d:\n  x: 1\n  {empty}  queues: []\n");
        let expected = "d:\n  config: # none yet\n    x: 1\n  queues: []\n";
        becomes(&file, &move_into(place(&file, "x"), None), expected);
    }
    let filled = "d:\n  x: 1\n  config:\n      a: 1\n      # last\n  queues: []\n";
    let expected = "d:\n  config:\n      a: 1\n      x: 1\n      # last\n  queues: []\n";
    becomes(filled, &move_into(place(filled, "x"), None), expected);
    let shared = "b: &b {a: 1}\nd:\n  x: 1\n  config: *b\n";
    assert_eq!(done(shared, &move_into(place(shared, "x"), None)), None);
}

#[test]
fn entries_in_braces_move_between_braces_and_out_of_them() {
    let to = |file: &str, text: &str| Action::Move { entry: place(file, text), into: place(file, "\"d\"") };
    let json = "{\n  \"d\": {\n    \"c\": {\n      \"q\": [\n        1\n      ]\n    }\n  }\n}\n";
    let expected = "{\n  \"d\": {\n    \"c\": {},\n    \"q\": [\n      1\n    ]\n  }\n}\n";
    becomes(json, &to(json, "\"q\""), expected);
    let mixed = "\"d\":\n  c: {a: 1, q: [1,\n    2]}\n  e: 1\n";
    becomes(mixed, &to(mixed, "q"), "\"d\":\n  c: {a: 1}\n  e: 1\n  q: [1,\n    2]\n");
    let block = "\"d\": {e: 1}\n# why\nq: \"a, b\" # what\nr: 1\n";
    becomes(block, &to(block, "q"), "\"d\": {e: 1, q: \"a, b\"}\n# why\n# what\nr: 1\n");
    let comma = "\"d\": {e: 1}\nq: a, b\nr: 1\n";
    assert_eq!(done(comma, &to(comma, "q")), None);
}

#[test]
fn the_only_entry_of_the_last_section_moves_out() {
    let file = "d:\n  c:\n    q:\n      - 1";
    let moved = Action::Move { entry: place(file, "q"), into: place(file, "d") };
    becomes(file, &moved, "d:\n  c: {}\n  q:\n    - 1");
}

#[test]
fn tabs_become_blanks_where_their_width_does_not_matter() {
    let untab = |file: &str| done(file, &Action::Untab { at: nth(file, "\t", 0) });
    let file = "d:\n\ta: 1\n\tb:\n\t\tc: \"x\n\t\ty\"\n";
    assert_eq!(untab(file).as_deref(), Some("d:\n  a: 1\n  b:\n    c: \"x\n\t\ty\"\n"));
    assert_eq!(untab("d:\n  c:\n    a: 1\n\tb: 2\n"), None);
    assert_eq!(untab("{\n\t\"a\": 1\n}\n"), None);
}

#[test]
fn an_item_moves_to_the_front_with_its_comments() {
    let front = |file: &str, item: &str| done(file, &Action::ToFront { item: place(file, item) });
    let file = "c:\r\n  # for SQL\r\n  - name: proxy # 2\r\n    image: 'p'\r\n  # the task\r\n  - name: base # 🚀";
    let expected = "c:\r\n  # the task\r\n  - name: base # 🚀\r\n  # for SQL\r\n  - name: proxy # 2\r\n    image: 'p'";
    assert_eq!(front(file, "name: base").as_deref(), Some(expected));
    assert_eq!(front("c: [a, {b: 1}, base] # x\n", "base").as_deref(), Some("c: [base, a, {b: 1}] # x\n"));
    assert_eq!(front("c:\n- a\n- b\n- base\nd: 1\n", "base").as_deref(), Some("c:\n- base\n- a\n- b\nd: 1\n"));
    assert_eq!(front("c: [base, a]\n", "base"), None);
}

#[test]
fn a_new_value_keeps_what_the_file_has() {
    let kept = |file: &str, value: &str| {
        let value = place(file, value);
        done(file, &Action::Set { value, to: Written::map([("spec", Written::Kept(value))]) })
    };
    assert_eq!(
        kept("a:\r\n  x: '1'\r\n  w: [*b, 2.50]\r\nz: 1\r\n", "x: '1'\r\n  w: [*b, 2.50]").as_deref(),
        Some("a:\r\n  spec:\r\n    x: '1'\r\n    w:\r\n      - *b\r\n      - 2.50\r\nz: 1\r\n")
    );
    assert_eq!(kept("{a: {x: '1'}, b: 2}", "{x: '1'}").as_deref(), Some("{a: {spec: {x: '1'}}, b: 2}"));
    assert_eq!(kept("a: *b", "*b").as_deref(), Some("a:\n  spec: *b"));
    for lossy in ["a:\n  x: 1 # why\n  y: 2\n", "a:\n  x: 1\n  y: &b 2\n", "a:\n  x: |\n    t\n  y: 2\n"] {
        let value = lossy.trim_start_matches("a:\n  ").trim_end();
        assert_eq!(kept(lossy, value), None, "{lossy}");
    }
}
