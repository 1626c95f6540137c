use super::*;

/// What `expression` gives as `execution_timeout`, with `before` above it.
fn timeout(before: &str, expression: &str) -> String {
    let text = format!(
        "from datetime import timedelta\nimport datetime as dt\nimport pendulum\nfrom pendulum import duration\n\
         from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nimport os\n\
         from airflow.models import Variable\n{before}\n\
         with DAG('d'):\n    BashOperator(task_id='t', execution_timeout={expression})\n"
    );
    let project = Project::new(&[("dags/dag.py", &text)]);
    let linked = project.link();
    match &linked.tasks[0].execution_timeout {
        Setting::Absent => "absent".into(),
        Setting::Known(known) => known.value.to_string(),
        Setting::Opaque(opaque) => format!("? {}", opaque.why),
    }
}

#[test]
fn durations() {
    for (expression, expected) in [
        ("timedelta(hours=30)", "108000"),
        ("timedelta(1)", "86400"),
        ("timedelta(0, 7200)", "7200"),
        ("timedelta(days=1, hours=2, minutes=3, seconds=4, milliseconds=500)", "93784.5"),
        ("timedelta(weeks=1)", "604800"),
        ("dt.timedelta(minutes=5)", "300"),
        ("pendulum.duration(hours=2)", "7200"),
        ("pendulum.Duration(days=2)", "172800"),
        ("duration(minutes=420)", "25200"),
        ("timedelta(hours=1) * 2", "7200"),
        ("2 * timedelta(hours=1)", "7200"),
        ("timedelta(days=1) + timedelta(hours=1) + timedelta(minutes=30)", "91800"),
        ("timedelta(days=2) - timedelta(hours=1)", "169200"),
        ("timedelta(days=1) / 2", "43200"),
        ("-timedelta(hours=1)", "-3600"),
        ("timedelta(seconds=60 * 60 * 25)", "90000"),
        ("timedelta(hours=1.5)", "5400"),
        ("timedelta(seconds=timedelta(days=2).total_seconds())", "172800"),
        ("timedelta(days=2).total_seconds()", "? a number where a duration belongs"),
        ("None", "absent"),
        ("3600", "? a number where a duration belongs"),
        ("'1h'", "? a text where a duration belongs"),
        ("timedelta(hours=int(os.environ['H']))", "? a call of int"),
        ("timedelta(hours=Variable.get('h'))", "? a call of Variable.get"),
        ("timedelta(**{'hours': 2})", "7200"),
        ("timedelta(hours=3) if PROD else None", "? a conditional expression"),
        ("Variable.get('t')", "? a call of Variable.get"),
        ("UNKNOWN", "? `UNKNOWN`, which is not defined in this file"),
        ("os.environ.get('X')", "? a call of os.environ.get"),
    ] {
        assert_eq!(timeout("", expression), expected, "{expression}");
    }
}

#[test]
fn constants() {
    for (before, expression, expected) in [
        ("HOURS = 30", "timedelta(hours=HOURS)", "108000"),
        ("LIMIT = timedelta(hours=30)", "LIMIT", "108000"),
        ("LIMIT = timedelta(hours=30)", "timedelta(seconds=LIMIT.total_seconds() / 2)", "54000"),
        ("LIMIT: timedelta = timedelta(hours=30)", "LIMIT", "108000"),
        ("A = 2\nB = A * 3\nLIMIT = timedelta(hours=B) * A", "LIMIT", "43200"),
        ("A, B = 1, timedelta(hours=2)", "B", "7200"),
        ("class Config:\n    LIMIT = timedelta(hours=2)\n", "Config.LIMIT", "7200"),
        ("L = {'long': timedelta(hours=2), 'short': timedelta(1)}", "L['long']", "7200"),
        ("L = {'long': timedelta(hours=2)}", "L.get('long')", "7200"),
        ("L = {'long': timedelta(hours=2)}", "L.get('other', timedelta(1))", "? a look-up in a dict"),
        ("L = [timedelta(hours=2), None]", "L[0]", "7200"),
        ("L = timedelta(hours=1)\nL = timedelta(hours=2)", "L", "7200"),
        ("L = timedelta(hours=1)\nL = L * 2", "L", "7200"),
        ("L = timedelta(hours=1)\nL *= 2", "L", "? a computed value"),
        (
            "if PROD:\n    L = timedelta(hours=1)\nelse:\n    L = timedelta(hours=2)",
            "L",
            "? `L` depends on which branch runs",
        ),
        ("L = None\nif PROD:\n    L = timedelta(hours=1)", "L", "? `L` depends on which branch runs"),
        ("for h in [1, 2]:\n    L = timedelta(hours=h)", "L", "? the variable of a loop"),
        ("L = timedelta(1)\nfor h in [1, 2]:\n    L = L * 2", "L", "? `L` depends on which branch runs"),
        (
            "try:\n    L = timedelta(hours=int(x))\nexcept ValueError:\n    L = timedelta(1)",
            "L",
            "? `L` depends on which branch runs",
        ),
        ("with open('x') as L:\n    pass", "L", "? what a `with` statement gives"),
        ("L = timedelta(1)\ndel L", "L", "? it is deleted before"),
        ("(L := timedelta(1))", "L", "86400"),
    ] {
        assert_eq!(timeout(before, expression), expected, "{before}");
    }
}

#[test]
fn a_name_that_is_bound_twice_is_unknown_to_functions() {
    check(
        r#"
from datetime import timedelta
from airflow.sdk import dag, task

QUEUE = "a"
LIMIT = timedelta(hours=1)

@dag
def one():
    @task(queue=QUEUE, execution_timeout=LIMIT)
    def work(): ...
    work()

QUEUE = "b"
one()
"#,
        &["work task in one; queue=? `QUEUE` is bound more than once (argument); execution_timeout=3600 (argument)"],
    );
}

#[test]
fn texts() {
    for (expression, expected) in [
        ("f'{PREFIX}_heavy'", "queue=ml_heavy (argument)"),
        ("f'{PREFIX!r}'", "queue=? an f-string (argument)"),
        ("f'{name}_heavy'", "queue=? an f-string (argument)"),
        ("PREFIX + '_x'", "queue=ml_x (argument)"),
        ("'ml' '_' 'y'", "queue=ml_y (argument)"),
        ("os.getenv('QUEUE', 'ml')", "queue=? a call of os.getenv (argument)"),
        ("os.environ['QUEUE']", "queue=? an entry of os.environ (argument)"),
        ("PREFIX or 'x'", "queue=? a choice between values (argument)"),
        ("'{}'.format(PREFIX)", "queue=? a call of '{}'.format (argument)"),
        ("'%s' % PREFIX", "queue=? a computed value (argument)"),
        ("Settings.queue", "queue=? `Settings`, which is not defined in this file (argument)"),
        ("conf.get('a', 'b')", "queue=? a call of conf.get (argument)"),
    ] {
        let text = format!(
            "import os\nfrom airflow import DAG\nfrom airflow.configuration import conf\n\
             from airflow.operators.bash import BashOperator\nPREFIX = 'ml'\n\
             with DAG('d'):\n    BashOperator(task_id='t', queue={expression})\n"
        );
        assert_eq!(tasks(&text), [format!("t BashOperator in d; {expected}")], "{expression}");
    }
}
