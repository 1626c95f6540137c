//! Durations of Compose: `1m30s`, `90s`, `500ms`.

/// Whole seconds, rounded down; `None` for a text that Compose does not take.
pub(super) fn seconds(text: &str) -> Option<i64> {
    const UNITS: [(&str, f64); 6] = [("ms", 1e-3), ("us", 1e-6), ("µs", 1e-6), ("h", 3600.0), ("m", 60.0), ("s", 1.0)];
    let mut rest = text.trim();
    if rest.is_empty() {
        return None;
    }
    let mut sum = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
        let (number, unit) = rest.split_at(digits);
        let (name, factor) = UNITS.iter().find(|(name, _)| unit.starts_with(name))?;
        sum += number.parse::<f64>().ok()? * factor;
        rest = unit.get(name.len()..)?;
    }
    // More seconds than fit are more than anybody waits.
    Some(sum.min(1e15) as i64)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn durations_as_compose_takes_them() {
        for (text, expected) in [("10s", 10), ("1m30s", 90), ("24h", 86_400), ("1.5h", 5_400), ("500ms", 0)] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for text in ["", "10", "1 day", "s", "1m30"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
