//! The JSON Schema of `airlint.toml`, from the tables of keys that the reader knows.

use super::Selector;
use super::deployment::FACTS;
use super::keys::{DEPLOYMENT, Key, KeyTable, ROOT, Shape};
use crate::rules::Severity;
use serde_json::{Map, Value, json};

/// The schema, for editors and for checks of the file without airlint.
pub fn schema() -> Value {
    let mut root = table(ROOT);
    let levels: Vec<&str> = Severity::ALL.iter().rev().map(|severity| severity.name()).collect();
    let levels_or_off: Vec<&str> = levels.iter().copied().chain(["off"]).collect();
    let version = "^[0-9][A-Za-z0-9._+-]*$";
    let head = [
        ("$schema", json!("http://json-schema.org/draft-07/schema#")),
        ("title", json!("airlint.toml")),
        ("description", json!("The configuration of airlint, also under [tool.airlint] in pyproject.toml.")),
    ];
    let definitions = json!({
        "selector": { "enum": Selector::names() },
        "selectors": { "type": "array", "items": { "$ref": "#/definitions/selector" } },
        "level": { "enum": levels },
        "level-or-off": { "enum": levels_or_off },
        "version": { "type": "string", "pattern": version },
        "quantity": { "type": ["integer", "string"], "minimum": 0 },
    });
    let mut schema: Map<String, Value> = head.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    schema.append(&mut root);
    schema.insert("examples".to_owned(), json!([{ "fail-on": "error", "ignore": ["unused-queue"] }]));
    schema.insert("definitions".to_owned(), definitions);
    Value::Object(schema)
}

/// A table: its keys, and no others.
fn table(table: KeyTable) -> Map<String, Value> {
    let properties: Map<String, Value> = table.keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    Map::from_iter([
        ("type".to_owned(), json!("object")),
        ("additionalProperties".to_owned(), json!(false)),
        ("properties".to_owned(), Value::Object(properties)),
    ])
}

fn property(key: &Key) -> Value {
    let mut value = value(key);
    value.insert("description".to_owned(), json!(key.meaning));
    Value::Object(value)
}

fn value(key: &Key) -> Map<String, Value> {
    let reference = |name: &str| json!({ "allOf": [{ "$ref": format!("#/definitions/{name}") }] });
    let selector = json!({ "$ref": "#/definitions/selector" });
    let value = match key.shape {
        Shape::Selectors => reference("selectors"),
        Shape::Levels => json!({
            "type": "object",
            "propertyNames": selector,
            "additionalProperties": { "$ref": "#/definitions/level-or-off" },
        }),
        Shape::SelectorsByPattern => json!({
            "type": "object",
            "additionalProperties": { "$ref": "#/definitions/selectors" },
        }),
        Shape::Patterns | Shape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Shape::Level => reference("level"),
        Shape::Text => json!({ "type": "string" }),
        Shape::OneOf(names) => json!({ "enum": names }),
        Shape::Version => reference("version"),
        Shape::Versions => json!({ "type": "object", "additionalProperties": { "$ref": "#/definitions/version" } }),
        Shape::Number => json!({ "type": "integer", "minimum": 0 }),
        Shape::Quantity => reference("quantity"),
        Shape::Table => Value::Object(KeyTable::named(key.name).map(table).unwrap_or_default()),
        Shape::Tables => json!({ "type": "array", "items": KeyTable::named(key.name).map(list_item) }),
    };
    match value {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// A table of a list: it has a name, and where it names a file, the file says what the deployment is.
fn list_item(of: KeyTable) -> Value {
    let mut item = table(of);
    if of == DEPLOYMENT {
        item.insert("required".to_owned(), json!(["name"]));
        let said = FACTS.map(|fact| json!({ "not": { "required": ["file", fact] } }));
        item.insert("allOf".to_owned(), Value::from(said.to_vec()));
    }
    Value::Object(item)
}
