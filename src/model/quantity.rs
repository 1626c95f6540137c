//! Kubernetes quantities.

use std::cmp::Ordering;

/// An amount of CPU (in cores) or memory (in bytes), exact to a billionth. Compares by amount: `1Gi` equals `1024Mi`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// Billionths of a core or byte.
    nano: i128,
}

const NANO: i128 = 1_000_000_000;

impl Quantity {
    /// Reads a quantity by the grammar of the Kubernetes API: an optionally signed decimal number with one of the
    /// suffixes `n u m k M G T P E Ki Mi Gi Ti Pi Ei`, an exponent, or none. `None` for everything else (`1GB`, `1 Gi`).
    /// Source: kubernetes apimachinery `resource.Quantity`.
    pub fn parse(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let end = unsigned.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(unsigned.len());
        let (number, suffix) = unsigned.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return None;
        }
        let (multiplier, divisor) = scale(suffix)?;
        let mut nano = (if whole.is_empty() { Some(0) } else { whole.parse::<i128>().ok() })?
            .checked_mul(NANO)?
            .checked_mul(multiplier)?;
        if !fraction.is_empty() {
            let digits = &fraction[..fraction.len().min(18)];
            let unit = 10_i128.checked_pow(u32::try_from(digits.len()).ok()?)?;
            let part = digits.parse::<i128>().ok()?.checked_mul(NANO)?.checked_mul(multiplier);
            nano = nano.checked_add(part? / unit)?;
        }
        let nano = nano / divisor;
        Some(Self { nano: if text.starts_with('-') { -nano } else { nano } })
    }

    /// A whole number of units.
    pub fn whole(units: i64) -> Self {
        Self { nano: i128::from(units) * NANO }
    }

    /// `units` GiB.
    pub fn gibibytes(units: i64) -> Self {
        Self { nano: i128::from(units) * NANO * (1 << 30) }
    }

    /// The amount in cores or bytes, rounded to the nearest float.
    pub fn as_f64(self) -> f64 {
        self.nano as f64 / NANO as f64
    }

    /// The amount times a whole number; `None` past the range.
    pub fn times(self, factor: i64) -> Option<Self> {
        Some(Self { nano: self.nano.checked_mul(i128::from(factor))? })
    }

    /// The sum of both; `None` past the range.
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self { nano: self.nano.checked_add(other.nano)? })
    }

    /// The amount divided by a whole number above 0, rounded down to a billionth.
    pub fn divided_by(self, divisor: i64) -> Option<Self> {
        (divisor > 0).then(|| Self { nano: self.nano / i128::from(divisor) })
    }

    /// Whether the amount is below zero.
    pub fn is_negative(self) -> bool {
        self.nano < 0
    }

    /// As a CPU text: `0.5`, `2`, `1.25`.
    pub fn cpu_text(self) -> String {
        trim_zeros(format!("{:.3}", self.as_f64()))
    }

    /// As a memory text in the largest binary unit that stays short: `2Gi`, `512Mi`, `1.5Gi`.
    pub fn memory_text(self) -> String {
        let bytes = self.as_f64();
        for (unit, size) in [("Gi", 1_u64 << 30), ("Mi", 1 << 20), ("Ki", 1 << 10)] {
            let amount = bytes / size as f64;
            if amount >= 0.5 {
                return trim_zeros(format!("{amount:.3}")) + unit;
            }
        }
        trim_zeros(format!("{bytes:.3}"))
    }
}

fn trim_zeros(text: String) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// The factor of a suffix as multiplier and divisor; `None` where the grammar has no such suffix.
fn scale(suffix: &str) -> Option<(i128, i128)> {
    Some(match suffix {
        "" => (1, 1),
        "n" => (1, NANO),
        "u" => (1, 1_000_000),
        "m" => (1, 1_000),
        "k" => (1_000, 1),
        "M" => (1_000_000, 1),
        "G" => (NANO, 1),
        "T" => (1_000_000_000_000, 1),
        "P" => (1_000_000_000_000_000, 1),
        "E" => (1_000_000_000_000_000_000, 1),
        "Ki" => (1 << 10, 1),
        "Mi" => (1 << 20, 1),
        "Gi" => (1 << 30, 1),
        "Ti" => (1 << 40, 1),
        "Pi" => (1 << 50, 1),
        "Ei" => (1 << 60, 1),
        _ => {
            let exponent = suffix.strip_prefix(['e', 'E'])?;
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let power = 10_i128.checked_pow(digits.parse().ok().filter(|&power: &u32| power <= 18)?)?;
            if exponent.starts_with('-') { (1, power) } else { (power, 1) }
        }
    })
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nano.cmp(&other.nano)
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar() {
        for good in ["0.5", "500m", "1", "1Gi", ".5", "5.", "1e3", "1E", "+2", "100n", "12800Gi", "1E3", "1e-3"] {
            assert!(Quantity::parse(good).is_some(), "{good}");
        }
        for bad in
            ["1GB", "1gb", "1gi", "1g", "1Gib", "512MB", "1 Gi", "lots", "", ".", "1K", "1,5", "1e", "--1", "1.2.3"]
        {
            assert!(Quantity::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn amounts_compare_across_units() {
        let parse = |text| Quantity::parse(text).unwrap();
        assert_eq!(parse("1024Mi"), parse("1Gi"));
        assert_eq!(parse("500m"), parse("0.5"));
        assert!(parse("1G") < parse("1Gi"));
        assert_eq!(parse("0.5Gi"), parse("512Mi"));
        assert_eq!(parse("1e3"), parse("1k"));
        assert_eq!(parse("12800Gi"), Quantity::gibibytes(12_800));
    }

    #[test]
    fn texts_are_short() {
        let parse = |text| Quantity::parse(text).unwrap();
        assert_eq!(parse("1536Mi").memory_text(), "1.5Gi");
        assert_eq!(parse("2048Mi").memory_text(), "2Gi");
        assert_eq!(parse("100m").cpu_text(), "0.1");
        assert_eq!(parse("20").cpu_text(), "20");
    }
}
