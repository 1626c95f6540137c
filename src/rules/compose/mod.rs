//! Compose files.

super::category![compose_stop_grace_period];
