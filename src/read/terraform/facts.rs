//! The deployment that a resource describes.

use super::fields::Fields;
use super::scope::{Scope, Written};
use super::value::{flag, list, objects, text, whole};
use crate::model::{
    Deployment, DescribedBy, EnvironmentVariable, ExecutorName, FileId, HibernationSchedule, Place, Platform, PodSize,
    RemoteExecution, Setting, WorkerQueue,
};
use crate::syntax::hcl::{Block, Body, Kind};

/// Reads `block`, over which the bodies of override files go.
pub(super) fn deployment(scope: &Scope<'_>, file: FileId, block: &Block, over: &[(FileId, &Body)]) -> Deployment {
    let head = block.labels.iter().fold(block.kind.span, |head, label| head.cover(label.span));
    let place = Place::new(file, head);
    let bodies: Vec<(FileId, &Body)> = over.iter().copied().chain([(file, &block.body)]).collect();
    let fields = Fields::of_bodies(scope, &bodies, place);
    let name = block.labels.last().map_or("", |label| &*label.text);
    let mut it = Deployment::new(file, format!("{}.{name}", super::RESOURCE), place, Platform::Astro);
    it.described_by = DescribedBy::Terraform;
    it.configuration_key = Some(place);
    it.name = fields.setting("name", text);
    it.description = fields.setting("description", text);
    it.deployment_type = fields.setting("type", text);
    it.cloud_provider = fields.setting("cloud_provider", text);
    it.region = fields.setting("region", text);
    it.executor = fields.setting("executor", text).map(|text| ExecutorName::astro(&text));
    it.dag_deploys = fields.setting("is_dag_deploy_enabled", flag);
    it.ci_cd_enforcement = fields.setting("is_cicd_enforced", flag);
    it.scheduler_size = fields.setting("scheduler_size", text);
    it.scheduler_units = fields.setting("scheduler_au", whole);
    it.scheduler_count = fields.setting("scheduler_replicas", whole);
    it.high_availability = fields.setting("is_high_availability", flag);
    it.development_mode = fields.setting("is_development_mode", flag);
    let size = |cpu, memory| PodSize { cpu: fields.setting(cpu, text), memory: fields.setting(memory, text) };
    it.default_pod = size("default_task_pod_cpu", "default_task_pod_memory");
    it.quota = size("resource_quota_cpu", "resource_quota_memory");
    let pool = fields.setting("task_pod_node_pool_id", text);
    it.default_worker_type = pool.place().map_or(Setting::Absent, |place| Setting::opaque(place, NODE_POOL));
    it.workload_identity = fields.setting("desired_workload_identity", text);
    it.remote_execution = fields.setting("remote_execution", remote_execution);
    it.queues = fields.setting("worker_queues", |scope, written| objects(scope, written, queue));
    it.queues_key = fields.key("worker_queues");
    it.environment = fields.setting("environment_variables", |scope, written| objects(scope, written, variable));
    it.alert_emails = fields.setting("contact_emails", |scope, written| list(scope, written, text));
    it.hibernation = fields.setting("scaling_spec", hibernation);
    it.hibernation_key = fields.key("scaling_spec");
    leave_open(&mut it, &bodies);
    it
}

const NODE_POOL: &str = "a node pool, whose machines Terraform does not say";

/// The runtime of the resource is left out: it is the one that the deployment was created with, and deploys of images
/// change it.
fn remote_execution(scope: &Scope<'_>, written: Written<'_>) -> Setting<RemoteExecution> {
    let place = written.place();
    match scope.resolved(written) {
        Ok(object) if matches!(object.value.kind, Kind::Object(_)) => {
            let fields = Fields::of(scope, object);
            let block = RemoteExecution {
                enabled: fields.setting("enabled", flag),
                allowed_ip_ranges: fields
                    .setting("allowed_ip_address_ranges", |scope, written| list(scope, written, text)),
                task_log_bucket: fields.setting("task_log_bucket", text),
                task_log_url_pattern: fields.setting("task_log_url_pattern", text),
            };
            Setting::known(block, place)
        }
        Ok(object) if object.value.kind == Kind::Null => Setting::Absent,
        Ok(_) => Setting::opaque(place, "no object stands here"),
        Err(why) => Setting::opaque(place, why),
    }
}

fn queue(place: Place, fields: &Fields<'_>) -> WorkerQueue {
    let worker_type = match fields.setting("node_pool_id", text) {
        Setting::Absent => fields.setting("astro_machine", text),
        pool => {
            let machine = fields.setting("astro_machine", text);
            machine.or(pool.place().map_or(Setting::Absent, |place| Setting::opaque(place, NODE_POOL)))
        }
    };
    WorkerQueue {
        place,
        name: fields.setting("name", text),
        worker_type,
        min_workers: fields.setting("min_worker_count", whole),
        max_workers: fields.setting("max_worker_count", whole),
        concurrency: fields.setting("worker_concurrency", whole),
        ephemeral_storage: Setting::Absent,
    }
}

fn variable(place: Place, fields: &Fields<'_>) -> EnvironmentVariable {
    EnvironmentVariable {
        place,
        key: fields.setting("key", text),
        value: fields.setting("value", text),
        secret: fields.setting("is_secret", flag),
    }
}

/// `scaling_spec = { hibernation_spec = { schedules = […] } }`. An override of the schedules, which holds for a time, does
/// not change them.
fn hibernation(scope: &Scope<'_>, written: Written<'_>) -> Setting<Vec<HibernationSchedule>> {
    let schedules =
        |fields: &Fields<'_>| fields.setting("schedules", |scope, written| objects(scope, written, schedule));
    Fields::of(scope, written).setting("hibernation_spec", |scope, written| schedules(&Fields::of(scope, written)))
}

fn schedule(place: Place, fields: &Fields<'_>) -> HibernationSchedule {
    HibernationSchedule {
        place,
        hibernate_at: fields.setting("hibernate_at_cron", text),
        wake_at: fields.setting("wake_at_cron", text),
        enabled: fields.setting("is_enabled", flag),
        description: fields.setting("description", text),
    }
}

/// What `lifecycle` says to ignore counts when the deployment is created only: afterwards somebody else sets it.
fn leave_open(it: &mut Deployment, bodies: &[(FileId, &Body)]) {
    const WHY: &str = "a value that `lifecycle` says to ignore";
    for &(file, body) in bodies {
        let lifecycles = body.blocks_of("lifecycle");
        for ignored in lifecycles.filter_map(|block| block.body.attribute("ignore_changes")) {
            let place = Place::new(file, ignored.value.span);
            let ignores = |name: &str| match &ignored.value.kind {
                Kind::Reference(names) => names.first().is_some_and(|first| &**first == "all"),
                Kind::List(items) => items.iter().any(|item| match &item.kind {
                    Kind::Reference(names) => names.first().is_some_and(|first| &**first == name),
                    Kind::Text(text) => &**text == name,
                    // `worker_queues[0].max_worker_count` and the like.
                    _ => true,
                }),
                _ => true,
            };
            macro_rules! open {
                ($($name:literal => $field:expr),* $(,)?) => {
                    $(if ignores($name) && !$field.is_absent() { $field = Setting::opaque(place, WHY); })*
                };
            }
            open! {
                "executor" => it.executor,
                "worker_queues" => it.queues,
                "environment_variables" => it.environment,
                "scheduler_size" => it.scheduler_size,
                "is_high_availability" => it.high_availability,
                "is_development_mode" => it.development_mode,
                "default_task_pod_cpu" => it.default_pod.cpu,
                "default_task_pod_memory" => it.default_pod.memory,
                "resource_quota_cpu" => it.quota.cpu,
                "resource_quota_memory" => it.quota.memory,
                "scaling_spec" => it.hibernation,
                "remote_execution" => it.remote_execution,
            }
        }
    }
}
