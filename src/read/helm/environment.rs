//! Environment variables as charts take them: lists of `name` and `value`, also as a text that a template fills in, and
//! maps of names.

use super::values::{Found, Values, text};
use crate::model::{EnvironmentVariable, Place, Setting};
use crate::syntax::Span;
use crate::syntax::yaml::{Node, Reader, Tree};

/// Variables gathered from the places of one chart, the weakest first.
pub(super) struct Environment<'t> {
    values: Values<'t>,
    variables: Vec<EnvironmentVariable>,
}

impl<'t> Environment<'t> {
    pub(super) fn new(values: Values<'t>) -> Self {
        Self { values, variables: Vec::new() }
    }

    /// Variables that come from elsewhere: anything may be among them.
    pub(super) fn elsewhere(&mut self, path: &str) {
        match self.values.find(path) {
            Found::Here(entry) if is_empty(entry.value) => {}
            Found::Here(entry) => self.unknown(self.values.place(entry.key)),
            Found::Unknown(place) => self.unknown(place),
            Found::Nothing => {}
        }
    }

    /// A list of variables, or a text that holds one.
    pub(super) fn list(&mut self, path: &str) {
        match self.values.find(path) {
            Found::Here(entry) => self.node(entry.value.resolve()),
            Found::Unknown(place) => self.unknown(place),
            Found::Nothing => {}
        }
    }

    /// A mapping of variables by name.
    pub(super) fn mapping(&mut self, path: &str) {
        match self.values.find(path) {
            Found::Here(entry) => self.by_name(entry.value.resolve()),
            Found::Unknown(place) => self.unknown(place),
            Found::Nothing => {}
        }
    }

    /// The chart's list of secrets that become variables: `envName` with the name and key of the secret.
    pub(super) fn secrets(&mut self, path: &str) {
        let Some(list) = self.values.entry(path).map(|entry| entry.value.resolve()) else { return };
        for item in list.items().map(Node::resolve) {
            let place = self.values.place(item);
            let key = item.get("envName").map_or_else(
                || Setting::opaque(place, "a variable without a name"),
                |name| text(self.values.file, name),
            );
            let value = Setting::opaque(place, "a value from a secret");
            self.variables.push(EnvironmentVariable { place, key, value, secret: Setting::known(true, place) });
        }
    }

    /// A variable that the chart itself sets from one of its values.
    pub(super) fn finish(self) -> Vec<EnvironmentVariable> {
        self.variables
    }

    fn node(&mut self, node: Node<'_>) {
        if node.is_broken() {
            self.unknown(self.values.place(node));
        }
        if node.is_mapping() {
            self.by_name(node);
        } else if node.is_sequence() {
            node.items().for_each(|item| self.item(item.resolve()));
        } else if node.scalar().is_some_and(|text| !text.trim().is_empty()) {
            match node.embedded() {
                Some(tree) => self.held(&tree),
                None => self.unknown(self.values.place(node)),
            }
        }
    }

    /// A list inside a text, which Helm fills in as a template first.
    fn held(&mut self, tree: &Tree) {
        let span = tree.root().map_or(Span::new(0, 0), Node::span);
        if tree.is_template() || !tree.errors().is_empty() {
            self.unknown(Place::new(self.values.file, span));
        }
        if let Some(root) = tree.root().filter(|root| root.is_sequence()) {
            root.items().for_each(|item| self.item(item.resolve()));
        }
    }

    fn item(&mut self, item: Node<'_>) {
        let place = self.values.place(item);
        if !item.is_mapping() {
            return self.unknown(place);
        }
        let get =
            |key: &str| item.merged(Reader::Go).into_iter().find(|entry| entry.key.resolve().scalar() == Some(key));
        let key = match get("name") {
            Some(entry) => text(self.values.file, entry.value),
            None => Setting::opaque(place, "a variable without a name"),
        };
        let (value, secret) = match (get("value"), get("valueFrom")) {
            (_, Some(from)) => {
                let place = self.values.place(from.key);
                let is_secret = from.value.get("secretKeyRef").is_some();
                let secret = if is_secret { Setting::known(true, place) } else { Setting::Absent };
                (Setting::opaque(place, "a value that is taken from elsewhere"), secret)
            }
            (Some(entry), None) => (self.value(entry.value), Setting::Absent),
            (None, None) => (Setting::known("".into(), place), Setting::Absent),
        };
        self.variables.push(EnvironmentVariable { place, key, value, secret });
    }

    fn by_name(&mut self, node: Node<'_>) {
        if node.is_broken() {
            self.unknown(self.values.place(node));
        }
        for entry in node.merged(Reader::Go) {
            let place = Place::new(self.values.file, entry.span());
            let key = text(self.values.file, entry.key);
            let value = self.value(entry.value);
            self.variables.push(EnvironmentVariable { place, key, value, secret: Setting::Absent });
        }
    }

    /// A value; nothing is the empty text.
    fn value(&self, node: Node<'_>) -> Setting<Box<str>> {
        match text(self.values.file, node) {
            Setting::Absent => Setting::known("".into(), self.values.place(node)),
            said => said,
        }
    }

    fn unknown(&mut self, place: Place) {
        let key = Setting::opaque(place, "variables that come from elsewhere");
        self.variables.insert(0, EnvironmentVariable { place, key, value: Setting::Absent, secret: Setting::Absent });
    }
}

/// Whether a node is an empty collection or text.
fn is_empty(node: Node<'_>) -> bool {
    let node = node.resolve();
    match node.scalar() {
        Some(text) => text.trim().is_empty() && !node.is_broken(),
        None => node.entries().next().is_none() && node.items().next().is_none() && !node.is_broken(),
    }
}
