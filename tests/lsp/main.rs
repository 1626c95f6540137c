//! The language server as a client sees it: the real one, driven over a pipe. Every message of both sides is checked
//! against the protocol's meta-model, and a message that no test looks at is a fault.

mod actions;
mod client;
mod completion;
mod configured;
#[path = "../rules/document.rs"]
#[expect(dead_code, reason = "the documents are checked elsewhere")]
mod document;
mod edits;
mod features;
mod lifecycle;
mod meta_model;
mod parity;
mod questions;
mod surroundings;
mod truth;
mod typing;

/// A deployment without a fault.
const DEPLOYMENT: &str = "\
deployment:
  configuration:
    name: prod
    runtime_version: 13.0.0
    deployment_type: STANDARD
    cloud_provider: AWS
    region: us-east-1
    executor: CELERY
    scheduler_size: SMALL
    is_development_mode: false
  worker_queues:
    - name: default
      worker_type: A5
      min_worker_count: 1
      max_worker_count: 10
      worker_concurrency: 5
    - name: ml
      worker_type: A20
      min_worker_count: 0
      max_worker_count: 2
      worker_concurrency: 4
";

/// A project without a fault.
const PROJECT: &[(&str, &str)] = &[
    ("Dockerfile", "FROM quay.io/astronomer/astro-runtime:13.0.0\n"),
    ("deployments/prod.yaml", DEPLOYMENT),
    (
        "dags/train.py",
        "\
from airflow.decorators import dag, task


@dag(schedule=None)
def train():
    @task(queue=\"ml\")
    def fit():
        return 1

    fit()


train()
",
    ),
];
