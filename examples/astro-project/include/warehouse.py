"""Copies order files into the warehouse."""

from airflow.providers.amazon.aws.hooks.redshift_sql import RedshiftSQLHook


def copy_orders(bucket: str, day: str) -> None:
    hook = RedshiftSQLHook("warehouse")
    hook.run(f"COPY orders FROM 's3://{bucket}/exports/{day}/' IAM_ROLE default FORMAT PARQUET")
