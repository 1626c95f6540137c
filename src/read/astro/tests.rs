//! Whole files as users write them, with places asserted by cutting the text.

use super::{read, recognise};
use crate::model::{Deployment, Executor, FileId, Intent, Place, Setting, Shape, ShapeKind};
use crate::syntax::yaml::parse;

fn read_text(text: &str) -> (Deployment, Vec<Shape>) {
    let tree = parse(text);
    assert!(recognise(&tree), "not recognised:\n{text}");
    read(FileId(7), "prod.yaml", &tree)
}

/// A known setting's value with the bytes it stands at.
fn known<'t, T: Clone>(setting: &Setting<T>, text: &'t str) -> (T, &'t str) {
    let known = setting.as_known().expect("a known setting");
    assert_eq!(known.place.file, FileId(7));
    (known.value.clone(), known.place.span().of(text))
}

fn cut(place: Place, text: &str) -> &str {
    place.span().of(text)
}

/// Each deviation: what the place cuts out, and its kind in short.
fn shapes(text: &str) -> Vec<(String, String)> {
    let (_, shapes) = read_text(text);
    shapes.iter().map(|shape| (cut(shape.place, text).to_string(), short(&shape.kind))).collect()
}

fn short(kind: &ShapeKind) -> String {
    match kind {
        ShapeKind::Syntax { .. } => "syntax".to_string(),
        ShapeKind::UnknownKey { section, instead, .. } => format!("unknown in {section}, instead {instead:?}"),
        ShapeKind::Misplaced { section, belongs, .. } => format!("in {section}, belongs to {belongs}"),
        ShapeKind::DuplicateKey { first_key, .. } => format!("again, first {first_key}"),
        ShapeKind::WrongType { key, expected, found, plain } => {
            format!("{key} wants {expected}, has {found}, {plain:?}")
        }
        ShapeKind::Retyped { key, becomes, .. } => format!("{key} becomes {becomes}"),
        ShapeKind::MissingKey { key, .. } => format!("{key} missing"),
        other => format!("{other:?}"),
    }
}

fn expect(text: &str, expected: &[(&str, &str)]) {
    let found = shapes(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(place, kind)| (place.as_str(), kind.as_str())).collect();
    assert_eq!(found, expected);
}

const FULL: &str = r#"deployment:
  environment_variables:
    - key: ORDERS_BUCKET
      value: "s3://acme-orders"
    - key: CRM_TOKEN
      is_secret: true
      value: ""
  configuration:
    name: orders-prod
    description: ""
    workspace_name: data-platform
    deployment_type: hosted_dedicated
    cluster_name: acme-euc1
    runtime_version: 3.2-6
    executor: celeryexecutor
    dag_deploy_enabled: yes
    ci_cd_enforcement: true
    scheduler_size: MEDIUM
    is_high_availability: True
    is_development_mode: off
    default_task_pod_cpu: 0.50
    default_task_pod_memory: 1Gi
    resource_quota_cpu: 20
    resource_quota_memory: 40Gi
    workload_identity: ""
    remote_execution:
      enabled: false
      allowed_ip_address_ranges: ["203.0.113.0/24"]
  worker_queues:
    - name: default
      worker_type: a5
      min_worker_count: 1
      max_worker_count: 1_0
      worker_concurrency: 5
    - name: heavy-ml
      worker_type: A40
      pod_ephemeral_storage: 40Gi
  alert_emails:
    - data-oncall@acme.example
  hibernation_schedules:
    - hibernate_at: "0 18 * * 1-5"
      wake_at: "0 6 * * 1-5"
      enabled: on
---
deployment:
  configuration:
    name: another
"#;

#[test]
fn every_key_of_a_full_file() {
    let (it, _) = read_text(FULL);
    assert_eq!(cut(it.place, FULL), "configuration");
    assert_eq!(it.intent, Intent::Unknown);
    assert_eq!(known(&it.name, FULL), ("orders-prod".into(), "orders-prod"));
    assert_eq!(known(&it.description, FULL), ("".into(), "\"\""));
    assert_eq!(known(&it.workspace_name, FULL).0.as_ref(), "data-platform");
    assert_eq!(it.kind().map(|kind| kind.name()), Some("DEDICATED"));
    assert_eq!(it.executor_family(), Some(Executor::Celery));
    assert_eq!(known(&it.runtime, FULL).1, "3.2-6");
    assert_eq!(known(&it.dag_deploys, FULL), (true, "yes"));
    assert_eq!(known(&it.high_availability, FULL), (true, "True"));
    assert_eq!(known(&it.development_mode, FULL), (false, "off"));
    assert_eq!(known(&it.default_pod.cpu, FULL), ("0.5".into(), "0.50"));
    assert_eq!(known(&it.quota.cpu, FULL), ("20".into(), "20"));
    assert_eq!(it.workload_identity, Setting::Absent);
    assert_eq!(it.cloud_provider, Setting::Absent);
    assert_eq!(it.is_remote(), Some(false));
    let ranges = it.remote_execution.value().and_then(|block| block.allowed_ip_ranges.value()).unwrap();
    assert_eq!(
        ranges.iter().filter_map(|range| range.value()).map(|text| &**text).collect::<Vec<_>>(),
        ["203.0.113.0/24"]
    );

    let variables = it.environment.value().unwrap();
    assert_eq!(known(&variables[1].key, FULL).0.as_ref(), "CRM_TOKEN");
    assert_eq!(known(&variables[1].value, FULL), ("".into(), "\"\""));
    assert_eq!(known(&variables[1].secret, FULL), (true, "true"));
    assert!(cut(variables[0].place, FULL).starts_with("key: ORDERS_BUCKET"));

    assert_eq!(it.queue_names(), Some(vec!["default", "heavy-ml"]));
    let queues = it.queues.value().unwrap();
    assert_eq!(known(&queues[0].worker_type, FULL).0.as_ref(), "a5");
    assert_eq!(known(&queues[0].max_workers, FULL), (10, "1_0"));
    assert_eq!(queues[1].min_workers, Setting::Absent);
    assert_eq!(known(&queues[1].ephemeral_storage, FULL).0.as_ref(), "40Gi");

    let schedules = it.hibernation.value().unwrap();
    assert_eq!(known(&schedules[0].wake_at, FULL), ("0 6 * * 1-5".into(), "\"0 6 * * 1-5\""));
    assert_eq!(known(&schedules[0].enabled, FULL), (true, "on"));
    assert_eq!(it.alert_emails.value().map(Vec::len), Some(1));
    expect(FULL, &[("0.50", "configuration.default_task_pod_cpu becomes 0.5")]);
}

#[test]
fn json_with_tabs_and_keys_in_another_case() {
    let text = "{\n\t\"Deployment\": {\n\t\t\"Configuration\": {\n\t\t\t\"Name\": \"orders\",\n\t\t\t\"EXECUTOR\": \"ASTRO\",\n\t\t\t\"deployment_type\": \"STANDARD\",\n\t\t\t\"cloud_provider\": \"AWS\",\n\t\t\t\"region\": \"us-east-1\"\n\t\t},\n\t\t\"Worker_Queues\": [{\"name\": \"default\", \"worker_type\": \"A5\"}]\n\t}\n}\n";
    let (it, shapes) = read_text(text);
    assert_eq!(known(&it.name, text), ("orders".into(), "\"orders\""));
    assert_eq!(it.executor_family(), Some(Executor::Astro));
    assert_eq!(it.queue_names(), Some(vec!["default"]));
    assert_eq!(shapes, []);
}

#[test]
fn what_is_filled_in_later_is_opaque_and_no_deviation() {
    let text = "deployment:\n  configuration:\n    name: <your-name>\n    deployment_type: ${TYPE}\n    executor: {{ executor }}\n    is_high_availability: $HA\n    runtime_version: !from-image runtime\n    scheduler_au: \"{{ units }}\"\n  worker_queues: ${QUEUES}\n";
    let (it, shapes) = read_text(text);
    assert_eq!(shapes, []);
    let opaque = [
        it.name.is_opaque(),
        it.deployment_type.is_opaque(),
        it.executor.is_opaque(),
        it.high_availability.is_opaque(),
        it.runtime.is_opaque(),
        it.scheduler_units.is_opaque(),
        it.queues.is_opaque(),
    ];
    assert_eq!(opaque, [true; 7]);
    assert!(it.cluster_name.is_absent());
}

#[test]
fn braces_of_json_in_a_variable_are_no_placeholder() {
    let text = "deployment:\n  environment_variables:\n    - key: REGIONS\n      value: '{\"eu\": \"euc1\"}'\n    - key: URL\n      value: 'https://{host}/x'\n  configuration:\n    name: a\n";
    let (it, _) = read_text(text);
    let variables = it.environment.value().unwrap();
    assert_eq!(known(&variables[0].value, text).0.as_ref(), "{\"eu\": \"euc1\"}");
    assert!(variables[1].value.is_opaque());
}

#[test]
fn merges_aliases_and_shelves() {
    let text = "x-queue: &queue\n  worker_type: A10\n  min_worker_count: 1\ndeployment:\n  configuration:\n    name: &name orders\n    description: *name\n    deployment_type: HYBRID\n    cluster_name: c\n  worker_queues:\n    - name: default\n      <<: *queue\n    - <<: *queue\n      name: heavy\n      worker_type: A40\n";
    let (it, shapes) = read_text(text);
    assert_eq!(shapes, []);
    let queues = it.queues.value().unwrap();
    assert_eq!(known(&queues[0].worker_type, text).0.as_ref(), "A10");
    assert_eq!(known(&queues[1].worker_type, text).0.as_ref(), "A40");
    assert_eq!(known(&queues[1].min_workers, text), (1, "1"));
    let description = it.description.as_known().unwrap();
    assert_eq!(cut(description.place, text), "*name");
    assert_eq!(cut(description.literal, text), "orders");
}

#[test]
fn duplicates_and_spellings() {
    let text = "deployment:\n  configuration:\n    name: one\n    name: two\n    Executor: CELERY\n    executor: ASTRO\n    region: a\n";
    let (it, _) = read_text(text);
    assert_eq!(known(&it.name, text).0.as_ref(), "two");
    assert!(it.executor.is_opaque(), "which of two spellings counts is not for us to say");
    expect(text, &[("name", "again, first name"), ("executor", "again, first Executor")]);
}

#[test]
fn misplaced_keys_are_opaque_where_they_belong() {
    let text = "deployment:\n  executor: CELERY\n  configuration:\n    name: a\n    hibernation_schedules:\n      - enabled: true\n    worker_concurrency: 5\nworker_queues: []\nmetadata: {}\n";
    let (it, _) = read_text(text);
    assert!(it.executor.is_opaque() && it.hibernation.is_opaque() && it.queues.is_opaque());
    expect(
        text,
        &[
            ("executor", "in deployment, belongs to deployment.configuration"),
            ("hibernation_schedules", "in deployment.configuration, belongs to deployment"),
            ("worker_concurrency", "in deployment.configuration, belongs to deployment.worker_queues[]"),
            ("worker_queues", "in the top level of the file, belongs to deployment"),
            ("metadata", "in the top level of the file, belongs to deployment"),
        ],
    );
}

#[test]
fn types_that_the_decoder_refuses_or_rewrites() {
    let text = "deployment:\n  environment_variables:\n    - key: 007\n      value: no\n      is_secret: \"true\"\n  configuration:\n    name: [a]\n    scheduler_au: \"5\"\n    scheduler_count: 1.5\n    is_high_availability: 1\n    runtime_version: 12.10\n  worker_queues:\n    default: {}\n  alert_emails: me@acme.example\n  metadata:\n    created_at: 2024-02-09 20:38:11\n    updated_at: 2024-02-09T20:38:11.749Z\n";
    expect(
        text,
        &[
            ("007", "environment_variables[].key becomes 7"),
            ("no", "environment_variables[].value becomes false"),
            (
                "\"true\"",
                "environment_variables[].is_secret wants true or false, has the text \"true\", Some(\"true\")",
            ),
            ("[a]", "configuration.name wants a text, has a list, None"),
            ("\"5\"", "configuration.scheduler_au wants a whole number, has the text \"5\", Some(\"5\")"),
            ("1.5", "configuration.scheduler_count wants a whole number, has the number 1.5, None"),
            ("1", "configuration.is_high_availability wants true or false, has the number 1, None"),
            ("12.10", "configuration.runtime_version becomes 12.1"),
            ("default: {}", "worker_queues wants a list, has a mapping, None"),
            ("me@acme.example", "alert_emails wants a list, has `me@acme.example`, None"),
            (
                "2024-02-09 20:38:11",
                "metadata.created_at wants a time such as 2026-01-31T08:00:00Z, has `2024-02-09 20:38:11`, None",
            ),
        ],
    );
    let (it, _) = read_text(text);
    assert!(it.name.is_opaque() && it.scheduler_units.is_opaque() && it.queues.is_opaque());
}

#[test]
fn missing_keys_point_at_what_is_there() {
    let text = "deployment:\n  environment_variables:\n    - key: A\n    - value: b\n  configuration:\n    name:\n    deployment_type: STANDARD\n    region: us-east-1\n  worker_queues:\n    - worker_type: A5\n";
    expect(
        text,
        &[
            ("A", "environment_variables[0].value missing"),
            ("b", "environment_variables[1].key missing"),
            ("configuration", "configuration.cloud_provider missing"),
            ("name", "configuration.name missing"),
            ("A5", "worker_queues[0].name missing"),
        ],
    );
}

#[test]
fn what_a_file_is_for() {
    let intent = |text: &str| read_text(text).0.intent;
    let update =
        "deployment:\n  configuration:\n    name: a\n  metadata:\n    deployment_id: clskxpb35000008l69kzp5psq\n";
    assert_eq!(intent(update), Intent::Update);
    let empty_metadata =
        "deployment:\n  configuration:\n    name: \"\"\n  metadata:\n    deployment_id:\n    status:\n";
    assert_eq!(intent(empty_metadata), Intent::Template);
    assert_eq!(intent("deployment:\n  configuration:\n    executor: CELERY\n"), Intent::Unknown);
}

#[test]
fn broken_lines_make_their_mapping_opaque_and_nothing_else() {
    let text = "deployment:\n  configuration:\n    name: orders\n    exec\n    deployment_type: STANDARD\n  worker_queues:\n    - name: default\n      worker_type: A5\n";
    let (it, shapes) = read_text(text);
    assert_eq!(known(&it.name, text).0.as_ref(), "orders");
    assert_eq!(it.kind().map(|kind| kind.name()), Some("STANDARD"));
    assert!(it.executor.is_opaque() && it.region.is_opaque(), "the half-typed line may become either");
    assert_eq!(it.queue_names(), Some(vec!["default"]));
    assert_eq!(shapes.len(), 1);
    assert!(matches!(shapes[0].kind, ShapeKind::Syntax { .. }));
}

#[test]
fn a_broken_line_in_a_list_leaves_the_list_open() {
    let text = "deployment:\n  configuration:\n    name: orders\n  worker_queues:\n    - name: default\n      worker_type: A5\n    - name: \"heavy\n      worker_type: A40\n    - name: io\n      worker_type: A5\n";
    let (it, shapes) = read_text(text);
    assert_eq!(shapes.iter().filter(|shape| matches!(shape.kind, ShapeKind::Syntax { .. })).count(), 1);
    let names: Vec<_> = it.queues.value().unwrap().iter().map(|queue| queue.name.value().map(|name| &**name)).collect();
    assert!(names.contains(&Some("default")) && names.contains(&Some("io")), "{names:?}");
}

#[test]
fn templates_have_no_syntax_errors() {
    let text = "deployment:\n  configuration:\n    name: orders\n{% if prod %}\n    is_high_availability: true\n{% endif %}\n    executor: CELERY\n";
    let (_, shapes) = read_text(text);
    assert!(!shapes.iter().any(|shape| matches!(shape.kind, ShapeKind::Syntax { .. })), "{shapes:?}");
}

#[test]
fn other_files_with_a_key_deployment() {
    for text in [
        "apiVersion: apps/v1\nkind: Deployment\ndeployment:\n  configuration:\n    name: x\n",
        "deployment:\n  replicas: 2\n  configuration:\n    name: x\n",
        "deployment:\n  image: acme/api:1\n  environment_variables:\n    - key: A\n      value: b\n",
        "deployment:\n  configuration:\n    log_level: info\n",
        "deployment: production\n",
        "deployment:\n  name: x\n  region: eu\n",
        "- deployment:\n    configuration:\n      name: x\n",
        "executor: CeleryExecutor\nworkers:\n  replicas: 2\n",
        "",
    ] {
        assert!(!recognise(&parse(text)), "{text}");
    }
}

#[test]
fn files_without_a_configuration_are_recognised_by_what_only_they_have() {
    for text in [
        "deployment:\n  worker_queues:\n    - name: default\n",
        "deployment:\n  environment_variables:\n    - is_secret: true\n      key: A\n",
        "deployment:\n  workspace_name: data\n  runtime_version: 3.2-6\n",
        "deployment:\n  configuration:\n",
    ] {
        assert!(recognise(&parse(text)), "{text}");
    }
}

#[test]
fn aliases_of_aliases_cost_bounded_time() {
    let mut text = String::from("x-a: &a0 {name: q, worker_type: A5}\n");
    for level in 1..40 {
        let below = level - 1;
        text += &format!("x-{level}: &a{level} {{<<: [*a{below}, *a{below}, *a{below}, *a{below}]}}\n");
    }
    text += "deployment:\n  configuration:\n    name: x\n  worker_queues:\n    - *a39\n    - *a39\n";
    let (it, _) = read_text(&text);
    assert!(it.queues.value().is_some_and(|queues| queues.iter().all(|queue| queue.min_workers.is_opaque())));
}
