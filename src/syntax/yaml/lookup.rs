//! Mappings as a reader sees them: later duplicates win, `<<` merges.

use std::collections::HashMap;

use super::{Entry, Kind, Node, Style, Tree};

/// Who reads a mapping: the two differ in what a merge key overrides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// PyYAML up to 6.0.3: a mapping's own keys override merged ones, wherever they stand; of a list of merged mappings
    /// the first wins, of several `<<` the last.
    PyYaml,
    /// yaml.v2: a merge counts where it stands, and overrides keys above it; of a list the first wins.
    Go,
}

/// Merges inside merges are followed this deep.
const DEEPEST: usize = 64;
/// The most entries that one mapping is merged from.
const MOST: usize = 100_000;

impl<'t> Node<'t> {
    /// The value of a key as written in this mapping itself: of duplicates the last. Aliases are followed to the
    /// mapping, not from the value. `None` on anything else.
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        self.entry(key).map(|entry| entry.value)
    }

    /// The entry of a key, like [`Node::get`].
    pub fn entry(self, key: &str) -> Option<Entry<'t>> {
        self.resolve().entries().filter(|entry| entry.key.resolve().scalar() == Some(key)).last()
    }

    /// The entries that `reader` ends up with: aliases to the mapping followed, `<<` merged, each key once, in the order
    /// in which the keys first appear. A merge of something else than mappings gives nothing.
    pub fn merged(self, reader: Reader) -> Vec<Entry<'t>> {
        let mut merge = Merge { reader, entries: Vec::new(), places: HashMap::new(), seen: 0 };
        merge.mapping(self, 0);
        merge.entries
    }

    /// Whether a key merges its value into the mapping: a plain `<<`, or one tagged so.
    pub fn is_merge_key(self) -> bool {
        let plain = self.kind() == Kind::Scalar(Style::Plain) && self.tag().is_none_or(|tag| tag == "!");
        self.scalar() == Some("<<") && plain || self.whole_tag().is_some_and(|tag| tag == "tag:yaml.org,2002:merge")
    }

    /// Whether the node is a plain null: nothing, `~` or `null`. Aliases are followed.
    pub fn is_plain_null(self) -> bool {
        let node = self.resolve();
        let untagged = node.whole_tag().is_none_or(|tag| tag == "tag:yaml.org,2002:null");
        node.kind() == Kind::Scalar(Style::Plain)
            && untagged
            && matches!(node.scalar(), Some("" | "~" | "null" | "Null" | "NULL"))
    }
}

struct Merge<'t> {
    reader: Reader,
    entries: Vec<Entry<'t>>,
    places: HashMap<&'t str, usize>,
    seen: usize,
}

impl<'t> Merge<'t> {
    fn mapping(&mut self, node: Node<'t>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        let node = node.resolve();
        if self.reader == Reader::PyYaml {
            for entry in node.entries().filter(|entry| entry.key.is_merge_key()) {
                self.sources(entry.value, depth);
            }
        }
        for entry in node.entries() {
            self.seen += 1;
            match entry.key.is_merge_key() {
                _ if self.seen > MOST => return,
                false => self.put(entry),
                true if self.reader == Reader::Go => self.sources(entry.value, depth),
                true => {}
            }
        }
    }

    /// Merges one mapping, or each of a list of them, the last first: so the first wins.
    fn sources(&mut self, value: Node<'t>, depth: usize) {
        let value = value.resolve();
        if value.is_mapping() {
            return self.mapping(value, depth + 1);
        }
        let mut sources: Vec<_> = value.items().collect();
        while let Some(source) = sources.pop() {
            self.mapping(source, depth + 1);
        }
    }

    /// A key that comes again keeps its place and takes the new value.
    fn put(&mut self, entry: Entry<'t>) {
        let Some(key) = entry.key.resolve().scalar() else {
            return self.entries.push(entry);
        };
        match self.places.get(key) {
            Some(&place) => self.entries[place] = entry,
            None => {
                self.places.insert(key, self.entries.len());
                self.entries.push(entry);
            }
        }
    }
}

impl Tree {
    /// Whether the text is a template of YAML rather than YAML: some line outside scalars and comments is a statement
    /// of Jinja or Go templates (`{% if … %}`, `{{- range … }}`, `{{ include … }}` alone on its line).
    pub fn is_template(&self) -> bool {
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let content = line.trim();
            let at = start + (line.len() - line.trim_start().len());
            if super::recover::is_template_line(content) && !self.is_in_scalar(at) {
                return true;
            }
            start += line.len();
        }
        false
    }

    /// Whether the byte at `offset` stands inside a quoted or block scalar that starts before it.
    fn is_in_scalar(&self, offset: usize) -> bool {
        let after = self.nodes.partition_point(|node| node.span.start < offset);
        let node = self.nodes[..after].iter().rev().find(|node| !node.span.is_empty());
        node.is_some_and(|node| matches!(node.kind, Kind::Scalar(_)) && node.span.end > offset)
    }
}
