//! Compose files.

super::category![compose_stop_grace_period, compose_worker_setsid];
