//! What a fix has nothing to do with: the comments and values outside its edits, which must all still be there.

use airlint::fix::TextEdit;
use airlint::syntax::yaml::{self, Node};
use airlint::syntax::{Span, python};

/// The comments and YAML scalars of `before` that no edit touches and that `after` does not have any more.
pub fn lost(path: &str, before: &str, after: &str, edits: &[TextEdit]) -> Vec<String> {
    let touched = |span: Span| edits.iter().any(|edit| edit.span.start < span.end && span.start < edit.span.end);
    let mut left: Vec<String> = parts(path, after).into_iter().map(|span| span.of(after).to_string()).collect();
    let mut lost = Vec::new();
    for span in parts(path, before).into_iter().filter(|span| !touched(*span)) {
        let text = span.of(before);
        match left.iter().position(|other| other == text) {
            Some(index) => _ = left.swap_remove(index),
            None => lost.push(text.to_string()),
        }
    }
    lost
}

/// The places of comments, and of scalars in YAML.
fn parts(path: &str, text: &str) -> Vec<Span> {
    if path.ends_with(".py") {
        return python::Tree::parse(text).comments(text).iter().map(|comment| comment.span).collect();
    }
    if !path.ends_with(".yaml") && !path.ends_with(".yml") && !path.ends_with(".json") {
        return Vec::new();
    }
    let tree = yaml::parse(text);
    let mut spans: Vec<Span> = tree.comments().iter().map(|comment| comment.span).collect();
    let mut pending: Vec<Node<'_>> = tree.documents().collect();
    while let Some(node) = pending.pop() {
        if node.scalar().is_some() && !node.span().is_empty() {
            spans.push(node.span());
        }
        pending.extend(node.entries().flat_map(|entry| [entry.key, entry.value]));
        pending.extend(node.items());
    }
    spans
}

#[test]
fn what_is_lost_is_named() {
    let before = "a: 1 # one\nb: 2 # two\nc: 3\n";
    let edit = TextEdit::remove(Span::new(11, 22));
    assert_eq!(lost("x.yaml", before, "a: 1 # one\nc: 3\n", std::slice::from_ref(&edit)), Vec::<String>::new());
    assert_eq!(lost("x.yaml", before, "a: 1\nc: 4\n", &[edit]), ["# one", "3"]);
    assert_eq!(lost("x.py", "x = 1  # keep\n", "x = 2\n", &[TextEdit::replace(Span::new(4, 5), "2")]), ["# keep"]);
}
