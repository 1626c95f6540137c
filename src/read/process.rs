//! What runs the parts of Airflow: a service of Compose, a workload of Kubernetes.

use super::command::{Role, Worker};
use super::image::Told;
use crate::model::{
    ColdStop, DEFAULT_QUEUE, DEFAULT_QUEUE_VARIABLE, Deployment, EnvironmentVariable, ExecutorName, Known, Place,
    Resources, Setting, WorkerGroup, WorkerKind, look_up_variable,
};

/// The variable that chooses the executor.
pub(super) const EXECUTOR_VARIABLE: &str = "AIRFLOW__CORE__EXECUTOR";

/// One or more containers that are started alike.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Process {
    pub(super) name: Box<str>,
    /// Where its name is written.
    pub(super) place: Place,
    /// Where its resources would be written.
    pub(super) within: Place,
    pub(super) image: Setting<Box<str>>,
    /// Its variables, those that win last.
    pub(super) environment: Vec<EnvironmentVariable>,
    /// Where variables come from another file, or from something unknown.
    pub(super) elsewhere: Option<Place>,
    pub(super) role: Role,
    pub(super) grace_seconds: Setting<i64>,
    pub(super) replicas: Setting<i64>,
    pub(super) resources: Setting<Resources>,
    /// Whether the file says what runs: an image, or how to build one. An overlay of another file may not.
    pub(super) is_complete: bool,
    /// Where a stop signal certainly reaches all its processes at once.
    pub(super) cold_stop: Option<ColdStop>,
}

/// What is the same for all processes of one format.
pub(super) struct Format {
    /// Seconds that a process is given to end where nothing says so, and whose default that is.
    pub(super) usual_grace: (i64, &'static str),
    /// Why the workers may not be all there are, where not.
    pub(super) others: Option<&'static str>,
}

impl Process {
    /// Whether Airflow runs in it.
    pub(super) fn is_airflow(&self) -> bool {
        let configured = self.environment.iter().any(|it| it.key.value().is_some_and(|it| it.starts_with("AIRFLOW__")));
        let told = self.image.value().is_some_and(|image| Told::by(image, self.place).is_airflow);
        let named = self.image.value().is_some_and(|image| image.contains("airflow"));
        configured || told || (named && !matches!(self.role, Role::Unknown))
    }

    /// What it sets a variable to; opaque where it may come from elsewhere.
    pub(super) fn variable(&self, name: &str) -> Setting<Box<str>> {
        match (look_up_variable(&self.environment, name), self.elsewhere) {
            (Setting::Absent, Some(place)) => Setting::opaque(place, "variables that come from elsewhere"),
            (said, _) => said,
        }
    }

    /// The group of workers that it is, where it is one.
    fn group(&self, format: &Format) -> Option<WorkerGroup> {
        let Role::Worker(Worker { kind, queues, concurrency }) = &self.role else { return None };
        let queues = match queues {
            Setting::Absent if *kind == WorkerKind::Celery => self.default_queue(),
            said => said.clone(),
        };
        Some(WorkerGroup {
            place: self.place,
            kind: *kind,
            label: self.name.clone(),
            queues,
            replicas: self.replicas.clone(),
            concurrency: concurrency.clone(),
            resources: self.resources.clone(),
            within: self.within,
            grace_seconds: self.grace_seconds.clone(),
            usual_grace: self.is_complete.then_some(format.usual_grace),
            cold_stop: self.cold_stop.filter(|_| *kind == WorkerKind::Celery),
        })
    }

    /// The queue that a worker without `-q` listens on: Airflow's default queue.
    fn default_queue(&self) -> Setting<Vec<(Box<str>, Place)>> {
        match self.variable(DEFAULT_QUEUE_VARIABLE) {
            Setting::Known(Known { value, place, .. }) => Setting::known(vec![(value, place)], place),
            Setting::Absent => Setting::known(vec![(DEFAULT_QUEUE.into(), self.place)], self.place),
            Setting::Opaque(opaque) => Setting::Opaque(opaque),
        }
    }
}

/// Writes into `deployment` what its processes say together.
pub(super) fn describe(deployment: &mut Deployment, processes: &[Process], format: &Format) {
    let place = deployment.place;
    deployment.environment = environment(processes, place);
    deployment.executor = executor(processes);
    deployment.scheduler_grace_seconds = scheduler_grace(processes);
    if let Some(image) = processes.iter().find_map(|process| process.image.as_known()) {
        let told = Told::by(&image.value, image.place);
        deployment.versions.runtime = told.runtime;
        deployment.versions.airflow = told.airflow;
    }
    let groups: Vec<WorkerGroup> = processes.iter().filter_map(|process| process.group(format)).collect();
    if groups.is_empty() {
        return;
    }
    let others = match processes.iter().all(|process| process.is_complete) {
        true => format.others,
        false => Some("other files may add workers"),
    };
    deployment.queues = match others {
        Some(why) => Setting::opaque(place, why),
        None => WorkerGroup::served(&groups, place),
    };
    deployment.workers = Setting::known(groups, place);
}

/// The time that the scheduler is given to end, where its process says so.
fn scheduler_grace(processes: &[Process]) -> Setting<i64> {
    let mut schedulers = processes.iter().filter(|process| matches!(process.role, Role::Scheduler));
    match (schedulers.next(), schedulers.next()) {
        (Some(one), None) => one.grace_seconds.clone(),
        _ => Setting::Absent,
    }
}

/// The variables that all processes agree on. One that some set otherwise is not known, and none is where a process takes
/// them from elsewhere.
fn environment(processes: &[Process], place: Place) -> Setting<Vec<EnvironmentVariable>> {
    let mut variables: Vec<EnvironmentVariable> = Vec::new();
    for elsewhere in processes.iter().filter_map(|process| process.elsewhere) {
        let key = Setting::opaque(elsewhere, "variables that come from elsewhere");
        variables.push(EnvironmentVariable { place: elsewhere, value: Setting::Absent, key, secret: Setting::Absent });
    }
    for variable in processes.iter().flat_map(|process| &process.environment) {
        let known = variables.iter_mut().find(|it| it.key.value().is_some() && it.key.value() == variable.key.value());
        match known {
            Some(known) if known.value.value() == variable.value.value() => {}
            Some(known) => known.value = Setting::opaque(known.place, "it is set to different values"),
            None => variables.push(variable.clone()),
        }
    }
    Setting::known(variables, place)
}

/// The executor of the scheduler, or the one that every process names.
fn executor(processes: &[Process]) -> Setting<ExecutorName> {
    let schedulers = processes.iter().filter(|process| matches!(process.role, Role::Scheduler));
    let said = |process: &Process| process.variable(EXECUTOR_VARIABLE);
    let mut named: Vec<Setting<Box<str>>> = schedulers.map(said).collect();
    if named.is_empty() {
        named = processes.iter().map(said).filter(|it| !it.is_absent()).collect();
    }
    let Some(first) = named.first().cloned() else { return Setting::Absent };
    if named.iter().any(|other| other.value() != first.value()) {
        let place = first.place().or_else(|| named.iter().find_map(Setting::place)).unwrap_or_default();
        return Setting::opaque(place, "different executors are named");
    }
    first.map(|text| ExecutorName::airflow(&text))
}
