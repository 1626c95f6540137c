//! Helm charts that run Airflow.

use super::{Place, Setting};

/// The charts whose values airlint reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChartKind {
    /// The official chart of Apache Airflow.
    Official,
    /// `airflow-helm/charts`, the community's.
    Community,
    /// Bitnami's.
    Bitnami,
    /// Astro's chart for agents of remote execution.
    RemoteAgent,
}

impl ChartKind {
    /// The name for users.
    pub fn name(self) -> &'static str {
        match self {
            ChartKind::Official => "the official Airflow chart",
            ChartKind::Community => "the community's Airflow chart",
            ChartKind::Bitnami => "Bitnami's Airflow chart",
            ChartKind::RemoteAgent => "Astro's remote execution agent chart",
        }
    }
}

/// A chart with the values of one file.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Which chart; `None` where the values could be those of several.
    pub kind: Option<ChartKind>,
    /// Its version (`1.19.0`), from Chart.yaml or a GitOps file.
    pub version: Setting<Box<str>>,
    /// The key that all values stand under, where the chart is a part of another one: `airflow`.
    pub under: Option<Place>,
    /// Every value that is written, by its path from the chart's root (`workers.keda.enabled`, lists by index), in the
    /// order of the file. What rules about one chart only look at, so that the model does not repeat a chart's keys.
    pub values: Vec<ChartValue>,
    /// Whether values may be there that are not seen: a broken line, a merge of something unknown.
    pub incomplete: bool,
}

/// One value of a chart: a scalar, or an empty collection.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartValue {
    /// The path from the chart's root, dotted; items of lists by number: `workers.celery.sets.0.name`.
    pub path: Box<str>,
    /// The last key's place.
    pub key: Place,
    /// The value as text; `null` is absent.
    pub value: Setting<Box<str>>,
}

impl Chart {
    /// What the values say at a path. Absent also where the whole section is absent: the chart's default counts then, or
    /// another file of values.
    pub fn value(&self, path: &str) -> Setting<Box<str>> {
        self.at(path).map_or(Setting::Absent, |found| found.value.clone())
    }

    /// The value at a path with the place of its key.
    pub fn at(&self, path: &str) -> Option<&ChartValue> {
        self.values.iter().rev().find(|value| &*value.path == path)
    }

    /// The values below a path.
    pub fn below<'c>(&'c self, path: &'c str) -> impl Iterator<Item = &'c ChartValue> {
        let inside = move |value: &&ChartValue| {
            value.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.values.iter().filter(inside)
    }

    /// The first two numbers of its version.
    pub fn release(&self) -> Option<(u32, u32)> {
        super::project::release(self.version.value()?)
    }
}
