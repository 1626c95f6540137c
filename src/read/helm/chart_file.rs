//! Chart.yaml: which chart for Airflow it is, or has as a part, and in which version.

use super::values::{Values, text};
use crate::model::{ChartKind, FileId, Setting};
use crate::syntax::yaml::{Node, Tree};

/// What a Chart.yaml says.
#[derive(Debug, Clone, Default)]
pub struct ChartFile {
    /// The chart itself, where it is one that runs Airflow.
    pub own: Option<ChartVersion>,
    /// Its parts that run Airflow.
    pub parts: Vec<ChartVersion>,
}

/// A chart and its version.
#[derive(Debug, Clone)]
pub struct ChartVersion {
    /// Which chart.
    pub kind: ChartKind,
    /// Its version; a range of one release counts as that release.
    pub version: Setting<Box<str>>,
}

/// The name that Helm looks for.
pub const CHART_FILE: &str = "Chart.yaml";

/// Reads a Chart.yaml; `None` where it says nothing of Airflow.
pub fn read_chart(file: FileId, tree: &Tree) -> Option<ChartFile> {
    let root = tree.root().filter(|root| root.is_mapping())?;
    let values = Values { file, root: root.resolve() };
    let named = |node: Node<'_>, repository: &str| {
        let name = node.get("name")?.resolve().scalar()?;
        let kind = ChartKind::named(name, repository)?;
        let version = node.get("version").map_or(Setting::Absent, |version| one_release(text(file, version)));
        Some(ChartVersion { kind, version })
    };
    let sources = values.entry("sources").into_iter().flat_map(|sources| sources.value.resolve().items());
    let sources = sources.chain(values.entry("home").map(|home| home.value));
    let own = sources.filter_map(|source| named(root, source.resolve().scalar()?)).next();
    let parts = values.entry("dependencies").into_iter().flat_map(|parts| parts.value.resolve().items());
    let parts = parts.map(Node::resolve).filter_map(|part| {
        named(part, part.get("repository").and_then(|repository| repository.resolve().scalar()).unwrap_or(""))
    });
    let found = ChartFile { own, parts: parts.collect() };
    (found.own.is_some() || !found.parts.is_empty()).then_some(found)
}

/// A version, or a range that stays within its first two numbers: `~1.16.0`, `1.16.x`.
fn one_release(said: Setting<Box<str>>) -> Setting<Box<str>> {
    let Setting::Known(known) = said else { return said };
    let bare = known.value.trim().trim_start_matches(['~', 'v', '=']);
    let mut numbers = bare.split('.');
    let is_number = |part: Option<&str>| part.is_some_and(|part| part.parse::<u32>().is_ok());
    match is_number(numbers.next()) && is_number(numbers.next()) {
        true => Setting::known(bare.into(), known.place),
        false => Setting::opaque(known.place, "a range of versions"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::yaml::parse;

    #[test]
    fn parts_and_the_chart_itself() {
        let read = |text: &str| read_chart(FileId(0), &parse(text));
        let part = |version: &str| {
            let text = format!(
                "name: data\ndependencies:\n  - name: airflow\n    version: {version}\n    repository: \
                 https://airflow.apache.org\n"
            );
            read(&text).and_then(|chart| chart.parts.first()?.version.value().map(|it| it.to_string()))
        };
        assert_eq!(part("1.16.0").as_deref(), Some("1.16.0"));
        assert_eq!(part("~1.16.0").as_deref(), Some("1.16.0"));
        assert_eq!(part("1.16.x").as_deref(), Some("1.16.x"));
        for range in ["^1.16.0", "'>=1.16.0'", "1.x", "'*'"] {
            assert_eq!(part(range), None, "{range}");
        }
        let own = "name: airflow\nversion: 1.20.0\nhome: https://airflow.apache.org/\n";
        assert_eq!(read(own).and_then(|it| it.own).map(|it| it.kind), Some(ChartKind::Official));
        assert!(read("name: web\nversion: 1.0.0\n").is_none());
    }
}
