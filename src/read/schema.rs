//! JSON Schemas of file formats, as far as readers need them: which keys a format has, and of what type.
//!
//! A walker over the parsed schema, not a validator. It knows `properties`, `items`, `type`, `enum` (also inside `anyOf`),
//! `additionalProperties`, `readOnly` for keys that are only written by tools, `format: date-time`, and a keyword of
//! ours, `x-other-names`: what a key was called in older versions, or is called in a sister format.
//! Those of them whose values meant something else stand in `x-other-values` as well.
//!
//! For the texts of an editor it knows `default`, `minimum`, `maximum`, `maxLength`, `maxItems`, `examples`, `required` and
//! more keywords of ours: `x-executors` and `x-deployment-types`, where a key has an effect; `x-enum-descriptions`, what
//! its choices mean; `x-limit`, the figure of the account that bounds it, by its name in airlint's configuration;
//! `x-choices-by`, values that are known to exist, by the value of another key.

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

    /// The schema that the document keeps under a name, for several places.
    pub fn definition(self, name: &str) -> Option<Schema> {
        Schema::new(self.node.get("definitions")?.get(name)?)
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

    /// What counts where the key is not written.
    pub fn default_value(self) -> Option<&'static Value> {
        self.node.get("default")
    }

    /// The smallest number.
    pub fn minimum(self) -> Option<i64> {
        self.number("minimum")
    }

    /// The largest number.
    pub fn maximum(self) -> Option<i64> {
        self.number("maximum")
    }

    /// The most characters of a text.
    pub fn longest(self) -> Option<i64> {
        self.number("maxLength")
    }

    /// The most items of a list.
    pub fn most_items(self) -> Option<i64> {
        self.number("maxItems")
    }

    /// Values as users write them.
    pub fn examples(self) -> impl Iterator<Item = &'static Value> + use<> {
        self.node.get("examples").and_then(Value::as_array).into_iter().flatten()
    }

    /// The keys that a mapping must have.
    pub fn required(self) -> impl Iterator<Item = &'static str> + use<> {
        self.texts("required")
    }

    /// The executors with which the key has an effect, by their short names on Astro; empty where all do.
    pub fn executors(self) -> impl Iterator<Item = &'static str> + use<> {
        self.texts("x-executors")
    }

    /// The deployment types with which the key has an effect; empty where all do.
    pub fn deployment_types(self) -> impl Iterator<Item = &'static str> + use<> {
        self.texts("x-deployment-types")
    }

    /// What a choice means, for choices that are explained.
    pub fn choice_description(self, choice: &str) -> Option<&'static str> {
        let descriptions = self.node.get("x-enum-descriptions").and_then(Value::as_object)?;
        let (_, text) = descriptions.iter().find(|(name, _)| name.eq_ignore_ascii_case(choice))?;
        text.as_str()
    }

    /// Values that are known to exist, by the value of another key of the same mapping: that key, and for each of its values
    /// the texts. There may be others.
    pub fn choices_by(self) -> Option<(&'static str, impl Iterator<Item = (&'static str, Vec<&'static str>)>)> {
        let by = self.node.get("x-choices-by").and_then(Value::as_object)?;
        let key = by.get("key").and_then(Value::as_str)?;
        let choices = by.get("choices").and_then(Value::as_object)?.iter().map(|(value, texts)| {
            let texts = texts.as_array().into_iter().flatten().filter_map(Value::as_str);
            (value.as_str(), texts.collect())
        });
        Some((key, choices))
    }

    /// The figure of the account that the value may not exceed, by its name in airlint's configuration: `max-workers`.
    pub fn limit(self) -> Option<&'static str> {
        self.node.get("x-limit").and_then(Value::as_str)
    }

    fn number(self, keyword: &str) -> Option<i64> {
        self.node.get(keyword).and_then(Value::as_i64)
    }

    fn texts(self, keyword: &str) -> impl Iterator<Item = &'static str> + use<> {
        self.node.get(keyword).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
    }
}
