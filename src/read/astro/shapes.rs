//! Where a file deviates from the format: its keys and types against the schema, as the Astro CLI decodes them.

use std::collections::HashSet;

use crate::model::{Destination, FileId, Place, Shape, ShapeKind};
use crate::read::schema::{Schema, Type};
use crate::read::typed::placeholder;
use crate::syntax::yaml::{Entry, Kind, Node, NodeId, Style};

use super::fields::is_template;
use super::format::{Home, Sections};
use super::scalar::Scalar;

/// Gathers the deviations of one file.
pub(super) struct Checker<'s> {
    file: FileId,
    sections: &'s Sections,
    /// The file's mapping.
    root: Option<Node<'s>>,
    /// Nodes that were checked: an anchored one is used in several places, and once is enough.
    seen: HashSet<NodeId>,
    pub(super) shapes: Vec<Shape>,
}

/// Where in the file a mapping stands.
#[derive(Clone, Copy)]
struct Spot<'p> {
    schema: Schema,
    /// `deployment.worker_queues[]`; empty for the file itself.
    path: &'p str,
}

impl Spot<'_> {
    /// The section's name for users.
    fn section(&self) -> &str {
        if self.path.is_empty() { "the top level of the file" } else { self.path }
    }

    fn path_to(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) }
    }
}

impl<'s> Checker<'s> {
    pub(super) fn new(file: FileId, sections: &'s Sections) -> Self {
        Self { file, sections, root: None, seen: HashSet::new(), shapes: Vec::new() }
    }

    /// Checks the file whose root is `root`.
    pub(super) fn check_root(&mut self, root: Node<'s>) {
        self.root = Some(root);
        self.check(root, Spot { schema: self.sections.root, path: "" });
    }

    fn report(&mut self, node: Node<'_>, kind: ShapeKind) {
        self.shapes.push(Shape { place: Place::new(self.file, node.span()), kind });
    }

    fn place(&self, node: Node<'_>) -> Place {
        Place::new(self.file, node.span())
    }

    fn check(&mut self, node: Node<'_>, spot: Spot<'_>) {
        let target = node.resolve();
        let is_unresolved = target.kind() == Kind::Alias;
        if is_unresolved || node.is_plain_null() || is_template(node) || !self.seen.insert(target.id()) {
            return;
        }
        match spot.schema.value_type() {
            Type::Mapping if node.is_mapping() => self.check_mapping(target, spot),
            Type::List if node.is_sequence() => {
                if let Some(schema) = spot.schema.items() {
                    let path = format!("{}[]", spot.path);
                    target.items().for_each(|item| self.check(item, Spot { schema, path: &path }));
                }
            }
            Type::Any => {}
            expected => self.check_value(node, expected, spot),
        }
    }

    fn check_mapping(&mut self, mapping: Node<'_>, spot: Spot<'_>) {
        // A mapping has few keys, and a file many mappings.
        let mut first_of: Vec<(&'static str, Entry<'_>)> = Vec::new();
        for entry in mapping.entries() {
            let Some(text) = entry.key.scalar().filter(|key| !key.is_empty()) else { continue };
            if entry.key.is_merge_key() {
                self.check_merge(entry.value, spot);
                continue;
            }
            let Some((name, schema)) = spot.schema.property(text) else {
                self.check_stranger(mapping, &entry, text, spot);
                continue;
            };
            match first_of.iter().find(|(known, _)| *known == name).map(|(_, first)| first) {
                // A line that cannot be read may have started another mapping in between.
                Some(_) if mapping.is_broken() => {}
                Some(first) => {
                    let kind = ShapeKind::DuplicateKey {
                        key: text.into(),
                        first_key: first.key.scalar().unwrap_or(name).into(),
                        first: self.place(first.key),
                    };
                    self.report(entry.key, kind);
                }
                None => {
                    first_of.push((name, entry));
                }
            }
            self.check(entry.value, Spot { schema, path: &spot.path_to(name) });
        }
    }

    /// What is merged in is checked as if it stood here.
    fn check_merge(&mut self, value: Node<'_>, spot: Spot<'_>) {
        let target = value.resolve();
        if target.is_mapping() {
            self.check(target, spot);
        }
        // A list in a merge list has no meaning, so one level is all there is.
        for part in target.items().filter(|part| part.is_mapping()) {
            self.check(part, spot);
        }
    }

    /// A key that the format does not have here.
    fn check_stranger(&mut self, mapping: Node<'_>, entry: &Entry<'_>, text: &str, spot: Spot<'_>) {
        if placeholder(text).is_some() || is_shelf(entry, text, spot.path.is_empty()) || !spot.schema.is_closed() {
            return;
        }
        let section = spot.section().to_string();
        if let Some((key, home)) = self.sections.home_of(text).filter(|(key, home)| is_at_home(key, *home, spot.path)) {
            // In a broken mapping the key may well have stood right before the line broke.
            if !mapping.is_broken() {
                let kind = ShapeKind::Misplaced {
                    key: text.into(),
                    section: section.into(),
                    belongs: home.words().into(),
                    destination: self.destination(key, home),
                };
                self.report(entry.key, kind);
            }
            return;
        }
        let instead = spot.schema.key_once_called(text);
        if instead.is_some_and(|(_, schema)| schema.is_output_only()) {
            return;
        }
        let allowed = spot.schema.properties().filter(|(_, schema)| !schema.is_output_only());
        let allowed: Vec<&'static str> = allowed.map(|(key, _)| key).collect();
        let kind = ShapeKind::UnknownKey {
            key: text.into(),
            section: section.into(),
            present: allowed.iter().copied().filter(|key| find(mapping, key).is_some()).collect(),
            allowed,
            instead: instead.map(|(key, _)| key),
            keeps_value: instead.is_some_and(|(_, schema)| schema.takes_value_of(text)),
            within: self.place(mapping),
        };
        self.report(entry.key, kind);
    }

    /// Where the key `name` can be moved to, which belongs to `home`. `None` where that cannot be known, or where it
    /// stands for other places too.
    fn destination(&self, name: &str, home: Home) -> Option<Destination> {
        let root = self.root?;
        let deployment = find(root, "deployment").filter(|entry| matches!(entry.value.kind(), Kind::Mapping { .. }))?;
        let is_written = |mapping: Node<'_>| find(mapping, name).is_some();
        let into = self.place(deployment.key);
        match home {
            Home::Deployment => {
                Some(Destination { into, section: None, only: true, taken: is_written(deployment.value) })
            }
            Home::Configuration => {
                let section = find(deployment.value, "configuration");
                // A section that is misplaced itself is moved first.
                let is_elsewhere = section.is_none() && find(root, "configuration").is_some();
                let taken = section.is_some_and(|section| is_written(section.value));
                let destination = Destination { into, section: Some("configuration"), only: true, taken };
                (!is_elsewhere).then_some(destination)
            }
            Home::Item(list) => {
                let list = find(deployment.value, list)?.value;
                let is_default =
                    |item: &Node<'_>| find(*item, "name").is_some_and(|entry| entry.value.scalar() == Some("default"));
                let only = list.items().count() == 1;
                let item = if only { list.items().next() } else { list.items().find(is_default) };
                let item = item.filter(|item| matches!(item.kind(), Kind::Mapping { .. }))?;
                Some(Destination { into: self.place(item), section: None, only, taken: is_written(item) })
            }
        }
    }

    fn check_value(&mut self, node: Node<'_>, expected: Type, spot: Spot<'_>) {
        let scalar = Scalar::of(node);
        if let Some(Scalar::Text(text)) = scalar
            && placeholder(text).is_some()
        {
            return;
        }
        if scalar == Some(Scalar::Tagged) {
            return;
        }
        let fits = match (expected, scalar) {
            (Type::Text, Some(scalar)) => {
                self.check_retyped(node, scalar, spot);
                true
            }
            (Type::Timestamp, Some(Scalar::Text(text))) => is_timestamp(text),
            (Type::Whole, Some(scalar)) => scalar.whole().is_some(),
            (Type::Flag, Some(scalar)) => matches!(scalar, Scalar::Flag(_)),
            _ => false,
        };
        if fits {
            return;
        }
        let kind = ShapeKind::WrongType {
            key: short(spot.path).into(),
            expected: words(expected),
            found: found(node).into(),
            plain: plain(node, expected),
        };
        self.report(node, kind);
    }

    /// An unquoted scalar in a text field that arrives as another text.
    fn check_retyped(&mut self, node: Node<'_>, scalar: Scalar<'_>, spot: Spot<'_>) {
        let target = node.resolve();
        if spot.schema.is_output_only() || target.style() != Some(Style::Plain) {
            return;
        }
        let (Some(written), Some(becomes)) = (target.scalar(), scalar.text()) else { return };
        if written != becomes {
            let kind = ShapeKind::Retyped {
                key: short(spot.path).into(),
                written: written.into(),
                becomes: becomes.into_owned().into(),
            };
            self.report(node, kind);
        }
    }
}

/// The entry of a key as it is written in a mapping, in any case.
fn find<'t>(mapping: Node<'t>, name: &str) -> Option<Entry<'t>> {
    mapping.entries().find(|entry| entry.key.scalar().is_some_and(|key| key.eq_ignore_ascii_case(name)))
}

/// Whether a key that no reader looks at is there to hold anchors: `x-…`, `.…` and `_…` at the top, or an anchored value.
fn is_shelf(entry: &Entry<'_>, key: &str, top: bool) -> bool {
    let inner = entry.value.entries().map(|inner| inner.value).chain(entry.value.items());
    (top && (key.starts_with("x-") || key.starts_with(['.', '_'])))
        || std::iter::once(entry.value).chain(inner).any(|node| node.anchor().is_some())
}

/// Whether a key that belongs to `home` is misplaced at `path`: `name` and `description` are too common to say so where
/// they could mean something else.
fn is_at_home(key: &str, home: Home, path: &str) -> bool {
    match home {
        Home::Deployment => true,
        Home::Configuration => !matches!(key, "name" | "description") || path == "deployment",
        Home::Item(_) => !matches!(key, "key" | "value" | "enabled" | "name" | "description"),
    }
}

/// A path without the `deployment.` that all have in common.
fn short(path: &str) -> &str {
    path.strip_prefix("deployment.").unwrap_or(path)
}

fn words(expected: Type) -> &'static str {
    match expected {
        Type::Text => "a text",
        Type::Timestamp => "a time such as 2026-01-31T08:00:00Z",
        Type::Whole => "a whole number",
        Type::Flag => "true or false",
        Type::List => "a list",
        Type::Mapping => "a mapping",
        Type::Any => "any value",
    }
}

/// What stands there, for users.
fn found(node: Node<'_>) -> String {
    let target = node.resolve();
    match Scalar::of(node) {
        Some(Scalar::Text(text)) if target.style() == Some(Style::Plain) => format!("`{text}`"),
        Some(Scalar::Text(text)) => format!("the text \"{text}\""),
        Some(Scalar::Flag(_)) => format!("the boolean {}", target.raw()),
        Some(_) => format!("the number {}", target.raw()),
        None if node.is_sequence() => "a list".to_string(),
        None => "a mapping".to_string(),
    }
}

/// The value without its quotes, where it is of the right type then.
fn plain(node: Node<'_>, expected: Type) -> Option<Box<str>> {
    let Some(Scalar::Text(text)) = Scalar::of(node) else { return None };
    if node.resolve().tag().is_some() {
        return None;
    }
    let fits = match expected {
        Type::Whole => text.parse::<i64>().is_ok(),
        Type::Flag => matches!(text, "true" | "false"),
        _ => false,
    };
    fits.then(|| text.into())
}

/// Go's RFC 3339: date, `T`, time, zone.
fn is_timestamp(text: &str) -> bool {
    text.as_bytes().get(10) == Some(&b'T') && text.parse::<jiff::Timestamp>().is_ok()
}
