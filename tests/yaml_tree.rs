//! The YAML tree: structure, values and the exact bytes of everything.

use airlint::syntax::yaml::{Kind, Node, Reader, parse};

/// The tree on one line a node: indentation by depth, the span's bytes, the value.
fn outline(text: &str) -> String {
    fn walk(node: Node<'_>, depth: usize, lines: &mut Vec<String>) {
        let mut line = format!("{}{:?}", "  ".repeat(depth), node.raw());
        if let Some(value) = node.scalar().filter(|value| *value != node.raw()) {
            line += &format!(" = {value:?}");
        }
        if let Some(tag) = node.tag() {
            line += &format!(" {tag}");
        }
        if let Some(anchor) = node.anchor() {
            line += &format!(" &{anchor}");
        }
        if node.kind() == Kind::Alias {
            line += &format!(" -> {:?}", node.resolve().raw());
        }
        lines.push(line);
        for item in node.items() {
            walk(item, depth + 1, lines);
        }
        for entry in node.entries() {
            walk(entry.key, depth + 1, lines);
            walk(entry.value, depth + 2, lines);
        }
    }
    let tree = parse(text);
    let mut lines = Vec::new();
    for root in tree.documents() {
        walk(root, 0, &mut lines);
    }
    for comment in tree.comments() {
        lines.push(format!("{:?}{}", comment.span.of(text), if comment.own_line { " alone" } else { "" }));
    }
    for error in tree.errors() {
        lines.push(format!("error at {}: {}", error.span.start, error.message));
    }
    lines.join("\n")
}

#[test]
fn every_kind_of_node_has_its_bytes() {
    let text = "a:  # one\n  - x\n  - \n  -\n  # two\nb: \nc: !!str\nd: &x  # three\ne: *x\nf: |-  # four\n\n   foo\n   bar\n\n# five\ng: {a, b: , c: [d: e, f]}\n? k\n? k2\n: v2\nz: !t &q\n  w: 'it''s'\n&l m: \"x\\ny\"\n";
    let expected = r##"
"a:  # one\n  - x\n  - \n  -\n  # two\nb: \nc: !!str\nd: &x  # three\ne: *x\nf: |-  # four\n\n   foo\n   bar\n\n# five\ng: {a, b: , c: [d: e, f]}\n? k\n? k2\n: v2\nz: !t &q\n  w: 'it''s'\n&l m: \"x\\ny\""
  "a"
    "- x\n  - \n  -"
      "x"
      ""
      ""
  "b"
    ""
  "c"
    "" !!str
  "d"
    "" &x
  "e"
    "*x" -> ""
  "f"
    "|-  # four\n\n   foo\n   bar" = "\nfoo\nbar"
  "g"
    "{a, b: , c: [d: e, f]}"
      "a"
        ""
      "b"
        ""
      "c"
        "[d: e, f]"
          "d: e"
            "d"
              "e"
          "f"
  "k"
    ""
  "k2"
    "v2"
  "z"
    "w: 'it''s'" !t &q
      "w"
        "'it''s'" = "it's"
  "m" &l
    "\"x\\ny\"" = "x\ny"
"# one"
"# two" alone
"# three"
"# four"
"# five" alone
"##;
    assert_eq!(outline(text), expected.trim());
}

#[test]
fn an_unknown_alias_is_an_error_and_stays_a_node() {
    let text = "a: *gone\nb: 1\n";
    let tree = parse(text);
    assert_eq!(tree.errors().len(), 1);
    assert_eq!(tree.errors()[0].span.of(text), "*gone");
    let alias = tree.root().and_then(|root| root.entries().next()).unwrap().value;
    assert_eq!(alias.resolve().kind(), Kind::Alias);
}

#[test]
fn an_alias_into_its_own_node_does_not_resolve() {
    let tree = parse("a: &a\n  b: *a\nc: *a\n");
    let values: Vec<_> = tree.root().unwrap().entries().map(|entry| entry.value).collect();
    let inner = values[0].entries().next().unwrap().value;
    assert_eq!(inner.resolve().kind(), Kind::Alias);
    assert!(values[1].is_mapping());
}

/// The entries of `c` as `reader` ends up with them.
fn merged(text: &str, reader: Reader) -> String {
    let tree = parse(text);
    assert_eq!(tree.errors(), []);
    let entries = tree.root().and_then(|root| root.get("c")).expect("c").merged(reader);
    let mut entries: Vec<_> =
        entries.iter().map(|entry| format!("{}={}", entry.key.raw(), entry.value.raw())).collect();
    entries.sort();
    entries.join(" ")
}

#[test]
fn merge_keys_give_what_their_reader_gets() {
    let anchors = "a: &a {name: 1, y: 1}\nb: &b {name: 2, z: 2, <<: {deep: 0}}\n";
    for (text, pyyaml, go) in [
        ("c: {<<: *a, w: 0}", "name=1 w=0 y=1", "name=1 w=0 y=1"),
        ("c: {<<: [*a, *b]}", "deep=0 name=1 y=1 z=2", "deep=0 name=1 y=1 z=2"),
        ("c: {<<: *a, <<: *b}", "deep=0 name=2 y=1 z=2", "deep=0 name=2 y=1 z=2"),
        // What stands above a merge survives it in Python only.
        ("c: {name: 9, <<: *a}", "name=9 y=1", "name=1 y=1"),
        ("c: {<<: *a, name: 9}", "name=9 y=1", "name=9 y=1"),
        ("c: {x: 1, x: 2}", "x=2", "x=2"),
        ("c: {'<<': *a}", "'<<'=*a", "'<<'=*a"),
        ("c: {<<: nothing}", "", ""),
    ] {
        let text = format!("{anchors}{text}\n");
        assert_eq!((merged(&text, Reader::PyYaml), merged(&text, Reader::Go)), (pyyaml.into(), go.into()), "{text}");
    }
}

#[test]
fn the_last_of_duplicate_keys_is_the_one() {
    let tree = parse("a: 1\nb: 2\na: 3\n");
    let root = tree.root().expect("a root");
    assert_eq!(root.get("a").map(Node::raw), Some("3"));
    assert!(root.get("c").is_none());
    assert_eq!(root.get("a").and_then(Node::parent).map(Node::id), Some(root.id()));
}

#[test]
fn nothing_and_null_are_null() {
    let tree = parse("[~, null, '', \"null\", !!str , !!null '', nUll]");
    let nulls: Vec<bool> = tree.root().expect("a root").items().map(Node::is_plain_null).collect();
    assert_eq!(nulls, [true, true, false, false, false, false, false]);
}

#[test]
fn a_template_is_told_from_yaml_that_mentions_one() {
    assert!(parse("a: 1\n{{- if .Values.x }}\nb: 2\n{{- end }}\n").is_template());
    assert!(parse("{% for queue in queues %}\n- {{ queue }}\n{% endfor %}\n").is_template());
    assert!(!parse("a: '{{ x }}'\nb: |\n  {{ x }}\n  {% if %}\nc: {{ x }}\n# {{ x }}\n").is_template());
}

/// What `a` is, as written.
fn raw_of_a(text: &str) -> String {
    let tree = parse(text);
    assert_eq!(tree.errors(), [], "{text:?}");
    tree.root().and_then(|root| root.get("a")).expect("a").raw().to_owned()
}

#[test]
fn a_block_scalar_reaches_from_its_header_to_its_last_line() {
    for (text, raw) in [
        ("a: |\n  x\n  y\nb: 1\n", "|\n  x\n  y"),
        ("a: |\r\n  x\r\n  y\r\nb: 1\r\n", "|\r\n  x\r\n  y"),
        // Blank lines behind the text are part of it only if they are kept.
        ("a: >-  # why\n  x\n\n\n# about b\nb: 1\n", ">-  # why\n  x"),
        ("a: |+\n  x\n\n\nb: 1\n", "|+\n  x\n\n"),
        ("a: |+\r\n  x\r\n\r\nb: 1\r\n", "|+\r\n  x\r\n"),
        ("a: |\n  x\n    \nb: 1\n", "|\n  x\n    "),
        ("a: |2\n   x\nb: 1\n", "|2\n   x"),
        ("a: &a\n  !!str\n  # why\n  |\n  x\nb: 1\n", "|\n  x"),
        ("a: |\nb: 1\n", "|"),
        ("a: |\n\n\nb: 1\n", "|"),
        ("a: |", "|"),
        ("a: |\n  x", "|\n  x"),
        ("a: | # |\n  >\n", "| # |\n  >"),
    ] {
        assert_eq!(raw_of_a(text), raw, "{text:?}");
    }
}

#[test]
fn a_block_ends_with_its_last_value() {
    for (text, raw) in [
        ("a:\n  b: 1\n  c: 2  # two\n\n# about d\nd: 3\n", "b: 1\n  c: 2"),
        ("a:\n- 1\n- 2\n\nb: 3\n", "- 1\n- 2"),
        ("a:\n- b: 1\n  c:\n\nb: 3\n", "- b: 1\n  c:"),
        ("a:\n  - - 1\n    -\nb: 3\n", "- - 1\n    -"),
        ("a:\n  ? b\n  : c\nb: 3\n", "? b\n  : c"),
        ("a: &x # x\n  b: 1\nb: 3\n", "b: 1"),
        ("a: [1,\n  2] # x\nb: 3\n", "[1,\n  2]"),
    ] {
        assert_eq!(raw_of_a(text), raw, "{text:?}");
    }
}

#[test]
fn an_omitted_value_stands_behind_its_colon_or_property() {
    for (text, offset) in
        [("a:\n", 2), ("a:   # x\n", 2), ("a: &x\n", 5), ("a: !!str # x\n", 8), ("{a: , b: 1}", 3), ("{a, b: 1}", 2)]
    {
        let tree = parse(text);
        let value = tree.root().and_then(|root| root.get("a")).expect("a");
        assert_eq!((value.span().start, value.span().len()), (offset, 0), "{text:?}");
    }
    let tree = parse("-\n- \n-   # x\n- 1\n");
    let starts: Vec<usize> = tree.root().expect("a root").items().map(|item| item.span().start).collect();
    assert_eq!(starts, [1, 3, 6, 15]);
}

#[test]
fn a_byte_order_mark_and_line_ends_shift_nothing() {
    let text = "\u{feff}a: 'é'\r\nb:\r\n  - \"🚀\"\r\n# c\r\n";
    let tree = parse(text);
    assert_eq!(tree.errors(), []);
    let root = tree.root().expect("a root");
    assert_eq!(root.span().start, 3);
    assert_eq!(root.get("a").map(Node::raw), Some("'é'"));
    let rocket = root.get("b").and_then(|list| list.items().next()).expect("an item");
    assert_eq!((rocket.raw(), rocket.scalar()), ("\"🚀\"", Some("🚀")));
    assert_eq!(tree.comments()[0].span.of(text), "# c");
}

#[test]
fn json_may_be_indented_with_tabs() {
    let text = "{\n\t\"a\": {\n\t\t\"b\":\t[\n\t\t\t1,\n\t\t\t\"\\u00e9\\/\"\n\t\t]\n\t}\n}\n";
    let tree = parse(text);
    assert_eq!(tree.errors(), []);
    let b = tree.root().and_then(|root| root.get("a")).and_then(|a| a.get("b")).expect("b");
    let items: Vec<_> = b.items().map(|item| (item.raw(), item.scalar().expect("a scalar"))).collect();
    assert_eq!(items, [("1", "1"), ("\"\\u00e9\\/\"", "é/")]);
    // Inside a block as well.
    let tree = parse("a: [\n\t1,\n\t{\n\t\t\"b\": 2 }\n]\nc: 3\n");
    assert_eq!(tree.errors(), []);
    let item = tree.root().and_then(|root| root.get("a")).and_then(|a| a.items().nth(1)).expect("an item");
    assert_eq!(item.get("b").map(Node::raw), Some("2"));
}

#[test]
fn every_document_has_its_root() {
    let tree = parse("a: 1\n---\n- b\n---\n# nothing\n...\n---\nc\n");
    let roots: Vec<&str> = tree.documents().map(Node::raw).collect();
    assert_eq!(roots, ["a: 1", "- b", "", "c"]);
    assert!(parse("").root().is_none());
    assert!(parse("# only a comment\n").root().is_none());
}
