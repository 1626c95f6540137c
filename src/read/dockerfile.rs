//! Dockerfile to facts: which Airflow runs, and the variables that the image sets.

use super::Image;
use super::image::Told;
use super::requirements::is_exact;
use crate::model::{EnvironmentVariable, FileId, Place, Setting};
use crate::syntax::Span;
use crate::syntax::dockerfile::{Assignment, Dockerfile, Instruction, Word};
use std::collections::HashMap;

/// Reads a Dockerfile. What counts is the last stage and the stages that it is built on.
pub fn read(file: FileId, text: &str, dockerfile: &Dockerfile) -> Image {
    let arguments = global_arguments(dockerfile);
    let stages = stages(dockerfile, &arguments);
    let mut image = Image::default();
    let mut chain = Vec::new();
    let mut next = stages.last();
    while let Some(stage) = next {
        chain.push(stage);
        // Only earlier stages can be named, so this ends.
        next = stages[..stage.index].iter().rev().find(|earlier| earlier.is_named(stage.base.as_deref()));
    }
    let Some(base) = chain.last() else { return image };
    base_image(file, base, &mut image);
    if !image.is_airflow
        && let Some(installed) = installed(file, text, dockerfile)
    {
        image.airflow = installed;
    }
    let variables =
        chain.iter().rev().flat_map(|stage| stage.instructions).filter_map(|instruction| match instruction {
            Instruction::Env(variable) => Some(variable),
            _ => None,
        });
    image.environment.extend(variables.map(|variable| environment_variable(file, variable)));
    image
}

struct Stage<'d> {
    index: usize,
    name: Option<&'d str>,
    /// The image as written.
    word: &'d Word,
    /// The image with the defaults of `ARG`s put in; `None` where one has no default.
    base: Option<String>,
    instructions: &'d [Instruction],
}

impl Stage<'_> {
    fn is_named(&self, name: Option<&str>) -> bool {
        matches!((self.name, name), (Some(ours), Some(theirs)) if ours.eq_ignore_ascii_case(theirs))
    }
}

/// The `ARG`s before the first `FROM`: the only ones that a `FROM` can name.
fn global_arguments(dockerfile: &Dockerfile) -> HashMap<&str, String> {
    let mut arguments = HashMap::new();
    for instruction in &dockerfile.instructions {
        match instruction {
            Instruction::From { .. } => break,
            Instruction::Arg(Assignment { name, value: Some(value), .. }) => {
                if let Some(value) = substituted(&value.text, &arguments) {
                    arguments.insert(&*name.text, value);
                }
            }
            _ => {}
        }
    }
    arguments
}

fn stages<'d>(dockerfile: &'d Dockerfile, arguments: &HashMap<&str, String>) -> Vec<Stage<'d>> {
    let instructions = &dockerfile.instructions;
    let mut stages: Vec<Stage<'d>> = Vec::new();
    for (at, instruction) in instructions.iter().enumerate() {
        let Instruction::From { image, stage } = instruction else { continue };
        let rest = &instructions[at + 1..];
        let length = rest.iter().position(|it| matches!(it, Instruction::From { .. })).unwrap_or(rest.len());
        let base = substituted(&image.text, arguments);
        let index = stages.len();
        stages.push(Stage { index, name: stage.as_deref(), word: image, base, instructions: &rest[..length] });
    }
    stages
}

/// `text` with `$NAME`, `${NAME}` and `${NAME:-default}` put in; `None` where a name has no known value.
fn substituted(text: &str, arguments: &HashMap<&str, String>) -> Option<String> {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        result.push_str(before);
        let (expression, tail) = match after.strip_prefix('{') {
            Some(braced) => braced.split_once('}')?,
            None => after.split_at(after.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(after.len())),
        };
        let (name, default) = match expression.split_once(":-") {
            Some((name, default)) => (name, Some(default)),
            None => (expression, None),
        };
        result.push_str(arguments.get(name).map(String::as_str).or(default)?);
        rest = tail;
    }
    result.push_str(rest);
    Some(result)
}

fn environment_variable(file: FileId, variable: &Assignment) -> EnvironmentVariable {
    let value = variable.value.as_ref().map_or(Setting::Absent, |value| {
        let place = Place::new(file, value.span);
        if value.text.contains('$') {
            Setting::opaque(place, "a variable of the image's build")
        } else {
            Setting::known(value.text.clone(), place)
        }
    });
    EnvironmentVariable {
        place: Place::new(file, variable.span),
        key: Setting::known(variable.name.text.clone(), Place::new(file, variable.name.span)),
        value,
        secret: Setting::Absent,
    }
}

/// The versions that the name of the base image tells.
fn base_image(file: FileId, stage: &Stage, image: &mut Image) {
    let place = Place::new(file, stage.word.span);
    let Some(base) = &stage.base else {
        let why = "a build argument without a default";
        image.runtime = Setting::opaque(place, why);
        image.airflow = Setting::opaque(place, why);
        return;
    };
    let told = Told::by(base, place);
    image.is_airflow = told.is_airflow;
    image.runtime = told.runtime;
    image.airflow = told.airflow;
}

/// The Airflow that an image of another kind installs: `apache-airflow==2.10.5`, or Airflow's constraints for a version.
/// `None` where none is named, or several are.
fn installed(file: FileId, text: &str, dockerfile: &Dockerfile) -> Option<Setting<Box<str>>> {
    let mut found: Option<(String, Place)> = None;
    for mark in ["/constraints-", "apache-airflow==", "]=="] {
        for (at, _) in text.match_indices(mark) {
            let line = text.get(..at)?.rsplit('\n').next().unwrap_or("");
            let is_extra = mark == "]==" && !line.rsplit([' ', '"', '\'']).next()?.starts_with("apache-airflow[");
            if is_extra || line.trim_start().starts_with('#') {
                continue;
            }
            let start = at + mark.len();
            let rest = text.get(start..)?;
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | ';' | '\\'));
            let end = end.unwrap_or(rest.len());
            // The constraints of a version are in a folder of that name; the files in it are named by Python's.
            if mark == "/constraints-" && !rest.get(end..)?.starts_with('/') {
                continue;
            }
            let span = Span::new(start, start + end);
            let version = substituted(span.of(text), &arguments(dockerfile))?;
            let place = Place::new(file, span);
            match &found {
                Some((other, _)) if *other != version => return None,
                Some(_) => {}
                None => found = Some((version, place)),
            }
        }
    }
    let (version, place) = found.filter(|(version, _)| is_exact(version))?;
    Some(Setting::known(version.into(), place))
}

/// The values of all `ARG`s and `ENV`s, which the instructions of a stage can use.
fn arguments(dockerfile: &Dockerfile) -> HashMap<&str, String> {
    let assigned = dockerfile.instructions.iter().filter_map(|instruction| match instruction {
        Instruction::Arg(Assignment { name, value: Some(value), .. })
        | Instruction::Env(Assignment { name, value: Some(value), .. }) => Some((&*name.text, value.text.to_string())),
        _ => None,
    });
    assigned.filter(|(_, value)| !value.contains('$')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_are_installed_into_other_images() {
        let url =
            "https://raw.githubusercontent.com/apache/airflow/constraints-${AIRFLOW_VERSION}/constraints-3.11.txt";
        let text = format!(
            "FROM python:3.11\nARG AIRFLOW_VERSION=2.10.5\nRUN pip install \"apache-airflow[celery]==${{AIRFLOW_VERSION}}\" --constraint \"{url}\"\n"
        );
        assert_eq!(airflow(&text).as_deref(), Some("2.10.5"));
        assert_eq!(airflow("FROM python:3.11\nRUN pip install apache-airflow==3.0.2\n").as_deref(), Some("3.0.2"));
        assert_eq!(
            airflow("FROM python:3.11\nRUN pip install apache-airflow==3.0.2 acme[x]==1.0\n").as_deref(),
            Some("3.0.2")
        );
        for other in [
            "FROM python:3.11\nRUN pip install apache-airflow==2.9.0\nRUN pip install apache-airflow==2.9.1\n",
            "FROM python:3.11\nRUN pip install apache-airflow==${V}\n",
            "FROM python:3.11\n# RUN pip install apache-airflow==2.9.0\n",
            "FROM python:3.11\nRUN pip install apache-airflow\n",
            "FROM apache/airflow:latest\nRUN pip install apache-airflow==2.9.0\n",
        ] {
            assert_eq!(airflow(other), None, "{other}");
        }
    }

    fn image(text: &str) -> Image {
        read(FileId(0), text, &crate::syntax::dockerfile::parse(text))
    }

    fn runtime(text: &str) -> Option<String> {
        image(text).runtime.value().map(|version| version.text.to_string())
    }

    fn airflow(text: &str) -> Option<String> {
        image(text).airflow.value().map(ToString::to_string)
    }

    #[test]
    fn versions_of_the_last_stage() {
        assert_eq!(runtime("FROM quay.io/astronomer/astro-runtime:12.5.0\n").as_deref(), Some("12.5.0"));
        assert_eq!(runtime("FROM astrocrpublic.azurecr.io/runtime:3.1-4-python-3.12-base\n").as_deref(), Some("3.1-4"));
        assert_eq!(airflow("FROM apache/airflow:2.10.5-python3.11\n").as_deref(), Some("2.10.5"));
        assert_eq!(airflow("FROM docker.io/apache/airflow:slim-3.0.2\n").as_deref(), Some("3.0.2"));
        let staged = "FROM python:3.11 AS build\nFROM quay.io/astronomer/astro-runtime:11.3.0 AS base\nENV A=1\nFROM base\nENV B=2\n";
        assert_eq!(runtime(staged).as_deref(), Some("11.3.0"));
        let names: Vec<_> = image(staged).environment.iter().filter_map(|it| it.key.value().cloned()).collect();
        assert_eq!(names, ["A".into(), "B".into()]);
    }

    #[test]
    fn build_arguments_are_put_in() {
        let text = "ARG VERSION=12.1.1\nARG IMAGE=quay.io/astronomer/astro-runtime:${VERSION}\nFROM ${IMAGE}-base\n";
        assert_eq!(runtime(text).as_deref(), Some("12.1.1"));
        assert_eq!(airflow("FROM apache/airflow:${V:-2.9.3}\n").as_deref(), Some("2.9.3"));
    }

    #[test]
    fn what_cannot_be_known_is_opaque() {
        for text in [
            "ARG VERSION\nFROM quay.io/astronomer/astro-runtime:${VERSION}\n",
            "FROM quay.io/astronomer/astro-runtime:latest\n",
            "FROM apache/airflow\n",
            "FROM apache/airflow:latest-python3.12\n",
            "FROM registry.example.com:5000/data/platform\n",
            "FROM acme/runtime:3.1-4\n",
        ] {
            let image = image(text);
            assert!(image.airflow.is_opaque() && image.runtime.value().is_none(), "{text}: {image:?}");
        }
        assert!(image("").runtime.is_absent());
        assert!(image("FROM ${A").runtime.is_opaque());
    }
}
