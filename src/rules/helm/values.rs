//! What rules ask of a chart's values.

use crate::model::{Chart, ChartKind, ChartValue, Deployment, Known, Project, ValueForm};
use crate::rules::{Action, Written};

/// The deployments that values of a chart describe.
pub(super) fn charts(project: &Project, kind: ChartKind) -> impl Iterator<Item = (&Deployment, &Chart)> {
    project.deployments.iter().filter_map(move |deployment| {
        let chart = deployment.chart.as_deref().filter(|chart| chart.kind == Some(kind))?;
        Some((deployment, chart))
    })
}

/// The executor that the values name. Values that name none are an overlay of others: what is absent there proves nothing.
pub(super) fn executor(chart: &Chart) -> Option<&Known<Box<str>>> {
    chart.at("executor")?.value.as_known()
}

/// Whether the chart starts what an executor needs: it looks for the class's name in the whole text.
pub(super) fn runs(chart: &Chart, class: &str) -> bool {
    executor(chart).is_some_and(|named| named.value.contains(class))
}

/// What the values say of Celery workers: at the place of chart 1.19 and later, else at the old one.
pub(super) fn worker_value<'c>(chart: &'c Chart, path: &str) -> Option<&'c ChartValue> {
    ["workers.celery", "workers"].iter().find_map(|section| chart.written(&format!("{section}.{path}")))
}

/// Whether something is written at a path that a template takes for true: no empty text.
pub(super) fn is_given(chart: &Chart, path: &str) -> bool {
    chart.written(path).is_some_and(|found| found.value.value().is_none_or(|text| !text.is_empty()))
}

/// Writes a value at a path: where one stands, else into the deepest section that is there.
pub(super) fn write(chart: &Chart, path: &str, value: Written) -> Option<Action> {
    if let Some(found) = chart.at(path)
        && let Some(known) = found.value.as_known()
    {
        return Some(Action::Set { value: known.literal, to: value });
    }
    if chart.at(path).is_some() {
        return None;
    }
    let keys: Vec<&str> = path.split('.').collect();
    for depth in (1..keys.len()).rev() {
        let section = keys.get(..depth)?.join(".");
        let Some(found) = chart.at(&section) else { continue };
        let place = (found.form == ValueForm::Mapping).then(|| found.value.place())??;
        let (key, value) = nested(keys.get(depth..)?, value)?;
        return Some(Action::Insert { into: place, key, value, order: Vec::new() });
    }
    let first = chart.values.iter().find(|it| !it.path.contains('.'))?;
    let (key, value) = nested(&keys, value)?;
    Some(Action::InsertBeside { beside: first.key, key, value, order: Vec::new() })
}

/// A key and what stands below it, down to the value.
fn nested(keys: &[&str], value: Written) -> Option<(String, Written)> {
    let (first, rest) = keys.split_first()?;
    let value = rest.iter().rev().fold(value, |inner, key| Written::map([(*key, inner)]));
    Some(((*first).to_owned(), value))
}
