//! A mapping's entries as the Astro CLI sees them: any case, merge keys, duplicates.

use std::cell::Cell;

use crate::model::{FileId, Place, Setting};
use crate::read::typed::placeholder;
use crate::syntax::yaml::{Kind, Node};

/// How many entries are looked at for one file: far above any real file, so that aliases of aliases cost bounded time.
const BUDGET: usize = 1_000_000;
/// How deep merge keys may lead into each other.
const MERGE_DEPTH: usize = 16;

/// Reads mappings of one file.
pub(super) struct Source {
    pub(super) file: FileId,
    budget: Cell<usize>,
}

/// The entries of one mapping.
pub(super) struct Fields<'t> {
    fields: Vec<Field<'t>>,
    /// Why a key that is not among them cannot be called absent, and where.
    unseen: Option<(Place, &'static str)>,
}

/// One entry.
#[derive(Clone, Copy)]
pub(super) struct Field<'t> {
    pub(super) key: Node<'t>,
    pub(super) value: Node<'t>,
}

/// What a mapping says about one key.
pub(super) enum Found<'t> {
    /// Nothing.
    Absent,
    /// This entry counts.
    Entry(Field<'t>),
    /// Cannot be known, and why.
    Opaque(Place, &'static str),
}

impl Source {
    pub(super) fn new(file: FileId) -> Self {
        Self { file, budget: Cell::new(BUDGET) }
    }

    pub(super) fn place(&self, node: Node<'_>) -> Place {
        Place::new(self.file, node.span())
    }

    /// The entries of `node`. A node that is no mapping gives none; where it is not empty either, nothing in it can be
    /// known.
    pub(super) fn fields<'t>(&self, node: Node<'t>) -> Fields<'t> {
        let mut fields = Fields { fields: Vec::new(), unseen: None };
        if node.is_mapping() {
            self.collect(node.resolve(), MERGE_DEPTH, &mut fields);
        } else if !node.is_plain_null() {
            fields.unseen = Some((self.place(node), "no mapping stands here"));
        }
        fields
    }

    fn collect<'t>(&self, mapping: Node<'t>, depth: usize, fields: &mut Fields<'t>) {
        if mapping.is_broken() {
            fields.unseen.get_or_insert((self.place(mapping), "a line here could not be read"));
        }
        for entry in mapping.entries() {
            let Some(left) = self.budget.get().checked_sub(1) else {
                fields.unseen.get_or_insert((self.place(mapping), "the file repeats itself too often"));
                return;
            };
            self.budget.set(left);
            if entry.key.is_merge_key() {
                self.merge(entry.value, depth, fields);
            } else if entry.key.scalar().is_none_or(|key| key.is_empty() || placeholder(key).is_some()) {
                fields.unseen.get_or_insert((self.place(entry.key), "a template that is filled in later"));
            } else {
                fields.fields.push(Field { key: entry.key, value: entry.value });
            }
        }
    }

    /// Merges where `<<` stands: yaml.v2 lets it override the keys above it.
    fn merge<'t>(&self, value: Node<'t>, depth: usize, fields: &mut Fields<'t>) {
        let target = value.resolve();
        match target.kind() {
            Kind::Mapping { .. } if depth > 0 => self.collect(target, depth - 1, fields),
            Kind::Sequence { .. } if depth > 0 => {
                // Of several, the first counts; fields are looked up from the last.
                let parts: Vec<_> = target.items().collect();
                parts.into_iter().rev().for_each(|part| self.merge(part, depth - 1, fields));
            }
            _ => {
                fields.unseen.get_or_insert((self.place(value), "a merge of something that cannot be read"));
            }
        }
    }
}

impl<'t> Fields<'t> {
    /// A mapping that is not there; with `unseen` where it may be and nothing in it can be known.
    pub(super) fn none(unseen: Option<(Place, &'static str)>) -> Self {
        Self { fields: Vec::new(), unseen }
    }

    /// What the mapping says about the key `name`, in any case.
    pub(super) fn find(&self, file: FileId, name: &str) -> Found<'t> {
        let bears = |field: &&Field<'t>| field.key.scalar().is_some_and(|key| key.eq_ignore_ascii_case(name));
        let mut found: Option<Field<'t>> = None;
        for field in self.fields.iter().filter(bears) {
            if found.is_some_and(|earlier| earlier.key.scalar() != field.key.scalar()) {
                return Found::Opaque(Place::new(file, field.value.span()), "it is written twice, in different case");
            }
            found = Some(*field);
        }
        match (found, self.unseen) {
            (Some(field), Some((place, why))) if field.value.is_plain_null() => Found::Opaque(place, why),
            (Some(field), _) => Found::Entry(field),
            (None, Some((place, why))) => Found::Opaque(place, why),
            (None, None) => Found::Absent,
        }
    }

    /// Whether an entry with that key is written, and where.
    pub(super) fn written(&self, name: &str) -> Option<Field<'t>> {
        self.fields
            .iter()
            .rev()
            .find(|field| field.key.scalar().is_some_and(|key| key.eq_ignore_ascii_case(name)))
            .copied()
    }

    /// The setting `name`: absent and opaque ones as they are, the value of an entry by `read`.
    pub(super) fn setting<T>(
        &self,
        source: &Source,
        name: &str,
        read: impl FnOnce(Node<'t>) -> Setting<T>,
    ) -> Setting<T> {
        match self.find(source.file, name) {
            Found::Absent => Setting::Absent,
            Found::Opaque(place, why) => Setting::opaque(place, why),
            Found::Entry(field) => read(field.value),
        }
    }

    /// Why keys may be missing here, if any may.
    pub(super) fn unseen(&self) -> Option<(Place, &'static str)> {
        self.unseen
    }
}

/// Whether a node is a template mark that YAML reads as a mapping in a mapping: `{{ name }}` without quotes.
pub(super) fn is_template(node: Node<'_>) -> bool {
    node.is_mapping() && node.resolve().raw().starts_with("{{")
}
