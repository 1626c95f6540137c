//! CPU and memory: what tasks ask for, what deployments give.

mod asked;
mod change;
mod written;

super::category![
    client_refuses_number,
    default_pod_exceeds_quota,
    invalid_quantity,
    limits_missing,
    missing_resources,
    pod_exceeds_platform_cap,
    pod_exceeds_quota,
    pod_memory_ratio,
    pod_override_drops_limits,
    request_exceeds_limit,
    requests_below_limits,
    suspicious_quantity,
];

use crate::model::Quantity;

/// An amount of `cpu` or `memory` for users: `1.5 CPU`, `2Gi`.
fn amount_text(resource: &str, amount: Quantity) -> String {
    if resource == "cpu" { format!("{} CPU", amount.cpu_text()) } else { amount.memory_text() }
}
