//! Texts made to hurt: each costs its own errors, neither the run nor much time. Sizes are such that a debug build takes
//! a second or two for all of them.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use airlint::syntax::yaml::{Tree, parse};

/// Reads `text`, which must take no more than a few seconds even in a debug build on a busy machine.
fn read(text: &str) -> Tree {
    let start = Instant::now();
    let tree = parse(text);
    drop(parse(&text[..0]));
    assert!(start.elapsed() < Duration::from_secs(20), "took {:?}", start.elapsed());
    tree
}

fn is_told_deep(tree: &Tree) {
    assert!(tree.errors().iter().any(|error| error.message.contains("nested")), "{:?}", tree.errors());
    assert!(tree.errors().len() <= 20, "{} errors", tree.errors().len());
}

#[test]
fn brackets_nested_without_end() {
    for open in ["[", "{", "{a: ", "[{a: ", "- ", "? ", "- - a: [", "!t [", "&a [", "\"a\": ["] {
        let tree = read(&open.repeat(20_000));
        assert!(!tree.errors().is_empty(), "{open}");
        assert!(tree.errors().len() <= 20, "{open}: {} errors", tree.errors().len());
    }
    is_told_deep(&read(&format!("a: {}{}\nb: 1\n", "[".repeat(1_000), "]".repeat(1_000))));
}

#[test]
fn mappings_nested_without_end() {
    let mut text = String::new();
    for depth in 0..2_000 {
        let _ = writeln!(text, "{}k:", " ".repeat(depth));
    }
    is_told_deep(&read(&text));
}

#[test]
fn a_bomb_of_aliases_stays_unlit() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..40 {
        let _ = writeln!(text, "a{level}: &a{level} [{}]", vec![format!("*a{}", level - 1); 10].join(", "));
    }
    let tree = read(&text);
    assert!(tree.errors().iter().any(|error| error.message.contains("aliases")), "{:?}", tree.errors());
    // A walk that follows aliases ends.
    let mut todo: Vec<_> = tree.documents().collect();
    let mut visited = 0_usize;
    while let Some(node) = todo.pop() {
        visited += 1;
        let node = node.resolve();
        todo.extend(node.items());
        todo.extend(node.entries().flat_map(|entry| [entry.key, entry.value]));
    }
    assert!(visited < 3_000_000, "{visited}");
}

#[test]
fn merges_of_merges_end() {
    let mut text = "m0: &m0 {k: 1}\n".to_owned();
    for level in 1..200 {
        let _ = writeln!(text, "m{level}: &m{level} {{<<: [*m{0}, *m{0}], k{level}: 1}}", level - 1);
    }
    let tree = read(&text);
    for entry in tree.root().expect("a root").entries() {
        for reader in [airlint::syntax::yaml::Reader::PyYaml, airlint::syntax::yaml::Reader::Go] {
            assert!(entry.value.merged(reader).len() <= 200);
        }
    }
}

#[test]
fn great_scalars() {
    let long = "x".repeat(1 << 20);
    for text in [
        format!("a: {long}\nb: 1\n"),
        format!("a: \"{long}\"\nb: 1\n"),
        format!("a: '{long}'\nb: 1\n"),
        format!("a: |\n  {long}\nb: 1\n"),
        format!("a: >\n{}b: 1\n", format!("  {}\n", &long[..1024]).repeat(1024)),
    ] {
        let tree = read(&text);
        assert_eq!(tree.errors(), []);
        let value = tree.root().and_then(|root| root.get("a")).expect("a");
        assert!(value.scalar().expect("a scalar").len() >= 1 << 20);
    }
}

#[test]
fn many_keys_many_documents_many_comments() {
    let mut keys = String::new();
    for key in 0..50_000 {
        let _ = writeln!(keys, "key{key}: {key}");
    }
    assert_eq!(read(&keys).root().map(|root| root.entries().count()), Some(50_000));
    assert_eq!(read(&"---\na: 1\n".repeat(20_000)).documents().count(), 20_000);
    let comments = format!("key:\n{}  a: 1\n", "# a comment\n".repeat(50_000));
    let tree = read(&comments);
    assert_eq!((tree.errors().len(), tree.comments().len()), (0, 50_000));
}

#[test]
fn faults_on_every_line() {
    for line in [
        "a b c\n",
        "k: \"x\n",
        "k: [x\n",
        "\tk: 1\n",
        "- }\n",
        "@\n",
        "{{ x }}: {% y %}\n",
        "k:v\n",
        "? [\n",
        "k: *x\n",
    ] {
        let tree = read(&format!("first: 1\n{}last: 1\n", line.repeat(2_000)));
        assert!(tree.errors().len() <= 2_100, "{line}: {}", tree.errors().len());
    }
}

#[test]
fn one_line_without_end() {
    for part in
        ["\"", "'", "a: ", "[]{}", "*x ", "&x ", "!x ", ": ", "- ", "{{ }} ", "#", "%", "\\", "\t", "\u{feff}", "\0"]
    {
        let tree = read(&format!("a: {}\nb: 1\n", part.repeat(20_000)));
        assert!(tree.errors().len() <= 100, "{part}");
    }
}
