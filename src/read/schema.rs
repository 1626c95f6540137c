//! JSON Schemas of file formats, as far as readers need them: which keys a format has, and of what type.
//!
//! A walker over the parsed schema, not a validator. It knows `properties`, `items`, `type`, `enum` (also inside `anyOf`),
//! `additionalProperties`, `readOnly` for keys that are only written by tools, `format: date-time`, and a keyword of
//! ours, `x-other-names`: what a key was called in older versions, or is called in a sister format.
//! Those of them whose values meant something else stand in `x-other-values` as well.

use serde_json::{Map, Value};

/// One schema: that of a whole file, or of one key in it.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    node: &'static Map<String, Value>,
}

/// What a key's value must be. Where a schema lists several types, the first one counts: the others are what the
/// consumer turns into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `string`
    Text,
    /// `string` with `format: date-time`
    Timestamp,
    /// `integer`
    Whole,
    /// `boolean`
    Flag,
    /// `array`
    List,
    /// `object`
    Mapping,
    /// No type given.
    Any,
}

impl Schema {
    /// The schema of a parsed document; `None` where that is no object.
    pub fn new(document: &'static Value) -> Option<Self> {
        document.as_object().map(|node| Self { node })
    }

    /// What the value must be.
    pub fn value_type(self) -> Type {
        let name = match self.node.get("type") {
            Some(Value::Array(names)) => names.first().and_then(Value::as_str),
            Some(name) => name.as_str(),
            None => None,
        };
        match name {
            Some("string") if self.node.get("format").is_some_and(|format| format == "date-time") => Type::Timestamp,
            Some("string") => Type::Text,
            Some("integer") => Type::Whole,
            Some("boolean") => Type::Flag,
            Some("array") => Type::List,
            Some("object") => Type::Mapping,
            _ => Type::Any,
        }
    }

    /// The keys of a mapping with their schemas, in the order of the document.
    pub fn properties(self) -> impl Iterator<Item = (&'static str, Schema)> {
        let properties = self.node.get("properties").and_then(Value::as_object);
        properties.into_iter().flatten().filter_map(|(name, schema)| Some((name.as_str(), Schema::new(schema)?)))
    }

    /// The key that is spelt like `name` in any case, with its schema.
    pub fn property(self, name: &str) -> Option<(&'static str, Schema)> {
        self.properties().find(|(key, _)| key.eq_ignore_ascii_case(name))
    }

    /// The key that was called, or is elsewhere called, `name`, with its schema.
    pub fn key_once_called(self, name: &str) -> Option<(&'static str, Schema)> {
        let bears = |schema: Schema| schema.texts("x-other-names").any(|other| other.eq_ignore_ascii_case(name));
        self.properties().find(|(_, schema)| bears(*schema))
    }

    /// Whether a value under the other name `name` means the same under this key.
    pub fn takes_value_of(self, name: &str) -> bool {
        !self.texts("x-other-values").any(|other| other.eq_ignore_ascii_case(name))
    }

    /// The schema of a list's items.
    pub fn items(self) -> Option<Schema> {
        Schema::new(self.node.get("items")?)
    }

    /// Whether a mapping has no other keys than those listed.
    pub fn is_closed(self) -> bool {
        self.node.get("additionalProperties").is_some_and(|additional| additional == false)
    }

    /// Whether the key is written by tools and ignored when the file is read.
    pub fn is_output_only(self) -> bool {
        self.node.get("readOnly").is_some_and(|read_only| read_only == true)
    }

    /// The values to choose from, in their usual spelling; empty where the schema lists none.
    pub fn choices(self) -> Vec<&'static str> {
        let alternatives = self.node.get("anyOf").and_then(Value::as_array);
        let alternatives = alternatives.into_iter().flatten().filter_map(Schema::new);
        std::iter::once(self).chain(alternatives).flat_map(|schema| schema.texts("enum")).collect()
    }

    /// What the key means, for hover texts.
    pub fn description(self) -> &'static str {
        self.node.get("description").and_then(Value::as_str).unwrap_or("")
    }

    fn texts(self, keyword: &str) -> impl Iterator<Item = &'static str> + use<> {
        self.node.get(keyword).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }
}
