//! `airflow_settings.yaml`: the connections, pools and variables that the Astro CLI makes in a local Airflow. airlint takes
//! the pools.
//!
//! Source: astro-cli `settings/settings.go` and `settings/types.go`: keys in any case, an item without a name is passed over.

#[cfg(test)]
mod tests;

use super::typed;
use super::yaml_value::plain;
use crate::model::{FileId, Place, Pool, Pools, PoolsFrom, Setting, Shape};
use crate::syntax::yaml::{Entry, Node, Tree};

/// What stands under `airflow`, and a key that the items of each list have.
const LISTS: [(&str, &str); 3] = [("connections", "conn_id"), ("pools", "pool_name"), ("variables", "variable_name")];

/// The names of the file.
const NAMES: [&str; 2] = ["airflow_settings.yaml", "airflow_settings.yml"];

/// Whether a file is one: `airflow` with a list of connections, pools or variables, whatever the file is called, and with
/// any of the three keys under the usual name.
pub fn recognise(name: &str, tree: &Tree) -> bool {
    let Some(airflow) = tree.root().and_then(|root| field(root, "airflow")) else { return false };
    let is_list = |(list, key): (&str, &str)| {
        let Some(list) = field(airflow.value, list) else { return false };
        let has_key = |item: Node<'_>| field(item, key).is_some();
        NAMES.contains(&name) || list.value.resolve().items().any(has_key)
    };
    LISTS.into_iter().any(is_list)
}

/// Reads a file that [`recognise`] takes for one.
pub fn read(file: FileId, tree: &Tree) -> (Option<Pools>, Vec<Shape>) {
    let shapes = super::yaml_syntax_shapes(file, tree).collect();
    let pools = tree.root().and_then(|root| field(field(root, "airflow")?.value, "pools"));
    (pools.map(|entry| pools_of(file, entry)), shapes)
}

fn pools_of(file: FileId, entry: Entry<'_>) -> Pools {
    let list = entry.value.resolve();
    let place = Place::new(file, entry.key.span());
    let mut pools = Pools { place, from: PoolsFrom::AirflowSettings, pools: Vec::new(), incomplete: list.is_broken() };
    for item in list.items() {
        let setting = |key: &str| field(item, key).map(|entry| plain(file, entry.value));
        match setting("pool_name").map_or(Setting::Absent, |value| typed::text(&value)) {
            Setting::Absent if !item.resolve().is_broken() => {}
            Setting::Known(name) => {
                let slots = setting("pool_slot").map_or(Setting::Absent, |value| typed::integer(&value));
                pools.pools.push(Pool { name, slots });
            }
            Setting::Absent | Setting::Opaque(_) => pools.incomplete = true,
        }
    }
    pools
}

/// The key of a mapping in any case.
fn field<'t>(node: Node<'t>, key: &str) -> Option<Entry<'t>> {
    let is_it = |entry: &Entry<'_>| entry.key.scalar().is_some_and(|name| name.eq_ignore_ascii_case(key));
    node.resolve().entries().filter(is_it).last()
}
