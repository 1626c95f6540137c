"""Trains the churn model once a month and scores all customers every night."""

from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import DAG
from kubernetes.client import models as k8s
from pendulum import datetime

from include.churn import evaluate, score, train
from include.defaults import DEFAULT_ARGS, TRAINING_ARGS

big_pod = k8s.V1Pod(
    spec=k8s.V1PodSpec(
        containers=[
            k8s.V1Container(
                name="base",
                resources=k8s.V1ResourceRequirements(
                    requests={"cpu": "4", "memory": "8Gi"},
                    limits={"cpu": "4", "memory": "8Gi"},
                ),
            )
        ]
    )
)

with DAG(
    dag_id="churn_training",
    schedule="0 2 1 * *",
    start_date=datetime(2025, 1, 1),
    catchup=False,
    default_args=TRAINING_ARGS,
):
    fit = PythonOperator(task_id="fit", python_callable=train, queue="ml")
    check = PythonOperator(task_id="check", python_callable=evaluate, queue="heavy")
    fit >> check

with DAG(
    dag_id="churn_scoring",
    schedule="30 5 * * *",
    start_date=datetime(2025, 1, 1),
    catchup=False,
    default_args=DEFAULT_ARGS,
):
    PythonOperator(
        task_id="score_customers",
        python_callable=score,
        executor_config={"pod_override": big_pod},
    )
