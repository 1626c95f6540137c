//! Pod overrides and tasks that start pods.

super::category![];
