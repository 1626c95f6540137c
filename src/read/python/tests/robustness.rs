use super::*;

const DAG: &str = r#"
from datetime import timedelta
from airflow import DAG
from airflow.operators.bash import BashOperator

DEFAULTS = {"retries": 1, "queue": "q"}

with DAG("d", default_args=DEFAULTS) as dag:
    first = BashOperator(task_id="first", pool="one")
    BROKEN
    last = BashOperator(task_id="last", pool="two")
"#;

#[test]
fn facts_before_and_after_a_fault() {
    for broken in [
        "second = BashOperator(task_id=\"second\", execution_timeout=)",
        "second = BashOperator(task_id=\"second\" pool=\"x\")",
        "second = BashOperator(task_id=\"second\", queue=\"x",
        "second = BashOperator(",
        "second = BashOp",
        "second =",
        "if first",
        "first.",
        "def f(",
        "{{ cookiecutter.task }}",
    ] {
        let text = DAG.replace("BROKEN", broken);
        let project = Project::new(&[("dags/dag.py", &text)]);
        let linked = project.link();
        let lines = project.tasks();
        let find =
            |id: &str| lines.iter().find(|line| line.starts_with(id)).unwrap_or_else(|| panic!("{broken}: {lines:#?}"));
        assert!(find("first").contains("in d; queue=q (DAG default_args); pool=one"), "{broken}: {lines:#?}");
        assert!(find("last").contains("pool=two (argument)"), "{broken}: {lines:#?}");
        // Nothing is said to be absent in a call that could not be read.
        for second in lines.iter().filter(|line| line.starts_with("second")) {
            assert!(second.contains("execution_timeout=?"), "{broken}: {second}");
        }
        let valid = matches!(broken, "second = BashOp" | "{{ cookiecutter.task }}");
        assert_eq!(linked.shapes.is_empty(), valid, "{broken}");
    }
}

#[test]
fn a_broken_dict_has_no_absent_entries() {
    let text = DAG.replace("\"queue\": \"q\"", "\"queue\": \"q\", \"pool\": ").replace("BROKEN", "pass");
    let lines = tasks(&text);
    assert!(lines[0].contains("queue=q (DAG default_args)"), "{lines:#?}");
    assert!(lines[0].contains("execution_timeout=? "), "{lines:#?}");
}

#[test]
fn every_prefix_of_a_file_is_read() {
    let text = DAG.replace("BROKEN", "second = BashOperator(task_id=f\"a{dag}\", **{'a': [1, {2: (3, 4)}]})");
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        Project::new(&[("dags/dag.py", &text[..end])]).link();
    }
}

#[test]
fn hostile_files_cost_no_more_than_themselves() {
    let head = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n";
    let doubling: String = (1..60).map(|n| format!("x{n} = [x{}, x{}]\n", n - 1, n - 1)).collect();
    let spreading: String = (1..60).map(|n| format!("y{n} = {{**y{0}, 'a{n}': y{0}}}\n", n - 1)).collect();
    let deepening: String = (1..3_000).map(|n| format!("z{n} = [z{}]\n", n - 1)).collect();
    let calls: String = (1..40).map(|n| format!("def f{n}():\n    f{0}()\n    f{0}()\n", n - 1)).collect();
    let nested: String = (0..150).map(|n| format!("{}if a:\n", " ".repeat(n))).collect();
    let functions: String =
        (0..90).map(|n| format!("{0}def g{n}():\n{0} BashOperator(task_id='x')\n", " ".repeat(n))).collect();
    for body in [
        format!("x0 = [1]\n{doubling}BashOperator(task_id='a', executor_config=x59)\n"),
        format!("y0 = {{}}\n{spreading}BashOperator(task_id='a', default_args=y59)\n"),
        format!("z0 = []\n{deepening}BashOperator(task_id='a', executor_config=z2999)\n"),
        format!("def f0():\n    BashOperator(task_id='a')\n{calls}f39()\n"),
        format!("{nested}{}pass\n", " ".repeat(150)),
        functions,
        format!("x = {}1{}\n", "[".repeat(5_000), "]".repeat(5_000)),
        format!("x = {}1\n", "-".repeat(5_000)),
        format!("x = {}a{}\n", "f(".repeat(5_000), ")".repeat(5_000)),
        format!("x = a{}\n", " + a".repeat(15_000)),
        format!("x = a{}\n", ".b()".repeat(15_000)),
        format!("x = {{{}}}\n", "'a': {'b': 1}, ".repeat(20_000)),
        format!("d = {{}}\n{}", "d['a'] = 1\n".repeat(5_000)),
        format!("d = {{}}\nfor x in y:\n{}", "  d['a'] = 1\n".repeat(5_000)),
    ] {
        Project::new(&[("dags/dag.py", &format!("{head}{body}"))]).link();
    }
}

#[test]
fn a_lost_else_leaves_nothing_known() {
    let text = r#"
from airflow import DAG
from airflow.operators.bash import BashOperator

if LOCAL:
    args = {"queue": "local"}
els
    args = {"retries": 1}
with DAG("d", default_args=args):
    BashOperator(task_id="t")
with DAG("open", default_args={"queue": "x"},
    BashOperator(task_id="swallowed")
"#;
    let lines = tasks(text);
    assert!(lines[0].starts_with("t BashOperator in d; queue=? `args` is bound twice"), "{lines:#?}");
    assert!(lines[1].starts_with("swallowed BashOperator; queue=? "), "{lines:#?}");
}
