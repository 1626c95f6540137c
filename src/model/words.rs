//! Values as users read them.

use super::{ResourceList, Resources, SensorMode, Setting};

/// A duration in its largest whole units: `30 h`, `1 h 30 min`, `45 s`, `0.5 s`.
pub fn duration_words(seconds: f64) -> String {
    if seconds.fract() != 0.0 || !(0.0..9e15).contains(&seconds) {
        return format!("{seconds} s");
    }
    let whole = seconds as i64;
    let parts = [(whole / 3600, "h"), (whole / 60 % 60, "min"), (whole % 60, "s")];
    let words: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}")).collect();
    if words.is_empty() { "0 s".to_string() } else { words.join(" ") }
}

impl SensorMode {
    /// The mode as Airflow spells it.
    pub fn name(self) -> &'static str {
        match self {
            SensorMode::Poke => "poke",
            SensorMode::Reschedule => "reschedule",
        }
    }
}

impl Resources {
    /// On one line: `requests cpu=500m memory=1Gi, limits ?`.
    pub fn words(&self) -> String {
        let parts = [("requests", &self.requests), ("limits", &self.limits)].into_iter().filter_map(|(name, it)| {
            Some(match it {
                Setting::Absent => return None,
                Setting::Known(known) => format!("{name} {}", known.value.words()),
                Setting::Opaque(_) => format!("{name} ?"),
            })
        });
        parts.collect::<Vec<_>>().join(", ")
    }
}

impl ResourceList {
    fn words(&self) -> String {
        let amount = |quantity: &Setting<Box<str>>| match quantity {
            Setting::Absent => String::new(),
            Setting::Known(known) => known.value.to_string(),
            Setting::Opaque(_) => "?".to_string(),
        };
        let amounts = self.amounts.iter().map(|it| format!("{}={}", it.resource, amount(&it.quantity)));
        let unseen = self.incomplete.then(|| "and more that cannot be seen".to_string());
        amounts.chain(unseen).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::duration_words;

    #[test]
    fn durations_have_their_largest_units() {
        assert_eq!(duration_words(108_000.0), "30 h");
        assert_eq!(duration_words(5_400.0), "1 h 30 min");
        assert_eq!((duration_words(0.5), duration_words(0.0)), ("0.5 s".to_owned(), "0 s".to_owned()));
        assert_eq!(duration_words(-1.0), "-1 s");
    }
}
