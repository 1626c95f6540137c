from airflow.decorators import dag, task


@dag(schedule=None)
def train():
    @task(queue="ml")
    def fit():
        return 1

    fit()


train()
