//! The protocol's own description of its messages, and whether a message is one of them.

mod conversation;
mod tests;
mod value;

pub use conversation::{Conversation, Side};

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The meta-model.
pub struct Model {
    requests: HashMap<String, Message>,
    notifications: HashMap<String, Message>,
    structures: HashMap<String, Structure>,
    enumerations: HashMap<String, Enumeration>,
    aliases: HashMap<String, Type>,
}

/// A request or a notification.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    method: String,
    message_direction: Direction,
    params: Option<Type>,
    result: Option<Type>,
    registration_options: Option<Type>,
}

#[derive(Deserialize, Clone, Copy, PartialEq)]
#[serde(rename_all = "camelCase")]
enum Direction {
    ClientToServer,
    ServerToClient,
    Both,
}

#[derive(Deserialize)]
struct Structure {
    name: String,
    properties: Vec<Property>,
}

#[derive(Deserialize)]
struct Property {
    name: String,
    #[serde(rename = "type")]
    kind: Type,
    #[serde(default)]
    optional: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Enumeration {
    name: String,
    #[serde(rename = "type")]
    kind: Type,
    values: Vec<EnumerationValue>,
    #[serde(default)]
    supports_custom_values: bool,
}

#[derive(Deserialize)]
struct EnumerationValue {
    value: serde_json::Value,
}

#[derive(Deserialize)]
struct Alias {
    name: String,
    #[serde(rename = "type")]
    kind: Type,
}

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
enum Type {
    Base { name: Base },
    Reference { name: String },
    Array { element: Box<Type> },
    Map { key: Box<Type>, value: Box<Type> },
    Or { items: Vec<Type> },
    Tuple { items: Vec<Type> },
    StringLiteral { value: String },
}

#[derive(Deserialize, Clone, Copy, Debug)]
enum Base {
    #[serde(rename = "string")]
    String,
    DocumentUri,
    #[serde(rename = "integer")]
    Integer,
    #[serde(rename = "uinteger")]
    Uinteger,
    #[serde(rename = "decimal")]
    Decimal,
    #[serde(rename = "boolean")]
    Boolean,
    #[serde(rename = "null")]
    Null,
}

impl Model {
    /// The meta-model of LSP 3.17.
    pub fn get() -> &'static Model {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self::read(include_str!("meta_model.json")))
    }

    fn read(text: &str) -> Self {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct File {
            requests: Vec<Message>,
            notifications: Vec<Message>,
            structures: Vec<Structure>,
            enumerations: Vec<Enumeration>,
            type_aliases: Vec<Alias>,
        }
        let file: File = serde_json::from_str(text).expect("the meta-model");
        let by_method = |messages: Vec<Message>| messages.into_iter().map(|it| (it.method.clone(), it)).collect();
        Self {
            requests: by_method(file.requests),
            notifications: by_method(file.notifications),
            structures: file.structures.into_iter().map(|it| (it.name.clone(), it)).collect(),
            enumerations: file.enumerations.into_iter().map(|it| (it.name.clone(), it)).collect(),
            aliases: file.type_aliases.into_iter().map(|it| (it.name, it.kind)).collect(),
        }
    }
}
