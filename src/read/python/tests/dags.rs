use super::*;

#[test]
fn with_statement_and_dag_default_args() {
    let text = r#"
from datetime import datetime, timedelta
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.operators.python import PythonOperator

default_args = {
    "owner": "data",
    "retries": 2,
    "execution_timeout": timedelta(hours=30),
    "queue": "heavy",
}

with DAG(
    dag_id="etl",
    default_args=default_args,
    schedule="@daily",
    start_date=datetime(2024, 1, 1),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(days=2),
) as dag:
    extract = BashOperator(task_id="extract", bash_command="echo {{ ds }}")
    load = PythonOperator(task_id="load", python_callable=print, queue="light", execution_timeout=None)
    extract >> load
"#;
    check(
        text,
        &[
            "extract BashOperator in etl; queue=heavy (DAG default_args); retries=2 (DAG default_args); \
             execution_timeout=108000 (DAG default_args)",
            "load PythonOperator in etl; queue=light (argument); retries=2 (DAG default_args)",
        ],
    );
    assert_eq!(
        dags(text),
        ["etl; max_active_runs=1 (argument); catchup=false (argument); dagrun_timeout=172800 (argument); \
             schedule=Text(\"@daily\") (argument)"]
    );
}

#[test]
fn places_point_at_what_is_written() {
    let text = r#"
from datetime import timedelta
from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator

LIMIT = timedelta(hours=30)
with DAG("etl", default_args={"queue": "ml"}):
    train = BashOperator(task_id="train", execution_timeout=LIMIT)
"#;
    let project = Project::new(&[("dags/dag.py", text)]);
    let linked = project.link();
    let task = &linked.tasks[0];
    assert_eq!(project.text(task.place), "BashOperator");
    assert_eq!(project.text(task.extent), r#"BashOperator(task_id="train", execution_timeout=LIMIT)"#);
    assert_eq!(&*task.operator.path, "airflow.providers.standard.operators.bash.BashOperator");
    let timeout = task.execution_timeout.as_known().unwrap();
    assert_eq!(project.text(timeout.place), "LIMIT");
    assert_eq!(project.text(timeout.literal), "timedelta(hours=30)");
    assert_eq!(project.text(task.queue.place().unwrap()), r#""ml""#);
    assert_eq!(project.text(linked.dags[0].place), "DAG");
}

#[test]
fn assigned_dag_and_dag_argument() {
    check(
        r#"
from airflow.models import DAG
from airflow.operators.dummy_operator import DummyOperator

dag = DAG("old", default_args={"pool": "small"})
start = DummyOperator(task_id="start", dag=dag)
lost = DummyOperator(task_id="lost")
start.set_downstream(lost)
"#,
        &["start DummyOperator in old; pool=small (DAG default_args)", "lost DummyOperator"],
    );
}

#[test]
fn dag_functions_with_and_without_a_call() {
    let text = r#"
import pendulum
from airflow.decorators import dag, task
from airflow.operators.empty import EmptyOperator

@dag(schedule=None, default_args={"queue": "ml"}, max_active_tasks=4)
def training():
    @task
    def prepare():
        return 1

    @task(queue="gpu", execution_timeout=pendulum.duration(hours=26))
    def train(x):
        pass

    train(prepare())

training()

@dag
def idle():
    EmptyOperator(task_id="nothing")
"#;
    check(
        text,
        &[
            "prepare task in training; queue=ml (DAG default_args)",
            "train task in training; queue=gpu (argument); execution_timeout=93600 (argument)",
            "nothing EmptyOperator in idle",
        ],
    );
    assert_eq!(dags(text), ["training; max_active_tasks=4 (argument); schedule=Null (argument)", "idle"]);
}

#[test]
fn several_dags_in_one_file_under_one_name() {
    check(
        r#"
from airflow import DAG
from airflow.operators.empty import EmptyOperator

default_args = {"queue": "a"}
with DAG("first", default_args=default_args) as dag:
    EmptyOperator(task_id="one")

default_args = {"queue": "b"}
with DAG("second", default_args=default_args) as dag:
    EmptyOperator(task_id="two")
late = EmptyOperator(task_id="three", dag=dag)
"#,
        &[
            "one EmptyOperator in first; queue=a (DAG default_args)",
            "two EmptyOperator in second; queue=b (DAG default_args)",
            "three EmptyOperator in second; queue=b (DAG default_args)",
        ],
    );
}

#[test]
fn dags_made_by_a_function() {
    let text = r#"
from airflow import DAG
from airflow.operators.bash import BashOperator

def create_dag(dag_id, schedule, queue):
    dag = DAG(dag_id, schedule_interval=schedule, default_args={"retries": 3})
    with dag:
        BashOperator(task_id="run", bash_command="true", queue=queue)
    return dag

for name in ["a", "b"]:
    globals()[name] = create_dag(name, "@daily", "ml")
"#;
    check(
        text,
        &["run BashOperator in ?; queue=? a parameter of `create_dag` (argument); retries=3 (DAG default_args)"],
    );
    assert_eq!(dags(text), ["? a parameter of `create_dag`; schedule=? a parameter of `create_dag` (argument)"]);
}

#[test]
fn tasks_in_a_loop() {
    check(
        r#"
from datetime import timedelta
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("fan") as dag:
    previous = None
    for table in ["orders", "customers"]:
        task = BashOperator(
            task_id=f"load_{table}",
            bash_command=f"load {table}",
            queue="ml",
            pool=table,
            execution_timeout=timedelta(minutes=90),
        )
        if previous:
            previous >> task
        previous = task
"#,
        &["? BashOperator in fan; queue=ml (argument); pool=? the variable of a loop (argument); \
           execution_timeout=5400 (argument)"],
    );
}

#[test]
fn a_helper_takes_the_dag_of_its_caller() {
    check(
        r#"
from airflow import DAG
from airflow.operators.empty import EmptyOperator

def add_checks(name):
    EmptyOperator(task_id="check")

def unused(dag):
    EmptyOperator(task_id="elsewhere", dag=dag)

with DAG("a", default_args={"queue": "ml"}):
    add_checks("x")
"#,
        &[
            "check EmptyOperator in a; queue=ml (DAG default_args)",
            "elsewhere EmptyOperator; queue=? the DAG that the task belongs to cannot be told (DAG default_args); \
             pool=? the DAG that the task belongs to cannot be told (DAG default_args); \
             executor=? the DAG that the task belongs to cannot be told (DAG default_args); \
             retries=? the DAG that the task belongs to cannot be told (DAG default_args); \
             execution_timeout=? the DAG that the task belongs to cannot be told (DAG default_args); \
             deferrable=? the DAG that the task belongs to cannot be told (DAG default_args); \
             executor_config=? the DAG that the task belongs to cannot be told (DAG default_args)",
        ],
    );
}

#[test]
fn a_callable_that_runs_an_operator_by_hand_makes_no_task() {
    check(
        r#"
from airflow import DAG
from airflow.operators.python import PythonOperator
from airflow.providers.ssh.operators.ssh import SSHOperator

def remote(**context):
    SSHOperator(task_id="inner", queue="nowhere").execute(context)
    other = SSHOperator(task_id="other", queue="nowhere")
    other.execute(context)

with DAG("a"):
    PythonOperator(task_id="run", python_callable=remote)
"#,
        &["run PythonOperator in a"],
    );
}

#[test]
fn every_import_path() {
    for imports in [
        "from airflow import DAG\nfrom airflow.operators.bash_operator import BashOperator",
        "from airflow.models import DAG\nfrom airflow.operators.bash import BashOperator",
        "from airflow.models.dag import DAG\nfrom airflow.operators.bash import BashOperator",
        "from airflow.sdk import DAG\nfrom airflow.providers.standard.operators.bash import BashOperator",
        "try:\n    from airflow.sdk import DAG\nexcept ImportError:\n    from airflow import DAG\n\
         from airflow.contrib.operators.bash import BashOperator",
        "from airflow import *\nfrom airflow.operators.bash import *",
    ] {
        check(
            &format!("{imports}\nwith DAG('a', default_args=dict(queue='q')):\n    BashOperator(task_id='t')\n"),
            &["t BashOperator in a; queue=q (DAG default_args)"],
        );
    }
    check(
        r#"
import airflow.sdk as sdk
import airflow
import airflow.providers.standard.operators.bash
from airflow.providers.standard.operators import python as py
with sdk.DAG("a"):
    airflow.providers.standard.operators.bash.BashOperator(task_id="t")
    py.PythonOperator(task_id="p")
with airflow.DAG("b"):
    @sdk.task(queue="x")
    def f(): ...
    f()
"#,
        &["t BashOperator in a", "p PythonOperator in a", "f task in b; queue=x (argument)"],
    );
}
