//! The keys of the configuration, with what they mean: what the reader knows, and what editors show.

/// A key of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it means, in Markdown.
    pub meaning: &'static str,
    /// What its value is.
    pub(super) shape: Shape,
}

/// What the value of a key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A list of rules and categories.
    Selectors,
    /// Levels by rule or category.
    Levels,
    /// Rules and categories by pattern.
    SelectorsByPattern,
    /// A list of path patterns.
    Patterns,
    /// A level.
    Level,
    /// A text.
    Text,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// A list of texts.
    Texts,
    /// One version.
    Version,
    /// Versions by name.
    Versions,
    /// A whole number that is not negative.
    Number,
    /// An amount as in Kubernetes.
    Quantity,
    /// A table with keys of its own.
    Table,
    /// A list of such tables.
    Tables,
}

/// A table of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyTable {
    /// Its name in brackets; empty for the configuration itself.
    pub name: &'static str,
    /// Its keys; empty where users choose them.
    pub keys: &'static [Key],
}

const fn key(name: &'static str, shape: Shape, meaning: &'static str) -> Key {
    Key { name, meaning, shape }
}

/// The keys of the configuration itself; some are the names of tables.
pub(super) const ROOT: KeyTable = KeyTable {
    name: "",
    keys: &[
        key(
            "select",
            Shape::Selectors,
            "Rules and categories, by name: only these run. Without it all run but those that have to be asked for by name.",
        ),
        key("ignore", Shape::Selectors, "Rules and categories, by name, that do not run."),
        key("severity", Shape::Levels, "Levels by rule or category: `error`, `warning`, `info`, `hint`, or `off`."),
        key(
            "per-file-ignores",
            Shape::SelectorsByPattern,
            "Path patterns, each with the rules and categories that say nothing in files that match.",
        ),
        key(
            "always-report",
            Shape::Selectors,
            "Rules and categories, by name, that no comment and no baseline silences.",
        ),
        key("exclude", Shape::Patterns, "Patterns of files and folders not to look at, as in a `.gitignore`."),
        key(
            "fail-on",
            Shape::Level,
            "The level from which on `airlint lint` ends with exit code 1; `warning` without it.",
        ),
        key("min-severity", Shape::Level, "The level below which `airlint lint` prints nothing."),
        key(
            "target",
            Shape::Table,
            "The versions that run, where neither the Dockerfile nor requirements.txt says so.",
        ),
        key("limits", Shape::Table, "Figures of your account, where they are not the documented ones."),
        key(
            "deployment",
            Shape::Tables,
            "A deployment, and which DAGs run on it. Without such tables every DAG of a project is held against each \
             deployment file in it.",
        ),
    ],
};

/// `[target]`
pub(super) const TARGET: KeyTable = KeyTable {
    name: "target",
    keys: &[
        key("airflow", Shape::Version, "The version of Airflow, such as `\"2.10.5\"`."),
        key("runtime", Shape::Version, "The version of Astro Runtime, such as `\"3.1-4\"`."),
        key("packages", Shape::Versions, "Versions of packages by name, such as `dag-factory = \"1.0.1\"`."),
    ],
};

/// `[limits]`
pub(super) const LIMITS: KeyTable = KeyTable {
    name: "limits",
    keys: &[
        key("max-workers", Shape::Number, "Most workers of a worker queue; 30 as documented."),
        key("pod-cpu", Shape::Quantity, "Most CPU of a pod, in cores; 43 as documented."),
        key("pod-memory", Shape::Quantity, "Most memory of a pod; `\"86Gi\"` as documented."),
        key("max-concurrency", Shape::Number, "Most tasks of a worker at once; 15 for each CPU as documented."),
        key(
            "grace-hours",
            Shape::Number,
            "Hours for which a worker with running tasks is kept after a deploy; 24 on Astro.",
        ),
    ],
};

/// `[[deployment]]`
pub(super) const DEPLOYMENT: KeyTable = KeyTable {
    name: "deployment",
    keys: &[
        key("name", Shape::Text, "What messages call the deployment. Required."),
        key(
            "file",
            Shape::Text,
            "The deployment file that describes it, relative to this file. The keys that say the same are then left out.",
        ),
        key("dags", Shape::Patterns, "Path patterns of the files whose DAGs run on it."),
        key(
            "platform",
            Shape::OneOf(&["astro", "airflow"]),
            "`\"astro\"` or `\"airflow\"`. Without it the other keys and the project tell.",
        ),
        key(
            "type",
            Shape::OneOf(&["STANDARD", "DEDICATED", "HYBRID"]),
            "Astro's deployment type: `STANDARD`, `DEDICATED` or `HYBRID`.",
        ),
        key(
            "executor",
            Shape::Text,
            "`CELERY`, `KUBERNETES`, `ASTRO`, or a class such as `LocalExecutor`, or a list of them as `[core] executor` takes it.",
        ),
        key("queues", Shape::Texts, "The names of its worker queues."),
        key("runtime", Shape::Version, "The version of Astro Runtime that it runs."),
    ],
};

/// All tables, the configuration itself first.
pub const KEY_TABLES: [KeyTable; 6] = [
    ROOT,
    KeyTable { name: "severity", keys: &[] },
    KeyTable { name: "per-file-ignores", keys: &[] },
    TARGET,
    LIMITS,
    DEPLOYMENT,
];

impl KeyTable {
    /// The table of that name.
    pub fn named(name: &str) -> Option<Self> {
        KEY_TABLES.into_iter().find(|table| table.name == name)
    }

    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// The names of its keys.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.keys.iter().map(|key| key.name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Limits;

    #[test]
    fn figures_are_those_of_the_platform() {
        let limits = Limits::default();
        let says = |name: &str, figure: &str| LIMITS.key(name).is_some_and(|key| key.meaning.contains(figure));
        assert!(says("max-workers", &limits.max_workers.to_string()));
        assert!(says("pod-cpu", &limits.pod_cpu.cpu_text()) && says("pod-memory", &limits.pod_memory.memory_text()));
        assert!(says("grace-hours", &(crate::model::ASTRO_GRACE_SECONDS / 3_600).to_string()));
        let tables = KEY_TABLES.iter().filter(|table| !table.name.is_empty());
        assert!(tables.into_iter().all(|table| ROOT.key(table.name).is_some()));
    }
}
