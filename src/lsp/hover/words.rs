//! Words that several hovers share: places, and who gives a value.

use super::text::Text;
use crate::lsp::View;
use crate::model::{DagSource, Effective, Giver, Origin, Place};
use crate::syntax::LineIndex;

/// `line 12` for a place in the file itself, else `dags/common.py:3`; links there.
pub(super) fn place(view: &View, place: Place, text: &mut Text) {
    let line = view.text_of(place.file).map(|source| LineIndex::new(&source).line_of(place.span().start) + 1);
    let path = view.files.path(place.file);
    let words = match line {
        Some(line) if place.file == view.file => format!("line {line}"),
        Some(line) => format!("{path}:{line}"),
        None => path.to_string(),
    };
    text.link(words, place);
}

/// Who gives a value, and where: `DAG default_args, dags/common.py:3`.
pub(super) fn giver(view: &View, giver: Giver, source: DagSource, text: &mut Text) {
    match giver {
        Giver::Written(Origin::Own, _) if source.is_yaml() => text.say("task key, "),
        Giver::Written(origin, _) => text.say(format!("{}, ", origin.words())),
        Giver::Variable(name, _) => text.say(format!("`{name}`, ")),
        Giver::Deployment(_) => text,
        Giver::Platform => text.say("Astro's default"),
        Giver::Airflow => text.say("Airflow's default"),
    };
    if let Some(at) = giver.place() {
        place(view, at, text);
    }
}

/// A value that counts, with who gives it: `2 h (argument, line 12)`; one that cannot be known with the reason.
pub(super) fn effective<T>(
    view: &View,
    value: &Effective<T>,
    source: DagSource,
    show: impl FnOnce(&T) -> String,
    text: &mut Text,
) {
    match &value.value {
        Ok(known) => text.say(format!("{} (", show(known))),
        Err(why) => text.say(format!("unknown: {why} (", why = super::text::escaped(why))),
    };
    giver(view, value.giver, source, text);
    text.say(")");
}
