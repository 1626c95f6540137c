//! Values of a chart as Helm reads them: YAML 1.1 by Go, `<<` merged, `null` as if it were not there.

use crate::model::{Chart, ChartValue, FileId, Place, Setting, ValueForm};
use crate::read::typed::placeholder;
use crate::syntax::yaml::{Entry, Kind, Node, Reader, Yaml11, go_scalar, go_text_of};

/// No honest file has more values; aliases can make any number of them.
const MOST_VALUES: usize = 50_000;
/// Nesting past this is not followed.
const DEEPEST: usize = 40;

/// A mapping of values.
#[derive(Clone, Copy)]
pub(super) struct Values<'t> {
    pub(super) file: FileId,
    pub(super) root: Node<'t>,
}

/// What stands at a path.
#[derive(Clone, Copy)]
pub(super) enum Found<'t> {
    /// Nothing, or `null`.
    Nothing,
    /// An entry.
    Here(Entry<'t>),
    /// Something may stand there: a line on the way is broken, or no mapping.
    Unknown(Place),
}

impl<'t> Values<'t> {
    /// The values below a node.
    pub(super) fn below(self, root: Node<'t>) -> Self {
        Self { root: root.resolve(), ..self }
    }

    /// What stands at a dotted path.
    pub(super) fn find(self, path: &str) -> Found<'t> {
        let mut node = self.root.resolve();
        let mut found = Found::Nothing;
        for key in path.split('.') {
            let merged = node.merged(Reader::Go);
            match merged.into_iter().find(|entry| entry.key.resolve().scalar() == Some(key)) {
                Some(entry) if entry.value.is_plain_null() && !entry.value.is_broken() => return Found::Nothing,
                Some(entry) => {
                    node = entry.value.resolve();
                    found = Found::Here(entry);
                }
                None if node.is_broken() || has_odd_merge(node) => return Found::Unknown(self.place(node)),
                None if node.is_mapping() => return Found::Nothing,
                None => return Found::Unknown(self.place(node)),
            }
        }
        found
    }

    /// The entry at a path.
    pub(super) fn entry(self, path: &str) -> Option<Entry<'t>> {
        match self.find(path) {
            Found::Here(entry) => Some(entry),
            Found::Nothing | Found::Unknown(_) => None,
        }
    }

    /// The mapping at a path.
    pub(super) fn mapping(self, path: &str) -> Option<Self> {
        let node = self.entry(path)?.value.resolve();
        node.is_mapping().then(|| self.below(node))
    }

    /// The text at a path.
    pub(super) fn text(self, path: &str) -> Setting<Box<str>> {
        self.setting(path, text)
    }

    /// The whole number at a path.
    pub(super) fn whole(self, path: &str) -> Setting<i64> {
        self.setting(path, whole)
    }

    /// The boolean at a path.
    pub(super) fn flag(self, path: &str) -> Setting<bool> {
        self.setting(path, flag)
    }

    /// What `read` makes of the value at a path.
    pub(super) fn setting<T>(self, path: &str, read: impl Fn(FileId, Node<'t>) -> Setting<T>) -> Setting<T> {
        match self.find(path) {
            Found::Nothing => Setting::Absent,
            Found::Here(entry) => read(self.file, entry.value),
            Found::Unknown(place) => Setting::opaque(place, "a line here could not be read"),
        }
    }

    pub(super) fn place(self, node: Node<'_>) -> Place {
        Place::new(self.file, node.span())
    }

    /// All values, by their paths.
    pub(super) fn into_chart(self) -> Chart {
        let mut list = List { file: self.file, values: Vec::new(), incomplete: false };
        list.mapping("", self.root.resolve(), 0);
        let List { values, incomplete, .. } = list;
        Chart { kind: None, version: Setting::Absent, under: None, values, incomplete }
    }
}

/// Whether something else than mappings is merged in.
fn has_odd_merge(node: Node<'_>) -> bool {
    let is_odd = |value: Node<'_>| !value.is_mapping() && !value.resolve().items().all(Node::is_mapping);
    node.entries().any(|entry| entry.key.is_merge_key() && is_odd(entry.value))
}

/// A scalar as text, as a template of the chart writes it out. `null` is absent.
pub(super) fn text(file: FileId, node: Node<'_>) -> Setting<Box<str>> {
    let place = Place::new(file, node.span());
    let node = node.resolve();
    if node.is_plain_null() && !node.is_broken() {
        return Setting::Absent;
    }
    if node.is_broken() {
        return Setting::opaque(place, "a line here could not be read");
    }
    if node.whole_tag().is_some_and(|tag| tag != "!" && !tag.starts_with("tag:yaml.org,2002:")) {
        return Setting::opaque(place, "a value with a tag that something else resolves");
    }
    match go_text_of(node) {
        None => Setting::opaque(place, "no plain text stands here"),
        Some(text) => match placeholder(&text) {
            Some(why) => Setting::opaque(place, why),
            None => Setting::known(text.into(), place),
        },
    }
}

/// A whole number.
pub(super) fn whole(file: FileId, node: Node<'_>) -> Setting<i64> {
    let place = Place::new(file, node.span());
    match go_scalar(node) {
        Some(Yaml11::Int(number)) if !node.resolve().is_broken() => match i64::try_from(number) {
            Ok(number) => Setting::known(number, place),
            Err(_) => Setting::opaque(place, "a number past 64 bits"),
        },
        Some(Yaml11::Null) if !node.resolve().is_broken() => Setting::Absent,
        _ => Setting::opaque(place, "no whole number"),
    }
}

/// A boolean.
pub(super) fn flag(file: FileId, node: Node<'_>) -> Setting<bool> {
    let place = Place::new(file, node.span());
    match go_scalar(node) {
        Some(Yaml11::Bool(flag)) if !node.resolve().is_broken() => Setting::known(flag, place),
        Some(Yaml11::Null) if !node.resolve().is_broken() => Setting::Absent,
        _ => Setting::opaque(place, "no boolean"),
    }
}

/// Every value of a chart, in the order of the file.
struct List {
    file: FileId,
    values: Vec<ChartValue>,
    incomplete: bool,
}

impl List {
    fn mapping(&mut self, path: &str, node: Node<'_>, depth: usize) {
        self.incomplete |= node.is_broken() || has_odd_merge(node);
        for entry in node.merged(Reader::Go) {
            match entry.key.resolve().scalar() {
                Some(key) => self.value(&joined(path, key), entry.key, entry.value, depth),
                None => self.incomplete = true,
            }
        }
    }

    fn value(&mut self, path: &str, key: Node<'_>, value: Node<'_>, depth: usize) {
        if self.values.len() >= MOST_VALUES || depth >= DEEPEST {
            self.incomplete = true;
            return;
        }
        let target = value.resolve();
        let (form, said) = match target.kind() {
            Kind::Mapping { .. } => (ValueForm::Mapping, Setting::opaque(self.place(value), "a mapping")),
            Kind::Sequence { .. } => (ValueForm::List, Setting::opaque(self.place(value), "a list")),
            Kind::Scalar(_) | Kind::Alias => {
                let said = text(self.file, value);
                (if said.is_absent() { ValueForm::Null } else { ValueForm::Scalar }, said)
            }
        };
        self.values.push(ChartValue { path: path.into(), key: self.place(key), form, value: said });
        match form {
            ValueForm::Mapping => self.mapping(path, target, depth + 1),
            ValueForm::List => {
                self.incomplete |= target.is_broken();
                for (number, item) in target.items().enumerate() {
                    self.value(&joined(path, &number.to_string()), item, item, depth + 1);
                }
            }
            ValueForm::Null | ValueForm::Scalar => {}
        }
    }

    fn place(&self, node: Node<'_>) -> Place {
        Place::new(self.file, node.span())
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
