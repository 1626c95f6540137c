//! Comments that silence findings.

super::category![unused_suppression];

pub use unused_suppression::RULE as UNUSED_SUPPRESSION;
