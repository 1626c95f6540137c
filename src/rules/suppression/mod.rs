//! Comments that silence findings.

super::category![expired_suppression, unused_suppression];

pub use expired_suppression::RULE as EXPIRED_SUPPRESSION;
pub use unused_suppression::RULE as UNUSED_SUPPRESSION;
