//! How Airflow turns the text of a value into what it is.

/// A getter of Airflow's configuration. Where the text does not suit it, the process stops with an
/// `AirflowConfigException` when it reads the key. Source: `configuration.py` (2.x), `_shared/configuration/parser.py`
/// (3.2 and later).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// `getboolean`: `t`, `true`, `1`, `f`, `false`, `0` in any case; what follows a `#` does not count.
    Boolean,
    /// `getint`: what Python's `int` takes; from 3.2 on also `16.0`.
    Integer,
    /// `getfloat`: what Python's `float` takes.
    Float,
    /// `getjson`: JSON, or nothing.
    Json,
    /// `getlist`: texts between commas.
    List,
    /// `gettimedelta`: whole seconds, or nothing.
    Seconds,
    /// `getimport`: the dotted path of something that can be imported, or nothing.
    Import,
}

impl Reading {
    pub(super) fn named(word: &str) -> Option<Self> {
        Some(match word {
            "boolean" => Reading::Boolean,
            "integer" => Reading::Integer,
            "float" => Reading::Float,
            "json" => Reading::Json,
            "list" => Reading::List,
            "seconds" => Reading::Seconds,
            "import" => Reading::Import,
            _ => return None,
        })
    }

    /// What it wants, for a message: "a whole number".
    pub fn wants(self) -> &'static str {
        match self {
            Reading::Boolean => "`True` or `False`",
            Reading::Integer => "a whole number",
            Reading::Float => "a number",
            Reading::Json => "JSON",
            Reading::List => "a list with commas",
            Reading::Seconds => "whole seconds",
            Reading::Import => "the dotted path of something to import",
        }
    }

    /// Whether Airflow of line `release` reads `value`. Whether a path can be imported is not asked.
    pub fn accepts(self, value: &str, release: (u32, u32)) -> bool {
        match self {
            Reading::Boolean => {
                let lower = value.to_lowercase();
                let said = lower.split('#').next().unwrap_or("").trim();
                matches!(said, "t" | "true" | "1" | "f" | "false" | "0")
            }
            Reading::Integer => is_integer(value) || release >= (3, 2) && is_integral(value),
            Reading::Float => is_float(value),
            Reading::Json => value.is_empty() || is_json(value),
            Reading::Seconds => value.is_empty() || is_integer(value),
            Reading::List | Reading::Import => true,
        }
    }
}

/// Digits, of which two may have one `_` between them, with blanks around and a sign: what Python's `int` takes. Digits
/// of other scripts count too.
fn is_integer(text: &str) -> bool {
    let text = text.trim();
    is_digits(text.strip_prefix(['+', '-']).unwrap_or(text))
}

fn is_digits(text: &str) -> bool {
    text.split('_').all(|part| !part.is_empty() && part.chars().all(|c| c.is_numeric()))
}

fn is_integral(text: &str) -> bool {
    is_float(text) && text.trim().replace('_', "").parse::<f64>().is_ok_and(|number| number.fract() == 0.0)
}

/// What Python's `float` takes.
fn is_float(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    let unsigned = lower.strip_prefix(['+', '-']).unwrap_or(&lower);
    if matches!(unsigned, "inf" | "infinity" | "nan") {
        return true;
    }
    let (number, exponent) = match unsigned.split_once('e') {
        Some((number, exponent)) => (number, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let is_part = |part: &str| part.is_empty() || is_digits(part);
    !(whole.is_empty() && fraction.is_empty()) && is_part(whole) && is_part(fraction) && exponent.is_none_or(is_digits)
}

/// What Python's `json.loads` takes: JSON, and the numbers `NaN` and `Infinity`.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() || text.contains("NaN") || text.contains("Infinity")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_as_airflow_reads_them() {
        let accepted = [
            (Reading::Boolean, "True"),
            (Reading::Boolean, " FALSE # because"),
            (Reading::Boolean, "1"),
            (Reading::Integer, " 16 "),
            (Reading::Integer, "1_000"),
            (Reading::Integer, "-1"),
            (Reading::Float, "5"),
            (Reading::Float, ".5e3"),
            (Reading::Float, "inf"),
            (Reading::Json, "{\"a\": [1]}"),
            (Reading::Json, ""),
            (Reading::Seconds, ""),
            (Reading::Seconds, "3600"),
        ];
        for (reading, value) in accepted {
            assert!(reading.accepts(value, (2, 10)), "{reading:?} {value}");
        }
        let refused = [
            (Reading::Boolean, "yes"),
            (Reading::Boolean, "on"),
            (Reading::Boolean, ""),
            (Reading::Integer, "16,4"),
            (Reading::Integer, ""),
            (Reading::Integer, "1__0"),
            (Reading::Integer, "10m"),
            (Reading::Integer, "16.0"),
            (Reading::Float, "5s"),
            (Reading::Float, "."),
            (Reading::Float, "1e"),
            (Reading::Json, "{'a': 1}"),
            (Reading::Seconds, "1h"),
            (Reading::Seconds, "1.5"),
        ];
        for (reading, value) in refused {
            assert!(!reading.accepts(value, (2, 10)), "{reading:?} {value}");
        }
        assert!(Reading::Integer.accepts("16.0", (3, 2)));
        assert!(!Reading::Integer.accepts("16.5", (3, 2)));
    }
}
