use super::*;

/// The settings of a task in a DAG whose `default_args` are `expression`, after the lines `before`.
fn defaults(before: &str, expression: &str) -> String {
    let text = format!(
        "from datetime import timedelta\nimport copy\nfrom airflow import DAG\n\
         from airflow.operators.bash import BashOperator\n{before}\n\
         with DAG('d', default_args={expression}):\n    BashOperator(task_id='t')\n"
    );
    let lines = tasks(&text);
    assert_eq!(lines.len(), 1, "{before}");
    lines[0].strip_prefix("t BashOperator in d").unwrap().replace(" (DAG default_args)", "")
}

#[test]
fn ways_to_write_default_args() {
    let base = "BASE = {'queue': 'a', 'retries': 1}";
    for (before, expression, expected) in [
        ("", "{'queue': 'a', 'owner': 'x'}", "; queue=a"),
        ("", "dict(queue='a', retries=2)", "; queue=a; retries=2"),
        (base, "BASE", "; queue=a; retries=1"),
        (base, "{**BASE, 'queue': 'b'}", "; queue=b; retries=1"),
        (base, "{'queue': 'b', **BASE}", "; queue=a; retries=1"),
        (base, "BASE | {'pool': 'p'}", "; queue=a; pool=p; retries=1"),
        (base, "dict(BASE, queue='b')", "; queue=b; retries=1"),
        (base, "dict(**BASE, pool='p')", "; queue=a; pool=p; retries=1"),
        (base, "BASE.copy()", "; queue=a; retries=1"),
        (base, "copy.deepcopy(BASE)", "; queue=a; retries=1"),
        (base, "copy.copy(BASE)", "; queue=a; retries=1"),
        ("BASE = {'queue': 'a'}\nBASE['queue'] = 'b'", "BASE", "; queue=b"),
        (
            "BASE = {'queue': 'a'}\nBASE.update({'pool': 'p'})\nBASE.update(retries=3)",
            "BASE",
            "; queue=a; pool=p; retries=3",
        ),
        ("BASE = {'queue': 'a'}\nBASE |= {'queue': 'b'}", "BASE", "; queue=b"),
        ("BASE = dict(queue='a')\nOTHER = BASE\nOTHER['queue'] = 'b'", "BASE", "; queue=b"),
        ("BASE = dict(queue='a')\nOTHER = BASE.copy()\nOTHER['queue'] = 'b'", "BASE", "; queue=a"),
        ("BASE = dict(queue='a')\nOTHER = {**BASE}\nOTHER['queue'] = 'b'", "BASE", "; queue=a"),
        (
            "BASE = {'queue': 'a', 'retries': 1}\nif X:\n    BASE['queue'] = 'b'",
            "BASE",
            "; queue=? it is set in a branch; retries=1",
        ),
        (
            "BASE = {'retries': 1}\nfor q in 'ab':\n    BASE['queue'] = q",
            "BASE",
            "; queue=? it is set in a branch; retries=1",
        ),
        ("BASE = {'queue': None}", "BASE", ""),
        ("", "None", ""),
    ] {
        assert_eq!(defaults(before, expression), expected, "{before}\n{expression}");
    }
}

#[test]
fn default_args_that_may_hold_anything_make_the_rest_opaque() {
    for (before, expression, why) in [
        ("", "get_args()", "a call of get_args"),
        ("", "{'queue': 'a', **load()}", "a call of load"),
        ("KEY = load()", "{'queue': 'a', KEY: 1}", "a call of load"),
        ("BASE = {'queue': 'a'}\ndel BASE['queue']", "BASE", "a value that is changed after it is made"),
        ("BASE = {'queue': 'a'}\nadd_defaults(BASE)", "BASE", "a value that is changed after it is made"),
        ("BASE = {'queue': 'a'}\nBASE.pop('queue')", "BASE", "a value that is changed after it is made"),
        ("if X:\n    BASE = {}\nelse:\n    BASE = {'queue': 'b'}", "BASE", "`BASE` depends on which branch runs"),
    ] {
        let found = defaults(before, expression);
        assert!(found.contains(&format!("; retries=? {why};")), "{before}: {found}");
    }
    let found = defaults("", "{**load(), 'queue': 'a'}");
    assert!(found.starts_with("; queue=a; pool=? a call of load;"), "{found}");
}

#[test]
fn a_change_after_the_dag_is_made_does_not_reach_it() {
    check(
        r#"
from airflow import DAG
from airflow.operators.bash import BashOperator

args = {"queue": "a"}
one = DAG("one", default_args=args)
args["queue"] = "b"
two = DAG("two", default_args=args)
BashOperator(task_id="x", dag=one)
BashOperator(task_id="y", dag=two)
"#,
        &["x BashOperator in one; queue=a (DAG default_args)", "y BashOperator in two; queue=b (DAG default_args)"],
    );
}

#[test]
fn keyword_dicts() {
    check(
        r#"
from airflow import DAG
from airflow.operators.bash import BashOperator

COMMON = {"queue": "ml", "retries": 2}
dag = DAG("held", default_args={"pool": "held"})
HELD = {"dag": dag, "owner": "x"}
BashOperator(task_id="held", **HELD)
BashOperator(task_id="item", dag=HELD["dag"])
with DAG("d", default_args={"pool": "p"}):
    BashOperator(task_id="known", **COMMON)
    BashOperator(task_id="own", default_args={"queue": "own", "pool": "own"})
    BashOperator(task_id="unknown", pool="x", **load())
"#,
        &[
            "held BashOperator in held; pool=held (DAG default_args)",
            "item BashOperator in held; pool=held (DAG default_args)",
            "known BashOperator in d; queue=ml (argument); pool=p (DAG default_args); retries=2 (argument)",
            "own BashOperator in d; queue=own (task default_args); pool=own (task default_args)",
            "unknown BashOperator in d; queue=? `**` of a call of load (argument); pool=x (argument); \
             executor=? `**` of a call of load (argument); retries=? `**` of a call of load (argument); \
             execution_timeout=? `**` of a call of load (argument); deferrable=? `**` of a call of load (argument); \
             executor_config=? `**` of a call of load (argument)",
        ],
    );
}

#[test]
fn attributes_set_after_the_task_is_made() {
    check(
        r#"
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("d") as dag:
    a = BashOperator(task_id="a", queue="x")
    a.queue = "y"
    a.doc_md = "docs"
    b = BashOperator(task_id="b", queue="x")
    if PROD:
        b.queue = "y"
"#,
        &[
            "a BashOperator in d; queue=y (argument)",
            "b BashOperator in d; queue=? it is changed in a branch after the task is made (argument)",
        ],
    );
}

#[test]
fn other_arguments_and_templates() {
    check(
        r#"
from airflow import DAG
from airflow.sensors.filesystem import FileSensor

with DAG("d", default_args={"mode": "reschedule", "timeout": 600}):
    FileSensor(task_id="wait", filepath="x", poke_interval=5, deferrable=True, executor="KubernetesExecutor")
    FileSensor(task_id="templated", queue="{{ var.value.queue }}", mode="poke")
"#,
        &[
            "wait FileSensor in d; executor=KubernetesExecutor (argument); deferrable=true (argument); \
             mode=Reschedule (DAG default_args); timeout=600 (DAG default_args); poke_interval=5 (argument)",
            "templated FileSensor in d; queue=? a template that is filled in later (argument); mode=Poke (argument); \
             timeout=600 (DAG default_args)",
        ],
    );
}

#[test]
fn what_is_changed_out_of_sight_is_opaque() {
    check(
        r#"
from airflow import DAG
from airflow.operators.bash import BashOperator

QUEUE = "a"
def rename():
    global QUEUE
    QUEUE = "b"
rename()

part = {"queue": "x"}
whole = {"part": part}
whole["part"]["queue"] = "y"

with DAG("d") as dag:
    BashOperator(task_id="global", queue=QUEUE)
    BashOperator(task_id="nested", queue=part["queue"])
with DAG("late", default_args={"queue": "q"}, max_active_runs=2) as late:
    BashOperator(task_id="late", pool="p", execution_timeout=None, retries=0, deferrable=False, executor="x",
                 executor_config=None)
late.default_args["queue"] = "z"
"#,
        &[
            "global BashOperator in d; queue=? `QUEUE` is changed in a function (argument)",
            "nested BashOperator in d; queue=? a value that is changed after it is made (argument)",
            "late BashOperator in late; queue=? the DAG is changed after it is made (DAG default_args); \
             pool=p (argument); executor=x (argument); retries=0 (argument); deferrable=false (argument)",
        ],
    );
}

#[test]
fn tasks_that_are_changed_without_a_name() {
    check(
        r#"
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("d") as dag:
    BashOperator(task_id="a", queue="x", retries=1)
for task in dag.tasks:
    task.queue = "y"

class Policy:
    def __init__(self):
        self.retries = 5
"#,
        &["a BashOperator in d; queue=? it is changed here, perhaps for this task (argument); retries=1 (argument)"],
    );
}

#[test]
fn branches_that_never_run() {
    check(
        r#"
from airflow import DAG
from airflow.operators.bash import BashOperator

queue = "x"
if False:
    queue = "y"
with DAG("d") as dag:
    BashOperator(task_id="a", queue=queue)
if __name__ == "__main__":
    BashOperator(task_id="b", dag=dag)
    dag.test()
"#,
        &["a BashOperator in d; queue=x (argument)"],
    );
}
