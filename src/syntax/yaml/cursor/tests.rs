use super::*;

/// Where the cursor of `text` stands: slot, path, word, siblings.
fn at(text: &str) -> Option<String> {
    let offset = text.find('‸').expect("a cursor");
    let text = text.replacen('‸', "", 1);
    let cursor = Cursor::at(&text, offset)?;
    let path: Vec<&str> = cursor
        .path
        .iter()
        .map(|step| match step {
            Step::Key(key) => *key,
            Step::Item => "[]",
        })
        .collect();
    let quote = match cursor.quote {
        None => String::new(),
        Some((quote, closed)) => format!(" {quote}{}", if closed { "" } else { "…" }),
    };
    let colon = if cursor.colon { ":" } else { "" };
    let word = cursor.word.of(&text);
    Some(format!("{:?} {} <{word}>{colon}{quote} {}", cursor.slot, path.join("."), cursor.siblings.join(",")))
}

fn is(text: &str, expected: &str) {
    assert_eq!(at(text).as_deref().map(str::trim_end), Some(expected), "{text}");
}

#[test]
fn keys_and_values_of_blocks() {
    is("‸", "Key  <>");
    is("dep‸", "Key  <dep>");
    is("a: 1\nb:\n  c: 2\n  wor‸\n  d: 3\ne: 4\n", "Key b <wor> c,d");
    is("a: 1\nb:\n  c: 2\n  ‸\n  d: 3\ne: 4\n", "Key b <> c,d");
    is("b:\n  c: 2\n‸", "Key  <> b");
    is("b:\n  ‸\n", "Below b <>");
    is("b:\n  ‸\n  d: 3\n", "Below b <> d");
    is("b:\n  wo‸rd: 1\n  d: 3\n", "Below b <word>: d");
    is("b:\n  c: ‸\n  d: 3\n", "Value b.c <>");
    is("b:\n  c:‸\n", "Value b.c <>");
    is("b:\n  c: CEL‸ERY # why\n", "Value b.c <CELERY>");
    is("b:\n  c: \"CEL‸ERY\" # why\n", "Value b.c <CELERY> \"");
    is("b:\n  c: 'CEL‸\n  d: 1\n", "Value b.c <CEL> '…");
    is("b:\n  c‸: 1\n", "Below b <c>:");
    is("---\nb:\n  c: ‸\n", "Value b.c <>");
    is("a: 1\n---\nb‸\n", "Key  <b>");
    is("\u{feff}a: 1\r\nb:\r\n  c: 1\r\n  x‸\r\n", "Key b <x> c");
}

#[test]
fn lists_of_blocks() {
    is("q:\n  - name: a\n    ‸\n    max: 1\n  - name: b\n    min: 0\n", "Key q.[] <> name,max");
    is("q:\n  - ‸\n    max: 1\n  - name: b\n", "Item q <> max");
    is("q:\n  - na‸\n", "Item q <na>");
    is("q:\n  - na‸me: a\n    max: 1\n", "Item q <name>: max");
    is("q:\n  -‸\n", "Item q <>");
    is("q:\n  - name: a\n  ‸\nz: 1\n", "Key  <>".replace("Key  <>", "Dash q <>").as_str());
    is("q:\n- name: a\n‸\nz: 1\n", "Key  <> q,z");
    is("q:\n- name: a\n  ‸\nz: 1\n", "Key q.[] <> name");
    is("e:\n  - a@b\n  - ‸\n", "Item e <>");
    is("q:\n  ‸\n  - name: a\n", "Below q <>");
}

#[test]
fn brackets() {
    is("q: [{name: a, ‸}]\n", "Key q.[] <> name");
    is("q: [{‸, name: a}]\n", "Key q.[] <> name");
    is("q: [{name: ‸}, {name: b}]\n", "Value q.[].name <>");
    is("q: [a, b‸]\n", "Item q <b> a");
    is("q: [a, ‸\nz: 1\n", "Item q <> a");
    is("{\"a\": {\"b\": \"c‸\"}}", "Value a.b <c> \"");
    is("{\"a\": {\"b\": 1, \"c‸\"}}", "Key a <c> \" b");
    is("{\"a\": {\"b\": 1, \"c‸\n \"d\": 1}}", "Key a <c> \"… b,d");
    is("{\n  \"a\": {\n    \"b\": 1\n    ‸\n  }\n}", "Key a <> b");
    is("{\"a\":‸}", "Value a <>");
    is("{‸\"a\": 1}", "Key  <> a");
    is("{\"a\": [\"‸]}", "Item a <> \"…");
    is("{\"a\": [\"‸, \"b\"]}", "Item a <> \"… b");
}

#[test]
fn nothing_where_nothing_is_to_be_written() {
    for text in [
        "# wor‸\n",
        "a: 1 # wor‸\n",
        "a: |\n  wor‸\n",
        "a: |\n  wor\n  ‸\nb: 1\n",
        "a: >-\n\n  wor\n‸  more\n",
        "a: b ‸\n",
        "a:\n    b: 1\n  ‸\n",
        "[a ‸]",
        "a: ‸ b\n",
        "{a: 1 ‸}",
        "a: \"b\"‸\n",
    ] {
        assert_eq!(at(text), None, "{text}");
    }
}

#[test]
fn never_panics() {
    let text = "\u{feff}é: [\"a, {b: 'c\r\n\t- x: |\n   ü\n ...\n---\n&a !b *c? 🎉: \"\\\n'";
    let bounds: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
    for &end in &bounds {
        for &offset in bounds.iter().filter(|offset| **offset <= end) {
            let _ = Cursor::at(&text[..end], offset);
        }
    }
}
