//! The Airflow that a chart's values run.

use super::values::Values;
use crate::model::{Setting, Versions};
use crate::read::image::{Told, airflow_of_tag};

/// The versions of the official chart's values: what the image's tag says is what runs. A tag of one's own says nothing;
/// then `airflowVersion` counts, by which the chart decides what the image can do.
pub(super) fn official(values: Values<'_>) -> Versions {
    let said = values.text("airflowVersion");
    let pinned = |name: &str| !values.text(name).is_absent();
    if pinned("images.airflow.digest") || pinned("defaultAirflowDigest") {
        return Versions { airflow: said, ..Versions::default() };
    }
    let repository = values.text("images.airflow.repository").or(values.text("defaultAirflowRepository"));
    let tag = values.text("images.airflow.tag").or(values.text("defaultAirflowTag"));
    image(repository, tag, said)
}

/// The versions of an image in two parts, or else what `said` says.
pub(super) fn image(repository: Setting<Box<str>>, tag: Setting<Box<str>>, said: Setting<Box<str>>) -> Versions {
    let of_airflow = |airflow| Versions { airflow, ..Versions::default() };
    let told = match (&repository, &tag) {
        (_, Setting::Absent) => return of_airflow(said),
        (_, Setting::Opaque(opaque)) => of_airflow(Setting::Opaque(opaque.clone())),
        // The chart's own repository, or that of files below this one: they say what is in it by its tag alike.
        (Setting::Absent, Setting::Known(tag)) => of_airflow(airflow_of_tag(&tag.value, tag.place)),
        (Setting::Known(repository), Setting::Known(tag)) => {
            let told = Told::by(&format!("{}:{}", repository.value, tag.value), tag.place);
            Versions { runtime: told.runtime, airflow: told.airflow, ..Versions::default() }
        }
        (Setting::Opaque(_), Setting::Known(tag)) => {
            of_airflow(Setting::opaque(tag.place, "a tag of an unknown image"))
        }
    };
    let is_known = told.airflow.value().is_some() || told.runtime.value().is_some();
    if is_known || said.value().is_none() { told } else { of_airflow(said) }
}
