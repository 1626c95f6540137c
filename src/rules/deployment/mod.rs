//! The deployment as a whole: its type, its defaults, what an update resets.

super::category![deployment_type_unknown, omitted_flags_reset];
