use super::{Offered, labels};

/// The labels in `prod.yaml`.
fn yaml(text: &str) -> Vec<String> {
    labels("prod.yaml", text)
}

const HEAD: &str =
    "deployment:\n  configuration:\n    name: prod\n    deployment_type: STANDARD\n    executor: CELERY\n";

fn queue(rest: &str) -> String {
    format!("{HEAD}  worker_queues:\n    - name: default\n      worker_type: A20\n{rest}")
}

#[test]
fn keys_that_are_not_there_in_the_order_of_the_reference() {
    let found = yaml("deployment:\n  configuration:\n    NAME: prod\n    ‸\n    executor: CELERY\n");
    assert_eq!(found[..5], ["description", "workspace_name", "deployment_type", "cluster_name", "cloud_provider"]);
    assert!(!found.contains(&"name".to_string()) && !found.contains(&"executor".to_string()));
    let found = yaml(&format!("{HEAD}  ‸\n"));
    assert_eq!(found, ["environment_variables", "worker_queues", "alert_emails"]);
    assert_eq!(yaml("deployment:\n  configuration:\n    executor: CELERY\n  metadata:\n    ‸\n"), [""; 0]);
}

#[test]
fn keys_that_the_executor_or_the_type_ignores_are_not_offered() {
    let of = |executor: &str, kind: &str| {
        let text =
            format!("deployment:\n  configuration:\n    executor: {executor}\n    deployment_type: {kind}\n    ‸\n");
        yaml(&text)
    };
    let has = |found: &[String], key: &str| found.iter().any(|it| it == key);
    let hybrid = of("KUBERNETES", "HYBRID");
    assert!(has(&hybrid, "default_worker_type") && has(&hybrid, "scheduler_au") && has(&hybrid, "cluster_name"));
    assert!(!has(&hybrid, "scheduler_size") && !has(&hybrid, "region") && !has(&hybrid, "resource_quota_cpu"));
    let celery = of("CELERY", "STANDARD");
    assert!(!has(&celery, "default_worker_type") && !has(&celery, "remote_execution") && has(&celery, "region"));
    assert!(has(&of("ASTRO", "DEDICATED"), "remote_execution"));
    // Nothing is left out where it is not known.
    let unknown = of("${EXECUTOR}", "${TYPE}");
    assert!(has(&unknown, "default_worker_type") && has(&unknown, "remote_execution"));

    let sections = |text: &str| yaml(&format!("deployment:\n  configuration:\n{text}\n  ‸\n"));
    assert!(!has(&sections("    executor: KUBERNETES"), "worker_queues"));
    assert!(!has(&sections("    executor: CELERY"), "hibernation_schedules"));
    assert!(has(&sections("    is_development_mode: true"), "hibernation_schedules"));
    let remote = "    executor: ASTRO\n    remote_execution:\n      enabled: true";
    assert!(!has(&sections(remote), "worker_queues"));
}

#[test]
fn half_a_word_and_the_text_around_it() {
    let offered = Offered::new(&[("prod.yaml", "deployment:\n  wor‸\n  configuration:\n    executor: CELERY\n")]);
    assert_eq!(
        offered.after("worker_queues"),
        "deployment:\n  worker_queues:\n    - name: default\n      worker_type: A5\n      min_worker_count: 1\n      \
         max_worker_count: 5\n      worker_concurrency: 5\n  configuration:\n    executor: CELERY\n"
    );
    let snippet = offered.item("worker_queues").template.snippet();
    assert!(snippet.starts_with("worker_queues:\n    - name: ${1:default}\n      worker_type: ${2:A5}\n"), "{snippet}");
    let key =
        |text: &str| Offered::new(&[("prod.yaml", &format!("deployment:\n  configuration:\n    name: x\n{text}"))]);
    assert!(key("    exec‸\n").after("executor").ends_with("    executor: \n"));
    assert!(key("    exec‸ CELERY\n").after("executor").ends_with("    executor: CELERY\n"));
    assert!(key("    exec‸: CELERY\n").after("executor").ends_with("    executor: CELERY\n"));
    assert!(key("    \"exec‸\n").after("executor").ends_with("    \"executor\": \n"));
    assert!(key("    'exec‸'\n").after("executor").ends_with("    'executor': \n"));
    assert!(key("    remote‸\n").after("remote_execution").ends_with("    remote_execution:\n      \n"));
}

#[test]
fn enumerations_with_what_they_mean() {
    let configuration = |text: &str| format!("deployment:\n  configuration:\n    name: x\n{text}");
    let offered = Offered::new(&[("prod.yaml", &configuration("    executor: ‸\n"))]);
    assert_eq!(offered.labels(), ["CELERY", "KUBERNETES", "ASTRO"]);
    assert!(offered.item("KUBERNETES").documentation.starts_with("Each task runs in a pod"));
    assert!(offered.after("ASTRO").ends_with("    executor: ASTRO\n"));
    let of = |text: &str| yaml(&configuration(text));
    assert_eq!(of("    executor: Cel‸\n"), ["CeleryExecutor", "KubernetesExecutor", "AstroExecutor"]);
    assert_eq!(of("    executor: ‸\n    runtime_version: 12.5.0\n"), ["CELERY", "KUBERNETES"]);
    assert_eq!(of("    deployment_type: HYBRID\n    executor: ‸\n"), ["CELERY", "KUBERNETES"]);
    assert_eq!(of("    deployment_type: ‸\n"), ["STANDARD", "DEDICATED", "HYBRID"]);
    assert_eq!(of("    deployment_type: HOST‸\n").len(), 6);
    assert_eq!(of("    scheduler_size: ‸\n"), ["SMALL", "MEDIUM", "LARGE", "EXTRA_LARGE"]);
    assert_eq!(of("    is_development_mode: ‸\n"), ["true", "false"]);
    assert_eq!(of("    cloud_provider: GCP\n    region: ‸\n"), ["europe-west4", "us-central1", "us-east4"]);
    assert!(of("    region: ‸\n").len() > 9);
    assert_eq!(of("    name: ‸\n"), [""; 0]);
}

#[test]
fn executors_in_the_spelling_of_the_other_files() {
    let dev = ("dev.yaml", "deployment:\n  configuration:\n    name: dev\n    executor: CeleryExecutor\n");
    let prod = ("prod.yaml", "deployment:\n  configuration:\n    name: prod\n    executor: ‸\n");
    assert_eq!(Offered::new(&[dev, prod]).labels()[0], "CeleryExecutor");
}

#[test]
fn worker_types_with_their_size() {
    let offered =
        Offered::new(&[("prod.yaml", &format!("{HEAD}  worker_queues:\n    - name: default\n      worker_type: ‸\n"))]);
    assert_eq!(offered.labels(), ["A5", "A10", "A20", "A40", "A60", "A120", "A160"]);
    assert_eq!(offered.item("A20").detail, "4 vCPU, 8 GiB, 20 tasks at once");
    let offered = Offered::new(&[("prod.yaml", &queue("      worker_concurrency: ‸\n"))]);
    assert_eq!(offered.labels(), ["20", "60"]);
    assert_eq!(offered.item("20").detail, "default of A20: 5 for each CPU");
    let hybrid = "deployment:\n  configuration:\n    deployment_type: HYBRID\n  worker_queues:\n    - name: default\n      \
                  worker_type: m5.xlarge\n    - name: ml\n      worker_type: ‸\n";
    assert_eq!(yaml(hybrid), ["m5.xlarge"]);
}

#[test]
fn queues_that_tasks_ask_for() {
    let dag = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nwith DAG('d'):\n    \
               BashOperator(task_id='a', bash_command='', queue='ml')\n";
    let text = queue("    - name: ‸\n      worker_type: A5\n");
    let offered = Offered::new(&[("prod.yaml", &text), ("dags/d.py", dag)]);
    assert_eq!(offered.labels(), ["ml"]);
    assert_eq!(offered.item("ml").detail, "named by 1 task");
    let offered = Offered::new(&[("prod.yaml", &queue("    ‸\n")), ("dags/d.py", dag)]);
    assert!(offered.after("a worker queue").ends_with(
        "    - name: ml\n      worker_type: A20\n      min_worker_count: 1\n      max_worker_count: 5\n      \
         worker_concurrency: 20\n"
    ));
}

#[test]
fn items_behind_dashes() {
    let found = yaml(&queue("    - ‸\n"));
    assert_eq!(found[..3], ["a worker queue", "name", "worker_type"]);
    let found = yaml(&queue("    - ‸\n      worker_type: A5\n"));
    assert!(!found.contains(&"worker_type".to_string()));
    let found = yaml(&queue("      ‸\n"));
    assert_eq!(found, ["min_worker_count", "max_worker_count", "worker_concurrency", "pod_ephemeral_storage"]);
    let offered = Offered::new(&[("prod.yaml", &queue("    -‸\n"))]);
    assert!(offered.after("name").ends_with("    - name: \n"));
    let text = format!("{HEAD}  worker_queues:\n    ‸\n");
    let offered = Offered::new(&[("prod.yaml", &text)]);
    assert_eq!(offered.labels(), ["a worker queue"]);
    assert!(offered.after("a worker queue").contains("  worker_queues:\n    - name: default\n      worker_type: A5\n"));
}

#[test]
fn hibernation() {
    let text = "deployment:\n  configuration:\n    is_development_mode: true\n  hibern‸\n";
    let after = Offered::new(&[("dev.yaml", text)]).after("hibernation_schedules");
    assert!(
        after.ends_with("    - hibernate_at: \"0 18 * * 1-5\"\n      wake_at: \"0 6 * * 1-5\"\n      enabled: true\n"),
        "{after}"
    );
    let text = "deployment:\n  configuration:\n    name: x\n  hibernation_schedules:\n    - hibernate_at: ‸\n";
    assert!(Offered::new(&[("dev.yaml", text)]).after("0 18 * * 1-5").ends_with("hibernate_at: \"0 18 * * 1-5\"\n"));
}

#[test]
fn environment_variables() {
    let text = format!("{HEAD}  environment_variables:\n    - key: AIR‸\n");
    let found = yaml(&text);
    assert!(found.contains(&"AIRFLOW__CELERY__TASK_ACKS_LATE".to_string()));
    assert!(!found.iter().any(|name| name.contains("KUBERNETES")), "ignored on CELERY");
    assert!(!found.contains(&"AIRFLOW__CELERY__WORKER_CONCURRENCY".to_string()), "reserved");
    let kubernetes = yaml(&text.replace("CELERY", "KUBERNETES"));
    assert!(kubernetes.contains(&"AIRFLOW__KUBERNETES_EXECUTOR__DELETE_WORKER_PODS".to_string()));
    assert!(!kubernetes.iter().any(|name| name.contains("CELERY") || name.contains("DEFAULT_QUEUE")));
    let text = queue("  environment_variables:\n    - key: AIRFLOW__OPERATORS__DEFAULT_QUEUE\n      value: ‸\n");
    assert_eq!(yaml(&text), ["default"]);
}

#[test]
fn whole_files() {
    for text in ["‸", "dep‸", "# a deployment\n\n‸\n", "---\n‸\n"] {
        let offered =
            Offered::new(&[("prod.yaml", text), ("Dockerfile", "FROM astrocrpublic.azurecr.io/runtime:3.2-6\n")]);
        assert_eq!(offered.labels(), ["deployment", "deployment: a whole file"], "{text}");
        let after = offered.after("deployment: a whole file");
        assert!(after.contains("deployment:\n  configuration:\n    name: orders-dev\n"), "{after}");
        assert!(after.contains("    runtime_version: \"3.2-6\"\n    executor: CELERY\n"), "{after}");
    }
    let offered = Offered::new(&[("prod.json", "‸"), ("Dockerfile", "FROM astrocrpublic.azurecr.io/runtime:3.2-6\n")]);
    assert!(
        offered
            .after("deployment: a whole file")
            .starts_with("{\"deployment\": {\"configuration\": {\"name\": \"orders-dev\"")
    );
}

#[test]
fn json_and_brackets() {
    let json = |text: &str| Offered::new(&[("prod.json", text)]);
    let offered = json("{\"deployment\": {\"configuration\": {\"name\": \"x\", \"executor\": \"CELERY\"}, ‸}}");
    assert!(offered.after("alert_emails").ends_with(", \"alert_emails\": []}}"), "{}", offered.after("alert_emails"));
    let offered = json("{\"deployment\": {\n  \"configuration\": {\"name\": \"x\"}\n  \"wor‸\n}}");
    assert!(offered.after("worker_queues").contains(
        "{\"name\": \"x\"},\n  \"worker_queues\": [{\"name\": \"default\", \"worker_type\": \"A5\", \"min_worker_count\": 1, "
    ));
    let offered = json("{\"deployment\": {\"configuration\": {\"executor‸\": \"\", \"name\": \"x\"}}}");
    assert!(offered.after("executor").contains("{\"executor\": \"\", \"name\""));
    let offered = json("{\"deployment\": {\"configuration\": {\"name\": \"x\", \"executor\": ‸}}}");
    assert!(offered.after("CELERY").contains("\"executor\": \"CELERY\"}"));
    let offered = json("{\"deployment\": {\"configuration\": {\"name\": \"x\", \"executor\": \"‸}}}");
    assert!(offered.after("CELERY").contains("\"executor\": \"CELERY\"}"));
    let offered = json("{\"deployment\": {\"configuration\": {‸ \"name\": \"x\"}}}");
    assert!(offered.after("is_development_mode").contains("{\"is_development_mode\": false, \"name\""));
    let flow = format!("{HEAD}  worker_queues: [{{name: default, wor‸}}]\n");
    let offered = Offered::new(&[("prod.yaml", &flow)]);
    assert_eq!(offered.labels()[0], "worker_type");
    assert!(offered.after("worker_type").contains("{name: default, worker_type: }"));
    let flow = format!("{HEAD}  worker_queues: [‸]\n");
    let offered = Offered::new(&[("prod.yaml", &flow)]);
    assert!(offered.after("a worker queue").contains("[{name: default, worker_type: A5, "));
}

#[test]
fn nothing_in_prose_and_elsewhere() {
    for text in [
        "deployment:\n  # wor‸\n  configuration:\n    executor: CELERY\n",
        "deployment:\n  configuration:\n    executor: CELERY # wor‸\n",
        "deployment:\n  configuration:\n    description: |\n      wor‸\n    executor: CELERY\n",
        "deployment:\n  configuration:\n    executor: CELERY ‸\n",
        "deployment:\n  configuration:\n    executor: CELERY\n   ‸\n",
        "deployment:\n  replicas: 3\n  ‸\n",
    ] {
        assert_eq!(yaml(text), [""; 0], "{text}");
    }
}

#[test]
fn line_ends_tabs_and_wide_letters() {
    let text = "deployment:\r\n  wor‸\r\n  configuration:\r\n    executor: CELERY\r\n";
    let after = Offered::new(&[("prod.yaml", text)]).after("worker_queues");
    assert!(
        after.starts_with("deployment:\r\n  worker_queues:\r\n    - name: default\r\n      worker_type: A5\r\n"),
        "{after:?}"
    );
    let text = "deployment:\n  configuration: {name: \"🎉é\", exec‸}\n";
    assert!(Offered::new(&[("prod.yaml", text)]).after("executor").contains("{name: \"🎉é\", executor: }"));
    let text = "deployment:\n  configuration:\n    name: x\n    executor:\t‸\n";
    assert_eq!(yaml(text), ["CELERY", "KUBERNETES", "ASTRO"]);
}
