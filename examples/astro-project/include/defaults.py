"""Arguments that every DAG of the team shares."""

from datetime import timedelta

from pendulum import duration

DEFAULT_ARGS = {
    "owner": "data-platform",
    "retries": 2,
    "retry_delay": duration(minutes=5),
    "execution_timeout": timedelta(hours=2),
}

# A full retraining reads three years of orders.
TRAINING_ARGS = {**DEFAULT_ARGS, "retries": 0, "execution_timeout": timedelta(hours=30)}
