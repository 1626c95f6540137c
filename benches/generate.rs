//! An Astro project of a given size whose files look like those of a real one.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

/// Writes `python` DAG files and `yaml` files (deployments, dag-factory DAGs and files that are neither).
pub fn project(folder: &Path, python: usize, yaml: usize) -> io::Result<()> {
    for name in ["dags", "deployments", "include", ".astro", "manifests"] {
        fs::create_dir_all(folder.join(name))?;
    }
    fs::write(folder.join(".astro/config.yaml"), "project:\n  name: measured\n")?;
    fs::write(folder.join("Dockerfile"), "FROM quay.io/astronomer/astro-runtime:12.5.0\n")?;
    fs::write(folder.join("requirements.txt"), "dag-factory==0.23.0\npandas\n")?;
    fs::write(folder.join("include/__init__.py"), "")?;
    fs::write(folder.join("include/defaults.py"), DEFAULTS)?;
    for number in 0..python {
        let team = folder.join(format!("dags/team_{:02}", number % 20));
        fs::create_dir_all(&team)?;
        fs::write(team.join(format!("pipeline_{number:05}.py")), dag(number, 6))?;
    }
    for number in 0..yaml {
        match number {
            0 => fs::write(folder.join("deployments/prod.yaml"), DEPLOYMENT)?,
            1 => fs::write(folder.join("deployments/dev.yaml"), DEPLOYMENT.replace("name: prod", "name: dev"))?,
            _ if number % 2 == 0 => fs::write(folder.join(format!("dags/report_{number:05}.yml")), factory(number))?,
            _ => fs::write(folder.join(format!("manifests/job_{number:05}.yaml")), manifest(number))?,
        }
    }
    Ok(())
}

/// The deployment file that is long.
pub const LONG_DEPLOYMENT: &str = "deployments/long.yaml";

/// The DAG that is long.
pub const LONG_DAG: &str = "dags/long.py";

/// Writes a deployment and a DAG of about that many lines into a project.
pub fn long_files(folder: &Path, lines: usize) -> io::Result<()> {
    let mut variables = String::from("  environment_variables:\n");
    for number in 0..lines / 3 {
        let _ = write!(
            variables,
            "    - is_secret: false\n      key: ACME_SETTING_{number}\n      value: \"value {number}\"\n"
        );
    }
    let text = DEPLOYMENT.replace("name: prod", "name: long").replace("  environment_variables:\n", &variables);
    fs::write(folder.join(LONG_DEPLOYMENT), text)?;
    fs::write(folder.join(LONG_DAG), dag(lines, lines / 7))
}

const DEFAULTS: &str = "\"\"\"What every DAG of ours has in common.\"\"\"\n\nfrom datetime import timedelta\n\nDEFAULT_ARGS = {\n    \"owner\": \"data\",\n    \"retries\": 2,\n    \"retry_delay\": timedelta(minutes=5),\n    \"execution_timeout\": timedelta(hours=2),\n}\n";

const DEPLOYMENT: &str = "deployment:
  environment_variables:
    - is_secret: false
      key: ENVIRONMENT
      value: production
  configuration:
    name: prod
    description: All pipelines
    runtime_version: 12.5.0
    dag_deploy_enabled: true
    ci_cd_enforcement: true
    scheduler_size: MEDIUM
    is_high_availability: true
    executor: CELERY
    workspace_name: data
    deployment_type: STANDARD
    cloud_provider: AWS
    region: us-east-1
  worker_queues:
    - name: default
      worker_type: A10
      min_worker_count: 1
      max_worker_count: 10
      worker_concurrency: 10
    - name: heavy
      worker_type: A40
      min_worker_count: 0
      max_worker_count: 4
      worker_concurrency: 8
";

fn dag(number: usize, steps: usize) -> String {
    let mut text = format!(
        "\"\"\"Pipeline {number}: copies what changed since the last run and tells who waits for it.\"\"\"\n\n\
         from __future__ import annotations\n\n\
         import logging\nfrom datetime import datetime, timedelta\n\n\
         from airflow import DAG\nfrom airflow.decorators import task\n\
         from airflow.operators.bash import BashOperator\nfrom airflow.operators.empty import EmptyOperator\n\
         from airflow.operators.python import PythonOperator\nfrom airflow.sensors.filesystem import FileSensor\n\n\
         from include.defaults import DEFAULT_ARGS\n\n\
         log = logging.getLogger(__name__)\nSOURCE = \"s3://acme-landing/source-{number}\"\n\n\n\
         def count(rows, **context):\n    \"\"\"Counts what came in and keeps the number for the report.\"\"\"\n    \
         total = 0\n    for row in rows or []:\n        if row.get(\"deleted\"):\n            continue\n        \
         total += int(row.get(\"amount\", 0))\n    log.info(\"%s rows for %s\", total, context[\"ds\"])\n    return total\n\n\n\
         with DAG(\n    dag_id=\"pipeline_{number}\",\n    default_args={{**DEFAULT_ARGS, \"owner\": \"team-{}\"}},\n    \
         schedule=\"{} * * * *\",\n    start_date=datetime(2024, 1, 1),\n    catchup=False,\n    max_active_runs=1,\n    \
         tags=[\"generated\", \"team-{}\"],\n) as dag:\n    start = EmptyOperator(task_id=\"start\")\n    \
         arrived = FileSensor(\n        task_id=\"arrived\",\n        filepath=\"/data/{number}/_SUCCESS\",\n        \
         mode=\"reschedule\",\n        poke_interval=300,\n        timeout=timedelta(hours=6).total_seconds(),\n    )\n\n",
        number % 20,
        number % 60,
        number % 20,
    );
    for step in 0..steps {
        let queue = if step + 1 == steps { "heavy" } else { "default" };
        let _ = write!(
            text,
            "    step_{step} = BashOperator(\n        task_id=\"step_{step}\",\n        \
             bash_command=\"python -m acme.copy --source {{{{ params.source }}}} --step {step} --day {{{{ ds }}}}\",\n        \
             queue=\"{queue}\",\n        execution_timeout=timedelta(minutes={}),\n        \
             params={{\"source\": SOURCE, \"table\": \"table_{step}\"}},\n    )\n",
            10 + step % 10 * 5
        );
    }
    text.push_str(
        "    counted = PythonOperator(task_id=\"count\", python_callable=count, op_kwargs={\"rows\": []})\n\n    \
         @task(retries=3, execution_timeout=timedelta(minutes=30))\n    def report(total: int) -> str:\n        \
         text = f\"{total} rows\"\n        log.info(text)\n        return text\n\n    \
         start >> arrived >> step_0 >> [step_1, step_2] >> step_3 >> step_4 >> step_5 >> counted\n    \
         report(counted.output)\n",
    );
    text
}

fn factory(number: usize) -> String {
    let mut text = format!(
        "report_{number}:\n  default_args:\n    owner: data\n    start_date: 2024-01-01\n    retries: 1\n  \
         schedule_interval: \"0 {} * * *\"\n  catchup: false\n  tasks:\n",
        number % 24
    );
    for step in 0..5 {
        let _ = write!(
            text,
            "    step_{step}:\n      operator: airflow.operators.bash.BashOperator\n      \
             bash_command: \"python -m acme.report --step {step}\"\n      queue: default\n"
        );
        if step > 0 {
            let _ = writeln!(text, "      dependencies: [step_{}]", step - 1);
        }
    }
    text
}

fn manifest(number: usize) -> String {
    format!(
        "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: job-{number}\n  labels:\n    app: acme\nspec:\n  \
         template:\n    spec:\n      restartPolicy: Never\n      containers:\n        - name: main\n          \
         image: acme/job:{number}\n          resources:\n            requests:\n              cpu: 250m\n              \
         memory: 256Mi\n"
    )
}
