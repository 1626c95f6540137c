//! One service of a compose file.

use super::duration;
use crate::model::{ColdStop, EnvironmentVariable, FileId, Place, Setting};
use crate::read::command::Role;
use crate::read::process::Process;
use crate::read::typed::placeholder;
use crate::syntax::Span;
use crate::syntax::yaml::{Entry, Node, Reader};

/// Reads a service, its merges resolved.
pub(super) fn read(file: FileId, entry: Entry<'_>) -> Option<Process> {
    let name = entry.key.scalar()?;
    let fields = entry.value.merged(Reader::PyYaml);
    let get = |key: &str| fields.iter().find(|field| field.key.resolve().scalar() == Some(key));
    let value = |key: &str| get(key).map(|field| field.value.resolve());
    let place = |node: Node<'_>| Place::new(file, node.span());
    let text = |key: &str| value(key).map_or(Setting::Absent, |node| text(file, node));
    let mut environment = Environment { file, variables: Vec::new(), elsewhere: None };
    value("environment").into_iter().for_each(|node| environment.read(node));
    let from_files = get("env_file").or(get("extends")).map(|field| place(field.key));
    let own = |node: &Node<'_>| node.is_mapping() && entry.value.span().contains(node.span());
    let variables = value("environment").filter(own).map(place);
    let broken = (entry.value.resolve().is_broken()).then(|| place(entry.value));
    let role = Role::of_nodes(file, value("entrypoint"), value("command"));
    let grace_seconds = match text("stop_grace_period") {
        Setting::Known(known) => match duration::seconds(&known.value) {
            Some(seconds) => Setting::known(seconds, known.place),
            None => Setting::opaque(known.place, "no duration of Compose"),
        },
        Setting::Absent if get("extends").is_some() => Setting::opaque(place(entry.key), "it extends another service"),
        Setting::Absent => Setting::Absent,
        Setting::Opaque(opaque) => Setting::Opaque(opaque),
    };
    let replicas = value("deploy").and_then(|deploy| deploy.get("replicas")).or(value("scale"));
    let replicas = replicas.map_or(Setting::Absent, |node| match node.scalar().and_then(|it| it.parse().ok()) {
        Some(number) => Setting::known(number, place(node)),
        None => Setting::opaque(place(node), "no whole number"),
    });
    let limits = value("deploy").and_then(|deploy| deploy.get("resources"));
    let resources = limits.map_or(Setting::Absent, |node| Setting::opaque(place(node), "resources of Compose"));
    let has_entrypoint = get("entrypoint").is_some();
    let mut process = Process {
        name: name.into(),
        place: place(entry.key),
        within: if entry.value.is_mapping() { place(entry.value.resolve()) } else { place(entry.key) },
        image: text("image"),
        environment: environment.variables,
        elsewhere: from_files.or(environment.elsewhere).or(broken),
        role,
        grace_seconds,
        replicas,
        resources,
        is_complete: (get("image").is_some() || get("build").is_some()) && broken.is_none(),
        cold_stop: None,
    };
    if !has_entrypoint && stops_cold(&process) {
        process.cold_stop = Some(ColdStop { variables });
    }
    Some(process)
}

/// Whether a stop signal certainly reaches all its processes: the program that the official image starts first passes it
/// on to the group of processes, unless a variable says otherwise. Source: the entrypoint's page in Airflow's documentation
/// of its image.
fn stops_cold(process: &Process) -> bool {
    let official = process.image.value().is_some_and(|image| image.starts_with("apache/airflow:"));
    let passes_on = match process.variable("DUMB_INIT_SETSID") {
        Setting::Absent => true,
        Setting::Known(said) => &*said.value == "1",
        Setting::Opaque(_) => false,
    };
    official && passes_on && process.is_complete
}

/// Variables, from a mapping or a list of `NAME=value`.
struct Environment {
    file: FileId,
    variables: Vec<EnvironmentVariable>,
    elsewhere: Option<Place>,
}

impl Environment {
    fn read(&mut self, node: Node<'_>) {
        if node.is_broken() {
            self.elsewhere = Some(Place::new(self.file, node.span()));
        }
        if node.is_mapping() {
            for entry in node.merged(Reader::PyYaml) {
                let span = entry.key.span().cover(entry.value.span());
                self.add(entry.key, span, text(self.file, entry.value.resolve()));
            }
        } else {
            node.items().for_each(|item| self.item(item.resolve()));
        }
    }

    fn add(&mut self, key: Node<'_>, span: Span, value: Setting<Box<str>>) {
        let place = |span| Place::new(self.file, span);
        let value = match value {
            // A name alone passes on the variable of the shell.
            Setting::Absent => Setting::opaque(place(span), "the variable of the shell"),
            value => value,
        };
        let key = text(self.file, key.resolve());
        self.variables.push(EnvironmentVariable { place: place(span), key, value, secret: Setting::Absent });
    }

    fn item(&mut self, item: Node<'_>) {
        let place = |span| Place::new(self.file, span);
        let Some(said) = item.scalar() else { return };
        let Some((name, value)) = said.split_once('=') else {
            let value = Setting::opaque(place(item.span()), "the variable of the shell");
            let key = Setting::known(said.trim().into(), place(item.span()));
            let secret = Setting::Absent;
            return self.variables.push(EnvironmentVariable { place: place(item.span()), key, value, secret });
        };
        // Parts of the text have places of their own where it stands there as it is.
        let inner = item.text_span();
        let part = |from: usize, to: usize| match inner {
            Some(span) => place(Span::new(span.start + from, span.start + to)),
            None => place(item.span()),
        };
        let (key_place, value_place) = (part(0, name.len()), part(name.len() + 1, said.len()));
        let value = match placeholder(value) {
            Some(why) => Setting::opaque_text(value_place, why, value),
            None => Setting::known(value.into(), value_place),
        };
        let key = Setting::known(name.into(), key_place);
        self.variables.push(EnvironmentVariable { place: place(item.span()), key, value, secret: Setting::Absent });
    }
}

/// A scalar as the text that a container gets: compose writes numbers and booleans as they stand. `null` is absent.
fn text(file: FileId, node: Node<'_>) -> Setting<Box<str>> {
    let place = Place::new(file, node.span());
    if node.is_plain_null() && !node.is_broken() {
        return Setting::Absent;
    }
    let Some(text) = node.scalar().filter(|_| !node.is_broken()) else {
        return Setting::opaque(place, "no plain text stands here");
    };
    match placeholder(text) {
        Some(why) => Setting::opaque_text(place, why, text),
        None => Setting::known(text.into(), place),
    }
}
