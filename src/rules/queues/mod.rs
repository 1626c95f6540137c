//! Worker queues, and tasks that name them.

super::category![];
