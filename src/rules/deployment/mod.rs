//! The deployment as a whole: its type, its defaults, what an update resets.

super::category![];
