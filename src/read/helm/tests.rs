//! Values of all charts.

use super::*;
use crate::model::Executor;
use crate::syntax::yaml::parse;

fn read_text(text: &str) -> Option<Deployment> {
    let tree = parse(text);
    read(FileId(0), "values.yaml", tree.root()?, &Given::default())
}

fn kind_of(text: &str) -> Option<Option<ChartKind>> {
    read_text(text).map(|deployment| deployment.chart.and_then(|chart| chart.kind))
}

fn queues(deployment: &Deployment) -> Option<Vec<String>> {
    Some(deployment.queue_names()?.into_iter().map(str::to_owned).collect())
}

const SETS: &str = "\
executor: CeleryExecutor
airflowVersion: 2.11.0
images:
  airflow:
    tag: 2.11.0-python3.12
extraEnv: |
  - name: AIRFLOW__CELERY__WORKER_CONCURRENCY
    value: '8'
config:
  core:
    parallelism: 64
workers:
  terminationGracePeriodSeconds: 120
  celery:
    replicas: 3
    sets:
      - name: heavy
        queue: heavy,ml
        resources: {limits: {memory: 8Gi}}
      - name: quick
        terminationGracePeriodSeconds: 30
        queue: quick
";

#[test]
fn workers_of_the_official_chart() {
    let deployment = read_text(SETS).expect("values");
    assert_eq!(deployment.executor_family(), Some(Executor::Celery));
    assert_eq!(queues(&deployment), Some(vec!["default".into(), "heavy".into(), "ml".into(), "quick".into()]));
    let groups = deployment.workers.value().expect("workers");
    let figures: Vec<_> = groups.iter().map(|it| (&*it.label, it.grace(), it.replicas.value().copied())).collect();
    assert_eq!(figures, [("workers", Some(120), Some(3)), ("heavy", Some(120), Some(3)), ("quick", Some(30), Some(3))]);
    assert!(groups[1].resources.value().is_some() && groups[0].resources.is_absent());
    assert_eq!(deployment.versions.airflow.value().map(|it| &**it), Some("2.11.0"));
    let variables = deployment.environment.value().expect("variables");
    assert_eq!(variables[0].value.place().map(|place| place.span().of(SETS)), Some("'8'"));
    let options = deployment.options.value().expect("options");
    assert_eq!((&*options[0].section, options[0].key_place.span().of(SETS)), ("core", "parallelism"));
}

#[test]
fn an_overlay_says_only_what_it_says() {
    let overlay = read_text("airflowVersion: 2.11.0\nworkers:\n  celery:\n    replicas: 5\n").expect("values");
    assert!(overlay.executor.is_absent() && overlay.queues.is_opaque());
    assert_eq!(overlay.workers.value().map(|groups| (groups.len(), groups[0].grace())), Some((1, None)));
    let plain =
        read_text("executor: CeleryExecutor\nairflowVersion: 2.11.0\nworkers:\n  replicas: 5\n").expect("values");
    assert!(plain.queues.is_opaque());
    assert_eq!(plain.workers.value().map(|groups| groups[0].grace()), Some(Some(600)));
}

#[test]
fn variables_elsewhere_may_name_the_executor() {
    let text = "executor: CeleryExecutor\nairflowVersion: 2.11.0\nextraEnvFrom: |\n  - secretRef: {name: a}\n";
    assert!(read_text(text).is_some_and(|it| it.executor.is_opaque()));
    let told = format!("{text}env:\n  - {{name: AIRFLOW__CORE__EXECUTOR, value: LocalExecutor}}\n");
    assert!(read_text(&told).is_some_and(|it| it.executor_family() == Some(Executor::Local)));
}

#[test]
fn commands_of_workers() {
    let of = |args: &str| {
        let text = format!("executor: CeleryExecutor\nairflowVersion: 2.11.0\nworkers:\n  args: {args}\n");
        read_text(&text).and_then(|it| queues(&it))
    };
    assert_eq!(of("[celery, worker, -q, 'a,b']"), Some(vec!["a".into(), "b".into()]));
    assert_eq!(of("[bash, -c, exec airflow celery worker -q a]"), Some(vec!["a".into()]));
    assert_eq!(of("[bash, -c, exec airflow celery worker]"), Some(vec!["default".into()]));
    assert_eq!(of("[bash, -c, ./start-worker]"), None);
}

#[test]
fn kinds() {
    let official = Some(Some(ChartKind::Official));
    assert_eq!(kind_of("defaultAirflowTag: 3.0.1\n"), official);
    assert_eq!(kind_of("createUserJob: {}\nmigrateDatabaseJob: {}\n"), official);
    assert_eq!(kind_of("executor: LocalExecutor\nscheduler: {}\nwebserver: {}\n"), official);
    assert_eq!(kind_of("airflow:\n  executor: CeleryExecutor\n  workers: {replicas: 2}\n  scheduler: {}\n"), official);
    assert_eq!(kind_of("orchestrator:\n  airflowVersion: 3.0.1\n"), official);
    let community = "airflow:\n  executor: CeleryExecutor\n  config:\n    AIRFLOW__CORE__PARALLELISM: 8\nworkers: {}\n";
    assert_eq!(kind_of(community), Some(Some(ChartKind::Community)));
    let bitnami = "image:\n  repository: bitnamilegacy/airflow\nweb: {}\n";
    assert_eq!(kind_of(bitnami), Some(Some(ChartKind::Bitnami)));
    let agent = "agentTokenSecretName: a\nworkers:\n  - name: w\n    queues: default\n";
    assert_eq!(kind_of(agent), Some(Some(ChartKind::RemoteAgent)));
    assert_eq!(kind_of("executor: KubernetesExecutor\nlogs: {}\n"), Some(None));
    for other in [
        "executor: k8s\nworkers: {}\n",
        "workers: [{name: a}]\n",
        "image: {repository: nginx}\n",
        "kind: Deployment\nexecutor: CeleryExecutor\nworkers: {}\n",
        "airflow: {enabled: false}\n",
        "- a\n",
        "",
    ] {
        assert_eq!(kind_of(other), None, "{other}");
    }
}

#[test]
fn agents_serve_the_queues_they_name() {
    let text = "image: a\nworkers:\n  - {name: w, queues: default, syncSlots: 20}\n  - {name: ml, queues: ml}\n";
    let deployment = read_text(text).expect("values");
    assert_eq!(queues(&deployment), Some(vec!["default".into(), "ml".into()]));
    assert_eq!((deployment.executor_family(), deployment.is_remote()), (Some(Executor::Astro), Some(true)));
}

#[test]
fn the_community_chart_kills_workers_after_a_minute() {
    let grace = |workers: &str| {
        let text = format!("airflow:\n  executor: CeleryExecutor\n  users: []\nworkers:\n{workers}");
        read_text(&text).and_then(|it| it.workers.value()?.first()?.grace())
    };
    assert_eq!(grace("  replicas: 2\n"), Some(60));
    assert_eq!(grace("  terminationPeriod: 90\n"), Some(90));
    assert_eq!(grace("  celery: {gracefullTermination: true}\n"), Some(660));
    assert_eq!(grace("  celery: {gracefullTermination: true, gracefullTerminationPeriod: 100}\n"), Some(160));
}

#[test]
fn the_template_of_task_pods() {
    let text = "airflowVersion: 3.0.1\npodTemplate: |\n  kind: Pod\n  spec:\n    containers:\n      - name: base\n";
    let pod = read_text(text).expect("values").pod_template;
    let name = pod.value().and_then(|pod| pod.containers.value()?.first()?.name.place());
    assert_eq!(name.map(|place| place.span().of(text)), Some("base"));
    let filled =
        "airflowVersion: 3.0.1\npodTemplate: |\n  kind: Pod\n  {{- if .Values.x }}\n  spec: {}\n  {{- end }}\n";
    assert!(read_text(filled).is_some_and(|it| it.pod_template.is_opaque()));
    assert!(read_text("airflowVersion: 3.0.1\npodTemplate: ~\n").is_some_and(|it| it.pod_template.is_absent()));
}
