//! Half-typed and broken YAML: what is still read, and on which lines an error is told.

use airlint::syntax::yaml::{Kind, Node, Tree, parse};

/// Each leaf as `path=value`; `!` marks what a lost line may have changed: `{}!` a mapping, `[]!` a list, or a value.
fn reading(tree: &Tree) -> String {
    fn walk(path: String, node: Node<'_>, leaves: &mut Vec<String>) {
        let mark = if node.is_broken() { "!" } else { "" };
        match node.kind() {
            Kind::Mapping { .. } => {
                if node.is_broken() {
                    leaves.push(format!("{path}{{}}!"));
                }
                for entry in node.entries() {
                    let key = entry.key.scalar().unwrap_or(entry.key.raw());
                    let dot = if path.is_empty() { "" } else { "." };
                    walk(format!("{path}{dot}{key}"), entry.value, leaves);
                }
            }
            Kind::Sequence { .. } => {
                if node.is_broken() {
                    leaves.push(format!("{path}[]!"));
                }
                for (index, item) in node.items().enumerate() {
                    walk(format!("{path}[{index}]"), item, leaves);
                }
            }
            _ => leaves.push(format!("{path}={}{mark}", node.scalar().unwrap_or(node.raw()))),
        }
    }
    let mut leaves = Vec::new();
    tree.documents().for_each(|root| walk(String::new(), root, &mut leaves));
    leaves.join(", ")
}

fn error_lines(tree: &Tree) -> Vec<usize> {
    tree.errors().iter().map(|error| tree.text()[..error.span.start].matches('\n').count() + 1).collect()
}

/// The text, what is read of it, the lines of its errors.
#[rustfmt::skip]
const BROKEN: &[(&str, &str, &[usize])] = &[
    ("a: 1\nwork\nb: 2\n", "{}!, a=1, b=2", &[2]),
    ("a:\n  b: 1\n  wor\nc: 2\n", "{}!, a{}!, a.b=1, c=2", &[3]),
    ("a:\n  b: 1\nwor\n", "{}!, a{}!, a.b=1", &[3]),
    ("queues:\n  - name: default\n    typ\n  - name: heavy\n    type: A5\n", "{}!, queues[]!, queues[0]{}!, queues[0].name=default, queues[1]{}!, queues[1].name=heavy, queues[1].type=A5", &[3]),
    ("queues:\n  - na\n    type: A5\n  - name: x\n", "{}!, queues[]!, queues[0]{}!, queues[0].na=!, queues[0].type=A5, queues[1].name=x", &[2]),
    ("queues\n  - name: a\nb: 1\n", "{}!, queues[]!, queues[0].name=a, b=1", &[1]),
    ("a: \"open\nb: 2\nc: \"closed\"\nd: 4\n", "{}!, a=open!, b=2, c=closed, d=4", &[1]),
    ("a: 'open\nb: 2\n", "{}!, a=open!, b=2", &[1]),
    ("a: [x, y\nb: 2\nc: 3\n", "{}!, a[]!, a[0]=x, a[1]=y!, b=2, c=3", &[1]),
    ("a: {x: 1, y: 2\nb: 2\n", "{}!, a{}!, a.x=1, a.y=2!, b=2", &[1]),
    ("a:\n  b: [x,\n  c: 1\nd: 2\n", "{}!, a{}!, a.b[]!, a.b[0]=x, a.c=1, d=2", &[2]),
    ("a:\n  b: 1\n c: 2\nd: 3\n", "{}!, a{}!, a.b=1, c=2, d=3", &[3]),
    ("a:\n  b: 1\n    c: 2\nd: 3\n", "{}!, a{}!, a.b=1, a.c=2, d=3", &[3]),
    ("a:\n\tb: 1\n\tc: 2\nd: 3\n", "{}!, a{}!, a.b=1, a.c=2, d=3", &[2, 3]),
    ("a:\n  b: {{ var }}\n  c: {{ var }}-x\n  d: 1\n", "{}!, a{}!, a.b.{ var }=, a.c={{ var }}-x!, a.d=1", &[3]),
    ("{% if x %}\na: 1\n{% endif %}\nb: 2\n", "{}!, a=1, b=2", &[1]),
    ("a: 1\n{{- if .Values.x }}\nb: 2\n{{- end }}\nc: {{ .Values.c }}\n", "{}!, a=1, b=2, c.{ .Values.c }=", &[2]),
    ("a: @x\nb: 1\n", "{}!, a=x!, b=1", &[1]),
    ("a: `x`\nb: 1\n", "{}!, a=x`!, b=1", &[1]),
    ("a: &\nb: 1\n", "{}!, a=!, b=1", &[1]),
    ("a: *\nb: 1\n", "{}!, a=!, b=1", &[1]),
    ("a: & x\nb: 1\n", "{}!, a=x, b=1", &[1]),
    ("a: 1\nb: %x\nc: 2\n", "{}!, a=1, b=x!, c=2", &[2]),
    ("a: x: y\nb: 1\n", "{}!, a=x y!, b=1", &[1]),
    ("a: 1\n- b\nc: 2\n", "{}!, a=1, c=2", &[2]),
    ("- a\nb: 1\n- c\n", "[]!, [0]=a, [1]=c", &[2]),
    ("a:1\nb: 2\n", "{}!, a=1!, b=2", &[1]),
    ("a: 1\nb:2\nc: 3\n", "{}!, a=1, b=2!, c=3", &[2]),
    ("a:\n  -x\n  - y\n", "a=-x - y", &[]),
    ("a: 1\nfoo\nb: 2\nbar\nc: 3\n", "{}!, a=1, b=2, c=3", &[2, 4]),
    ("a: 1\nb: [1\n---\nc: 2\nwor\nd: 3\n", "{}!, a=1, b[]!, b[0]=1!, {}!, c=2, d=3", &[2, 5]),
    ("a: \"x\" y\nb: 1\n", "{}!, a=x\" y!, b=1", &[1]),
    ("a: \"\\q\"\nb: 1\n", "{}!, a=\\q\"!, b=1", &[1]),
    ("a: |x\n  text\nb: 1\n", "{}!, a=x text!, b=1", &[1]),
    ("a: 1\n]\nb: 2\n", "{}!, a=1, b=2", &[2]),
    ("<<<<<<< HEAD\na: 1\n=======\na: 2\n>>>>>>> x\nb: 3\n", "{}!, a=1, a=2, b=3", &[1]),
    ("a:\n  b:\n    - c: 1\n      d: 2\n     e: 3\n  f: 4\n", "{}!, a{}!, a.b[]!, a.b[0]{}!, a.b[0].c=1, a.b[0].d=2, a.b[0].e=3, a.f=4", &[5]),
    ("worker_queues:\n  - name default\nx: 1\n", "worker_queues[0]=name default, x=1", &[]),
    ("a: {b: 1}}\nc: 2\n", "{}!, a{}!, a.b=1!, c=2", &[1]),
    ("a: 'it's'\nb: 1\n", "{}!, a=it's'!, b=1", &[1]),
    ("deployment:\n  configuration:\n    executor: CELERY\n    scheduler_si\n  worker_queues:\n    - name: default\n", "{}!, deployment{}!, deployment.configuration{}!, deployment.configuration.executor=CELERY, deployment.worker_queues[0].name=default", &[4]),
    ("a:\n  b: 1\n  c: \n    - \n  }\nd: 1\n", "{}!, a{}!, a.b=1, a.c[]!, a.c[0]=!, d=1", &[5]),
    ("a: \"x\nb: 'y\nc: 1\n", "{}!, a=x!, b=y!, c=1", &[1, 2]),
    ("? a\nb\n: c\nd: e\n", "{}!, a=c, d=e", &[2]),
    ("a:\n- b\n c\n- d: 1\n", "a[0]=b c, a[1].d=1", &[]),
    ("a: 1\n  b: 2\nc: 3\n", "{}!, a=1, b=2, c=3", &[2]),
    ("x: {a: [1, 2}, b: 3}\ny: 1\n", "{}!, x={a: [1, 2}, b: 3}!, y=1", &[1]),
    ("a: >-\n  text\n bad\nb: 1\n", "{}!, a=text, b=1", &[3]),
    ("key: value\nkey2: value2 # ok\n   \"foo\": 1\nz: 1\n", "{}!, key=value, key2=value2, foo=1, z=1", &[3]),
    ("\"a\n", "=a!", &[1]),
    ("[", "", &[1]),
    ("a: {", "{}!, a{}!", &[1]),
    ("a: 1\n\tb: 2\n", "{}!, a=1, b=2", &[2]),
];

#[test]
fn everything_around_a_fault_is_read_and_the_fault_is_told_on_its_line() {
    let mut wrong = Vec::new();
    for (text, expected, lines) in BROKEN {
        let tree = parse(text);
        let (read, told) = (reading(&tree), error_lines(&tree));
        if (read.as_str(), told.as_slice()) != (*expected, *lines) {
            wrong
                .push(format!("{text}\n  reads  {read}, errors on {told:?}\n  wanted {expected}, errors on {lines:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn messages_say_what_is_wrong_and_what_to_do() {
    for (text, message) in [
        ("a: 1\nb:2\n", "a colon needs a space behind it: write `b: 2`"),
        ("queues\n  - x: 1\n", "`queues` has no colon behind it: write `queues:`, then a space and the value"),
        ("a:\n\tb: 1\n", "YAML does not take a tab as indentation: use spaces"),
        ("a:\n  b: 1\n   c: 2\n", "indented by 3 spaces, which fits none of the lines around it: indent it by 2"),
        ("a: \"x\nb: 1\n", "this quote is never closed: add a `\"` at the end of the text"),
        ("a: [1, 2\nb: 1\n", "`[` is never closed: add `]`"),
        ("a: {{ x }}-y\n", "a template must stand in quotes to be a value: write `\"{{ x }}-y\"`"),
        ("a: %H\nb: 1\n", "`%` cannot stand here: take it out, or put the text in quotes"),
        ("a: *x\n", "`*x` stands for nothing: no `&x` is defined above it in this document"),
        (
            "a: \"\\d\"\n",
            "a backslash between double quotes starts an escape, and this is none: write `\\\\`, or use single quotes",
        ),
    ] {
        let messages: Vec<String> = parse(text).errors().iter().map(|error| error.message.clone()).collect();
        assert_eq!(messages, [message], "{text}");
    }
}

#[test]
fn a_key_that_was_guessed_is_marked() {
    let tree = parse("queues:\n  - na\n    type: A5\n");
    let item =
        tree.root().and_then(|root| root.get("queues")).and_then(|queues| queues.items().next()).expect("an item");
    let keys: Vec<_> = item.entries().map(|entry| (entry.key.raw(), entry.key.is_broken())).collect();
    assert_eq!(keys, [("na", true), ("type", false)]);
}
