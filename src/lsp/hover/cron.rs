//! What a cron text means, and when its next times are.

use super::text::{Text, code, listed};
use crate::model::cron_preset;
use croner::Cron;
use jiff::{Timestamp, tz::TimeZone};
use std::str::FromStr;

/// How many times are shown.
const TIMES: usize = 4;

/// Whose clock a schedule goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    /// UTC for certain.
    Utc,
    /// The time zone of a DAG, which is UTC unless its `start_date` says otherwise.
    Dag,
}

/// What the cron text means and its next times after `now`; nothing for a text that is none.
pub(super) fn schedule(text: &str, clock: Clock, now: Timestamp) -> Option<Text> {
    let five = cron_preset(text.trim()).unwrap_or(text.trim());
    let cron = five_fields(five)?;
    let mut out = Text::from(format!("**{}**", code(text)));
    let description = cron.describe();
    out.say(format!(" · {}", description.trim_end_matches('.')));
    if five != text.trim() {
        out.say(format!(" ({})", code(five)));
    }
    let start = now.to_zoned(TimeZone::UTC);
    let times: Vec<String> =
        cron.iter_after(start).take(TIMES).map(|time| time.strftime("%a %Y-%m-%d %H:%M").to_string()).collect();
    match times.as_slice() {
        [] => out.paragraph().say("It never comes."),
        _ => out.paragraph().say(format!("Next, in UTC: {}.", listed(&times))),
    };
    if clock == Clock::Dag {
        out.paragraph().say("In UTC unless the DAG's `start_date` has another time zone.");
    }
    Some(out)
}

/// A text of five fields that both Airflow and Astro read as croner does.
fn five_fields(text: &str) -> Option<Cron> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c.is_ascii_whitespace() || "*,-/#?".contains(c);
    let fields = text.split_ascii_whitespace().count();
    // `15W` is croner's own.
    let is_weekday =
        |field: &str| field.len() > 1 && field.ends_with(['w', 'W']) && field.as_bytes()[0].is_ascii_digit();
    if fields != 5 || !text.chars().all(plain) || text.split_ascii_whitespace().any(is_weekday) {
        return None;
    }
    Cron::from_str(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str, now: &str) -> String {
        schedule(text, Clock::Utc, now.parse().expect("a time")).map_or_else(String::new, |text| text.plain())
    }

    #[test]
    fn next_times_in_utc() {
        let text = plain("0 18 * * 1-5", "2026-02-27T18:00:00Z");
        assert!(text.contains("Mon 2026-03-02 18:00, Tue 2026-03-03 18:00"), "{text}");
        let leap = plain("30 4 29 2 *", "2026-01-01T00:00:00Z");
        assert!(leap.contains("2028-02-29 04:30"), "{leap}");
        let preset = plain("@daily", "2026-12-31T23:59:59Z");
        assert!(preset.contains("`0 0 * * *`") && preset.contains("2027-01-01 00:00"), "{preset}");
        // Days and weekdays together: either of them.
        let either = plain("0 0 13 * 5", "2026-03-01T00:00:00Z");
        assert!(either.contains("Fri 2026-03-06 00:00, Fri 2026-03-13 00:00"), "{either}");
    }

    #[test]
    fn what_is_no_cron_text_says_nothing() {
        for text in ["", "@once", "@continuous", "0 0 * *", "0 0 0 * * *", "61 * * * *", "0 0 15W * *", "{{ x }}"] {
            assert_eq!(plain(text, "2026-01-01T00:00:00Z"), "", "{text}");
        }
        let never = plain("0 0 31 2 *", "2026-01-01T00:00:00Z");
        assert!(never.contains("never comes"), "{never}");
    }
}
