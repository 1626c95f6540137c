//! Scalars as the Astro CLI reads them: YAML 1.1 by Go's yaml.v2, then JSON, then Go's types.

use std::borrow::Cow;

use crate::syntax::yaml::{Node, Yaml11, go_scalar, go_text_of};

/// What a scalar is to the CLI.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar<'t> {
    /// Left out, `~`, `null`.
    Null,
    /// `yes`, `off`, `true`, …
    Flag(bool),
    /// A number, and the text that a text field receives for it.
    Number(Number, Cow<'t, str>),
    /// Anything else.
    Text(&'t str),
    /// Marked with a tag that is not YAML's own (`!vault`), which something else resolves first.
    Tagged,
}

/// A number as yaml.v2 reads it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Number {
    Whole(i128),
    Float(f64),
}

impl<'t> Scalar<'t> {
    /// Reads a scalar node; `None` for collections and aliases to nothing.
    pub(super) fn of(node: Node<'t>) -> Option<Self> {
        let node = node.resolve();
        let text = node.scalar()?;
        if node.whole_tag().is_some_and(|tag| tag != "!" && !tag.starts_with("tag:yaml.org,2002:")) {
            return Some(Scalar::Tagged);
        }
        let number = |number| Some(Scalar::Number(number, go_text_of(node)?));
        match go_scalar(node)? {
            Yaml11::Null => Some(Scalar::Null),
            Yaml11::Bool(flag) => Some(Scalar::Flag(flag)),
            Yaml11::Int(whole) => number(Number::Whole(whole)),
            Yaml11::Float(float) => number(Number::Float(float)),
            Yaml11::Timestamp | Yaml11::Text => Some(Scalar::Text(text)),
        }
    }

    /// The text that arrives in a text field; `None` for null and for what is tagged.
    pub(super) fn text(&self) -> Option<Cow<'t, str>> {
        match self {
            Scalar::Null | Scalar::Tagged => None,
            Scalar::Flag(flag) => Some(Cow::Borrowed(if *flag { "true" } else { "false" })),
            Scalar::Number(_, text) => Some(text.clone()),
            Scalar::Text(text) => Some(Cow::Borrowed(text)),
        }
    }

    /// The whole number that arrives in a whole-number field: JSON has no decimals for a float without a fraction.
    pub(super) fn whole(&self) -> Option<i64> {
        match *self {
            Scalar::Number(Number::Whole(number), _) => i64::try_from(number).ok(),
            Scalar::Number(Number::Float(number), _) if number.fract() == 0.0 && number.abs() < 9e18 => {
                Some(number as i64)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::yaml::parse;

    #[test]
    fn whole_numbers() {
        let whole = |text: &str| {
            let tree = parse(&format!("key: {text}\n"));
            let value = tree.root().and_then(|root| root.entries().next()).unwrap().value;
            Scalar::of(value).and_then(|scalar| scalar.whole())
        };
        assert_eq!(whole("10"), Some(10));
        assert_eq!(whole("0x10"), Some(16));
        assert_eq!(whole("10.0"), Some(10));
        assert_eq!(whole("1e1"), Some(10));
        for refused in ["10.5", "ten", "\"10\"", "99999999999999999999", ".inf", "", "!count 3"] {
            assert_eq!(whole(refused), None, "{refused}");
        }
    }
}
