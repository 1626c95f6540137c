//! Executors by name.

/// A family of executors: what decides where a task runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Executor {
    /// Shared workers fed through a broker.
    Celery,
    /// A pod for each task.
    Kubernetes,
    /// Astronomer's agents that pull work from the API server; Airflow 3 only.
    Astro,
    /// Processes of the scheduler.
    Local,
    /// One task at a time; gone in Airflow 3.
    Sequential,
    /// Celery, or Kubernetes for one magic queue; gone in Airflow 3.
    CeleryKubernetes,
    /// Local, or Kubernetes for one magic queue; gone in Airflow 3.
    LocalKubernetes,
    /// Any other: a plugin, a cloud provider's, Edge.
    Other,
}

/// An executor as written, with the family it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExecutorName {
    /// The text as the consumer of the file receives it.
    pub text: Box<str>,
    /// The family, read without regard to case; `None` where the text names no executor that airlint knows.
    pub executor: Option<Executor>,
}

/// One entry of `[core] executor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExecutorEntry<'t> {
    /// The alias that tasks may use for it.
    pub alias: Option<&'t str>,
    /// The class name, or the dotted path to the class.
    pub target: &'t str,
}

impl<'t> ExecutorEntry<'t> {
    /// The class's name without its path.
    pub fn class(self) -> &'t str {
        self.target.rsplit('.').next().unwrap_or(self.target)
    }
}

/// Splits `team=Alias:path,Class;…`. Source: `executor_loader.py` of Airflow 2.10 to 3.3.
fn entries(text: &str) -> impl Iterator<Item = ExecutorEntry<'_>> {
    let listed = text.split(';').map(|group| group.split_once('=').map_or(group, |(_, rest)| rest));
    listed.flat_map(|group| group.split(',')).map(str::trim).filter(|entry| !entry.is_empty()).map(|entry| match entry
        .split_once(':')
    {
        Some((alias, target)) => ExecutorEntry { alias: Some(alias.trim()), target: target.trim() },
        None => ExecutorEntry { alias: None, target: entry },
    })
}

/// The family of a class name or dotted path; `None` for a bare word that is no known class.
fn family(target: &str) -> Option<Executor> {
    let class = target.rsplit('.').next().unwrap_or(target);
    let known = CLASSES.iter().find(|(name, _)| *name == class).map(|&(_, it)| it);
    known.or_else(|| target.contains('.').then_some(Executor::Other))
}

/// The six spellings that Astro maps on create, exactly as they must be written. Source: astro-cli
/// `cloud/deployment/fromfile/fromfile.go` at ed93cc5 (2026-08-13).
const ASTRO_SPELLINGS: [(&str, Executor); 6] = [
    ("CELERY", Executor::Celery),
    ("CeleryExecutor", Executor::Celery),
    ("KUBERNETES", Executor::Kubernetes),
    ("KubernetesExecutor", Executor::Kubernetes),
    ("ASTRO", Executor::Astro),
    ("AstroExecutor", Executor::Astro),
];

/// Class names of open-source Airflow. Source: `executor_constants.py` of Airflow 2.11 and 3.3.
const CLASSES: [(&str, Executor); 7] = [
    ("CeleryExecutor", Executor::Celery),
    ("KubernetesExecutor", Executor::Kubernetes),
    ("AstroExecutor", Executor::Astro),
    ("LocalExecutor", Executor::Local),
    ("SequentialExecutor", Executor::Sequential),
    ("CeleryKubernetesExecutor", Executor::CeleryKubernetes),
    ("LocalKubernetesExecutor", Executor::LocalKubernetes),
];

impl ExecutorName {
    /// An executor as an Astro deployment file names it. Only the six spellings of Astro count, in any case.
    pub fn astro(text: &str) -> Self {
        let executor = ASTRO_SPELLINGS.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|&(_, it)| it);
        Self { text: text.into(), executor }
    }

    /// An executor as `executor=` of a task or `[core] executor` names it: a class name or a dotted path to one, exact
    /// case. A path that ends in no known class is [`Executor::Other`]; a bare unknown word may be an alias and has no
    /// family. A list has the family of its first entry, which is the default executor.
    pub fn airflow(text: &str) -> Self {
        let executor = entries(text).next().and_then(|entry| family(entry.target));
        Self { text: text.into(), executor }
    }

    /// The executors that the text lists, as `[core] executor` takes them.
    pub fn entries(&self) -> impl Iterator<Item = ExecutorEntry<'_>> {
        entries(&self.text)
    }

    /// Whether an executor of the family is among those that the text lists.
    pub fn offers(&self, executor: Executor) -> bool {
        self.executor == Some(executor) || self.entries().any(|entry| family(entry.target) == Some(executor))
    }

    /// The family behind an alias of the list.
    pub fn aliased(&self, alias: &str) -> Option<Executor> {
        family(self.entries().find(|entry| entry.alias == Some(alias))?.target)
    }

    /// Whether the text is, in any case, the name of a class (`CeleryExecutor`), and not Astro's short form (`CELERY`).
    pub fn is_class_name(&self) -> bool {
        self.text.to_ascii_lowercase().ends_with("executor")
    }

    /// Another executor of Astro in the form that this one is written in.
    pub fn spelled(&self, executor: Executor) -> &'static str {
        match executor.astro_name() {
            Some(short) if !self.is_class_name() => short,
            _ => executor.class_name(),
        }
    }

    /// Whether an Astro `create` maps the text: the case must be exact there.
    pub fn is_exact_for_astro(&self) -> bool {
        ASTRO_SPELLINGS.iter().any(|(name, _)| *name == &*self.text)
    }
}

impl Executor {
    /// Astro's spelling, for the three that Astro offers.
    pub fn astro_name(self) -> Option<&'static str> {
        match self {
            Executor::Celery => Some("CELERY"),
            Executor::Kubernetes => Some("KUBERNETES"),
            Executor::Astro => Some("ASTRO"),
            _ => None,
        }
    }

    /// The class name, as Airflow users say it.
    pub fn class_name(self) -> &'static str {
        CLASSES.iter().find(|(_, it)| *it == self).map_or("another executor", |(name, _)| name)
    }

    /// Whether tasks run on workers that listen on queues, so that `queue=` chooses the worker.
    pub fn has_worker_queues(self) -> bool {
        matches!(self, Executor::Celery | Executor::Astro | Executor::CeleryKubernetes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn astro_reads_any_case_but_maps_only_the_exact_one() {
        let lower = ExecutorName::astro("kubernetesexecutor");
        assert_eq!(lower.executor, Some(Executor::Kubernetes));
        assert!(!lower.is_exact_for_astro());
        assert!(ExecutorName::astro("CELERY").is_exact_for_astro());
        assert_eq!(ExecutorName::astro("LocalExecutor").executor, None);
    }

    #[test]
    fn airflow_takes_class_names_and_paths() {
        let path = "airflow.providers.celery.executors.celery_executor.CeleryExecutor";
        assert_eq!(ExecutorName::airflow(path).executor, Some(Executor::Celery));
        assert_eq!(ExecutorName::airflow("celeryexecutor").executor, None);
        assert_eq!(ExecutorName::airflow("acme.ecs.AcmeExecutor").executor, Some(Executor::Other));
    }

    #[test]
    fn a_list_has_the_family_of_its_first_entry() {
        let list = ExecutorName::airflow("CeleryExecutor, Pods:acme.k8s.KubernetesExecutor;team1=LocalExecutor");
        assert_eq!(list.executor, Some(Executor::Celery));
        assert_eq!(list.aliased("Pods"), Some(Executor::Kubernetes));
        assert_eq!(list.aliased("CeleryExecutor"), None);
        let classes: Vec<_> = list.entries().map(ExecutorEntry::class).collect();
        assert_eq!(classes, ["CeleryExecutor", "KubernetesExecutor", "LocalExecutor"]);
    }
}
