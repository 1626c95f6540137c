//! Tricky texts, and what PyYAML 6.0.4 makes of them: its pure loader and libyaml, whose grammar Go's yaml.v2 shares.
//! Every verdict was recorded from PyYAML; `tests/scripts/yaml_against_pyyaml.py` compares whole folders.

use Verdict::{PyyamlRefuses, Read, Refused};
use airlint::syntax::yaml::parse;

#[derive(Debug, PartialEq)]
enum Verdict {
    /// Both read it.
    Read,
    /// Both refuse it.
    Refused,
    /// libyaml reads it, PyYAML's pure loader does not; or, of an anchor given twice, Go reads it and PyYAML does not.
    PyyamlRefuses,
}

#[rustfmt::skip]
const VERDICTS: &[(&str, Verdict)] = &[
    ("a: 1\n", Read),
    ("a:\t1\n", PyyamlRefuses),
    ("a: 1\t\n", PyyamlRefuses),
    ("a: 1\t# c\n", PyyamlRefuses),
    ("-\ta\n", Refused),
    ("- \ta\n", Refused),
    ("a:\n\tb: 1\n", Refused),
    ("a:\n  b: 1\n\t\nc: 2\n", Refused),
    ("a:\n  b: 1\n  \t\n", Refused),
    ("\t\na: 1\n", Refused),
    ("a: 'x\ty'\n", Read),
    ("a: x\ty\n", PyyamlRefuses),
    ("a: |\n  x\ty\n", Read),
    ("a: |\t\n  x\n", PyyamlRefuses),
    ("# c\tc\na: 1\n", Read),
    ("\t# c\na: 1\n", Refused),
    ("{\n\t\"a\": 1,\n\t\"b\": [\n\t\t1\n\t]\n}\n", PyyamlRefuses),
    ("a: [\n\t1\n]\n", PyyamlRefuses),
    ("a: [1,\t2]\n", PyyamlRefuses),
    ("a: \"b\nc\"\n", Read),
    ("a:\n  b: \"c\n d\"\n", Read),
    ("a: 'b\n\n  c'\n", Read),
    ("a: [1,\n2]\n", Read),
    ("a: {b: 1,\nc: 2}\n", Read),
    ("a:\n  b: [\n  1\n  ]\n", Read),
    ("a: \"b\"# c\n", Read),
    ("a: [1]# c\n", Read),
    ("a: b# c\n", Read),
    ("a: [1,#c\n2]\n", Read),
    ("a: %x\n", Refused),
    ("a: @x\n", Refused),
    ("a: `x`\n", Refused),
    ("%x\n", Refused),
    ("a: -\n", Refused),
    ("a: - b\n", Refused),
    ("a: ?x\n", Read),
    ("a: :x\n", Read),
    ("a: x:\n", Refused),
    ("a: b: c\n", Refused),
    ("a: b:c\n", Read),
    ("a: http://x:1/#y\n", Read),
    ("a: {b:1}\n", Read),
    ("a: {\"b\":1}\n", Read),
    ("a: [b:1]\n", Read),
    ("a: [-]\n", Read),
    ("a: [-1]\n", Read),
    ("a: {b}\n", Read),
    ("a: {b: }\n", Read),
    ("a: {,}\n", Refused),
    ("a: [,]\n", Refused),
    ("a: [1,]\n", Read),
    (": a\n", Refused),
    ("? a\n", Read),
    ("? a\n: b\n", Read),
    ("a: 1\n: b\n", Refused),
    ("? \n: b\n", Read),
    ("a: &x 1\nb: *x\n", Read),
    ("a: &x 1\nb: &x 2\n", PyyamlRefuses),
    ("a: *x\n", Refused),
    ("a: &x.y 1\n", Refused),
    ("a: &x:y 1\n", Read),
    ("&x: 1\n", Read),
    ("a: &x\nb: *x\n", Read),
    ("a: &x *x\n", Refused),
    ("&a [*a]\n", Read),
    ("*x : 1\n", Refused),
    ("a: !x 1\n", Read),
    ("a: !!str\n", Read),
    ("a: !<tag:x> 1\n", Read),
    ("a: ! 1\n", Read),
    ("a: !e!x 1\n", Refused),
    ("%TAG !e! tag:e:\n---\na: !e!x 1\n", Read),
    ("%YAML 1.1\n---\na: 1\n", Read),
    ("%YAML 1.2\n---\na: 1\n", Read),
    ("a: 1\n---\nb: 2\n", Read),
    ("--- a\n--- b\n", Read),
    ("a: 1\n...\nb: 2\n", Refused),
    ("a: 1\n...\n---\nb: 2\n", Read),
    ("---\n", Read),
    ("", Read),
    ("# c\n", Read),
    ("--- |\n a\n", Read),
    ("a: |\n  x\n y\n", Refused),
    ("a: |2\n  x\n", Read),
    ("a: |\n\n    \n  x\n", Refused),
    ("a: |0\n x\n", Refused),
    ("a: >+\n\n", Read),
    ("a: |x\n  y\n", Refused),
    ("a: |-\n  x", Read),
    ("a: |\n  x", Read),
    ("a: 1\na: 2\n", Read),
    ("a:\n- 1\n- 2\n", Read),
    ("a:\n- 1\n - 2\n", Read),
    ("a:\n  - 1\n - 2\n", Refused),
    ("a: 1\n b: 2\n", Refused),
    ("a:\n    b: 1\n   c: 2\n", Refused),
    ("- a\nb: 1\n", Refused),
    ("a: 1\n- b\n", Refused),
    ("a\nb: 1\n", Refused),
    ("a: b\n  c\n", Read),
    ("a: b\nc\n", Refused),
    ("a: b # x\n  c\n", Refused),
    ("a b: c\n", Read),
    ("\"a\" b: c\n", Refused),
    ("\"a\"b: c\n", Refused),
    ("[a]: b\n", Read),
    ("{a: b}: c\n", Read),
    ("? [a]\n: b\n", Read),
    ("\u{feff}a: 1\n", Read),
    ("a: 1\r\nb: 2\r\n", Read),
    ("a: 1\rb: 2\r", Read),
    ("a: \u{7}\n", Refused),
    ("a: é🚀\n", Read),
    ("a: \"\\x41\\u00e9\\U0001F680\"\n", Read),
    ("a: \"\\q\"\n", Refused),
    ("a: \"\\/\"\n", Read),
    ("a: '\\q'\n", Read),
    ("a: 'it''s'\n", Read),
    ("a: 'it's'\n", Refused),
    ("a: \"x\n", Refused),
    ("a: [x\n", Refused),
    ("a: x]\n", Read),
    ("a: {x\n", Refused),
    ("a: x}\n", Read),
    ("]\n", Refused),
    ("a: {{ x }}\n", Read),
    ("a: {{ x }}-y\n", Refused),
    ("{{ x }}: 1\n", Read),
    ("{% if x %}\n", Refused),
    ("<<: {a: 1}\n", Read),
    ("a: ~\n", Read),
    ("~: a\n", Read),
    ("a: \"b\" c\n", Refused),
    ("- - - a\n", Read),
    ("- a\n-b\n", Refused),
    ("-a\n", Read),
    ("a:b\n", Read),
    ("a: b: \n", Refused),
];

fn verdict(text: &str) -> Verdict {
    let tree = parse(text);
    match (tree.errors(), tree.pyyaml_refusals()) {
        ([], []) => Read,
        ([], _) => PyyamlRefuses,
        _ => Refused,
    }
}

#[test]
fn texts_are_read_and_refused_as_by_their_readers() {
    let wrong: Vec<String> = VERDICTS
        .iter()
        .filter(|(text, expected)| verdict(text) != *expected)
        .map(|(text, expected)| format!("{text:?}: {:?}, not {expected:?}: {:?}", verdict(text), parse(text).errors()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_key_may_be_1024_characters_long() {
    // As in PyYAML and libyaml.
    assert_eq!(verdict(&format!("{}: 1\n", "k".repeat(1024))), Read);
    assert_eq!(verdict(&format!("{}: 1\n", "k".repeat(1025))), Refused);
}

/// Where airlint is more lenient than real readers, knowingly: none of it is met in files that people write.
#[test]
fn known_differences() {
    for text in ["a: >#c\n  x\n", "%FOO x\n---\na: 1\n", "...\n", "--- |\na\n", "a: \u{85}b\n"] {
        assert_eq!(verdict(text), Read, "{text:?}");
    }
}
