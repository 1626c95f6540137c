//! Hibernation schedules.

super::category![hibernation_cron_invalid, hibernation_not_enabled, hibernation_without_dev_mode];
