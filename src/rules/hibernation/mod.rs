//! Hibernation schedules.

super::category![];
