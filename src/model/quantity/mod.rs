//! Kubernetes quantities.

mod parse;

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
    /// As there, what is finer than a billionth is rounded away from zero, and a number with a binary suffix is at most
    /// 2^63-1. Amounts past the range of this type count as its end.
    ///
    /// Source: kubernetes apimachinery `resource.ParseQuantity`, which the API server reads with. Where others differ:
    ///
    /// - The official Python client refuses and accepts other texts: `K`, `1_000`, blanks and digits of other scripts are
    ///   fine to it, and the API server refuses them. The server decides.
    /// - The server takes a number without digits (`Gi`, `.`, `+`) for 0, against the grammar in its own documentation, and
    ///   the client refuses it. It is no quantity here: nobody means 0 by it.
    ///
    /// `tests/quantities.rs` holds this to 10,000 texts that both have read.
    pub fn parse(text: &str) -> Option<Self> {
        parse::parse(text)
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

    /// The amount in billionths of a core or byte.
    pub fn billionths(self) -> i128 {
        self.nano
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
