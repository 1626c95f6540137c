//! Commands of containers: what part of Airflow runs, and for workers on which queues.

use super::typed::placeholder;
use crate::model::{FileId, Place, Setting, WorkerKind};
use crate::syntax::Span;
use crate::syntax::yaml::Node;

/// A word of a command, with its bytes in the file.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: Box<str>,
    pub(super) place: Place,
    /// Whether the bytes are the word itself, without escapes, so that parts of it have places too.
    pub(super) is_plain: bool,
}

/// What a service runs.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// A scheduler, or all parts at once.
    Scheduler,
    /// Workers, of Celery or at the edge.
    Worker(Worker),
    /// Another part of Airflow.
    Other,
    /// Nothing that the command tells.
    Unknown,
}

/// The options of `celery worker` or `edge worker`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Worker {
    pub(super) kind: WorkerKind,
    /// `-q`: the queues; absent means Airflow's default queue, and at the edge all queues.
    pub(super) queues: Setting<Vec<(Box<str>, Place)>>,
    /// `-c`: tasks at once.
    pub(super) concurrency: Setting<i64>,
}

const OTHERS: [&str; 12] = [
    "webserver",
    "api-server",
    "dag-processor",
    "triggerer",
    "flower",
    "db",
    "info",
    "version",
    "initdb",
    "upgradedb",
    "users",
    "connections",
];

impl Role {
    /// What the words of a command and its arguments run, each a list, or a text that is taken apart as a shell does.
    pub(super) fn of_nodes(file: FileId, command: Option<Node<'_>>, arguments: Option<Node<'_>>) -> Self {
        let command = command.map_or(Vec::new(), |node| words(file, node));
        let arguments = arguments.map_or(Vec::new(), |node| words(file, node));
        match Role::of(&arguments) {
            Role::Unknown => Role::of(&run_by_shell([command, arguments].concat())),
            role => role,
        }
    }

    /// What the words of a command run.
    fn of(words: &[Word]) -> Self {
        let text = |at: usize| words.get(at).map(|word| &*word.text);
        let program = usize::from(text(0) == Some("airflow"));
        match (text(program), text(program + 1)) {
            (Some("celery"), Some("worker")) => Worker::role(WorkerKind::Celery, words.get(program + 2..)),
            (Some("edge"), Some("worker")) => Worker::role(WorkerKind::Edge, words.get(program + 2..)),
            (Some("celery" | "edge"), _) => Role::Other,
            // Airflow 1.
            (Some("worker"), _) => Worker::role(WorkerKind::Celery, words.get(program + 1..)),
            (Some("scheduler" | "standalone"), _) => Role::Scheduler,
            (Some(other), _) if OTHERS.contains(&other) => Role::Other,
            _ => Role::Unknown,
        }
    }
}

impl Worker {
    fn role(kind: WorkerKind, options: Option<&[Word]>) -> Role {
        let mut worker = Self { kind, queues: Setting::Absent, concurrency: Setting::Absent };
        let mut rest = options.unwrap_or(&[]).iter();
        while let Some(word) = rest.next() {
            let (name, joined) = match word.text.split_once('=') {
                Some((name, _)) if name.starts_with("--") => (name, Some(name.len() + 1)),
                _ => (&*word.text, None),
            };
            let value = match name {
                "-q" | "--queues" | "-c" | "--concurrency" => match joined {
                    Some(from) => word.behind(from),
                    None => rest.next().cloned(),
                },
                // A whole line that a shell takes apart may hold anything.
                _ if placeholder(&word.text).is_some() => {
                    let why = "options that are filled in later";
                    worker.queues = Setting::opaque(word.place, why);
                    worker.concurrency = Setting::opaque(word.place, why);
                    continue;
                }
                _ => continue,
            };
            let Some(value) = value else { continue };
            match name {
                "-q" | "--queues" => worker.queues = queues(&value),
                _ => {
                    let number = value.text.parse().map(|number| Setting::known(number, value.place));
                    worker.concurrency = number.unwrap_or_else(|_| Setting::opaque(value.place, "no whole number"));
                }
            }
        }
        Role::Worker(worker)
    }
}

impl Word {
    /// A scalar as one word.
    pub(super) fn of(file: FileId, node: Node<'_>) -> Option<Self> {
        let node = node.resolve();
        let text = node.scalar()?;
        let span = node.text_span();
        let place = Place::new(file, span.unwrap_or(node.span()));
        Some(Self { text: text.into(), place, is_plain: span.is_some() })
    }

    /// The words in it, without the quotes around them.
    fn split(&self) -> Vec<Word> {
        let Self { text, place, is_plain } = self;
        let mut words = Vec::new();
        let mut at = 0;
        for word in text.split_whitespace() {
            let start = at + text.get(at..).and_then(|rest| rest.find(word)).unwrap_or(0);
            at = start + word.len();
            let bare = word.trim_matches(['"', '\'']);
            let start = place.span().start + start + word.find(bare).unwrap_or(0);
            let place = match is_plain {
                true => Place::new(place.file, Span::new(start, start + bare.len())),
                false => *place,
            };
            words.push(Word { text: bare.into(), place, is_plain: *is_plain });
        }
        words
    }

    /// The part of the word from an offset on.
    fn behind(&self, from: usize) -> Option<Word> {
        let text: Box<str> = self.text.get(from..)?.into();
        let span = self.place.span();
        let place = match self.is_plain {
            true => Place::new(self.place.file, Span::new(span.start + from, span.end)),
            false => self.place,
        };
        Some(Word { text, place, is_plain: self.is_plain })
    }
}

/// The words of the last command of a line that a shell is given: `bash -c "exec airflow celery worker"`.
fn run_by_shell(words: Vec<Word>) -> Vec<Word> {
    let [shell, flags, line, ..] = words.as_slice() else { return words };
    let is_shell = matches!(shell.text.rsplit('/').next(), Some("bash" | "sh" | "dash" | "ash"));
    if !is_shell || !flags.text.starts_with('-') || !flags.text.ends_with('c') {
        return words;
    }
    let mut inner = line.split();
    if let Some(last) = inner.iter().rposition(|word| matches!(&*word.text, "&&" | ";" | "||")) {
        inner.drain(..=last);
    }
    inner.retain(|word| !matches!(&*word.text, "exec" | "\\"));
    inner
}

/// The words of a command: a list, or a text that is taken apart as a shell does.
fn words(file: FileId, node: Node<'_>) -> Vec<Word> {
    let node = node.resolve();
    if node.is_sequence() {
        return node.items().filter_map(|item| Word::of(file, item)).collect();
    }
    Word::of(file, node).map_or(Vec::new(), |line| line.split())
}

/// The names of a list with commas, each with its place.
pub(super) fn queues(list: &Word) -> Setting<Vec<(Box<str>, Place)>> {
    if let Some(why) = placeholder(&list.text) {
        return Setting::opaque(list.place, why);
    }
    let mut names = Vec::new();
    let mut at = 0;
    for part in list.text.split(',') {
        let lead = part.len() - part.trim_start().len();
        let (name, start) = (part.trim(), list.place.span().start + at + lead);
        let place = match list.is_plain {
            true => Place::new(list.place.file, Span::new(start, start + name.len())),
            false => list.place,
        };
        if !name.is_empty() {
            names.push((name.into(), place));
        }
        at += part.len() + 1;
    }
    Setting::known(names, list.place)
}
