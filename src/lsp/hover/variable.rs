//! Environment variables of a deployment or an image: what Airflow and Astro make of them.

use super::text::{Text, code};
use crate::model::{
    ConfigurationKey, ConfigurationKeys, ConfigurationVariable, Executor, Project, RESERVED_VARIABLES,
    ReservedVariable, Standing, Through,
};

/// What a variable of that name does. `executor` is that of the deployment, where one is known.
pub(super) fn tell(project: &Project, executor: Option<Executor>, name: &str, text: &mut Text) {
    let concerns = |it: &&ReservedVariable| it.executor.is_none() || it.executor == executor || executor.is_none();
    if let Some(reserved) = RESERVED_VARIABLES.iter().filter(|it| *it.name == *name).find(concerns) {
        text.paragraph().say(format!(
            "**{}** is set by Astro itself. If you override it: {}.",
            code(name),
            reserved.harm
        ));
    }
    match ConfigurationVariable::parse(name) {
        Some(variable) => tell_option(project, &variable, text),
        None => {
            if let Some(meant) = ConfigurationVariable::meant(name) {
                let meant = meant.variable();
                text.paragraph().say(format!("Airflow does not read {}: it reads `{meant}`.", code(name)));
            }
        }
    }
}

/// The option of Airflow's configuration that a variable sets.
fn tell_option(project: &Project, variable: &ConfigurationVariable, text: &mut Text) {
    let keys = ConfigurationKeys::get();
    let (section, name) = (&*variable.section, &*variable.key);
    let option = format!("`[{section}] {name}`");
    let Some(release) = project.versions.airflow_release() else {
        if let Some(key) = keys.look_up(section, name) {
            text.paragraph().say(format!("Airflow's option {option}"));
            tell_form(key, None, variable, text);
        }
        return;
    };
    let airflow = format!("Airflow {}.{}", release.0, release.1);
    match keys.standing(section, name, release) {
        Standing::Read(key) => {
            text.paragraph().say(format!("Airflow's option {option}"));
            tell_form(key, Some(release), variable, text);
        }
        Standing::Renamed { section, name: new, is_still_read, .. } => {
            let new = format!("`[{section}] {}`", new.unwrap_or(name));
            let reads = if is_still_read { "still reads it, with a warning" } else { "does not read it" };
            text.paragraph().say(format!("The old name of {new}: {airflow} {reads}."));
        }
        Standing::Removed { last } => {
            text.paragraph()
                .say(format!("{option} is gone: {airflow} does not read it, {last} was the last that did."));
        }
        Standing::NotYet { first } => {
            text.paragraph().say(format!("{airflow} does not read {option} yet: {first} is the first that does."));
        }
        Standing::Unknown => {
            text.paragraph().say(format!("airlint knows no option {option}: it may be a plugin's, or a slip."));
        }
    }
}

/// Type, default and values of an option at a release of Airflow, or at its newest.
fn tell_form(key: &ConfigurationKey, release: Option<(u32, u32)>, variable: &ConfigurationVariable, text: &mut Text) {
    let of_airflow = key.package.name == "airflow";
    let form = release.filter(|_| of_airflow).and_then(|release| key.at(release)).unwrap_or(key.newest());
    if !of_airflow {
        text.say(format!(" (of {})", key.package.distribution()));
    }
    // How the sources read a key says more than the type in its documentation.
    let wants: Vec<String> = form.readings.iter().map(|reading| reading.wants().to_string()).collect();
    match wants.is_empty() {
        true => text.say(format!(" · {}", form.value_type.word())),
        false => text.say(format!(" · {}", wants.join(" or "))),
    };
    match form.default.as_deref() {
        Some(default) => text.item().say(format!("Default: {}", code(default))),
        None => text.item().say("No default"),
    };
    if let Some(choices) = release.and_then(|release| key.choices_at(release)) {
        let choices: Vec<String> = choices.iter().map(|choice| code(choice)).collect();
        text.item().say(format!("One of: {}", choices.join(", ")));
    }
    match variable.through {
        Through::Value => {}
        Through::Command => drop(text.item().say("The value is a command that prints it")),
        Through::Secret => drop(text.item().say("The value is its name in the secrets backend")),
    }
    if let Some(deprecated) = form.deprecated {
        text.item().say(format!("Discouraged since {deprecated}"));
    }
}
