//! A deployment: where DAGs run.

use super::{
    ASTRO_GRACE_SECONDS, Chart, ConfigurationOption, Executor, ExecutorName, FileId, Limits, Place, Pod,
    RuntimeVersion, Setting, Task, Versions, WorkerGroup,
};

/// Who runs the deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Platform {
    /// Astronomer's Astro.
    Astro,
    /// Anything else, or not said.
    OpenSource,
}

/// What describes a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DescribedBy {
    /// A deployment file: what is not in it is not said.
    File,
    /// airlint's configuration, which says only what matters to airlint.
    Configuration,
    /// An `astro_deployment` of Terraform.
    Terraform,
    /// Values of a Helm chart, on their own or inside a GitOps file; often an overlay of other values.
    Values,
    /// A compose file.
    Compose,
    /// `airflow.cfg`, with the variables of an env file beside it.
    AirflowConfiguration,
    /// Manifests of Kubernetes.
    Manifest,
}

/// What an Astro deployment file is written for. The CLI's checks and the meaning of omitted keys differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Intent {
    /// Not knowable: treated as meant for `create`.
    Unknown,
    /// Exported by `inspect` (it carries metadata): meant for `update`.
    Update,
    /// A template: the name is left empty on purpose.
    Template,
}

/// Astro's deployment types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeploymentType {
    /// Hosted, shared cluster.
    Standard,
    /// Hosted, own cluster.
    Dedicated,
    /// In the customer's cloud.
    Hybrid,
}

impl DeploymentType {
    /// The type that the CLI reads from a text, in any case. Source: astro-cli fromfile.go `transformDeploymentType`.
    pub fn named(text: &str) -> Option<Self> {
        Some(match text.to_ascii_uppercase().as_str() {
            "STANDARD" | "HOSTED_SHARED" | "HOSTED_STANDARD" => DeploymentType::Standard,
            "DEDICATED" | "HOSTED_DEDICATED" => DeploymentType::Dedicated,
            "HYBRID" => DeploymentType::Hybrid,
            _ => return None,
        })
    }

    /// Whether Astronomer runs the cluster.
    pub fn is_hosted(self) -> bool {
        self != DeploymentType::Hybrid
    }

    /// The current spelling.
    pub fn name(self) -> &'static str {
        match self {
            DeploymentType::Standard => "STANDARD",
            DeploymentType::Dedicated => "DEDICATED",
            DeploymentType::Hybrid => "HYBRID",
        }
    }
}

/// A deployment as one file, or airlint's configuration, describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Deployment {
    /// The file that describes it: the deployment file, or airlint.toml.
    pub file: FileId,
    /// Its name in messages: the file's name (`prod.yaml`), or the name that the configuration gives.
    pub label: Box<str>,
    /// Where to point at when something is missing: the key of the `configuration` section, or the table's header.
    pub place: Place,
    /// The key of the `configuration` section, where there is one.
    pub configuration_key: Option<Place>,
    /// Who runs it.
    pub platform: Platform,
    /// What describes it.
    pub described_by: DescribedBy,
    /// What the file is written for.
    pub intent: Intent,
    /// Figures of the account.
    pub limits: Limits,

    /// The deployment's own name.
    pub name: Setting<Box<str>>,
    /// The deployment type's text as written; [`Deployment::kind`] gives its meaning.
    pub deployment_type: Setting<Box<str>>,
    /// The executor.
    pub executor: Setting<ExecutorName>,
    /// The runtime version of the file (not of the Dockerfile: see `Project::versions`).
    pub runtime: Setting<RuntimeVersion>,
    /// The workspace it belongs to.
    pub workspace_name: Setting<Box<str>>,
    /// Cluster name.
    pub cluster_name: Setting<Box<str>>,
    /// Cloud provider.
    pub cloud_provider: Setting<Box<str>>,
    /// Region.
    pub region: Setting<Box<str>>,
    /// Description.
    pub description: Setting<Box<str>>,
    /// Scheduler size.
    pub scheduler_size: Setting<Box<str>>,
    /// Hybrid: size of a scheduler in Astro units.
    pub scheduler_units: Setting<i64>,
    /// Hybrid: number of schedulers.
    pub scheduler_count: Setting<i64>,
    /// Two schedulers.
    pub high_availability: Setting<bool>,
    /// Development mode, which allows hibernation.
    pub development_mode: Setting<bool>,
    /// DAG-only deploys.
    pub dag_deploys: Setting<bool>,
    /// Deploys only through CI/CD.
    pub ci_cd_enforcement: Setting<bool>,
    /// The pod that a task gets where it asks for nothing.
    pub default_pod: PodSize,
    /// What all pods together may use.
    pub quota: PodSize,
    /// Hybrid with the Kubernetes executor: the node type of task pods.
    pub default_worker_type: Setting<Box<str>>,
    /// The cloud identity that workloads act as.
    pub workload_identity: Setting<Box<str>>,
    /// Agents outside the platform.
    pub remote_execution: Setting<RemoteExecution>,
    /// The worker queues.
    pub queues: Setting<Vec<WorkerQueue>>,
    /// The key of the list of worker queues: the place to point at for the list as a whole.
    pub queues_key: Option<Place>,
    /// Environment variables.
    pub environment: Setting<Vec<EnvironmentVariable>>,
    /// Options of Airflow's configuration that are set in a file, not by a variable.
    pub options: Setting<Vec<ConfigurationOption>>,
    /// Groups of Celery workers. Their queues are in `queues` as well.
    pub workers: Setting<Vec<WorkerGroup>>,
    /// Seconds that the scheduler, which runs the tasks of the LocalExecutor, is given to end them when it is stopped.
    pub scheduler_grace_seconds: Setting<i64>,
    /// The pod that the Kubernetes executor starts from.
    pub pod_template: Setting<Pod>,
    /// The Helm chart, where one describes it.
    pub chart: Option<Box<Chart>>,
    /// Versions that the description itself tells; the project's count where it tells none.
    pub versions: Versions,
    /// Hibernation schedules.
    pub hibernation: Setting<Vec<HibernationSchedule>>,
    /// The key of the list of hibernation schedules.
    pub hibernation_key: Option<Place>,
    /// Addresses for alerts.
    pub alert_emails: Setting<Vec<Setting<Box<str>>>>,
}

/// CPU and memory as quantity texts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PodSize {
    /// Cores.
    pub cpu: Setting<Box<str>>,
    /// Bytes.
    pub memory: Setting<Box<str>>,
}

/// The remote execution block.
#[derive(Debug, Clone, PartialEq)]
pub struct RemoteExecution {
    /// Whether agents outside run the tasks.
    pub enabled: Setting<bool>,
    /// The address ranges that agents may come from; absent means any.
    pub allowed_ip_ranges: Setting<Vec<Setting<Box<str>>>>,
    /// Where task logs are kept.
    pub task_log_bucket: Setting<Box<str>>,
    /// How a task's log is found.
    pub task_log_url_pattern: Setting<Box<str>>,
}

/// A worker queue.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkerQueue {
    /// The whole entry.
    pub place: Place,
    /// Its name.
    pub name: Setting<Box<str>>,
    /// The machine of its workers.
    pub worker_type: Setting<Box<str>>,
    /// Fewest workers; absent means 0 in an Astro deployment file.
    pub min_workers: Setting<i64>,
    /// Most workers; absent or 0 means the default of 10.
    pub max_workers: Setting<i64>,
    /// Tasks that a worker runs at once; absent or 0 means the machine's default.
    pub concurrency: Setting<i64>,
    /// Ephemeral storage of a worker.
    pub ephemeral_storage: Setting<Box<str>>,
}

/// An environment variable of a deployment or an image.
#[derive(Debug, Clone, PartialEq)]
pub struct EnvironmentVariable {
    /// The whole entry.
    pub place: Place,
    /// Its name.
    pub key: Setting<Box<str>>,
    /// Its value.
    pub value: Setting<Box<str>>,
    /// Whether the platform hides the value.
    pub secret: Setting<bool>,
}

/// When a development deployment sleeps.
#[derive(Debug, Clone, PartialEq)]
pub struct HibernationSchedule {
    /// The whole entry.
    pub place: Place,
    /// Cron text, UTC.
    pub hibernate_at: Setting<Box<str>>,
    /// Cron text, UTC.
    pub wake_at: Setting<Box<str>>,
    /// Absent means false.
    pub enabled: Setting<bool>,
    /// Free text.
    pub description: Setting<Box<str>>,
}

impl Deployment {
    /// A deployment of which nothing is known yet.
    pub fn new(file: FileId, label: impl Into<Box<str>>, place: Place, platform: Platform) -> Self {
        Self {
            file,
            label: label.into(),
            place,
            configuration_key: None,
            platform,
            described_by: DescribedBy::File,
            intent: Intent::Unknown,
            limits: Limits::default(),
            name: Setting::Absent,
            deployment_type: Setting::Absent,
            executor: Setting::Absent,
            runtime: Setting::Absent,
            workspace_name: Setting::Absent,
            cluster_name: Setting::Absent,
            cloud_provider: Setting::Absent,
            region: Setting::Absent,
            description: Setting::Absent,
            scheduler_size: Setting::Absent,
            scheduler_units: Setting::Absent,
            scheduler_count: Setting::Absent,
            high_availability: Setting::Absent,
            development_mode: Setting::Absent,
            dag_deploys: Setting::Absent,
            ci_cd_enforcement: Setting::Absent,
            default_pod: PodSize::default(),
            quota: PodSize::default(),
            default_worker_type: Setting::Absent,
            workload_identity: Setting::Absent,
            remote_execution: Setting::Absent,
            queues: Setting::Absent,
            queues_key: None,
            environment: Setting::Absent,
            options: Setting::Absent,
            workers: Setting::Absent,
            scheduler_grace_seconds: Setting::Absent,
            pod_template: Setting::Absent,
            chart: None,
            versions: Versions::default(),
            hibernation: Setting::Absent,
            hibernation_key: None,
            alert_emails: Setting::Absent,
        }
    }

    /// Whether an Astro deployment file describes it, which the Astro CLI checks and in which omitted keys have a meaning.
    pub fn is_astro_file(&self) -> bool {
        self.platform == Platform::Astro && self.described_by == DescribedBy::File
    }

    /// Whether an Astro deployment file or an `astro_deployment` of Terraform describes it: what is written there is what
    /// Astro is asked for.
    pub fn is_written_for_astro(&self) -> bool {
        self.is_astro_file() || self.described_by == DescribedBy::Terraform
    }

    /// The deployment type, where it is written, known and one that Astro knows.
    pub fn kind(&self) -> Option<DeploymentType> {
        DeploymentType::named(self.deployment_type.value()?)
    }

    /// The family of the default executor, where known.
    pub fn executor_family(&self) -> Option<Executor> {
        self.executor.value()?.executor
    }

    /// The family of the executor that runs a task: what its own `executor=` names, else the deployment's default. `None`
    /// also where the deployment does not have the executor that the task names.
    pub fn executor_of(&self, task: &Task) -> Option<Executor> {
        match &task.executor {
            Setting::Absent => self.executor_family(),
            Setting::Known(own) => {
                let configured = self.executor.value()?;
                let named = own.value.executor.or_else(|| configured.aliased(&own.value.text))?;
                configured.offers(named).then_some(named)
            }
            Setting::Opaque(_) => None,
        }
    }

    /// Seconds that a worker with running tasks is kept after a deploy; `None` where nothing says so.
    pub fn grace_seconds(&self) -> Option<i64> {
        self.limits.grace_seconds.or((self.platform == Platform::Astro).then_some(ASTRO_GRACE_SECONDS))
    }

    /// Whether values of a chart are an overlay of others, which alone say neither the executor nor all queues: they are
    /// no deployment that DAGs run on.
    pub fn is_overlay(&self) -> bool {
        self.described_by == DescribedBy::Values && self.executor.is_absent() && self.queues.value().is_none()
    }

    /// Whether agents outside the platform run the tasks; `None` where that cannot be known.
    pub fn is_remote(&self) -> Option<bool> {
        match &self.remote_execution {
            Setting::Absent => Some(false),
            Setting::Opaque(_) => None,
            Setting::Known(block) => match &block.value.enabled {
                Setting::Absent => Some(false),
                Setting::Known(enabled) => Some(enabled.value),
                Setting::Opaque(_) => None,
            },
        }
    }

    /// Whether the hibernation schedules of a hosted deployment are certainly dropped: it is in no development mode. An
    /// update asks the existing deployment, which may well be in it.
    pub fn drops_hibernation(&self) -> bool {
        match &self.development_mode {
            Setting::Absent => self.intent != Intent::Update,
            Setting::Known(mode) => !mode.value,
            Setting::Opaque(_) => false,
        }
    }

    /// The names of all worker queues; `None` unless the list and each name in it are known.
    pub fn queue_names(&self) -> Option<Vec<&str>> {
        let queues = self.queues.value()?;
        queues.iter().map(|queue| queue.name.value().map(|name| &**name)).collect()
    }
}
