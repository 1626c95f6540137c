use super::*;
use crate::syntax::LineIndex;

fn errors(text: &str) -> Vec<(usize, String)> {
    let lines = LineIndex::new(text);
    let tree = Tree::parse(text);
    let errors = tree.errors().iter();
    errors.map(|error| (lines.position(text, error.span.start).line, error.message.clone())).collect()
}

#[test]
fn one_error_a_fault() {
    for (text, expected) in [
        ("x = foo(a=1, b=\ny = 2\nz = 3\n", [(2, "expected `,`, found `=`")].as_slice()),
        ("a = Bash(task_id='a', queue='x\n)\nb = 2\n", &[(1, "missing closing quote in string literal")]),
        ("if x\n    y = 1\nz = 2\n", &[(1, "expected `:`, found newline")]),
        ("from airflow import\nx = 1\n", &[(1, "expected one or more symbol names after import")]),
        (
            "a = Bash(task_id='x' queue='y')\n\nb = 1\nfoo(\n",
            &[(1, "expected `,`, found name"), (5, "unexpected EOF while parsing")],
        ),
        ("with DAG() as dag:\n\nx = 1\n", &[(3, "expected an indented block after `with` statement")]),
        ("x = 1\n", &[]),
    ] {
        let expected: Vec<_> = expected.iter().map(|(line, message)| (*line, message.to_string())).collect();
        assert_eq!(errors(text), expected, "{text}");
    }
}

#[test]
fn comments_know_whether_they_have_their_line() {
    let text = "\u{feff}# first\nx = '#'  # second\n    # third";
    let tree = Tree::parse(text);
    let comments: Vec<_> = tree.comments(text).iter().map(|it| (it.span.of(text), it.own_line)).collect();
    assert_eq!(comments, [("# first", true), ("# second", false), ("# third", true)]);
}

#[test]
fn absurd_nesting_costs_one_finding() {
    for opening in ["(", "[", "{", "-", "not ", "f(", "lambda: ", "x if y else ", "a.b[", "~", "2 ** "] {
        for count in [1_000, 100_000] {
            let text = format!("from airflow import DAG\nx = {}1\ny = 2\n", opening.repeat(count));
            // What matters is that this ends, on the small stack of a test's thread.
            let _ = Tree::parse(&text);
        }
    }
    assert_eq!(errors(&"(".repeat(100_000)).len(), 1);
    for chain in [" + a", ".b", "[0]", "()", " and a", " < a", " >> a"] {
        let text = format!("x = a{}\n", chain.repeat(100_000));
        let _ = Tree::parse(&text);
    }
}

#[test]
fn long_but_ordinary_texts_are_read() {
    for text in [
        format!("QUERY = (\n{})\n", "                    'SELECT a, b FROM c '\n".repeat(4_000)),
        format!("DATA = [\n{}]\n", "    {'id': -1, 'factor': 60 * 60, 'at': (1.5, -2.5)},\n".repeat(4_000)),
        format!("DATA = {{\n{}}}\n", "    'a.b': not_a_word.value if x else y,\n".repeat(4_000)),
        "task = BashOperator(task_id='a', bash_command='x - y')\n".repeat(4_000),
    ] {
        let tree = Tree::parse(&text);
        assert!(tree.errors().is_empty() && !tree.body().is_empty(), "{}", &text[..100]);
    }
}
