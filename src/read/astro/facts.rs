//! The deployment that a file describes.

use crate::model::{
    Deployment, EnvironmentVariable, ExecutorName, HibernationSchedule, Intent, Known, Origin, Place, Platform,
    PodSize, RemoteExecution, RuntimeVersion, Setting, WorkerQueue,
};
use crate::read::typed::placeholder;
use crate::syntax::yaml::{Kind, Node};

use super::fields::{Fields, Found, Source, is_template};
use super::scalar::Scalar;

/// A line of a list could not be read: what it said is unknown.
const BROKEN: &str = "a line here could not be read";
const MISPLACED: &str = "it stands where the Astro CLI does not look for it";

/// The three mappings that a deployment's keys can stand in.
pub(super) struct Sections<'t> {
    pub(super) root: Fields<'t>,
    pub(super) deployment: Fields<'t>,
    pub(super) configuration: Fields<'t>,
    /// The key `configuration`, or else `deployment`.
    pub(super) place: Place,
}

/// Reads the sections of a file whose root is `root`.
pub(super) fn sections<'t>(source: &Source, root: Node<'t>) -> Sections<'t> {
    let root_fields = source.fields(root);
    let deployment_entry = root_fields.written("deployment");
    let deployment = source.fields(deployment_entry.map_or(root, |field| field.value));
    let instead = deployment_entry.map_or(source.place(root), |field| source.place(field.key));
    let (configuration, place) = match deployment.find(source.file, "configuration") {
        Found::Entry(field) => (source.fields(field.value), source.place(field.key)),
        Found::Opaque(place, why) => (Fields::none(Some((place, why))), instead),
        Found::Absent => {
            let misplaced = root_fields.written("configuration");
            (Fields::none(misplaced.map(|field| (source.place(field.key), MISPLACED))), instead)
        }
    };
    Sections { root: root_fields, deployment, configuration, place }
}

/// Reads the deployment.
pub(super) fn deployment(source: &Source, sections: &Sections<'_>, label: &str) -> Deployment {
    let mut it = Deployment::new(source.file, label, sections.place, Platform::Astro);
    it.configuration_key = sections.deployment.written("configuration").map(|field| source.place(field.key));
    let text = |name| sections.configuration(source, name, |node| text(source, node));
    let flag = |name| sections.configuration(source, name, |node| flag(source, node));
    let whole = |name| sections.configuration(source, name, |node| whole(source, node));

    it.name = text("name");
    it.description = sections.configuration(source, "description", |node| text_or_empty(source, node));
    it.workspace_name = text("workspace_name");
    it.deployment_type = text("deployment_type");
    it.cluster_name = text("cluster_name");
    it.cloud_provider = text("cloud_provider");
    it.region = text("region");
    it.runtime = text("runtime_version").map(|version| RuntimeVersion::new(&version));
    it.executor = text("executor").map(|name| ExecutorName::astro(&name));
    it.dag_deploys = flag("dag_deploy_enabled");
    it.ci_cd_enforcement = flag("ci_cd_enforcement");
    it.scheduler_size = text("scheduler_size");
    it.high_availability = flag("is_high_availability");
    it.development_mode = flag("is_development_mode");
    it.scheduler_units = whole("scheduler_au");
    it.scheduler_count = whole("scheduler_count");
    it.default_pod = PodSize { cpu: text("default_task_pod_cpu"), memory: text("default_task_pod_memory") };
    it.quota = PodSize { cpu: text("resource_quota_cpu"), memory: text("resource_quota_memory") };
    it.default_worker_type = text("default_worker_type");
    it.workload_identity = text("workload_identity");
    it.remote_execution = sections.configuration(source, "remote_execution", |node| remote_execution(source, node));

    it.environment = sections.section(source, "environment_variables", |node| list(source, node, variable));
    it.queues = sections.section(source, "worker_queues", |node| list(source, node, queue));
    it.queues_key = sections.deployment.written("worker_queues").map(|field| source.place(field.key));
    it.hibernation_key = sections.deployment.written("hibernation_schedules").map(|field| source.place(field.key));
    it.hibernation = sections.section(source, "hibernation_schedules", |node| list(source, node, schedule));
    it.alert_emails = sections.section(source, "alert_emails", |node| list(source, node, self::text));
    it.intent = intent(source, sections);
    it
}

impl<'t> Sections<'t> {
    /// A key of `configuration`; where it stands directly under `deployment` or at the root instead, it is opaque.
    fn configuration<T>(&self, source: &Source, name: &str, read: impl FnOnce(Node<'t>) -> Setting<T>) -> Setting<T> {
        let found = self.configuration.setting(source, name, read);
        found.or_else_misplaced(source, name, [&self.deployment, &self.root])
    }

    /// A section of `deployment`; where it stands in `configuration` or at the root instead, it is opaque.
    fn section<T>(&self, source: &Source, name: &str, read: impl FnOnce(Node<'t>) -> Setting<T>) -> Setting<T> {
        let found = self.deployment.setting(source, name, read);
        found.or_else_misplaced(source, name, [&self.configuration, &self.root])
    }
}

trait Elsewhere: Sized {
    fn or_else_misplaced(self, source: &Source, name: &str, others: [&Fields<'_>; 2]) -> Self;
}

impl<T> Elsewhere for Setting<T> {
    fn or_else_misplaced(self, source: &Source, name: &str, others: [&Fields<'_>; 2]) -> Self {
        if !self.is_absent() {
            return self;
        }
        let elsewhere = others.into_iter().find_map(|fields| fields.written(name));
        elsewhere.map_or(self, |field| Setting::opaque(source.place(field.value), MISPLACED))
    }
}

/// What the file is written for. Source: astro-cli `inspect.go`: an export carries metadata, a template leaves it out
/// and empties the name.
fn intent(source: &Source, sections: &Sections<'_>) -> Intent {
    let metadata = sections.deployment.written("metadata").map(|field| source.fields(field.value));
    let filled = |name| {
        let found = metadata.as_ref().and_then(|fields| fields.written(name));
        found.is_some_and(|field| matches!(text(source, field.value), Setting::Known(_)))
    };
    if ["deployment_id", "workspace_id", "release_name", "created_at", "updated_at", "status"].into_iter().any(filled) {
        return Intent::Update;
    }
    let name = sections.configuration.written("name").filter(|_| sections.configuration.unseen().is_none());
    match name {
        Some(field) if text(source, field.value).is_absent() => Intent::Template,
        _ => Intent::Unknown,
    }
}

/// A text; the empty one counts as absent, as it does for the CLI.
pub(super) fn text(source: &Source, node: Node<'_>) -> Setting<Box<str>> {
    match text_or_empty(source, node) {
        Setting::Known(known) if known.value.is_empty() => Setting::Absent,
        setting => setting,
    }
}

/// A text that may be empty on purpose.
fn text_or_empty(source: &Source, node: Node<'_>) -> Setting<Box<str>> {
    scalar(source, node, |scalar| scalar.text().map(|text| text.into()), "no text stands here")
}

fn flag(source: &Source, node: Node<'_>) -> Setting<bool> {
    let read = |scalar: Scalar<'_>| match scalar {
        Scalar::Flag(flag) => Some(flag),
        _ => None,
    };
    scalar(source, node, read, "it is neither true nor false")
}

fn whole(source: &Source, node: Node<'_>) -> Setting<i64> {
    scalar(source, node, |scalar| scalar.whole(), "no whole number stands here")
}

/// A scalar by `read`; what that refuses is opaque because of `else_why`, like everything that is filled in later.
fn scalar<T>(
    source: &Source,
    node: Node<'_>,
    read: impl FnOnce(Scalar<'_>) -> Option<T>,
    else_why: &'static str,
) -> Setting<T> {
    let place = source.place(node);
    let Some(scalar) = Scalar::of(node) else {
        let why = match node.resolve().kind() {
            Kind::Alias => "an alias to nothing",
            _ if is_template(node) => "a template that is filled in later",
            _ => else_why,
        };
        return Setting::opaque(place, why);
    };
    let later = match scalar {
        Scalar::Null => return Setting::Absent,
        Scalar::Text(text) => placeholder(text),
        Scalar::Tagged => Some("a value with a tag of its own"),
        Scalar::Flag(_) | Scalar::Number(..) => None,
    };
    if let Some(why) = later {
        return Setting::opaque(place, why);
    }
    match read(scalar) {
        Some(value) => {
            let literal = source.place(node.resolve());
            Setting::Known(Known { value, place, literal, origin: Origin::Own })
        }
        None => Setting::opaque(place, else_why),
    }
}

/// A list by items. Where a line in it could not be read, one more item stands for it of which nothing is known.
fn list<T: FromBroken>(source: &Source, node: Node<'_>, read: impl Fn(&Source, Node<'_>) -> T) -> Setting<Vec<T>> {
    let place = source.place(node);
    if node.is_plain_null() {
        return Setting::Absent;
    }
    let target = node.resolve();
    if !node.is_sequence() {
        let why = if is_template(node) { "a template that is filled in later" } else { "no list stands here" };
        return Setting::opaque(place, why);
    }
    let mut items: Vec<T> = target.items().map(|item| read(source, item)).collect();
    if target.is_broken() {
        items.push(T::from_broken(place));
    }
    Setting::Known(Known { value: items, place, literal: source.place(target), origin: Origin::Own })
}

/// An item of a list of which nothing can be known.
trait FromBroken {
    fn from_broken(place: Place) -> Self;
}

impl<T> FromBroken for Setting<T> {
    fn from_broken(place: Place) -> Self {
        Setting::opaque(place, BROKEN)
    }
}

impl FromBroken for EnvironmentVariable {
    fn from_broken(place: Place) -> Self {
        Self {
            place,
            key: Setting::from_broken(place),
            value: Setting::from_broken(place),
            secret: Setting::from_broken(place),
        }
    }
}

impl FromBroken for WorkerQueue {
    fn from_broken(place: Place) -> Self {
        Self {
            place,
            name: Setting::from_broken(place),
            worker_type: Setting::from_broken(place),
            min_workers: Setting::from_broken(place),
            max_workers: Setting::from_broken(place),
            concurrency: Setting::from_broken(place),
            ephemeral_storage: Setting::from_broken(place),
        }
    }
}

impl FromBroken for HibernationSchedule {
    fn from_broken(place: Place) -> Self {
        Self {
            place,
            hibernate_at: Setting::from_broken(place),
            wake_at: Setting::from_broken(place),
            enabled: Setting::from_broken(place),
            description: Setting::from_broken(place),
        }
    }
}

fn variable(source: &Source, node: Node<'_>) -> EnvironmentVariable {
    let fields = source.fields(node);
    EnvironmentVariable {
        place: source.place(node),
        key: fields.setting(source, "key", |node| text(source, node)),
        value: fields.setting(source, "value", |node| variable_value(source, node)),
        secret: fields.setting(source, "is_secret", |node| flag(source, node)),
    }
}

/// The value of a variable: JSON has braces that are no placeholder.
fn variable_value(source: &Source, node: Node<'_>) -> Setting<Box<str>> {
    let is_json =
        |text: &str| text.trim_start().starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    match Scalar::of(node) {
        Some(Scalar::Text(text)) if is_json(text) => Setting::known(text.into(), source.place(node)),
        _ => text_or_empty(source, node),
    }
}

fn queue(source: &Source, node: Node<'_>) -> WorkerQueue {
    let fields = source.fields(node);
    let number = |name| fields.setting(source, name, |node| whole(source, node));
    let word = |name| fields.setting(source, name, |node| text(source, node));
    WorkerQueue {
        place: source.place(node),
        name: word("name"),
        worker_type: word("worker_type"),
        min_workers: number("min_worker_count"),
        max_workers: number("max_worker_count"),
        concurrency: number("worker_concurrency"),
        ephemeral_storage: word("pod_ephemeral_storage"),
    }
}

fn schedule(source: &Source, node: Node<'_>) -> HibernationSchedule {
    let fields = source.fields(node);
    let word = |name| fields.setting(source, name, |node| text(source, node));
    HibernationSchedule {
        place: source.place(node),
        hibernate_at: word("hibernate_at"),
        wake_at: word("wake_at"),
        enabled: fields.setting(source, "enabled", |node| flag(source, node)),
        description: word("description"),
    }
}

fn remote_execution(source: &Source, node: Node<'_>) -> Setting<RemoteExecution> {
    let place = source.place(node);
    if node.is_plain_null() {
        return Setting::Absent;
    }
    if !node.is_mapping() || is_template(node) {
        return Setting::opaque(place, "no mapping stands here");
    }
    let fields = source.fields(node);
    let block = RemoteExecution {
        enabled: fields.setting(source, "enabled", |node| flag(source, node)),
        allowed_ip_ranges: fields.setting(source, "allowed_ip_address_ranges", |node| list(source, node, text)),
        task_log_bucket: fields.setting(source, "task_log_bucket", |node| text(source, node)),
        task_log_url_pattern: fields.setting(source, "task_log_url_pattern", |node| text(source, node)),
    };
    Setting::Known(Known { value: block, place, literal: source.place(node.resolve()), origin: Origin::Own })
}
