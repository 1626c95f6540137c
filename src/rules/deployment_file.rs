//! Changes to a deployment file that several rules propose: keys at the place where the format's reference has them.

use super::{Action, Written};
use crate::model::{Deployment, Place};
use crate::read::astro::{Part, key_order};

/// Writes a key of `configuration`, and the section with it where the file has none.
pub fn write_in_configuration(deployment: &Deployment, key: &str, value: Written) -> Action {
    let order = key_order(Part::Configuration);
    match deployment.configuration_key {
        Some(into) => Action::Insert { into, key: key.to_string(), value, order },
        None => Action::Insert {
            into: deployment.place,
            key: "configuration".to_string(),
            value: Written::map([(key, value)]),
            order: key_order(Part::Deployment),
        },
    }
}

/// Writes a key of an entry of `list`: a worker queue, an environment variable, a hibernation schedule.
pub(super) fn write_in_item(item: Place, list: &'static str, key: &str, value: Written) -> Action {
    Action::Insert { into: item, key: key.to_string(), value, order: key_order(Part::Item(list)) }
}
