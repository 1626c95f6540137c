//! Telling formats apart: by name before a file is opened, by its bytes before it is parsed.

use super::terraform;
use crate::syntax::python;
use camino::Utf8Path;
use memchr::memmem;

/// The language a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Python.
    Python,
    /// YAML, and so JSON.
    Yaml,
    /// A Dockerfile.
    Dockerfile,
    /// A requirements file of pip, or what pyproject.toml and lock files say instead.
    Requirements,
    /// Airflow's own configuration, `airflow.cfg`.
    AirflowCfg,
    /// A file of environment variables.
    EnvFile,
    /// Terraform: resources, or values of variables.
    Terraform,
}

impl Language {
    /// The language of a file that airlint looks at when it finds it in a folder; `None` for all others.
    pub fn of(path: &Utf8Path) -> Option<Self> {
        let name = path.file_name()?;
        match name {
            "Dockerfile" => return Some(Language::Dockerfile),
            "requirements.txt" | "pyproject.toml" | "uv.lock" | "poetry.lock" => return Some(Language::Requirements),
            "unittests.cfg" => return Some(Language::AirflowCfg),
            _ if name == ".env" || name.starts_with(".env.") || name.starts_with(".env_") => {
                return Some(Language::EnvFile);
            }
            _ => {}
        }
        match name.rsplit_once('.')?.1 {
            "cfg" if name.starts_with("airflow") => Some(Language::AirflowCfg),
            "env" => Some(Language::EnvFile),
            "py" => Some(Language::Python),
            "tf" | "tofu" | "tfvars" => Some(Language::Terraform),
            "yaml" | "yml" | "json" => Some(Language::Yaml),
            _ => None,
        }
    }

    /// The language of a file that the user names although its name says nothing.
    pub fn guessed(path: &Utf8Path, text: &str) -> Self {
        if let Some(language) = Self::of(path) {
            return language;
        }
        let name = path.file_name().unwrap_or("");
        if name.starts_with("Dockerfile") || name.ends_with(".Dockerfile") {
            Language::Dockerfile
        } else if text.starts_with("#!") && text.lines().next().is_some_and(|line| line.contains("python"))
            || python::may_be_dag(text.as_bytes()) && text.lines().any(|line| line.starts_with("from airflow"))
        {
            Language::Python
        } else {
            Language::Yaml
        }
    }

    /// Whether a file can say something that matters, by its bytes alone. A Python file that cannot may still be a
    /// module that others import.
    pub fn may_matter(self, bytes: &[u8]) -> bool {
        match self {
            Language::Python => python::may_be_dag(bytes) || may_make_pods(bytes),
            Language::Yaml => {
                may_be_deployment(bytes)
                    || may_be_dag_yaml(bytes)
                    || may_be_compose(bytes)
                    || may_be_pod_template(bytes)
                    || may_be_airflow_settings(bytes)
                    || may_be_values(bytes)
                    || may_be_manifest(bytes)
            }
            Language::Dockerfile | Language::Requirements | Language::AirflowCfg => true,
            Language::EnvFile => memmem::find(bytes, b"AIRFLOW").is_some(),
            Language::Terraform => may_be_terraform(bytes),
        }
    }
}

/// A module that makes objects of the Kubernetes client, for others to import.
fn may_make_pods(bytes: &[u8]) -> bool {
    memmem::find(bytes, b"kubernetes").is_some() && memmem::find(bytes, b"V1").is_some()
}

/// An Astro deployment file has a `deployment` with at least one of its sections; keys match in any case, of which the
/// first letter's is the one that occurs.
fn may_be_deployment(bytes: &[u8]) -> bool {
    const SECTIONS: [&[u8]; 5] =
        [b"onfiguration", b"orker_queues", b"nvironment_variables", b"lert_emails", b"ibernation_schedules"];
    let contains = |text: &[u8]| memmem::find(bytes, text).is_some();
    (contains(b"eployment") && SECTIONS.iter().any(|section| contains(section)))
        || (contains(b"DEPLOYMENT") && contains(b"CONFIGURATION"))
}

/// A DAG file names operators, sensors or decorators, or holds defaults for files that do.
fn may_be_dag_yaml(bytes: &[u8]) -> bool {
    const SIGNS: [&[u8]; 13] = [
        b"operator",
        b"decorator",
        b"default_args",
        b"sensors",
        b"dag_args",
        b"default_task_args",
        // Other keys that tell gusty's METADATA.yml.
        b"schedule_interval",
        b"external_dependencies",
        b"_group_id",
        b"latest_only",
        b"_tasks",
        b"ignore_subfolders",
        b"wait_for_defaults",
    ];
    SIGNS.iter().any(|sign| memmem::find(bytes, sign).is_some())
}

/// A compose file with a service of Airflow.
fn may_be_compose(bytes: &[u8]) -> bool {
    const SIGNS: [&[u8]; 4] = [b"AIRFLOW__", b"airflow", b"astro-runtime", b"celery worker"];
    memmem::find(bytes, b"services").is_some() && SIGNS.iter().any(|sign| memmem::find(bytes, sign).is_some())
}

/// A manifest with Airflow in it.
fn may_be_manifest(bytes: &[u8]) -> bool {
    let has = |text: &[u8]| memmem::find(bytes, text).is_some();
    has(b"kind") && (has(b"airflow") || has(b"AIRFLOW__"))
}

/// Terraform with a deployment, or with names that a deployment in another file may use; a file of values has none of the
/// usual blocks.
fn may_be_terraform(bytes: &[u8]) -> bool {
    const NAMES: [&[u8]; 4] = [terraform::RESOURCE.as_bytes(), b"variable", b"locals", b"module"];
    const OTHERS: [&[u8]; 4] = [b"resource ", b"provider ", b"output ", b"data "];
    let has = |blocks: &[&[u8]]| blocks.iter().any(|block| memmem::find(bytes, block).is_some());
    has(&NAMES) || !has(&OTHERS)
}

/// A manifest of a pod.
fn may_be_pod_template(bytes: &[u8]) -> bool {
    ["kind", "Pod", "containers"].iter().all(|sign| memmem::find(bytes, sign.as_bytes()).is_some())
}

/// Settings of the Astro CLI name a connection, a pool or a variable; keys match in any case, of which the lower one is
/// what the CLI writes.
fn may_be_airflow_settings(bytes: &[u8]) -> bool {
    const SIGNS: [&[u8]; 3] = [b"conn_id", b"pool_name", b"variable_name"];
    memmem::find(bytes, b"airflow").is_some() && SIGNS.iter().any(|sign| memmem::find(bytes, sign).is_some())
}

/// Values of a Helm chart for Airflow, or a Chart.yaml.
fn may_be_values(bytes: &[u8]) -> bool {
    const SIGNS: [&[u8]; 6] = [b"irflow", b"Executor", b"createUserJob", b"webserver", b"dags:", b"agentToken"];
    SIGNS.iter().any(|sign| memmem::find(bytes, sign).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_name() {
        let of = |path: &str| Language::of(Utf8Path::new(path));
        assert_eq!(of("dags/train.py"), Some(Language::Python));
        assert_eq!(of("deployments/prod.yml"), Some(Language::Yaml));
        assert_eq!(of("prod.json"), Some(Language::Yaml));
        assert_eq!(of("a/Dockerfile"), Some(Language::Dockerfile));
        assert_eq!(of("Dockerfile.client"), None);
        assert_eq!(of("requirements.txt"), Some(Language::Requirements));
        assert_eq!(of("packages.txt"), None);
        assert_eq!(of("config/airflow.cfg"), Some(Language::AirflowCfg));
        assert_eq!(of("setup.cfg"), None);
        assert_eq!(of("infra/main.tf"), Some(Language::Terraform));
        assert_eq!(of("terraform.tfvars"), Some(Language::Terraform));
        for name in [".env", ".env.dist", ".env_example", ".development.env"] {
            assert_eq!(of(name), Some(Language::EnvFile), "{name}");
        }
        assert_eq!(of("notes.md"), None);
    }

    #[test]
    fn by_bytes() {
        let yaml = |text: &str| Language::Yaml.may_matter(text.as_bytes());
        assert!(yaml("deployment:\n  configuration:\n    name: prod\n"));
        assert!(yaml("Deployment:\n  Worker_queues: []\n"));
        assert!(yaml("my_dag:\n  tasks:\n    - task_id: a\n      operator: x.Y\n"));
        assert!(!yaml("kind: Deployment\nspec:\n  replicas: 3\n"));
        assert!(!yaml("services:\n  web: {}\n"));
    }

    #[test]
    fn named_files_are_read_whatever_they_are_called() {
        let guessed = |path: &str, text: &str| Language::guessed(Utf8Path::new(path), text);
        assert_eq!(guessed("prod.txt", "deployment:\n"), Language::Yaml);
        assert_eq!(guessed("train", "from airflow import DAG\n"), Language::Python);
        assert_eq!(guessed("run.tmpl", "#!/usr/bin/env python3\n"), Language::Python);
        assert_eq!(guessed("Dockerfile.dev", "FROM a\n"), Language::Dockerfile);
    }
}
