//! Environment variables.

super::category![];
