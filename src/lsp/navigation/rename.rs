//! Giving a worker queue another name wherever it is written.

use super::{Mention, Queue, Role, at};
use crate::fix::Language;
use crate::fix::yaml::locate;
use crate::lsp::View;
use crate::model::{DEFAULT_QUEUE, Executor, KUBERNETES_QUEUE, Place, Platform, Setting};
use crate::rules::{Action, Proposal, Written, queue_name_fault};
use crate::syntax::{Span, yaml};
use crate::workspace::{self, Edited};
use std::collections::BTreeSet;

/// What can be renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// The name's bytes, without quotes.
    pub span: Span,
    /// The name.
    pub name: Box<str>,
}

/// A queue with another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// What it does, short: "Rename worker queue `ml` to `gpu`".
    pub title: String,
    /// What the user has to know before it is applied.
    pub notes: Vec<String>,
    /// The edits, by file.
    pub files: Vec<Edited>,
}

/// Why a queue cannot be renamed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenameError {
    /// The cursor is on nothing that has a name.
    #[error("only worker queues can be renamed, and none is named here")]
    NoQueue,
    /// What stands at the cursor is not known.
    #[error("the queue cannot be known from the text here: it is {0}")]
    Unknown(Box<str>),
    /// Tasks without a queue go to it.
    #[error("`default` keeps its name: Astro demands a queue of this name, and tasks that name no queue go to it")]
    Default,
    /// The name means something else to the executor.
    #[error("`kubernetes` keeps its name: the CeleryKubernetesExecutor runs the tasks that name it in pods")]
    Kubernetes,
    /// No deployment takes the new name.
    #[error("`{name}` is no name for a worker queue: {fault}")]
    Name {
        /// The new name.
        name: String,
        /// What is wrong with it.
        fault: String,
    },
    /// A queue of that name is there.
    #[error("{deployment} has a worker queue `{name}` already")]
    Exists {
        /// The deployment.
        deployment: Box<str>,
        /// The new name.
        name: String,
    },
    /// The name is not written in one piece.
    #[error("{place} does not write `{name}` in one piece: rename it there by hand first")]
    Composed {
        /// File and line.
        place: String,
        /// The old name.
        name: Box<str>,
    },
    /// The edits could not be made.
    #[error("the files that name `{0}` cannot be edited as they stand")]
    Unwritable(Box<str>),
}

/// What would be renamed at `offset`.
///
/// # Errors
///
/// [`RenameError`] where nothing can be renamed there.
pub fn prepare_rename(view: &View<'_>, offset: usize) -> Result<Renamable, RenameError> {
    let (span, queue) = renamable(view, offset)?;
    // The name of a constant stands for the queue without being it.
    let span = one_piece(view.text(), span, &queue.name).unwrap_or(span);
    Ok(Renamable { span, name: queue.name })
}

/// Gives the queue at `offset` the name `to`: in each deployment that shares it, in each task that names it, in the
/// constants and defaults behind them and in variables that make it the default queue.
///
/// A text that is the queue's name is renamed whatever else reads it. Deployments that share no DAG with those of the
/// queue keep theirs.
///
/// # Errors
///
/// [`RenameError`] where the name is not allowed or taken, or where some place does not write the old one in one piece.
pub fn rename(view: &View<'_>, offset: usize, to: &str) -> Result<Rename, RenameError> {
    let (_, queue) = renamable(view, offset)?;
    check_name(view, &queue, to)?;
    let title = format!("Rename worker queue `{}` to `{to}`", queue.name);
    if *queue.name == *to {
        return Ok(Rename { title, notes: Vec::new(), files: Vec::new() });
    }
    let literals: BTreeSet<Place> = queue.mentions.iter().map(|mention| mention.literal).collect();
    let actions = literals.into_iter().map(|literal| action(view, &queue, literal, to));
    let proposal = Proposal::suggested(title, actions.collect::<Result<Vec<_>, _>>()?);
    let edited = workspace::carry_out(std::slice::from_ref(&proposal), view.files);
    let files = edited.ok_or(RenameError::Unwritable(queue.name.clone()))?;
    Ok(Rename { title: proposal.title, notes: notes(view, &queue, to), files })
}

fn renamable<'s>(view: &View<'s>, offset: usize) -> Result<(Span, Queue<'s>), RenameError> {
    let Some((span, queue)) = at(view, offset) else { return Err(unknown(view, offset)) };
    if &*queue.name == DEFAULT_QUEUE {
        return Err(RenameError::Default);
    }
    let in_pods = |index: &usize| {
        let deployment = view.project.deployments.get(*index);
        deployment.and_then(|it| it.executor_family()) == Some(Executor::CeleryKubernetes)
    };
    if &*queue.name == KUBERNETES_QUEUE && queue.deployments.iter().any(in_pods) {
        return Err(RenameError::Kubernetes);
    }
    Ok((span, queue))
}

/// Why nothing is known at the cursor.
fn unknown(view: &View<'_>, offset: usize) -> RenameError {
    let of_tasks = view.project.tasks().filter(|task| task.queue.place() != Some(task.place));
    let of_tasks = of_tasks.map(|task| &task.queue);
    let deployments = view.project.deployments.iter();
    let of_queues = deployments.filter_map(|it| it.queues.value()).flatten().map(|queue| &queue.name);
    let opaque = of_tasks.chain(of_queues).find_map(|setting| match setting {
        Setting::Opaque(opaque) if view.holds(opaque.place, offset) => Some(opaque),
        _ => None,
    });
    opaque.map_or(RenameError::NoQueue, |opaque| RenameError::Unknown(opaque.why.clone()))
}

fn check_name(view: &View<'_>, queue: &Queue<'_>, to: &str) -> Result<(), RenameError> {
    let deployments = || queue.deployments.iter().filter_map(|index| view.project.deployments.get(*index));
    let fault = if to.is_empty() {
        Some("it is empty".to_string())
    } else if deployments().any(|deployment| deployment.platform == Platform::Astro) {
        queue_name_fault(to)
    } else {
        // Workers are told their queues as a list with commas; the rest would have to be escaped somewhere.
        let strange =
            |c: &char| c.is_control() || c.is_whitespace() || matches!(c, ',' | '\'' | '"' | '\\' | '{' | '}');
        to.chars().find(strange).map(|c| format!("no queue has {c:?} in its name"))
    };
    if let Some(fault) = fault {
        return Err(RenameError::Name { name: to.to_string(), fault });
    }
    let defines = queue.mentions.iter().any(|mention| matches!(mention.role, Role::Defines(..)));
    if !defines || *queue.name == *to {
        return Ok(());
    }
    let has = |setting: &Setting<Box<str>>| setting.value().is_some_and(|name| **name == *to);
    match deployments().find(|it| it.queues.value().into_iter().flatten().any(|queue| has(&queue.name))) {
        Some(taken) => Err(RenameError::Exists { deployment: taken.label.clone(), name: to.to_string() }),
        None => Ok(()),
    }
}

/// The change of one text.
fn action(view: &View<'_>, queue: &Queue<'_>, literal: Place, to: &str) -> Result<Action, RenameError> {
    let composed = || RenameError::Composed { place: shown(view, literal), name: queue.name.clone() };
    let text = view.text_of(literal.file).ok_or_else(composed)?;
    let inner = one_piece(&text, literal.span(), &queue.name).ok_or_else(composed)?;
    let is_bare = inner == literal.span();
    let is_value = match Language::of(view.files.path(literal.file).file_name().unwrap_or("")) {
        // A word inside a longer text is no value.
        Language::Yaml => is_bare && !locate(&yaml::parse(&text), inner).is_empty(),
        Language::Dockerfile => is_bare,
        Language::Python | Language::Terraform | Language::Plain => false,
    };
    Ok(if is_value {
        // Written without quotes, which the new name may need.
        Action::Set { value: literal, to: Written::text(to) }
    } else {
        Action::Replace { place: Place::new(literal.file, inner), content: to.to_string() }
    })
}

/// The bytes of `name` in a literal, without quotes and what stands before them; `None` where the literal is not the
/// name as it is.
fn one_piece(text: &str, literal: Span, name: &str) -> Option<Span> {
    let whole = literal.of(text);
    if whole == name {
        return Some(literal);
    }
    let opened = whole.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let quote = opened.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let is_quoted = |length: usize| {
        let quotes = String::from(quote).repeat(length);
        opened.strip_prefix(quotes.as_str())?.strip_suffix(quotes.as_str()).filter(|inner| *inner == name)?;
        Some(Span::new(literal.end.checked_sub(length + name.len())?, literal.end - length))
    };
    [3, 1].into_iter().find_map(is_quoted)
}

/// File and line of a place.
fn shown(view: &View<'_>, place: Place) -> String {
    let path = view.files.path(place.file);
    let before =
        view.text_of(place.file).map(|text| text.get(..place.span().start).map_or(0, |it| it.matches('\n').count()));
    match before {
        Some(lines) => format!("{path}:{}", lines + 1),
        None => path.to_string(),
    }
}

fn notes(view: &View<'_>, queue: &Queue<'_>, to: &str) -> Vec<String> {
    let mut notes = Vec::new();
    let on_astro = |mention: &Mention<'_>| match mention.role {
        Role::Defines(index, _) => {
            view.project.deployments.get(index).is_some_and(|deployment| deployment.platform == Platform::Astro)
        }
        _ => false,
    };
    if queue.mentions.iter().any(on_astro) {
        notes.push(format!(
            "Astro renames no queue: the next deploy deletes `{}` and creates `{to}`. Tasks that are still queued for \
             `{}` stay queued: deploy when none is",
            queue.name, queue.name
        ));
    }
    let unknown: Vec<Place> = view
        .project
        .tasks()
        .filter(|task| task.queue.is_opaque())
        .filter(|task| queue.is_on_deployments_of(view.project, task.file()))
        .filter_map(|task| task.queue.place())
        .collect();
    match unknown.as_slice() {
        [] => {}
        [one] => notes.push(format!("{} names a queue that cannot be known: look there yourself", shown(view, *one))),
        [first, ..] => notes.push(format!(
            "{} tasks name a queue that cannot be known, the first at {}: look there yourself",
            unknown.len(),
            shown(view, *first)
        )),
    }
    notes
}
