use super::*;

const USE: &str = r#"
from airflow import DAG
from include.operators import TrainOperator
with DAG("d", default_args={"queue": "q"}):
    TrainOperator(task_id="t", pool="p", retries=2)
"#;

fn train(module: &str) -> Vec<String> {
    Project::new(&[("dags/dag.py", USE), ("include/operators.py", module)]).tasks()
}

#[test]
fn operators_of_the_project() {
    // A class that adds nothing to the settings.
    assert_eq!(
        train(
            "from airflow.models import BaseOperator\nclass TrainOperator(BaseOperator):\n    \
             def __init__(self, model=None, **kwargs):\n        super().__init__(**kwargs)\n        self.model = model\n"
        ),
        ["t TrainOperator in d; queue=q (DAG default_args); pool=p (argument); retries=2 (argument)"]
    );
    // One that may set some.
    assert_eq!(
        train(
            "from airflow.models import BaseOperator\nclass TrainOperator(BaseOperator):\n    \
             def __init__(self, queue='gpu', **kwargs):\n        \
             super().__init__(queue=queue, executor='X', **kwargs)\n"
        ),
        ["t TrainOperator in d; queue=? `TrainOperator` may set it (argument); pool=p (argument); \
          executor=? `TrainOperator` may set it (argument); retries=2 (argument)"]
    );
    // Derived in steps, and re-exported.
    assert_eq!(
        train("from .base import Base\nclass TrainOperator(Base):\n    pass\n")[0].split(';').next().unwrap(),
        "t TrainOperator in d"
    );
    assert_eq!(
        train("from airflow.operators.bash import BashOperator as TrainOperator\n"),
        ["t BashOperator in d; queue=q (DAG default_args); pool=p (argument); retries=2 (argument)"]
    );
    // No operator at all.
    assert_eq!(train("class TrainOperator:\n    pass\n"), Vec::<String>::new());
}

#[test]
fn operators_of_unread_packages_may_set_anything() {
    let lines = tasks(USE);
    assert_eq!(
        lines,
        ["t TrainOperator in d; queue=q (DAG default_args); pool=p (argument); \
          executor=? `TrainOperator` may set it (argument); retries=2 (argument); \
          execution_timeout=? `TrainOperator` may set it (argument); deferrable=? `TrainOperator` may set it (argument); \
          executor_config=? `TrainOperator` may set it (argument)"]
    );
}

#[test]
fn classes_of_the_same_file() {
    check(
        r#"
from airflow import DAG
from airflow.models.baseoperator import BaseOperator
from airflow.sensors.base import BaseSensorOperator

class Train(BaseOperator):
    def execute(self, context):
        return None

class Wait(BaseSensorOperator):
    poke_interval = 10

class Slow(BaseSensorOperator):
    """Waits in steps."""

    def __init__(self, **kwargs):
        super().__init__(mode="reschedule", **kwargs)

class Plain:
    pass

with DAG("d", default_args={"queue": "q"}):
    Train(task_id="a")
    Wait(task_id="b")
    Slow(task_id="c", timeout=60)
    Plain(task_id="d")
"#,
        &[
            "a Train in d; queue=q (DAG default_args)",
            "b Wait in d; queue=q (DAG default_args); poke_interval=? `Wait` may set it (argument)",
            "c Slow in d; queue=q (DAG default_args); mode=? `Slow` may set it (argument); timeout=60 (argument)",
        ],
    );
}

#[test]
fn dag_classes_of_the_project() {
    let dag = "from airflow.operators.empty import EmptyOperator\nfrom include.dag import DAG\n\
               with DAG('d', default_args={'queue': 'q'}):\n    EmptyOperator(task_id='t')\n";
    let known = Project::new(&[("dags/dag.py", dag), ("include/dag.py", "from airflow import DAG\n")]);
    assert_eq!(known.tasks(), ["t EmptyOperator in d; queue=q (DAG default_args)"]);
    let own = "from airflow import DAG as Base\nclass DAG(Base):\n    pass\n";
    let own = Project::new(&[("dags/dag.py", dag), ("include/dag.py", own)]);
    assert!(own.tasks()[0].starts_with("t EmptyOperator; queue=? the DAG is made by a class that is not Airflow's"));
    assert!(own.link().dags.is_empty());
}
