//! Requests and limits in values.

use super::values::{Values, text};
use crate::model::{Place, ResourceAmount, ResourceList, Resources, Setting};
use crate::syntax::yaml::{Node, Reader, Yaml11, go_scalar};

/// What a container asks for, at a path.
pub(super) fn resources(values: Values<'_>, path: &str) -> Setting<Resources> {
    values.setting(path, |file, node| {
        let place = Place::new(file, node.span());
        let node = node.resolve();
        if !node.is_mapping() {
            return Setting::opaque(place, "no mapping of requests and limits");
        }
        let below = values.below(node);
        let literal = Place::new(file, node.span());
        let list = |path: &str| below.setting(path, |_, node| amounts(below, node));
        Setting::known(Resources { place, literal, requests: list("requests"), limits: list("limits") }, place)
    })
}

fn amounts(values: Values<'_>, node: Node<'_>) -> Setting<ResourceList> {
    let place = values.place(node);
    let node = node.resolve();
    if !node.is_mapping() {
        return Setting::opaque(place, "no mapping of amounts");
    }
    let mut list = ResourceList { amounts: Vec::new(), incomplete: node.is_broken() };
    for entry in node.merged(Reader::Go) {
        match entry.key.resolve().scalar() {
            Some(resource) => list.amounts.push(ResourceAmount {
                resource: resource.into(),
                key: values.place(entry.key),
                quantity: text(values.file, entry.value),
                is_number: matches!(go_scalar(entry.value.resolve()), Some(Yaml11::Int(_) | Yaml11::Float(_))),
            }),
            None => list.incomplete = true,
        }
    }
    Setting::known(list, place)
}
