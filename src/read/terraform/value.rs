//! Expressions as texts, numbers, switches and lists.

use super::fields::Fields;
use super::is_null;
use super::scope::{Scope, Written};
use crate::model::{Known, Origin, Place, Setting};
use crate::read::typed::placeholder;
use crate::syntax::hcl::{Expression, Kind};

/// A text. Terraform turns numbers and switches into texts where a text is wanted.
pub(super) fn text<'m>(scope: &'m Scope<'m>, written: Written<'m>) -> Setting<Box<str>> {
    let read = |value: &Expression| match &value.kind {
        Kind::Text(text) => Ok(text.clone()),
        Kind::Number(number) => Ok(number.clone()),
        Kind::Bool(truth) => Ok(truth.to_string().into()),
        _ => Err("no text stands here"),
    };
    match of(scope, written, read) {
        Setting::Known(known) => match placeholder(&known.value).filter(|_| !is_json(&known.value)) {
            Some(why) => Setting::opaque(known.place, why),
            None => Setting::Known(known),
        },
        setting => setting,
    }
}

/// Braces of JSON are no placeholders.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// A whole number, also one in quotes.
pub(super) fn whole<'m>(scope: &'m Scope<'m>, written: Written<'m>) -> Setting<i64> {
    of(scope, written, |value| match &value.kind {
        Kind::Number(text) | Kind::Text(text) => text.parse().map_err(|_| "no whole number stands here"),
        _ => Err("no whole number stands here"),
    })
}

/// A switch, also one in quotes.
pub(super) fn flag<'m>(scope: &'m Scope<'m>, written: Written<'m>) -> Setting<bool> {
    of(scope, written, |value| match &value.kind {
        Kind::Bool(truth) => Ok(*truth),
        Kind::Text(text) => text.parse().map_err(|_| "it is neither true nor false"),
        _ => Err("it is neither true nor false"),
    })
}

/// A list by items.
pub(super) fn list<'m, T>(
    scope: &'m Scope<'m>,
    written: Written<'m>,
    read: impl Fn(&'m Scope<'m>, Written<'m>) -> T,
) -> Setting<Vec<T>> {
    let list = match scope.resolved(written) {
        Ok(list) if is_null(list.value) => return Setting::Absent,
        Ok(list) => list,
        Err(why) => return Setting::opaque(written.place(), why),
    };
    let Kind::List(items) = &list.value.kind else {
        return Setting::opaque(written.place(), "no list stands here");
    };
    let items = items.iter().map(|value| read(scope, Written { file: list.file, value })).collect();
    known(items, written.place(), list.place())
}

/// A list of objects by their fields.
pub(super) fn objects<'m, T>(
    scope: &'m Scope<'m>,
    written: Written<'m>,
    read: impl Fn(Place, &Fields<'m>) -> T,
) -> Setting<Vec<T>> {
    list(scope, written, |scope, item| {
        let whole = scope.resolved(item).map_or(item, |resolved| resolved);
        read(whole.place(), &Fields::of(scope, item))
    })
}

fn of<'m, T>(
    scope: &'m Scope<'m>,
    written: Written<'m>,
    read: impl FnOnce(&'m Expression) -> Result<T, &'static str>,
) -> Setting<T> {
    let place = written.place();
    match scope.resolved(written) {
        Ok(literal) if is_null(literal.value) => Setting::Absent,
        Ok(literal) => match read(literal.value) {
            Ok(value) => known(value, place, literal.place()),
            Err(why) => Setting::opaque(place, why),
        },
        Err(why) => Setting::opaque(place, why),
    }
}

fn known<T>(value: T, place: Place, literal: Place) -> Setting<T> {
    Setting::Known(Known { value, place, literal, origin: Origin::Own })
}
