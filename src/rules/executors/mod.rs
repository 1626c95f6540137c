//! The executor, and tasks that do not fit it.

super::category![];
