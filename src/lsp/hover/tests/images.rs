use super::says;

const PROD: &str = "deployment:
  configuration:
    name: prod
    deployment_type: STANDARD
    executor: CELERY
";

#[test]
fn images_say_their_airflow() {
    let files = |text: &'static str| [("Dockerfile", text), ("prod.yaml", PROD)];
    says(
        &files("FROM quay.io/astronomer/astro-run‸time:12.5.0\n"),
        "quay.io/astronomer/astro-runtime:12.5.0",
        &["Astro Runtime `12.5.0` · Airflow 2.10"],
    );
    says(&files("FROM apache/air‸flow:2.9.3\n"), "apache/airflow:2.9.3", &["Airflow 2.9.3"]);
}

#[test]
fn variables_say_what_airflow_makes_of_them() {
    let files = |text: &'static str| [("Dockerfile", text), ("prod.yaml", PROD)];
    let image = "FROM quay.io/astronomer/astro-runtime:12.5.0\nENV AIRFLOW__CORE__PARALL‸ELISM=64\n";
    says(&files(image), "AIRFLOW__CORE__PARALLELISM", &["`[core] parallelism` · a whole number", "Default: `32`"]);
    let renamed = "FROM quay.io/astronomer/astro-runtime:12.5.0\nENV AIRFLOW__CORE__DAG_CONCUR‸RENCY=64\n";
    says(
        &files(renamed),
        "AIRFLOW__CORE__DAG_CONCURRENCY",
        &["The old name of `[core] max_active_tasks_per_dag`: Airflow 2.10 still reads it"],
    );
    let slip = "FROM quay.io/astronomer/astro-runtime:12.5.0\nENV AIRFLOW__CORE_PARALL‸ELISM=64\n";
    says(&files(slip), "AIRFLOW__CORE_PARALLELISM", &["it reads `AIRFLOW__CORE__PARALLELISM`"]);
    let file =
        format!("{PROD}  environment_variables:\n    - key: AIRFLOW__CELERY__OPERATION_TIM‸EOUT\n      value: 3\n");
    says(
        &[("prod.yaml", &file)],
        "AIRFLOW__CELERY__OPERATION_TIMEOUT",
        &["`[celery] operation_timeout` (of apache-airflow-providers-celery) · a number"],
    );
}
