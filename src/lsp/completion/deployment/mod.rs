//! Astro deployment files: the keys of the format's schema that are not there yet and have an effect, and their values.

mod keys;
mod values;

use super::Item;
use super::site::Site;
use crate::model::Deployment;
use crate::read::schema::{Schema, Type};
use crate::read::{Language, astro};
use crate::syntax::yaml::{self, Slot, Step};

/// Whether the file is a deployment file, or may become one: by its name it is YAML or JSON, at the top it has no other key than `deployment`, and in the
/// mapping of the cursor none that the format does not know.
pub(super) fn is_one(site: &Site<'_>) -> bool {
    let view = &site.view;
    if view.deployment().is_some() || view.document.yaml().is_some_and(astro::recognise) {
        return true;
    }
    if Language::of(view.files.path(view.file)) != Some(Language::Yaml) {
        return false;
    }
    let is_ours = |key: &&str| {
        let other = key.starts_with("x-") || key.starts_with(['.', '_']);
        other || ["deployment", "$schema"].iter().any(|own| own.eq_ignore_ascii_case(key))
    };
    let word = site.cursor.word.of(view.text()).to_ascii_lowercase();
    let top = yaml::keys_at_top(view.text());
    let known = |place: Place<'_>| site.cursor.siblings.iter().all(|key| place.schema.property(key).is_some());
    top.iter().all(|key| is_ours(key) || key.eq_ignore_ascii_case(&word))
        && if site.cursor.path.is_empty() {
            "deployment".starts_with(&word)
        } else {
            Place::of(site).is_some_and(known)
        }
}

/// What can be written at the cursor.
pub(super) fn complete(site: &Site<'_>) -> Vec<Item> {
    let Some(place) = Place::of(site) else { return Vec::new() };
    match (site.cursor.slot, place.schema.value_type()) {
        (Slot::Key, Type::Mapping) => place.keys(),
        // A key alone on the line may belong to the value of the key above it.
        (Slot::Below, Type::Mapping) => place.keys(),
        (Slot::Below, Type::List) if !site.cursor.colon => place.items(),
        (Slot::Item | Slot::Dash, Type::List) => match place.schema.items() {
            Some(items) if items.value_type() == Type::Mapping => {
                let keys = Place { schema: items, ..place };
                let mut found = if site.cursor.colon { Vec::new() } else { place.items() };
                if site.cursor.slot == Slot::Item && !site.cursor.flow {
                    found.extend(keys.keys());
                }
                found
            }
            _ => place.items(),
        },
        (Slot::Value | Slot::Below, _) if !site.cursor.colon => place.values(),
        _ => Vec::new(),
    }
}

/// The cursor's place in the format.
#[derive(Clone, Copy)]
struct Place<'s> {
    site: &'s Site<'s>,
    /// What belongs at the end of the path.
    schema: Schema,
    /// The key that the path ends with, or that holds the list it ends in.
    key: &'static str,
    /// The deployment that the file describes.
    deployment: Option<&'s Deployment>,
}

impl<'s> Place<'s> {
    fn of(site: &'s Site<'s>) -> Option<Self> {
        let mut schema = astro::schema()?;
        let mut last = "";
        for step in &site.cursor.path {
            schema = match step {
                Step::Key(key) => {
                    let (name, inner) = schema.property(key)?;
                    last = name;
                    inner
                }
                Step::Item => schema.items()?,
            };
            if schema.is_output_only() {
                return None;
            }
        }
        Some(Self { site, schema, key: last, deployment: site.view.deployment() })
    }

    /// Whether a key may have an effect.
    fn counts(&self, name: &str, key: Schema) -> bool {
        let Some(deployment) = self.deployment else { return true };
        let dropped = match name {
            "worker_queues" => deployment.is_remote() == Some(true),
            "hibernation_schedules" => deployment.drops_hibernation(),
            _ => false,
        };
        !dropped && astro::has_effect(key, deployment)
    }
}
