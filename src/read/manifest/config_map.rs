//! ConfigMaps: variables by name, and files.

use super::{kind, text_at};
use crate::model::{ConfigurationOption, EnvironmentVariable, FileId, Place, Setting};
use crate::read::airflow_cfg;
use crate::read::typed::placeholder;
use crate::syntax::ini;
use crate::syntax::yaml::{Entry, Node};

/// A ConfigMap.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ConfigMap {
    pub(super) name: Box<str>,
    /// Where its name is written.
    pub(super) place: Place,
    pub(super) namespace: Option<Box<str>>,
    /// Its entries.
    pub(super) data: Vec<EnvironmentVariable>,
    /// The options of the airflow.cfg in it.
    pub(super) options: Setting<Vec<ConfigurationOption>>,
}

const CONFIGURATION_FILE: &str = "airflow.cfg";

impl ConfigMap {
    pub(super) fn read(file: FileId, object: Node<'_>) -> Option<Self> {
        if kind(object) != Some("ConfigMap") {
            return None;
        }
        let name = object.get("metadata")?.resolve().get("name")?.resolve();
        let data = object.get("data").map(Node::resolve);
        let entries = || data.into_iter().flat_map(|data| data.entries());
        let configuration = entries().find(|entry| entry.key.scalar() == Some(CONFIGURATION_FILE));
        Some(Self {
            name: name.scalar()?.into(),
            place: Place::new(file, name.span()),
            namespace: text_at(object, &["metadata", "namespace"]).map(Into::into),
            data: entries().map(|entry| variable(file, entry)).collect(),
            options: configuration.map_or(Setting::Absent, |entry| options(file, entry.value.resolve())),
        })
    }

    /// Whether something in it is for Airflow alone.
    pub(super) fn is_of_airflow(&self) -> bool {
        let names = self.data.iter().filter_map(|variable| variable.key.value());
        !self.options.is_absent() || names.into_iter().any(|name| name.starts_with("AIRFLOW__"))
    }
}

fn variable(file: FileId, entry: Entry<'_>) -> EnvironmentVariable {
    let place = |node: Node<'_>| Place::new(file, node.span());
    let key = match entry.key.scalar() {
        Some(name) => Setting::known(name.into(), place(entry.key)),
        None => Setting::opaque(place(entry.key), "no plain text stands here"),
    };
    let value = entry.value.resolve();
    let value = match value.scalar().filter(|_| !value.is_broken()) {
        Some(text) => match placeholder(text) {
            Some(why) => Setting::opaque(place(value), why),
            None => Setting::known(text.into(), place(value)),
        },
        None => Setting::opaque(place(value), "no plain text stands here"),
    };
    let place = place(entry.key).cover(place(entry.value));
    EnvironmentVariable { place, key, value, secret: Setting::Absent }
}

/// The options of a file that a block scalar holds, with their places in the manifest.
fn options(file: FileId, node: Node<'_>) -> Setting<Vec<ConfigurationOption>> {
    let place = Place::new(file, node.span());
    let Some(held) = node.held_text() else {
        return Setting::opaque(place, "a file in a text that is folded or escaped");
    };
    let outside = |place: Place| Place::new(place.file, held.outside(place.span()));
    let read = airflow_cfg::options(file, held.text(), &ini::parse(held.text()));
    let moved = read.into_iter().map(|option| ConfigurationOption {
        section_place: outside(option.section_place),
        key_place: outside(option.key_place),
        value: match option.value {
            Setting::Known(known) => Setting::known(known.value, outside(known.place)),
            Setting::Opaque(opaque) => Setting::opaque(outside(opaque.place), opaque.why),
            Setting::Absent => Setting::Absent,
        },
        ..option
    });
    Setting::known(moved.collect(), place)
}
