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

    /// The chart of a name in a repository, as Chart.yaml and GitOps files give them; `None` for any other, and for
    /// `airflow` from a repository that tells nothing.
    pub fn named(name: &str, repository: &str) -> Option<Self> {
        let name = name.rsplit('/').next().unwrap_or(name);
        match name {
            "astro-remote-execution-agent" => Some(ChartKind::RemoteAgent),
            "airflow"
                if ["airflow.apache.org", "apache/airflow", "apache-airflow"]
                    .iter()
                    .any(|it| repository.contains(it)) =>
            {
                Some(ChartKind::Official)
            }
            "airflow" if repository.contains("airflow-helm") => Some(ChartKind::Community),
            "airflow" if repository.contains("bitnami") => Some(ChartKind::Bitnami),
            _ => None,
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

/// One value of a chart: a scalar, or a collection, whose own values follow it.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartValue {
    /// The path from the chart's root, dotted; items of lists by number: `workers.celery.sets.0.name`.
    pub path: Box<str>,
    /// The last key's place; of an item of a list the item's.
    pub key: Place,
    /// What stands there.
    pub form: ValueForm,
    /// The value as text; `null` is absent, a collection opaque.
    pub value: Setting<Box<str>>,
}

/// What a value of a chart is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueForm {
    /// `null`, `~` or nothing.
    Null,
    /// A text, number or boolean.
    Scalar,
    /// A mapping.
    Mapping,
    /// A list.
    List,
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

    /// The value at a path, and the values below it.
    pub fn below<'c>(&'c self, path: &'c str) -> impl Iterator<Item = &'c ChartValue> {
        let inside = move |value: &&ChartValue| {
            value.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.values.iter().filter(inside)
    }

    /// The entries of the mapping or list at a path, `""` for the root: each with its name.
    pub fn entries<'c>(&'c self, path: &'c str) -> impl Iterator<Item = (&'c str, &'c ChartValue)> {
        self.values.iter().filter_map(move |value| {
            let rest = match path {
                "" => &*value.path,
                _ => value.path.strip_prefix(path)?.strip_prefix('.')?,
            };
            (!rest.contains('.')).then_some((rest, value))
        })
    }

    /// What is written at a path: neither absent nor `null`.
    pub fn written(&self, path: &str) -> Option<&ChartValue> {
        self.at(path).filter(|found| found.form != ValueForm::Null)
    }

    /// A boolean; `None` where it is not written or not known.
    pub fn flag(&self, path: &str) -> Option<bool> {
        match self.at(path)?.value.value().map(|text| &**text) {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => None,
        }
    }

    /// A whole number; `None` where it is not written or not known.
    pub fn number(&self, path: &str) -> Option<i64> {
        self.at(path)?.value.value()?.parse().ok()
    }

    /// The first two numbers of its version.
    pub fn release(&self) -> Option<(u32, u32)> {
        super::project::release(self.version.value()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_by_name_and_repository() {
        let named = ChartKind::named;
        assert_eq!(named("airflow", "https://airflow.apache.org"), Some(ChartKind::Official));
        assert_eq!(named("airflow", "https://airflow-helm.github.io/charts"), Some(ChartKind::Community));
        assert_eq!(named("airflow", "oci://registry-1.docker.io/bitnamicharts"), Some(ChartKind::Bitnami));
        assert_eq!(named("astro-remote-execution-agent", ""), Some(ChartKind::RemoteAgent));
        assert_eq!(named("airflow", "file://../airflow"), None);
        assert_eq!(named("postgresql", "https://charts.bitnami.com/bitnami"), None);
    }
}
