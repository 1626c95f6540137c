use super::*;

const DAG: &str = r#"
from datetime import timedelta
from airflow import DAG
from airflow.operators.bash import BashOperator
IMPORT
with DAG("d", default_args=EXPRESSION):
    BashOperator(task_id="t")
"#;

fn with(import: &str, expression: &str, others: &[(&str, &str)]) -> String {
    let text = DAG.replace("IMPORT", import).replace("EXPRESSION", expression);
    let mut files = vec![("dags/team/dag.py", text.as_str())];
    files.extend(others);
    let lines = Project::new(&files).tasks();
    lines[0].strip_prefix("t BashOperator in d").unwrap().replace(" (DAG default_args)", "")
}

#[test]
fn constants_of_other_modules() {
    let defaults = "from datetime import timedelta\nQUEUE = 'ml'\nDEFAULTS = {'queue': QUEUE, \
                    'execution_timeout': timedelta(days=2)}\nclass Config:\n    QUEUE = 'cfg'\n";
    let known = "; queue=ml; execution_timeout=172800";
    for (import, expression, path, expected) in [
        ("from include.defaults import DEFAULTS", "DEFAULTS", "include/defaults.py", known),
        ("from include.defaults import DEFAULTS as D", "D", "include/defaults.py", known),
        ("import include.defaults", "include.defaults.DEFAULTS", "include/defaults.py", known),
        ("import include.defaults as it", "it.DEFAULTS", "include/defaults.py", known),
        ("from include import defaults", "defaults.DEFAULTS", "include/defaults.py", known),
        ("from include import DEFAULTS", "DEFAULTS", "include/__init__.py", known),
        ("from .common import DEFAULTS", "DEFAULTS", "dags/team/common.py", known),
        ("from . import common", "common.DEFAULTS", "dags/team/common.py", known),
        ("from ..common import DEFAULTS", "DEFAULTS", "dags/common.py", known),
        ("from .. import DEFAULTS", "DEFAULTS", "dags/__init__.py", known),
        ("from include.defaults import *", "DEFAULTS", "include/defaults.py", known),
        ("from include.defaults import QUEUE", "{'queue': QUEUE}", "include/defaults.py", "; queue=ml"),
        ("from include.defaults import Config", "{'queue': Config.QUEUE}", "include/defaults.py", "; queue=cfg"),
        ("import include.defaults as it", "{'queue': it.Config.QUEUE}", "include/defaults.py", "; queue=cfg"),
        (
            "from include.defaults import DEFAULTS",
            "{**DEFAULTS, 'queue': 'x'}",
            "include/defaults.py",
            "; queue=x; execution_timeout=172800",
        ),
        (
            "from include.defaults import DEFAULTS",
            "DEFAULTS | {'queue': 'x'}",
            "include/defaults.py",
            "; queue=x; execution_timeout=172800",
        ),
        (
            "from include.defaults import DEFAULTS",
            "dict(DEFAULTS, queue='x')",
            "include/defaults.py",
            "; queue=x; execution_timeout=172800",
        ),
        ("from include.defaults import DEFAULTS", "{**DEFAULTS.copy()}", "include/defaults.py", known),
        (
            "from include.defaults import DEFAULTS\nA = DEFAULTS.copy()\nA['queue'] = 'y'",
            "A",
            "include/defaults.py",
            "; queue=y; execution_timeout=172800",
        ),
        ("from include.defaults import DEFAULTS", "{'queue': DEFAULTS['queue']}", "include/defaults.py", "; queue=ml"),
        (
            "from include.defaults import DEFAULTS",
            "{'execution_timeout': DEFAULTS['execution_timeout'] * 2}",
            "include/defaults.py",
            "; execution_timeout=345600",
        ),
    ] {
        assert_eq!(with(import, expression, &[(path, defaults)]), expected, "{import} {expression}");
    }
}

#[test]
fn chains_and_cycles_of_modules() {
    let chain = [
        ("include/a.py", "from include.b import BASE\nDEFAULTS = {**BASE, 'retries': 3}\n"),
        ("include/b.py", "from .c import BASE\n"),
        ("include/c.py", "BASE = {'queue': 'deep'}\n"),
    ];
    assert_eq!(with("from include.a import DEFAULTS", "DEFAULTS", &chain), "; queue=deep; retries=3");
    let cycle =
        [("include/a.py", "from include.b import DEFAULTS\n"), ("include/b.py", "from include.a import DEFAULTS\n")];
    let found = with("from include.a import DEFAULTS", "DEFAULTS", &cycle);
    assert!(found.starts_with("; queue=? `DEFAULTS`, which is handed on through many modules;"), "{found}");
    let own = [("include/a.py", "from include.a import X\nX = {**X, 'a': X}\nY = [Y, Y]\nY = [Y, Y, X, X]\n")];
    assert!(with("from include.a import X", "X", &own).contains("queue=?"));
}

#[test]
fn what_other_modules_do_not_say_for_certain_is_opaque() {
    for (module, why) in [
        ("DEFAULTS = load()\n", "a call of load"),
        ("if X:\n    DEFAULTS = {}\nelse:\n    DEFAULTS = {'a': 1}\n", "`DEFAULTS` depends on which branch runs"),
        ("def DEFAULTS(): pass\n", "`DEFAULTS`, which its module does not set for certain"),
        ("", "`DEFAULTS`, which its module does not set for certain"),
    ] {
        let found = with("from include.a import DEFAULTS", "DEFAULTS", &[("include/a.py", module)]);
        assert!(found.starts_with(&format!("; queue=? {why};")), "{module}: {found}");
    }
    let found = with("from missing.defaults import DEFAULTS", "DEFAULTS", &[]);
    assert!(found.starts_with("; queue=? `missing.defaults.DEFAULTS`, which is not found in the project;"), "{found}");
}

#[test]
fn places_lead_to_both_files() {
    let project = Project::new(&[
        (
            "dags/dag.py",
            "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nfrom include.q import GPU\n\
             with DAG('d'):\n    BashOperator(task_id='t', queue=GPU)\n",
        ),
        ("include/q.py", "GPU = 'gpu'\n"),
    ]);
    let linked = project.link();
    let queue = linked.tasks[0].queue.as_known().unwrap();
    assert_eq!((project.text(queue.place), project.text(queue.literal)), ("GPU", "'gpu'"));
    assert_eq!((queue.place.file.0, queue.literal.file.0), (0, 1));
    let imports: Vec<&str> = project.modules["dags/dag.py"].imports().collect();
    assert_eq!(imports, ["include.q"]);
}

#[test]
fn decorated_functions_of_other_modules() {
    let project = Project::new(&[
        (
            "dags/dag.py",
            "from airflow import DAG\nfrom include.tasks import train, helper\nfrom include import tasks as t\n\
             with DAG('d', default_args={'pool': 'p'}):\n    train(helper())\n    t.train.override(queue='x')()\n",
        ),
        (
            "include/tasks.py",
            "from airflow.decorators import task\nfrom .queues import GPU\n@task(queue=GPU)\ndef train(): ...\n\
             def helper(): ...\n",
        ),
        ("include/queues.py", "GPU = 'gpu'\n"),
    ]);
    assert_eq!(
        project.tasks(),
        [
            "train task in d; queue=gpu (argument); pool=p (DAG default_args)",
            "train task in d; queue=x (override); pool=p (DAG default_args)",
        ]
    );
    let linked = project.link();
    assert_eq!(linked.tasks[0].place.file, FileId(1));
    assert_eq!(linked.tasks[1].place.file, FileId(0));
}

#[test]
fn arguments_from_a_dict_of_another_module() {
    let defaults = "POD = dict(namespace=conf.get('kubernetes', 'NAMESPACE'), in_cluster=True, queue='pods')\n\
                    HOME = {'queue': 'x', 'dag': other}\n";
    let dag = r#"
from airflow import DAG
from airflow.operators.bash import BashOperator
from include.defaults import HOME, POD
from elsewhere import UNREAD
with DAG("d"):
    BashOperator(task_id="spread", retries=1, **POD)
    BashOperator(task_id="own", queue="own", **POD)
    later = BashOperator(task_id="later", **POD)
    later.queue = "later"
    BashOperator(task_id="home", queue="own", **HOME)
    BashOperator(task_id="unread", queue="own", **UNREAD)
"#;
    let lines = Project::new(&[("dags/a.py", dag), ("include/defaults.py", defaults)]).tasks();
    let queues: Vec<&str> = lines.iter().map(|line| line.split("; ").nth(1).unwrap()).collect();
    assert_eq!(
        queues,
        [
            "queue=pods (argument)",
            "queue=own (argument)",
            "queue=later (argument)",
            "queue=own (argument)",
            "queue=own (argument)"
        ]
    );
    assert!(lines[0].ends_with("retries=1 (argument)"), "{}", lines[0]);
    assert!(lines[3].contains("retries=? arguments that are not written out"), "{}", lines[3]);
    assert!(lines[4].contains("retries=? `elsewhere.UNREAD`, which is not found in the project"), "{}", lines[4]);
}
