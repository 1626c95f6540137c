use super::*;

fn nothing(text: &str) {
    let linked = Project::new(&[("dags/dag.py", text)]).link();
    assert_eq!((linked.dags, linked.tasks, linked.objects), (vec![], vec![], vec![]), "{text}");
}

#[test]
fn other_workflow_engines() {
    nothing(
        r#"
from datetime import timedelta
from temporalio import workflow  # replaces our airflow dags
@workflow.defn
class Train:
    @workflow.run
    async def run(self):
        await workflow.execute_activity(step, task_queue="ml", execution_timeout=timedelta(hours=48))
"#,
    );
    nothing(
        r#"
# airflow dag, ported
from prefect import flow, task
@task(retries=3, queue="x")
def f(): ...
@flow
def dag():
    f()
dag()
"#,
    );
    nothing(
        r#"
from celery import Celery
from celery import task as celery_task
app = Celery("airflow-dag-helper")
@app.task(queue="heavy", time_limit=90000)
def crunch(): ...
@celery_task(queue="x")
def other(): ...
crunch.apply_async(queue="fast")
"#,
    );
    nothing(
        r#"
from hatchet_sdk import Hatchet, DAG
from datetime import timedelta
hatchet = Hatchet()
@hatchet.task(execution_timeout=timedelta(days=3))
def t(): ...
with DAG("airflow") as dag:
    pass
"#,
    );
}

#[test]
fn queues_that_are_no_worker_queues() {
    check(
        r#"
from airflow.providers.common.messaging.triggers.msg_queue import MessageQueueTrigger
from airflow.sdk import DAG, Asset, AssetWatcher
from airflow.providers.standard.operators.empty import EmptyOperator
from kombu import Queue

trigger = MessageQueueTrigger(queue="https://sqs.us-east-1.amazonaws.com/1/q")
asset = Asset("a", watchers=[AssetWatcher(name="w", trigger=trigger)])
QUEUES = (Queue("default"), Queue("heavy", queue="x", task_id="no"))
with DAG("d", schedule=[asset]):
    EmptyOperator(task_id="t")
"#,
        &["t EmptyOperator in d"],
    );
}

#[test]
fn names_of_the_same_sound() {
    nothing(
        r#"
import airflow
from networkx import DAG as Graph
class DAG:
    def __init__(self, name): ...
class BashOperator:
    def __init__(self, task_id): ...
dag = DAG("x")
BashOperator(task_id="x")
Graph("y")
"#,
    );
    nothing("from airflow.models import DagRun, TaskInstance, Variable, DagBag\ndag = DagBag().get_dag('x')\n");
}
