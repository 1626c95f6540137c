//! The image that a Dockerfile starts from.

use super::text::{Text, code};
use super::{Hover, variable};
use crate::lsp::View;
use crate::model::{AirflowLine, Place, RuntimeVersion};

/// Which Airflow the image under the cursor runs.
pub(super) fn hover(view: &View, offset: usize) -> Option<Hover> {
    let versions = &view.project.versions;
    let here = |place: &Place| view.holds(*place, offset);
    if let Some(known) = versions.runtime.as_known().filter(|known| here(&known.place)) {
        return Some(Hover { span: known.place.span(), text: runtime(&known.value) });
    }
    if let Some(known) = versions.airflow.as_known().filter(|known| here(&known.place)) {
        let text = Text::from(format!("**Airflow {}**", known.value));
        return Some(Hover { span: known.place.span(), text });
    }
    let variable = view.project.image_environment.iter().find(|it| it.key.place().is_some_and(|key| here(&key)))?;
    let known = variable.key.as_known()?;
    let mut text = Text::new();
    variable::tell(view.project, None, &known.value, &mut text);
    (!text.is_empty()).then_some(Hover { span: known.place.span(), text })
}

/// The Airflow of a version of Astro Runtime.
pub(super) fn runtime(version: &RuntimeVersion) -> Text {
    let mut text = Text::from(format!("**Astro Runtime {}**", code(&version.text)));
    match (version.airflow_release(), version.airflow_line()) {
        (Some(release), _) => text.say(format!(" · Airflow {release}")),
        (None, Some(AirflowLine::Three)) => text.say(" · Airflow 3"),
        (None, Some(AirflowLine::Two)) => text.say(" · Airflow 2"),
        (None, None) => text.paragraph().say("Not a version that the Astro CLI can read, so it counts as Airflow 2."),
    };
    text
}
