//! Single values that an application sets above all others: `helm.parameters`.

use crate::model::{ChartValue, ConfigurationOption, Deployment, ExecutorName, FileId, Place, Setting, ValueForm};
use crate::read::typed::placeholder;
use crate::syntax::yaml::Node;

/// A value by the path of its key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parameter<'t> {
    name: Node<'t>,
    /// `None` for one that is read from a file.
    value: Option<Node<'t>>,
}

impl<'t> Parameter<'t> {
    pub(super) fn read(item: Node<'t>) -> Option<Self> {
        let name = item.get("name")?.resolve();
        name.scalar()?;
        Some(Self { name, value: item.get("value").map(Node::resolve) })
    }
}

/// Writes parameters over what the values say. What depends on a key in a way that is not followed here is not known.
pub(super) fn apply(file: FileId, parameters: &[Parameter<'_>], deployment: &mut Deployment) {
    for parameter in parameters {
        let Some(path) = parameter.name.scalar() else { continue };
        let key = Place::new(file, parameter.name.span());
        let value = value(file, parameter);
        let unknown = || "a parameter sets a part of it";
        match path.split('.').collect::<Vec<_>>().as_slice() {
            ["executor"] => deployment.executor = value.clone().map(|text| ExecutorName::airflow(&text)),
            ["airflowVersion" | "defaultAirflowTag" | "defaultAirflowRepository"] | ["images", "airflow", ..] => {
                deployment.versions.airflow = Setting::opaque(key, unknown());
            }
            ["workers", ..] => {
                deployment.workers = Setting::opaque(key, unknown());
                deployment.queues = Setting::opaque(key, unknown());
            }
            ["scheduler", "terminationGracePeriodSeconds"] => {
                deployment.scheduler_grace_seconds = Setting::opaque(key, unknown());
            }
            ["config", section, name] => set_option(deployment, section, name, key, &value),
            ["config", ..] => deployment.options = Setting::opaque(key, unknown()),
            [first, ..] if matches!(first.split('[').next(), Some("env" | "extraEnv" | "extraEnvFrom" | "secret")) => {
                deployment.environment = Setting::opaque(key, unknown());
            }
            [] | [..] => {}
        }
        if let Some(chart) = &mut deployment.chart {
            let path = path.replace('[', ".").replace(']', "").into();
            chart.values.push(ChartValue { path, key, form: ValueForm::Scalar, value });
        }
    }
}

fn set_option(deployment: &mut Deployment, section: &str, name: &str, key: Place, value: &Setting<Box<str>>) {
    let option = ConfigurationOption {
        section: section.to_ascii_lowercase().into(),
        section_place: key,
        key: name.to_ascii_lowercase().into(),
        key_place: key,
        value: value.clone(),
    };
    match &mut deployment.options {
        Setting::Known(options) => options.value.push(option),
        Setting::Absent => deployment.options = Setting::known(vec![option], key),
        Setting::Opaque(_) => {}
    }
}

fn value(file: FileId, parameter: &Parameter<'_>) -> Setting<Box<str>> {
    let place = |node: Node<'_>| Place::new(file, node.span());
    match parameter.value.and_then(|node| Some((node, node.scalar()?))) {
        None => Setting::opaque(place(parameter.name), "a value from a file"),
        Some((node, text)) => match placeholder(text) {
            Some(why) => Setting::opaque(place(node), why),
            None => Setting::known(text.into(), place(node)),
        },
    }
}
