//! Changes to what pods ask for and deployments give.

use super::amount_text;
use crate::model::{Deployment, Known, PodSize, Quantity, TaskSize};
use crate::rules::{Action, Proposal};

/// The highest quota that Astro documents, in cores. Source: Astronomer docs "Deployment resources" (2024-08).
const MOST_CORES: i64 = 6_400;

/// Raises the quotas of deployments so that each holds a pod with `amount` of a resource: whole cores, and 2Gi for each.
/// `None` where one of them cannot be changed in its file.
pub(super) fn raise_quotas(deployments: &[&Deployment], resource: &str, amount: Quantity) -> Option<Proposal> {
    let needed = cores(resource, amount)?;
    let mut actions = Vec::new();
    let mut most = needed;
    for deployment in deployments {
        if !deployment.is_written_for_astro() {
            return None;
        }
        let size = cores_given(&deployment.quota)?.max(needed);
        most = most.max(size);
        let size = TaskSize::cores(size);
        let written =
            [(deployment.quota.cpu.as_known(), size.cpu()), (deployment.quota.memory.as_known(), size.memory())];
        actions.extend(written.into_iter().filter_map(|(quota, text)| {
            quota.filter(|quota| *quota.value != *text).map(|quota| Action::write(quota, text))
        }));
    }
    let title = match deployments {
        [one] => format!("Raise the quota of {} to {most} CPU and {}", one.label, TaskSize::cores(most).memory()),
        _ => format!("Raise each quota to {needed} CPU and {} at least", TaskSize::cores(needed).memory()),
    };
    (!actions.is_empty() && most <= MOST_CORES).then(|| Proposal::suggested(title, actions))
}

/// The whole cores that go with an amount in Astro's ratio.
fn cores(resource: &str, amount: Quantity) -> Option<i64> {
    let of_one = if resource == "cpu" { Quantity::whole(1) } else { Quantity::gibibytes(2) };
    let cores = (amount.as_f64() / of_one.as_f64()).ceil();
    (1.0..1e6).contains(&cores).then_some(cores as i64)
}

/// The cores of a quota, or those that go with its memory where these are more; 0 where neither is written. `None` where
/// that is not known.
fn cores_given(quota: &PodSize) -> Option<i64> {
    let mut most = 0;
    for (resource, written) in [("cpu", &quota.cpu), ("memory", &quota.memory)] {
        if written.is_opaque() {
            return None;
        }
        if let Some(text) = written.value() {
            most = most.max(cores(resource, Quantity::parse(text.trim())?)?);
        }
    }
    Some(most)
}

/// Lowers amounts of a resource that are above `most` to that. `None` where there are none, or where it has no short text.
pub(super) fn lower(amounts: &[&Known<Box<str>>], resource: &str, most: Quantity) -> Option<Proposal> {
    let text = text_of(resource, most)?;
    let is_above = |written: &&&Known<Box<str>>| Quantity::parse(written.value.trim()).is_some_and(|it| it > most);
    let actions: Vec<Action> = amounts.iter().filter(is_above).map(|written| Action::write(written, &*text)).collect();
    let title = format!("Ask for {}", amount_text(resource, most));
    (!actions.is_empty()).then(|| Proposal::suggested(title, actions))
}

/// The amount as quantities are written, where that says neither more nor nothing.
pub(super) fn text_of(resource: &str, amount: Quantity) -> Option<String> {
    let text = if resource == "cpu" { amount.cpu_text() } else { amount.memory_text() };
    Quantity::parse(&text).filter(|it| *it <= amount && *it > Quantity::whole(0)).map(|_| text)
}
