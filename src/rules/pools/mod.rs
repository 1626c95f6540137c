//! Pools whose slots tasks take.

super::category![pool_unknown_or_too_small];
