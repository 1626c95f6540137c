//! What a file is, as airlint recognised it.

/// A kind of file that airlint reads. The texts are those of `airlint lint --show-files` and of the table in the README.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileKind {
    /// An Astro deployment file.
    AstroDeployment,
    /// Terraform with an `astro_deployment`.
    Terraform,
    /// A docker compose file with Airflow in it.
    Compose,
    /// Values of a Helm chart that runs Airflow.
    HelmValues,
    /// The Chart.yaml beside them.
    HelmChart,
    /// An application of Argo CD that installs Airflow.
    ArgoCd,
    /// A release of Flux that installs Airflow.
    Flux,
    /// Manifests of Kubernetes with Airflow in them.
    Manifest,
    /// Airflow's own configuration.
    AirflowConfiguration,
    /// A file of environment variables, some of them Airflow's.
    EnvFile,
    /// A pod template.
    PodTemplate,
    /// What the Astro CLI makes in a local Airflow.
    AirflowSettings,
    /// A Dockerfile.
    Dockerfile,
    /// A requirements file of pip.
    Requirements,
    /// A Python file that may make DAGs, or pods for them.
    Python,
    /// A DAG file of dag-factory, or defaults for such files.
    DagFactory,
    /// A task of gusty, or the `METADATA.yml` of a folder of tasks.
    Gusty,
    /// A workflow of boundary-layer.
    BoundaryLayer,
    /// A DAG file of airflow-declarative.
    AirflowDeclarative,
}

/// What users are told of a kind of file.
struct Description {
    name: &'static str,
    recognised_by: &'static str,
    read: &'static str,
}

impl FileKind {
    /// All kinds, in the order of the README.
    pub const ALL: &[FileKind] = &[
        FileKind::AstroDeployment,
        FileKind::Terraform,
        FileKind::Compose,
        FileKind::HelmValues,
        FileKind::HelmChart,
        FileKind::ArgoCd,
        FileKind::Flux,
        FileKind::Manifest,
        FileKind::AirflowConfiguration,
        FileKind::EnvFile,
        FileKind::PodTemplate,
        FileKind::AirflowSettings,
        FileKind::Dockerfile,
        FileKind::Requirements,
        FileKind::Python,
        FileKind::DagFactory,
        FileKind::Gusty,
        FileKind::BoundaryLayer,
        FileKind::AirflowDeclarative,
    ];

    /// The name for users: `Astro deployment file`.
    pub fn name(self) -> &'static str {
        self.description().name
    }

    /// What tells such a file from others, as Markdown.
    pub fn recognised_by(self) -> &'static str {
        self.description().recognised_by
    }

    /// What airlint takes from it, as Markdown.
    pub fn read(self) -> &'static str {
        self.description().read
    }

    fn description(self) -> Description {
        let (name, recognised_by, read) = match self {
            FileKind::AstroDeployment => (
                "Astro deployment file",
                "`.yaml`, `.yml` or `.json` with a `deployment` that has one of its sections",
                "executor, worker queues, sizes and quotas, variables, runtime, hibernation",
            ),
            FileKind::Terraform => (
                "Terraform",
                "`.tf` or `.tofu` with an `astro_deployment` resource of the provider astronomer/astro",
                "what a deployment file says; variables, locals and `.tfvars` files of the folder followed where their values \
                 are written out",
            ),
            FileKind::Compose => (
                "compose file",
                "`services` with an image, a command or variables of Airflow",
                "executor, queues and workers, grace periods, variables; merge keys and `x-` anchors resolved",
            ),
            FileKind::HelmValues => (
                "Helm values",
                "keys of the official chart, the community's, Bitnami's or Astro's for agents; also below a key of an \
                 umbrella chart",
                "executor, workers, sets and their queues, resources, grace periods, variables, `config`, versions; what an \
                 overlay leaves out is not said",
            ),
            FileKind::HelmChart => {
                ("Chart.yaml", "`Chart.yaml` of such a chart, or with one as a dependency", "the chart's version")
            }
            FileKind::ArgoCd => (
                "Argo CD application",
                "`kind: Application` or `ApplicationSet` of argoproj.io with a chart, values or a name of Airflow",
                "values as text or object, parameters; the chart's version, also for the files of values that it names",
            ),
            FileKind::Flux => (
                "Flux release",
                "`kind: HelmRelease` with a chart, values or a name of Airflow; patches of it in a kustomization",
                "values, the chart's version",
            ),
            FileKind::Manifest => (
                "Kubernetes manifests",
                "Deployments and StatefulSets that run Airflow, ConfigMaps with its variables or an `airflow.cfg`",
                "executor, queues and workers, grace periods, resources, variables, the options of `airflow.cfg`; the \
                 manifests of a folder together",
            ),
            FileKind::AirflowConfiguration => (
                "airflow.cfg",
                "`airflow*.cfg` or `unittests.cfg` with sections of Airflow",
                "every option; variables of an env file beside it win over it",
            ),
            FileKind::EnvFile => (
                "env file",
                "`.env`, `.env.*`, `*.env` with a variable of Airflow",
                "`AIRFLOW__SECTION__KEY` variables",
            ),
            FileKind::PodTemplate => (
                "pod template",
                "YAML of one `kind: Pod` with a container `base`, with a variable of Airflow, or called a template",
                "containers and their resources; who uses it follows from options and tasks that name the file",
            ),
            FileKind::AirflowSettings => (
                "Airflow settings",
                "`airflow` with lists of connections, pools or variables, as in `airflow_settings.yaml`",
                "pools",
            ),
            FileKind::Dockerfile => {
                ("Dockerfile", "`Dockerfile`", "versions of Astro Runtime and Airflow, `ENV` of the image")
            }
            FileKind::Requirements => {
                let name = "`requirements.txt`, or else `uv.lock`, `poetry.lock` or `pyproject.toml`";
                ("requirements file", name, "versions of Airflow and of providers, constraints of Airflow's own")
            }
            FileKind::Python => (
                "Python",
                "`.py` that imports Airflow, or that makes objects of the Kubernetes client",
                "DAGs, tasks, `default_args`, pod overrides; constants and imports of the project followed",
            ),
            FileKind::DagFactory => (
                "dag-factory",
                "YAML with DAGs whose tasks have an `operator` or `decorator`; `defaults.yml`",
                "DAGs and tasks, with the defaults of the folders above",
            ),
            FileKind::Gusty => (
                "gusty",
                "YAML with the path of a class as its `operator`; `METADATA.yml` with keys of gusty",
                "the task, with the `default_args` of the folders around it",
            ),
            FileKind::BoundaryLayer => (
                "boundary-layer",
                "YAML with a `name`, `dag_args` or `default_task_args`, and operators with a `type`",
                "DAG and tasks, with `default_task_args`",
            ),
            FileKind::AirflowDeclarative => (
                "airflow-declarative",
                "YAML with `dags` that have `operators`, `sensors` or templates of them",
                "DAGs and tasks, with `defaults` and `default_args`",
            ),
        };
        Description { name, recognised_by, read }
    }
}
