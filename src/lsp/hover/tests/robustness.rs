use crate::lsp::fixture::Fixture;
use crate::lsp::hover::{configuration, hover};
use camino::Utf8Path;

const PROD: &str = "x-machine: &machine {worker_type: A5, 'max_worker_count': 3}
deployment:
  environment_variables: [{key: AIRFLOW__CORE__FERNET_KEY, value: ü}]
  configuration:
    name: &n prod
    description: *n
    executor: CELERY # airlint: ignore[queues]
    deployment_type: STANDARD
  worker_queues:
    - {<<: *machine, name: default}
    - <<: [*machine]
      name: \"ml 🚀\"
  hibernation_schedules:
    - hibernate_at: 0 18 * * 1-5
      wake_at: \"0 6
";

const DAG: &str = "from datetime import datetime, timedelta
from airflow.decorators import dag, task

ÄRGER = {\"queue\": \"ml 🚀\", 'retries': 2}

@dag(start_date=datetime(2024, 1, 1), schedule='@daily', default_args={**ÄRGER, \"pool\": f\"{x}\"})
def sales():
    @task(executor_config={\"pod_override\": k8s.V1Pod()}, execution_timeout=timedelta(minutes=5)
    def train(): ...

    train.override(queue=ÄRGER[\"queue\"])()
";

/// Hovers over every character of every beginning of a file.
fn over_everything(name: &str, text: &str) {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).step_by(41).chain([text.len()]).collect();
    for end in ends {
        let text = &text[..end];
        let others = [("deployments/other.yaml", PROD), ("dags/other.py", DAG), (name, text)];
        let fixture = Fixture::new(&others);
        let view = fixture.view(name);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            if let Some(found) = hover(&view, offset, "2026-03-02T12:00:00Z".parse().expect("a time")) {
                assert!(found.span.start <= offset && offset <= found.span.end, "{name} {offset} {found:?}");
                assert!(!found.text.is_empty() && text.get(found.span.start..found.span.end).is_some());
                assert!(!found.text.plain().contains("**"));
            }
        }
    }
}

#[test]
fn deployment_files_at_every_stage_of_typing() {
    over_everything("prod.yaml", PROD);
}

#[test]
fn dags_at_every_stage_of_typing() {
    over_everything("dags/sales.py", DAG);
}

#[test]
fn configurations_at_every_stage_of_typing() {
    let text = "select = [\"queües\",\n \"pods\"]\n[limits]\nmax-workers=6\n[[deployment]]\nname = \"🚀\"\n";
    for (end, _) in text.char_indices() {
        for (offset, _) in text[..end].char_indices().chain([(end, ' ')]) {
            configuration(Utf8Path::new("airlint.toml"), &text[..end], offset);
        }
    }
}
