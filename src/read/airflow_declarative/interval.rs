//! Intervals: whole seconds, or a number with a unit.

/// The seconds of a text such as `10m`. Source: `cast_interval`.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let unit = match digits.chars().next_back()? {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        _ => return None,
    };
    let digits = digits.get(..digits.len() - 1).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse::<i64>().ok()?.checked_mul(unit * sign)
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn numbers_with_a_unit() {
        for (text, wanted) in [("10s", 10), ("42m", 2_520), ("1h", 3_600), ("-2d", -172_800)] {
            assert_eq!(seconds(text), Some(wanted), "{text}");
        }
        for text in ["", "h", "10", "1 h", "1h30m", "@daily", "1w", "10µ", "99999999999999999999d"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
