//! Whether a value is of a type.

use super::{Base, Model, Structure, Type};
use serde_json::{Map, Value};

/// Where a value is in its message, and what is wrong with it: `params.position.line: -1 is no uinteger`.
pub type Faults = Vec<String>;

impl Model {
    /// What is wrong with a value that should be of the named type.
    pub fn check_named(&self, name: &str, value: &Value, at: &str) -> Faults {
        match name {
            "LSPAny" => Faults::new(),
            "LSPObject" if value.is_object() => Faults::new(),
            "LSPObject" => vec![fault(at, value, "no object")],
            _ => {
                if let Some(structure) = self.structures.get(name) {
                    return self.check_structure(structure, value, at);
                }
                if let Some(alias) = self.aliases.get(name) {
                    return self.check(alias, value, at);
                }
                let enumeration = self.enumerations.get(name).unwrap_or_else(|| panic!("nothing is named {name}"));
                let faults = self.check(&enumeration.kind, value, at);
                let is_known = enumeration.values.iter().any(|it| it.value == *value);
                if faults.is_empty() && !is_known && !enumeration.supports_custom_values {
                    return vec![fault(at, value, &format!("no {}", enumeration.name))];
                }
                faults
            }
        }
    }

    /// What is wrong with a value that should be of a type.
    pub(super) fn check(&self, kind: &Type, value: &Value, at: &str) -> Faults {
        match (kind, value) {
            (Type::Base { name }, _) => base(*name, value, at),
            (Type::Reference { name }, _) => self.check_named(name, value, at),
            (Type::Array { element }, Value::Array(items)) => {
                let check = |(number, item)| self.check(element, item, &format!("{at}[{number}]"));
                items.iter().enumerate().flat_map(check).collect()
            }
            (Type::Map { key, value }, Value::Object(entries)) => {
                let check = |(name, entry): (&String, &Value)| {
                    let at = format!("{at}.{name}");
                    let mut faults = self.check(key, &Value::String(name.clone()), &at);
                    faults.extend(self.check(value, entry, &at));
                    faults
                };
                entries.iter().flat_map(check).collect()
            }
            (Type::Tuple { items }, Value::Array(values)) if items.len() == values.len() => {
                let pairs = items.iter().zip(values).enumerate();
                pairs.flat_map(|(number, (kind, value))| self.check(kind, value, &format!("{at}[{number}]"))).collect()
            }
            (Type::StringLiteral { value: wanted }, Value::String(text)) if text == wanted => Faults::new(),
            (Type::Or { items }, _) => self.check_any(items, value, at),
            (Type::Array { .. }, _) => vec![fault(at, value, "no array")],
            (Type::Map { .. }, _) => vec![fault(at, value, "no map")],
            (Type::Tuple { items }, _) => vec![fault(at, value, &format!("no tuple of {}", items.len()))],
            (Type::StringLiteral { value: wanted }, _) => vec![fault(at, value, &format!("not \"{wanted}\""))],
        }
    }

    /// Where no alternative takes the value, what is wrong with it as the one that comes closest: the one whose first
    /// fault lies deepest, or at least is not that the value is something else altogether.
    fn check_any(&self, alternatives: &[Type], value: &Value, at: &str) -> Faults {
        let mut closest: Option<((usize, bool), Faults)> = None;
        for kind in alternatives {
            let faults = self.check(kind, value, at);
            let Some(first) = faults.first() else { return faults };
            let depth = first.split(": ").next().map_or(0, |path| path.matches(['.', '[']).count());
            let rank = (depth, !first.contains(" is no "));
            if closest.as_ref().is_none_or(|(known, _)| rank > *known) {
                closest = Some((rank, faults));
            }
        }
        closest.map(|(_, faults)| faults).unwrap_or_default()
    }

    fn check_structure(&self, structure: &Structure, value: &Value, at: &str) -> Faults {
        let name = &structure.name;
        let Value::Object(entries) = value else { return vec![fault(at, value, &format!("no {name}"))] };
        let mut faults = Faults::new();
        for property in &structure.properties {
            match entries.get(&property.name) {
                Some(entry) => faults.extend(self.check(&property.kind, entry, &format!("{at}.{}", property.name))),
                None if property.optional => {}
                None => faults.push(format!("{at}: has no `{}`, which {name} needs", property.name)),
            }
        }
        faults.extend(unknown(entries, at, |key| structure.properties.iter().any(|it| it.name == key), name));
        faults
    }
}

/// What is wrong with the members of an object that its type does not have.
pub(super) fn unknown(entries: &Map<String, Value>, at: &str, known: impl Fn(&str) -> bool, name: &str) -> Faults {
    let strange = entries.keys().filter(|key| !known(key));
    strange.map(|key| format!("{at}: {name} has no `{key}`")).collect()
}

fn base(kind: Base, value: &Value, at: &str) -> Faults {
    let holds = match kind {
        Base::String => value.is_string(),
        Base::DocumentUri => value.as_str().is_some_and(is_uri),
        Base::Integer => value.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Base::Uinteger => value.as_i64().is_some_and(|number| (0..=i64::from(i32::MAX)).contains(&number)),
        Base::Decimal => value.is_number(),
        Base::Boolean => value.is_boolean(),
        Base::Null => value.is_null(),
    };
    if holds { Faults::new() } else { vec![fault(at, value, &format!("no {kind:?}").to_lowercase())] }
}

/// Whether a text is a URI as RFC 3986 writes it: with a scheme, and everything else encoded.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        && rest.bytes().all(is_allowed)
        && rest.split('%').skip(1).all(|it| it.get(..2).is_some_and(|it| u8::from_str_radix(it, 16).is_ok()))
}

fn fault(at: &str, value: &Value, what: &str) -> String {
    let mut shown = value.to_string();
    if shown.len() > 120 {
        shown = shown.chars().take(120).chain("…".chars()).collect();
    }
    format!("{at}: {shown} is {what}")
}
