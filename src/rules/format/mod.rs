//! The form of a file: syntax, keys, types.

super::category![];
