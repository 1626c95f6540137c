"""Trains the ranking model on the clicks of the day."""

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.providers.standard.sensors.filesystem import FileSensor
from airflow.sdk import DAG

with DAG("train_ranking", start_date=datetime(2026, 1, 1), schedule="@daily"):
    clicks = FileSensor(task_id="clicks", filepath="/data/clicks/{{ ds }}", timeout=7200, queue="sensor")
    train = BashOperator(
        task_id="train",
        bash_command="python -m ranking.train",
        queue="heavy",
        execution_timeout=timedelta(hours=6),
    )
    publish = BashOperator(task_id="publish", bash_command="python -m ranking.publish", executor="KubernetesExecutor")

    clicks >> train >> publish
