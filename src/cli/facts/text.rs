//! Facts for people: projects, deployments, DAGs and tasks, each setting with its place.

use super::lines::Lines;
use super::rows::{Rows, amount, text, truth};
use airlint::model::{
    Dag, Deployment, ExecutorConfig, FileId, KubernetesPod, Place, Platform, PodOverride, Project, Resources, Setting,
    Task, Value, ValueKind, WorkerGroup, WorkerQueue, duration_words,
};
use airlint::workspace::Outcome;
use anstyle::Style;
use std::io::{self, Write};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

pub(super) fn write(outcome: &Outcome, lines: &mut Lines<'_>, out: &mut dyn Write) -> io::Result<()> {
    if outcome.projects.is_empty() {
        return writeln!(out, "No Airflow project here: neither a DAG nor a deployment was found.");
    }
    for (index, project) in outcome.projects.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let root = outcome.files.shown_of(&project.root);
        writeln!(out, "{BOLD}Project {root}{BOLD:#}")?;
        write_project(project, lines, out)?;
    }
    Ok(())
}

fn write_project(project: &Project, lines: &mut Lines<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut versions = Rows::default();
    versions.add("runtime", &project.versions.runtime, |runtime| runtime.text.to_string());
    versions.add("airflow", &project.versions.airflow, text);
    for (package, version) in &project.versions.packages {
        versions.add(package, version, text);
    }
    versions.write("  ", None, lines, out)?;
    if project.deployments.is_empty() {
        writeln!(out, "  no deployment known: rules that need one say nothing")?;
    }
    for deployment in &project.deployments {
        write_deployment(deployment, lines, out)?;
    }

    let mut dags: Vec<&Dag> = project.dags().collect();
    dags.sort_by_key(|dag| (lines.path(dag.place), dag.place.span().start));
    for dag in dags {
        title("DAG", dag.id.value().map_or("?", |id| id), dag.place, "", lines, out)?;
        let bound = project.bindings.get(&dag.place.file).map(|_| project.deployments_of(dag.place.file));
        let mut rows = Rows::default();
        if let Some(bound) = bound {
            let labels: Vec<&str> = bound.iter().map(|deployment| &*deployment.label).collect();
            rows.note("runs on", if labels.is_empty() { "no deployment".into() } else { labels.join(", ") });
        }
        rows.add("schedule", &dag.schedule, |value| schedule(value));
        rows.add("max_active_tasks", &dag.max_active_tasks, i64::to_string);
        rows.add("max_active_runs", &dag.max_active_runs, i64::to_string);
        rows.add("catchup", &dag.catchup, truth);
        rows.add("dagrun_timeout", &dag.dagrun_timeout, |seconds| duration_words(*seconds));
        rows.write("    ", Some(dag.place.file), lines, out)?;
        let tasks = project.tasks().filter(|task| project.dag_of(task).is_some_and(|it| std::ptr::eq(it, dag)));
        write_tasks(tasks.collect(), Some(dag.place.file), lines, out)?;
    }
    let loose: Vec<&Task> = project.tasks().filter(|task| project.dag_of(task).is_none()).collect();
    if !loose.is_empty() {
        writeln!(out, "\n  {BOLD}Tasks outside any DAG that can be seen{BOLD:#}")?;
    }
    write_tasks(loose, None, lines, out)
}

/// `  DAG train_model  dags/train.py:12`
fn title(
    kind: &str,
    name: &str,
    place: Place,
    more: &str,
    lines: &mut Lines<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let (path, line) = (lines.path(place), lines.line(place));
    writeln!(out, "\n  {BOLD}{kind} {name}{BOLD:#}{more}  {DIM}{path}:{line}{DIM:#}")
}

fn write_deployment(deployment: &Deployment, lines: &mut Lines<'_>, out: &mut dyn Write) -> io::Result<()> {
    let platform = if deployment.platform == Platform::Astro { " (Astro)" } else { "" };
    title("Deployment", &deployment.label, deployment.place, platform, lines, out)?;
    let mut rows = Rows::default();
    rows.add("name", &deployment.name, text);
    rows.add("executor", &deployment.executor, |executor| executor.text.to_string());
    rows.add("deployment type", &deployment.deployment_type, text);
    rows.add("runtime", &deployment.runtime, |runtime| runtime.text.to_string());
    rows.add("cluster", &deployment.cluster_name, text);
    rows.add("cloud provider", &deployment.cloud_provider, text);
    rows.add("region", &deployment.region, text);
    rows.add("scheduler size", &deployment.scheduler_size, text);
    rows.add("high availability", &deployment.high_availability, truth);
    rows.add("development mode", &deployment.development_mode, truth);
    rows.add("DAG deploys", &deployment.dag_deploys, truth);
    rows.add("default pod CPU", &deployment.default_pod.cpu, text);
    rows.add("default pod memory", &deployment.default_pod.memory, text);
    rows.add("CPU quota", &deployment.quota.cpu, text);
    rows.add("memory quota", &deployment.quota.memory, text);
    rows.add("default worker type", &deployment.default_worker_type, text);
    rows.add("remote execution", &deployment.remote_execution, |block| match &block.enabled {
        Setting::Known(enabled) => truth(&enabled.value),
        Setting::Absent => "off".into(),
        Setting::Opaque(_) => "?".into(),
    });
    match deployment.queues.value() {
        None => rows.add("worker queues", &deployment.queues, |_| String::new()),
        Some(queues) => {
            for queue in queues {
                rows.at(
                    &format!("queue {}", queue.name.value().map_or("?", |name| name)),
                    worker(queue, deployment.is_astro_file()),
                    queue.place,
                );
            }
        }
    }
    for workers in deployment.workers.value().into_iter().flatten() {
        rows.at(&format!("workers {}", workers.label), group(workers), workers.place);
    }
    rows.add("environment", &deployment.environment, |variables| {
        let names: Vec<&str> = variables.iter().map(|it| it.key.value().map_or("?", |key| key)).collect();
        names.join(", ")
    });
    rows.add("hibernation", &deployment.hibernation, |schedules| {
        let words = schedules.iter().map(|it| format!("{} to {}", amount(&it.hibernate_at), amount(&it.wake_at)));
        words.collect::<Vec<_>>().join("; ")
    });
    rows.write("    ", Some(deployment.place.file), lines, out)
}

/// A worker queue on one line; `has_defaults` where numbers that are not written have those of an Astro deployment file.
fn worker(queue: &WorkerQueue, has_defaults: bool) -> String {
    let mut words = vec![];
    let machine = amount(&queue.worker_type);
    if !machine.is_empty() {
        words.push(machine);
    }
    let is_written = !queue.min_workers.is_absent() || !queue.max_workers.is_absent();
    if has_defaults || is_written {
        let absent = |default| if has_defaults { default } else { "?" };
        let (least, most) = (number(&queue.min_workers, absent("0")), number(&queue.max_workers, absent("10")));
        words.push(format!("{least} to {most} workers"));
    }
    if !queue.concurrency.is_absent() {
        words.push(format!("concurrency {}", number(&queue.concurrency, "")));
    }
    words.join(", ")
}

/// A group of workers on one line.
fn group(group: &WorkerGroup) -> String {
    let mut words = vec![];
    if !group.replicas.is_absent() {
        words.push(format!("{} workers", number(&group.replicas, "")));
    }
    if !group.concurrency.is_absent() {
        words.push(format!("concurrency {}", number(&group.concurrency, "")));
    }
    if let Some(seconds) = group.grace() {
        words.push(format!("{} to end tasks", duration_words(seconds as f64)));
    }
    words.join(", ")
}

fn number(setting: &Setting<i64>, absent: &str) -> String {
    match setting {
        Setting::Absent => absent.to_string(),
        Setting::Known(known) => known.value.to_string(),
        Setting::Opaque(_) => "?".to_string(),
    }
}

/// Writes tasks; the path of one in `file` is left out.
fn write_tasks(
    mut tasks: Vec<&Task>,
    file: Option<FileId>,
    lines: &mut Lines<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    tasks.sort_by_key(|task| (lines.path(task.place), task.place.span().start));
    for task in tasks {
        let line = lines.line(task.place);
        let at = match file == Some(task.file()) {
            true => format!("line {line}"),
            false => format!("{}:{line}", lines.path(task.place)),
        };
        let id = task.id.value().map_or("?", |id| id);
        let mapped = if task.mapped { ", mapped" } else { "" };
        writeln!(out, "    {BOLD}{id}{BOLD:#}  {}{mapped}  {DIM}{at}{DIM:#}", task.operator.name())?;
        let mut rows = Rows::default();
        if let Setting::Opaque(_) = task.id {
            rows.add("task_id", &task.id, text);
        }
        rows.add("queue", &task.queue, text);
        rows.add("pool", &task.pool, text);
        rows.add("executor", &task.executor, |executor| executor.text.to_string());
        rows.add("retries", &task.retries, i64::to_string);
        rows.add("execution_timeout", &task.execution_timeout, |seconds| duration_words(*seconds));
        rows.add("deferrable", &task.deferrable, truth);
        if let Some(sensor) = &task.sensor {
            rows.add("mode", &sensor.mode, |mode| mode.name().to_string());
            rows.add("timeout", &sensor.timeout, |seconds| duration_words(*seconds));
            rows.add("poke_interval", &sensor.poke_interval, |seconds| duration_words(*seconds));
        }
        rows.add("executor_config", &task.executor_config, |config| executor_config(config));
        rows.add("resources", &task.asked_resources(), Resources::words);
        if let Some(pod) = &task.kubernetes_pod {
            write_pod(pod, &mut rows);
        }
        rows.write("      ", Some(task.place.file), lines, out)?;
    }
    Ok(())
}

fn write_pod(pod: &KubernetesPod, rows: &mut Rows) {
    rows.add("namespace", &pod.namespace, text);
    rows.add("in_cluster", &pod.in_cluster, truth);
    if pod.external_cluster {
        rows.note("cluster", "not certainly the deployment's own".into());
    }
    if pod.templated {
        rows.note("pod", "perhaps from a template or a full spec".into());
    }
}

/// The keys of an executor_config, and what its pod override is.
fn executor_config(config: &ExecutorConfig) -> String {
    let mut words = vec![];
    match &config.pod_override {
        Setting::Absent => {}
        Setting::Opaque(opaque) => words.push(format!("pod_override ? ({})", opaque.why)),
        Setting::Known(known) => words.push(match &known.value {
            PodOverride::Pod(_) => "pod_override".to_string(),
            PodOverride::NotAPod { what, .. } => format!("pod_override is {what}"),
        }),
    }
    if !config.pod_template_file.is_absent() {
        words.push("pod_template_file".to_string());
    }
    words.extend(config.other_keys.iter().map(|key| key.name.to_string()));
    words.join(", ")
}

/// A schedule: a cron text, a preset, a number of seconds.
fn schedule(value: &Value) -> String {
    match &value.kind {
        ValueKind::Null => "none".to_string(),
        ValueKind::Text(text) => text.to_string(),
        ValueKind::Int(seconds) => format!("every {}", duration_words(*seconds as f64)),
        ValueKind::Float(seconds) => format!("every {}", duration_words(*seconds)),
        ValueKind::Object(object) => object.class_name().to_string(),
        ValueKind::List(_) => "a list".to_string(),
        _ => "?".to_string(),
    }
}
