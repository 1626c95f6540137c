//! DAG files of dag-factory.

super::category![];
