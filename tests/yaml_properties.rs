//! What holds for every text: valid, mutated or random.

use airlint::syntax::yaml::{Entry, Kind, Node, Style, Tree, parse};
use proptest::prelude::*;

const FILES: [&str; 3] = [
    include_str!("fixtures/yaml/deployment.yaml"),
    include_str!("fixtures/yaml/compose.yaml"),
    include_str!("fixtures/yaml/values.yaml"),
];

/// All nodes of a tree, parents before their children.
fn nodes(tree: &Tree) -> Vec<Node<'_>> {
    let mut found = Vec::new();
    let mut todo: Vec<Node<'_>> = tree.documents().collect();
    while let Some(node) = todo.pop() {
        found.push(node);
        todo.extend(children(node));
    }
    found
}

fn children(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.items().chain(node.entries().flat_map(|Entry { key, value }| [key, value]))
}

/// Spans lie in the text, on character boundaries, in order, and inside their parents'.
fn assert_sound(tree: &Tree) -> Result<(), TestCaseError> {
    let text = tree.text();
    let is_boundary = |offset: usize| offset <= text.len() && text.is_char_boundary(offset);
    for node in nodes(tree) {
        let span = node.span();
        prop_assert!(is_boundary(span.start) && is_boundary(span.end), "{span:?}");
        let mut at = span.start;
        for child in children(node) {
            prop_assert!(child.span().start >= at, "{:?} before its place in {:?}", child, node);
            at = child.span().end;
            prop_assert_eq!(child.parent().map(|parent| parent.id()), Some(node.id()));
        }
        prop_assert!(at <= span.end, "{:?} ends before its children", node);
        for span in [node.tag_span(), node.anchor_span()].into_iter().flatten() {
            prop_assert!(is_boundary(span.start) && is_boundary(span.end));
        }
    }
    for span in tree.errors().iter().chain(tree.pyyaml_refusals()).map(|error| error.span) {
        prop_assert!(is_boundary(span.start) && is_boundary(span.end), "{span:?}");
    }
    for comment in tree.comments() {
        prop_assert!(comment.span.of(text).starts_with('#'));
    }
    prop_assert!(tree.errors().is_sorted_by_key(|error| error.span));
    Ok(())
}

/// The scalar alone, cut out of the text, has the same value.
fn assert_cut_out_reads_the_same(node: Node<'_>) -> Result<(), TestCaseError> {
    let (Some(style), Some(value)) = (node.style(), node.scalar()) else { return Ok(()) };
    // A block scalar's lines keep their indentation, and the last line break is no part of the span.
    let text = match style {
        Style::Literal | Style::Folded => format!("- {}\n", indented(node)),
        _ => format!("- {}\n", node.raw()),
    };
    let tree = parse(&text);
    let alone = tree.root().and_then(|root| root.items().next());
    prop_assert_eq!(alone.and_then(Node::scalar), Some(value), "{:?}", text);
    Ok(())
}

/// A block scalar with every line moved right by one, so that it may stand below a dash.
fn indented(node: Node<'_>) -> String {
    let mut lines = node.raw().split('\n');
    let header = lines.next().unwrap_or_default();
    let body: Vec<String> = lines.map(|line| format!(" {line}")).collect();
    format!("{header}\n{}", body.join("\n"))
}

/// A value as somebody writes one.
fn scalar() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z][a-z0-9_.-]{0,8}",
        "-?[0-9]{1,4}(\\.[0-9]{1,3})?",
        "'([a-zé🚀:#{}\\[\\] ]|''){0,8}'",
        "\"([a-zé🚀:#{}\\[\\] ']|\\\\n|\\\\u00e9|\\\\\"){0,8}\"",
        Just(String::new()),
        Just("~".to_owned()),
    ]
}

/// A document as a tree of lines.
#[derive(Debug, Clone)]
enum Yaml {
    Scalar(String),
    Block(String, Vec<String>),
    Map(Vec<(String, Yaml)>),
    List(Vec<Yaml>),
    Flow(String),
}

fn yaml() -> impl Strategy<Value = Yaml> {
    let flow = prop::collection::vec("[a-z]{1,4}", 0..4);
    let leaf = prop_oneof![
        4 => scalar().prop_map(Yaml::Scalar),
        1 => ("[|>][-+]?", prop::collection::vec("[a-zü ]{0,6}[a-z]", 1..4)).prop_map(|(head, lines)| Yaml::Block(head, lines)),
        1 => flow.clone().prop_map(|items| Yaml::Flow(format!("[{}]", items.join(", ")))),
        1 => flow.prop_map(|items| Yaml::Flow(format!("{{{}}}", items.iter().enumerate().map(|(at, item)| format!("{item}{at}: x")).collect::<Vec<_>>().join(", ")))),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(("[a-z_]{1,6}", inner.clone()), 1..4).prop_map(Yaml::Map),
            prop::collection::vec(inner, 1..4).prop_map(Yaml::List),
        ]
    })
}

fn write(yaml: &Yaml, indent: usize, out: &mut String) {
    let pad = " ".repeat(indent);
    match yaml {
        Yaml::Scalar(text) | Yaml::Flow(text) => out.push_str(&format!(" {text}\n")),
        Yaml::Block(head, lines) => {
            out.push_str(&format!(" {head}\n"));
            lines.iter().for_each(|line| out.push_str(&format!("{pad}{}\n", line.trim_start())));
        }
        Yaml::Map(entries) => {
            out.push('\n');
            for (at, (key, value)) in entries.iter().enumerate() {
                out.push_str(&format!("{pad}{key}{at}:"));
                write(value, indent + 2, out);
            }
        }
        Yaml::List(items) => {
            out.push('\n');
            for item in items {
                out.push_str(&format!("{pad}-"));
                write(item, indent + 2, out);
            }
        }
    }
}

fn document() -> impl Strategy<Value = String> {
    yaml().prop_map(|yaml| {
        let mut text = String::new();
        write(&Yaml::Map(vec![("root".to_owned(), yaml)]), 0, &mut text);
        text.trim_start().to_owned()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_sound_tree(text in "(?s).{0,200}") {
        assert_sound(&parse(&text))?;
    }

    #[test]
    fn any_text_of_signs_gives_a_sound_tree(text in "[-a:?,\\[\\]{}&*!|>'\"%@`#~<=\\\\ \\n\\t\\ré🚀\u{feff}]{0,120}") {
        assert_sound(&parse(&text))?;
    }

    #[test]
    fn a_written_document_is_read_whole(text in document(), crlf in any::<bool>(), mark in any::<bool>()) {
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let text = if mark { format!("\u{feff}{text}") } else { text };
        let tree = parse(&text);
        prop_assert_eq!(tree.errors(), &[], "{}", text);
        assert_sound(&tree)?;
        for node in nodes(&tree) {
            if !crlf {
                assert_cut_out_reads_the_same(node)?;
            }
            prop_assert!(!node.raw().ends_with(['\n', '\r']));
            let is_scalar = matches!(node.kind(), Kind::Scalar(_));
            prop_assert!(is_scalar || node.raw().trim() == node.raw(), "{:?}", node.raw());
        }
    }

    #[test]
    fn a_new_scalar_changes_nothing_else(text in document(), at in any::<prop::sample::Index>(), with in "[a-z]{1,9}") {
        let tree = parse(&text);
        let scalars: Vec<Node<'_>> = nodes(&tree).into_iter().filter(|node| node.style().is_some()).collect();
        let node = scalars[at.index(scalars.len())];
        let span = node.span();
        // Behind a colon or dash that nothing follows, a value needs a space.
        let space = if span.is_empty() { " " } else { "" };
        let edited = format!("{}{space}{with}{}", &text[..span.start], &text[span.end..]);
        let after = parse(&edited);
        prop_assert_eq!(after.errors(), &[], "{}", edited);
        let values = |tree: &Tree| nodes(tree).iter().map(|node| (node.id(), node.scalar().map(str::to_owned))).collect::<Vec<_>>();
        let (before, after) = (values(&tree), values(&after));
        prop_assert_eq!(before.len(), after.len());
        for ((id, old), (_, new)) in before.iter().zip(&after) {
            let expected = if *id == node.id() { Some(with.clone()) } else { old.clone() };
            prop_assert_eq!(new, &expected);
        }
    }

    #[test]
    fn a_damaged_file_gives_a_sound_tree(
        file in 0..FILES.len(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), 0..3usize, "[-a:?,\\[\\]{}&*!|>'\"%@`#\\\\ \\n\\té]{1,2}"), 1..4),
    ) {
        let mut text = FILES[file].to_owned();
        for (at, kind, with) in damages {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            let place = at.index(places.len());
            let end = places.get(place + 1).copied().unwrap_or(text.len());
            match kind {
                0 => text.replace_range(places[place]..end, ""),
                1 => text.insert_str(places[place], &with),
                _ => text.truncate(places[place]),
            }
            if text.is_empty() {
                break;
            }
        }
        assert_sound(&parse(&text))?;
    }
}
