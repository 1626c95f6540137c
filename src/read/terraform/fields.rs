//! The named values of a resource or of an object in it.

use super::is_null;
use super::scope::{Scope, Written};
use crate::model::{FileId, Place, Setting};
use crate::syntax::hcl::{Body, Kind};

/// Values by name, the one that counts first.
pub(super) struct Fields<'m> {
    scope: &'m Scope<'m>,
    fields: Vec<Field<'m>>,
    /// Where and why there may be fields that are not seen.
    unseen: Option<(Place, &'static str)>,
}

struct Field<'m> {
    name: &'m str,
    key: Place,
    /// `None` for a nested block, which says nothing that can be read as a value.
    value: Option<Written<'m>>,
}

const BROKEN: &str = "a line here could not be read";

impl<'m> Fields<'m> {
    /// The attributes of a resource, those of override files first.
    pub(super) fn of_bodies(scope: &'m Scope<'m>, bodies: &[(FileId, &'m Body)], whole: Place) -> Self {
        let mut fields = Vec::new();
        for &(file, body) in bodies {
            fields.extend(body.attributes.iter().map(|attribute| Field {
                name: &attribute.key.text,
                key: Place::new(file, attribute.key.span),
                value: Some(Written { file, value: &attribute.value }),
            }));
            fields.extend(body.blocks.iter().filter_map(|block| {
                let name = match &*block.kind.text {
                    "dynamic" => &*block.labels.first()?.text,
                    kind => kind,
                };
                Some(Field { name, key: Place::new(file, block.kind.span), value: None })
            }));
        }
        let unseen = bodies.iter().any(|(_, body)| body.is_broken).then_some((whole, BROKEN));
        Self { scope, fields, unseen }
    }

    /// The entries of an object. Of something else all are unknown.
    pub(super) fn of(scope: &'m Scope<'m>, written: Written<'m>) -> Self {
        let unknown = |why| Self { scope, fields: Vec::new(), unseen: Some((written.place(), why)) };
        let object = match scope.resolved(written) {
            Ok(object) => object,
            Err(why) => return unknown(why),
        };
        let Kind::Object(entries) = &object.value.kind else { return unknown("no object stands here") };
        let fields = entries.iter().filter_map(|entry| {
            let value = Some(Written { file: object.file, value: &entry.value });
            Some(Field { name: entry.name.as_deref()?, key: Place::new(object.file, entry.key), value })
        });
        let computed = entries.iter().any(|entry| entry.name.is_none());
        let unseen = computed.then_some((written.place(), "a key that Terraform computes"));
        Self { scope, fields: fields.collect(), unseen }
    }

    /// The key of a field, where it is written.
    pub(super) fn key(&self, name: &str) -> Option<Place> {
        self.fields.iter().find(|field| field.name == name).map(|field| field.key)
    }

    /// A field by `read`; `null` is the same as not written.
    pub(super) fn setting<T>(
        &self,
        name: &str,
        read: impl FnOnce(&'m Scope<'m>, Written<'m>) -> Setting<T>,
    ) -> Setting<T> {
        match self.fields.iter().find(|field| field.name == name) {
            Some(Field { value: Some(written), .. }) if is_null(written.value) => Setting::Absent,
            Some(Field { value: Some(written), .. }) => read(self.scope, *written),
            Some(Field { key, value: None, .. }) => Setting::opaque(*key, "a nested block, not a value"),
            None => self.unseen.map_or(Setting::Absent, |(place, why)| Setting::opaque(place, why)),
        }
    }
}
