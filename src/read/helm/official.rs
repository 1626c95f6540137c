//! Values of the official chart.

use super::environment::Environment;
use super::resources::resources;
use super::values::{Found, Values, text, whole};
use super::{names, versions};
use crate::model::{
    ConfigurationOption, DEFAULT_QUEUE, DEFAULT_QUEUE_VARIABLE, Deployment, EnvironmentVariable, ExecutorName, FileId,
    Place, Pod, Setting, WorkerGroup, WorkerKind, look_up_variable, variable_of_option,
};
use crate::read::command::{Role, Worker};
use crate::read::pod_template;
use crate::read::typed::placeholder;
use crate::syntax::yaml::{Node, Reader, Tree};

/// Seconds that the chart gives Celery workers to end their tasks. Source: `workers.terminationGracePeriodSeconds` in
/// its `values.yaml`, 600 in every version.
const GRACE: (i64, &str) = (600, "the chart");

pub(super) fn read(values: Values<'_>, deployment: &mut Deployment) {
    let variables = environment(values);
    let named = values.text("executor").map(|text| ExecutorName::airflow(&text));
    let by_variable = look_up_variable(&variables, &variable_of_option("core", "executor"));
    deployment.executor = match by_variable {
        // The chart's own value is written into airflow.cfg, over which any variable wins.
        Setting::Opaque(opaque) if !named.is_absent() => Setting::Opaque(opaque),
        Setting::Opaque(_) | Setting::Absent => named.clone(),
        Setting::Known(known) => Setting::Known(known).map(|text| ExecutorName::airflow(&text)),
    };
    deployment.environment = match variables.is_empty() {
        true => Setting::Absent,
        false => Setting::known(variables, deployment.place),
    };
    deployment.options = options(values, deployment.place);
    deployment.versions = versions::official(values);
    deployment.scheduler_grace_seconds = values.whole("scheduler.terminationGracePeriodSeconds");
    deployment.pod_template = values.setting("podTemplate", task_pod);
    let may_be_celery = named
        .value()
        .is_none_or(|name| name.text.contains("CeleryExecutor") || name.text.contains("CeleryKubernetesExecutor"));
    if may_be_celery {
        workers(values, !named.is_absent(), deployment);
    }
}

/// The pod in the text that the chart takes for the template of task pods; not known where the text has statements of a
/// template.
fn task_pod(file: FileId, node: Node<'_>) -> Setting<Pod> {
    let place = Place::new(file, node.span());
    let node = node.resolve();
    if node.scalar().is_some_and(|text| text.trim().is_empty()) && !node.is_broken() {
        return Setting::Absent;
    }
    let tree = node.embedded().filter(|tree| !tree.is_template() && tree.errors().is_empty());
    match tree.as_ref().and_then(Tree::root) {
        Some(root) if root.is_mapping() => Setting::known(pod_template::pod(file, root), place),
        _ => Setting::opaque(place, "a text that is filled in later"),
    }
}

/// The variables of every container, the weakest first.
fn environment(values: Values<'_>) -> Vec<EnvironmentVariable> {
    let mut environment = Environment::new(values);
    environment.list("env");
    environment.secrets("secret");
    environment.list("extraEnv");
    environment.elsewhere("extraEnvFrom");
    environment.finish()
}

/// What the chart writes into airflow.cfg, and the broker, which it hands over by a variable.
fn options(values: Values<'_>, place: Place) -> Setting<Vec<ConfigurationOption>> {
    let config = match values.find("config") {
        Found::Here(entry) => Some(entry.value.resolve()),
        Found::Unknown(place) => return Setting::opaque(place, "a line here could not be read"),
        Found::Nothing => None,
    };
    let mut options = sections(values, config);
    if let Some(broker) = values.entry("data.brokerUrl")
        && let Some(data) = values.entry("data")
    {
        options.push(ConfigurationOption {
            section: "celery".into(),
            section_place: values.place(data.key),
            key: "broker_url".into(),
            key_place: values.place(broker.key),
            value: text(values.file, broker.value),
        });
    }
    match options.is_empty() {
        true => Setting::Absent,
        false => Setting::known(options, place),
    }
}

/// The options of sections of airflow.cfg, as a mapping of mappings.
pub(super) fn sections(values: Values<'_>, config: Option<Node<'_>>) -> Vec<ConfigurationOption> {
    let mut options = Vec::new();
    for section in config.into_iter().flat_map(|config| config.merged(Reader::Go)) {
        let Some(name) = section.key.resolve().scalar() else { continue };
        for option in section.value.merged(Reader::Go) {
            let Some(key) = option.key.resolve().scalar() else { continue };
            let value = text(values.file, option.value);
            if value.is_absent() {
                continue;
            }
            options.push(ConfigurationOption {
                section: name.to_lowercase().into(),
                section_place: values.place(section.key),
                key: key.to_lowercase().into(),
                key_place: values.place(option.key),
                value,
            });
        }
    }
    options
}

/// The groups of Celery workers, and the queues that they serve.
fn workers(values: Values<'_>, is_main: bool, deployment: &mut Deployment) {
    let Some(section) = values.entry("workers").filter(|entry| entry.value.is_mapping()) else {
        let why = "these values do not say which workers there are";
        deployment.queues = Setting::opaque(deployment.place, why);
        return;
    };
    let workers = values.below(section.value);
    let celery = workers.mapping("celery");
    let mut layers = vec![workers];
    layers.splice(0..0, celery);
    let group = Group { values, deployment, is_main, key: values.place(section.key) };
    let mut groups = Vec::new();
    let sets = layers.iter().find_map(|layer| layer.entry("sets"));
    for item in sets.into_iter().flat_map(|sets| sets.value.resolve().items()) {
        let mut layers = layers.clone();
        layers.insert(0, values.below(item));
        groups.push(group.read(&layers, Some(item.resolve())));
    }
    let default = layers.iter().map(|layer| layer.flag("enableDefault")).find(|flag| !flag.is_absent());
    let has_default = default.as_ref().is_none_or(|flag| flag.value() != Some(&false));
    if has_default {
        groups.insert(0, group.read(&layers, None));
    }
    let names_queue = layers.iter().any(|layer| layer.entry("queue").is_some() || layer.entry("args").is_some());
    // What files below this one add to it cannot be seen: only a list of sets that is written is whole.
    let is_whole = match (is_main, sets.is_some()) {
        (true, _) => sets.is_some() || names_queue,
        (false, true) => names_queue || !has_default,
        (false, false) => false,
    };
    let key = values.place(section.key);
    deployment.queues = match is_whole {
        true => WorkerGroup::served(&groups, key),
        false => Setting::opaque(key, "other values may start more workers"),
    };
    deployment.queues_key = sets.map(|sets| values.place(sets.key)).or(Some(key));
    deployment.workers = Setting::known(groups, key);
}

/// Reads one group of workers.
struct Group<'a, 't> {
    values: Values<'t>,
    deployment: &'a Deployment,
    /// Whether these values name the executor: else what is absent may be said by others.
    is_main: bool,
    /// The key of the section.
    key: Place,
}

impl<'t> Group<'_, 't> {
    /// A set, or the default workers; `layers` are the mappings that describe it, the one that wins first.
    fn read(&self, layers: &[Values<'t>], set: Option<Node<'t>>) -> WorkerGroup {
        let values = self.values;
        let name = set.and_then(|set| set.get("name"));
        let label =
            name.and_then(|name| name.resolve().scalar()).unwrap_or(if set.is_some() { "a set" } else { "workers" });
        let own = layers.first().map_or(self.key, |layer| values.place(layer.root));
        let Worker { kind, queues, concurrency } = self.command(layers, set);
        WorkerGroup {
            place: name.or(set).map_or(self.key, |node| values.place(node)),
            kind,
            label: label.into(),
            queues,
            replicas: replicas(layers),
            concurrency,
            resources: layered(layers, "resources", |layer| resources(layer, "resources")),
            within: own,
            grace_seconds: layered(layers, GRACE_KEY, |layer| layer.setting(GRACE_KEY, whole)),
            usual_grace: self.is_main.then_some(GRACE),
            cold_stop: None,
        }
    }

    /// The options of a group's command, its own or the chart's.
    fn command(&self, layers: &[Values<'t>], set: Option<Node<'t>>) -> Worker {
        let node = |key: &str| layers.iter().find_map(|layer| layer.entry(key)).map(|entry| entry.value.resolve());
        let own = [node("command"), node("args")].into_iter().flatten().find(|node| !is_of_chart(*node));
        let place = set.map_or(self.key, |set| self.values.place(set));
        let Some(own) = own else {
            return Worker {
                kind: WorkerKind::Celery,
                queues: self.queue(layers, place),
                concurrency: Setting::Absent,
            };
        };
        match Role::of_nodes(self.values.file, node("command"), node("args")) {
            Role::Worker(worker) if worker.queues.is_absent() && worker.kind == WorkerKind::Celery => {
                Worker { queues: self.default_queue(place), ..worker }
            }
            Role::Worker(worker) => worker,
            _ => {
                let own = self.values.place(own);
                let why = "a command of its own";
                Worker {
                    kind: WorkerKind::Celery,
                    queues: Setting::opaque(own, why),
                    concurrency: Setting::opaque(own, why),
                }
            }
        }
    }

    /// The queues by the chart's command, which has `-q` where the value is not `default`.
    fn queue(&self, layers: &[Values<'t>], place: Place) -> Setting<Vec<(Box<str>, Place)>> {
        let said = layered(layers, "queue", |layer| layer.setting("queue", |_, node| names(layer, node)));
        match &said {
            Setting::Absent => self.default_queue(place),
            Setting::Known(names) if matches!(names.value.as_slice(), [(name, _)] if &**name == DEFAULT_QUEUE) => {
                match self.default_queue(names.place) {
                    Setting::Known(default) if default.value.first().map_or("", |(name, _)| name) == DEFAULT_QUEUE => {
                        said
                    }
                    other => other,
                }
            }
            _ => said,
        }
    }

    /// The queue of a worker without `-q`.
    fn default_queue(&self, place: Place) -> Setting<Vec<(Box<str>, Place)>> {
        let variables = self.deployment.environment.value().map_or(&[][..], Vec::as_slice);
        let mut options = self.deployment.options.value().into_iter().flatten();
        let option = options.rfind(|option| &*option.section == "operators" && &*option.key == "default_queue");
        let named = look_up_variable(variables, DEFAULT_QUEUE_VARIABLE);
        match named.or(option.map_or(Setting::Absent, |option| option.value.clone())) {
            Setting::Known(name) => Setting::known(vec![(name.value, name.place)], name.place),
            Setting::Absent => Setting::known(vec![(DEFAULT_QUEUE.into(), place)], place),
            Setting::Opaque(opaque) => Setting::Opaque(opaque),
        }
    }
}

const GRACE_KEY: &str = "terminationGracePeriodSeconds";

/// What the first layer says that says anything.
fn layered<'t, T>(layers: &[Values<'t>], path: &str, read: impl Fn(Values<'t>) -> Setting<T>) -> Setting<T> {
    let says = |layer: &&Values<'t>| !matches!(layer.find(path), Found::Nothing);
    layers.iter().find(says).map_or(Setting::Absent, |layer| read(*layer))
}

/// The number of workers, where nothing scales them.
fn replicas(layers: &[Values<'_>]) -> Setting<i64> {
    for path in ["keda.enabled", "hpa.enabled"] {
        let scaled = layered(layers, path, |layer| layer.flag(path));
        if let Some(place) = scaled.place().filter(|_| scaled.value() != Some(&false)) {
            return Setting::opaque(place, "the number of workers changes with their load");
        }
    }
    layered(layers, "replicas", |layer| layer.whole("replicas"))
}

/// Whether a command is the chart's own, as in copies of all its values: a template that asks for the version.
fn is_of_chart(node: Node<'_>) -> bool {
    let is_template = |node: Node<'_>| {
        node.scalar().is_some_and(|text| placeholder(text).is_some() && text.contains("semverCompare"))
    };
    node.is_plain_null() || node.items().any(|item| is_template(item.resolve()))
}
