"""Loads the orders of the day from the shops' bucket into the warehouse."""

import os

from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.sdk import dag, task
from pendulum import datetime, duration

from include.defaults import DEFAULT_ARGS

BUCKET = os.environ["ORDERS_BUCKET"]


@dag(schedule="0 4 * * *", start_date=datetime(2025, 1, 1), catchup=False, default_args=DEFAULT_ARGS)
def ingest_orders():
    wait_for_export = S3KeySensor(
        task_id="wait_for_export",
        bucket_name=BUCKET,
        bucket_key="exports/{{ ds }}/_SUCCESS",
        mode="reschedule",
        poke_interval=duration(minutes=5),
        timeout=duration(hours=6),
    )

    validate = KubernetesPodOperator(
        task_id="validate",
        name="validate-orders",
        image="acme/order-checks:4.2",
        arguments=["--day", "{{ ds }}"],
        get_logs=True,
    )

    @task(queue="heavy", pool="warehouse")
    def load(day: str):
        from include.warehouse import copy_orders

        copy_orders(BUCKET, day)

    wait_for_export >> validate >> load("{{ ds }}")


ingest_orders()
