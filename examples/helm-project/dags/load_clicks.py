"""Loads clicks from the warehouse, a day at a time."""

from datetime import datetime

from airflow.sdk import dag, task


@dag(start_date=datetime(2026, 1, 1), schedule="@hourly")
def load_clicks():
    @task(queue="io")
    def extract() -> list[str]:
        return ["clicks"]

    @task(executor_config={"pod_override": {"spec": {"containers": [{"name": "base"}]}}})
    def load(tables: list[str]) -> None:
        print(tables)

    load(extract())


load_clicks()
