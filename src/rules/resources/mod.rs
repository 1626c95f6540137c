//! CPU, memory and quotas.

super::category![];
