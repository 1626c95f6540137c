use super::*;

#[test]
fn flavours() {
    check(
        r#"
from datetime import timedelta
from airflow.sdk import dag, task

@dag
def flavours():
    @task()
    def plain(): ...

    @task.virtualenv(requirements=["pandas"], queue="a")
    def venv(): ...

    @task.short_circuit(retries=0)
    def stop(): ...

    @task.bash(queue="b", task_id="shell")
    def bash(): return "true"

    @task.sensor(mode="reschedule", poke_interval=30, timeout=timedelta(hours=2))
    def wait(): ...

    @task.kubernetes(image="python:3.12", namespace="x")
    def pod(): ...

    plain() >> venv() >> stop() >> bash() >> wait() >> pod()

flavours()
"#,
        &[
            "plain task in flavours",
            "venv virtualenv in flavours; queue=a (argument)",
            "stop short_circuit in flavours; retries=0 (argument)",
            "shell bash in flavours; queue=b (argument)",
            "wait sensor in flavours; mode=Reschedule (argument); timeout=7200 (argument); poke_interval=30 (argument)",
            "pod kubernetes in flavours",
        ],
    );
}

#[test]
fn override_wins_for_its_call_only() {
    let text = r#"
from airflow.decorators import dag, task

@task(queue="cpu", retries=1)
def work(x): ...

@dag(default_args={"pool": "p"})
def pipeline():
    work(1)
    work.override(queue="gpu", task_id="work_gpu")(2)
    work(3)
    work.override(queue="gpu").partial(y=1).expand(x=[1, 2])

pipeline()
"#;
    check(
        text,
        &[
            "work task in pipeline; queue=cpu (argument); pool=p (DAG default_args); retries=1 (argument)",
            "work_gpu task in pipeline; queue=gpu (override); pool=p (DAG default_args); retries=1 (argument)",
            "work task in pipeline mapped; queue=gpu (override); pool=p (DAG default_args); retries=1 (argument)",
        ],
    );
    let project = Project::new(&[("dags/dag.py", text)]);
    let linked = project.link();
    assert_eq!(project.text(linked.tasks[0].place), "task");
    assert_eq!(project.text(linked.tasks[1].place), "work.override");
    assert_eq!(project.text(linked.tasks[1].queue.place().unwrap()), "\"gpu\"");
}

#[test]
fn one_definition_in_two_dags_is_two_tasks() {
    check(
        r#"
from airflow import DAG
from airflow.decorators import task

@task
def notify(): ...

@task
def never_called(): ...

with DAG("a", default_args={"queue": "x"}):
    notify()
    notify()
with DAG("b"):
    notify()
"#,
        &["notify task in a; queue=x (DAG default_args)", "notify task in b"],
    );
}

#[test]
fn setup_and_teardown() {
    check(
        r#"
from airflow.decorators import dag, task, setup, teardown

@dag()
def d():
    @setup
    @task(queue="s")
    def create(): ...

    @teardown(on_failure_fail_dagrun=True)
    def delete(): ...

    create() >> delete()

d()
"#,
        &["create task in d; queue=s (argument)", "delete teardown in d"],
    );
}

#[test]
fn task_as_a_function_and_in_a_variable() {
    check(
        r#"
from airflow import DAG
from airflow.decorators import task

def run(): ...

heavy = task(queue="heavy")

@heavy
def train(): ...

with DAG("a"):
    task(run)()
    train()
    task(queue="q")(run)()
"#,
        &["train task in a; queue=heavy (argument)", "run task in a", "run task in a; queue=q (argument)"],
    );
}

#[test]
fn expand_of_operators() {
    check(
        r#"
from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("a", default_args={"retries": 1}):
    BashOperator.partial(task_id="many", queue="ml", retries=5).expand(bash_command=["a", "b"])
    BashOperator.partial(task_id="pools").expand(pool=["a", "b"], bash_command=["c", "d"])
    half = BashOperator.partial(task_id="kwargs", pool="p")
    half.expand_kwargs([{"bash_command": "a", "queue": "x"}])
"#,
        &[
            "many BashOperator in a mapped; queue=ml (partial); retries=5 (partial)",
            "pools BashOperator in a mapped; pool=? it differs between the mapped instances (argument); \
             retries=1 (DAG default_args)",
            "kwargs BashOperator in a mapped; queue=? `expand_kwargs` may give it (partial); pool=p (partial); \
             executor=? `expand_kwargs` may give it (partial); retries=? `expand_kwargs` may give it (partial); \
             execution_timeout=? `expand_kwargs` may give it (partial); deferrable=? `expand_kwargs` may give it (partial); \
             executor_config=? `expand_kwargs` may give it (partial)",
        ],
    );
}
