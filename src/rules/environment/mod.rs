//! Environment variables.

super::category![plaintext_secret, pythonpath_under_kubernetes, reserved_env_var];
