//! Cron texts that have a name.

/// The five fields that a preset stands for; in any case, as cron readers take them. Sources: Airflow
/// `utils/dates.py` `cron_presets`; croniter for `@midnight` and `@annually`.
pub fn cron_preset(text: &str) -> Option<&'static str> {
    Some(match text.to_ascii_lowercase().as_str() {
        "@hourly" => "0 * * * *",
        "@daily" | "@midnight" => "0 0 * * *",
        "@weekly" => "0 0 * * 0",
        "@monthly" => "0 0 1 * *",
        "@quarterly" => "0 0 1 */3 *",
        "@yearly" | "@annually" => "0 0 1 1 *",
        _ => return None,
    })
}
