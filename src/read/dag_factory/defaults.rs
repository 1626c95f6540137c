//! What a file's `default` block and the `defaults.yml` files above it say.

use super::file::File;
use super::keys::NOT_DAGS;
use super::version::Line;
use crate::model::{Entry, Place, Shape, ShapeKind, Value, ValueKind};
use crate::read::dag_yaml::{entries, merged, over, pairs, setting, weight};
use crate::read::typed::{Found, entry, placeholder};

/// The defaults of all DAGs of a file.
pub(super) struct Defaults {
    /// What the `defaults.yml` files say about DAGs, without `default_args`. It wins over the `default` block.
    dag: Vec<Entry>,
    /// The `default` block, its `default_args` over those of the `defaults.yml` files.
    default: Vec<Entry>,
    /// Where the `default` block stands.
    pub(super) block: Option<Place>,
    /// What may hide `default_args`: a line that could not be read.
    pub(super) hidden: Option<Value>,
}

/// Defaults are copied into each DAG; past this number of copied values they are not followed.
const MOST_COPIES: usize = 5_000_000;

impl Defaults {
    pub(super) fn new(file: &File, files: &[&File], line: Option<Line>) -> Self {
        let empty = Value::new(file.root.place, ValueKind::Map(Vec::new()));
        let (place, block) = match entry(entries(&file.root), NOT_DAGS[0]) {
            Found::Given { value, .. } => (Some(value.place), value.clone()),
            Found::Absent => (None, empty.clone()),
            Found::Unknown { place, why } => {
                let spread = Entry::Spread(Value::opaque(place, why));
                (None, Value::new(place, ValueKind::Map(vec![spread])))
            }
        };
        // Before 1.0 one defaults.yml counted, and only its default_args.
        let files = if line == Some(Line::Old) { files.get(..1).unwrap_or(files) } else { files };
        let mut dag = empty;
        let mut default_args = setting(&block, "default_args").cloned();
        for file in files {
            let (own, rest): (Vec<Entry>, Vec<Entry>) =
                entries(&file.root).iter().cloned().partition(|entry| is_named(entry, "default_args"));
            if line != Some(Line::Old) {
                dag = over(dag, &rest);
            }
            for entry in own {
                let Entry::Pair { value, .. } = entry else { continue };
                default_args = Some(match default_args {
                    None | Some(Value { kind: ValueKind::Null, .. }) => value,
                    Some(higher) => over(higher, entries(&value)),
                });
            }
        }
        let mut default = entries(&block).to_vec();
        if let Some(default_args) = default_args {
            default.retain(|entry| !is_named(entry, "default_args"));
            let key = Value::new(default_args.place, ValueKind::Text("default_args".into()));
            default.push(Entry::Pair { key, value: default_args });
        }
        let mut defaults = Self { dag: entries(&dag).to_vec(), default, block: place, hidden: None };
        defaults.limit(pairs(&file.root).len(), file.root.place);
        defaults.hidden = defaults.dag.iter().chain(&defaults.default).find_map(|entry| match entry {
            Entry::Spread(value) => Some(value.clone()),
            Entry::Pair { .. } => None,
        });
        defaults
    }

    /// Gives up defaults that are too large for so many DAGs.
    fn limit(&mut self, dags: usize, place: Place) {
        let all = self.dag.iter().chain(&self.default);
        let weight: usize = all
            .map(|entry| match entry {
                Entry::Pair { value, .. } | Entry::Spread(value) => weight(value),
            })
            .sum();
        if weight.saturating_mul(dags) > MOST_COPIES {
            self.dag.clear();
            self.default = vec![Entry::Spread(Value::opaque(place, "defaults that are too large to follow"))];
        }
    }

    /// The settings of a DAG over the defaults.
    pub(super) fn under(&self, dag: Value) -> Value {
        merged(over(dag, &self.dag), &self.default)
    }
}

fn is_named(entry: &Entry, name: &str) -> bool {
    matches!(entry, Entry::Pair { key, .. } if key.text() == Some(name))
}

/// Keys at DAG level of a file's `default` block that a `defaults.yml` sets to something else, and wins with. Source:
/// `DagFactory._load_dag_config` and `_merge_default_args_from_list_configs` of dag-factory 1.0 and 1.1.
pub(super) fn overruled(file: &File, files: &[&File]) -> Vec<Shape> {
    const UNITED: [&str; 4] = ["default_args", "tags", "tasks", "task_groups"];
    let Some(block) = setting(&file.root, NOT_DAGS[0]) else { return Vec::new() };
    let mut shapes = Vec::new();
    for (name, key, value) in pairs(block) {
        let theirs = files.iter().find_map(|file| setting(&file.root, name));
        let Some(theirs) = theirs.filter(|_| !UNITED.contains(&name)) else { continue };
        let (Some(own), Some(wins)) = (words(value), words(theirs)) else { continue };
        if own != wins {
            let kind = ShapeKind::DefaultOverruled { key: name.into(), wins: wins.into(), by: theirs.place };
            shapes.push(Shape { place: key.place, kind });
        }
    }
    shapes
}

/// A plain value in words.
fn words(value: &Value) -> Option<String> {
    match &value.kind {
        ValueKind::Null => Some("null".to_string()),
        ValueKind::Bool(truth) => Some(truth.to_string()),
        ValueKind::Int(number) => Some(number.to_string()),
        ValueKind::Text(text) if placeholder(text).is_none() => Some(format!("\"{text}\"")),
        _ => None,
    }
}
