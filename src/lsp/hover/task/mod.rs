//! Tasks and their settings, in Python and in dag-factory files: the value that counts, and where it comes from.

mod field;
mod rows;

use self::field::Field;
use super::cron::{Clock, schedule};
use super::text::{Text, code, count, escaped, listed};
use super::{Hover, executor, queue, words};
use crate::lsp::View;
use crate::model::{Deployment, Effective, Place, Task, Value, ValueKind, duration_words};
use crate::syntax::Span;
use jiff::Timestamp;

/// How many tasks are named that share a setting.
const NAMED: usize = 4;

/// What there is to say about a schedule, a setting of tasks, or a task.
pub(super) fn hover(view: &View, offset: usize, now: Timestamp) -> Option<Hover> {
    schedule_of_dag(view, offset, now).or_else(|| setting(view, offset)).or_else(|| whole_task(view, offset))
}

fn schedule_of_dag(view: &View, offset: usize, now: Timestamp) -> Option<Hover> {
    const NAMES: [&str; 2] = ["schedule", "schedule_interval"];
    // A schedule in defaults of another file counts too.
    view.project.dags().find_map(|dag| {
        let known = dag.schedule.as_known()?;
        let span = token(view, known.place, known.literal, &NAMES, offset)?;
        Some(Hover { span, text: schedule_words(&known.value, now)? })
    })
}

fn schedule_words(value: &Value, now: Timestamp) -> Option<Text> {
    let every = |seconds: f64| Text::from(format!("Every {}, counted from `start_date`.", duration_words(seconds)));
    match &value.kind {
        ValueKind::Text(text) => match text.trim() {
            "@once" => Some("**`@once`** · One run, ever.".into()),
            "@continuous" => Some("**`@continuous`** · The next run starts when the one before has ended.".into()),
            text => schedule(text, Clock::Dag, now),
        },
        ValueKind::Float(seconds) => Some(every(*seconds)),
        ValueKind::Int(seconds) => Some(every(*seconds as f64)),
        ValueKind::Null => Some("Runs only when somebody or something else starts it.".into()),
        _ => None,
    }
}

/// The bytes of the token under the cursor, where that is the value at `place`, the literal that it stands for, or the
/// name of an argument right before the value.
fn token(view: &View, place: Place, literal: Place, names: &[&str], offset: usize) -> Option<Span> {
    if place.file == view.file
        && let Some(key) = names.iter().find_map(|name| key_before(view.text(), place.span().start, name))
        && key.start <= offset
        && offset <= key.end
    {
        return Some(key);
    }
    [place, literal].into_iter().find(|it| view.holds(*it, offset)).map(Place::span)
}

/// The name of an argument or a key that stands right before its value: `queue=`, `"queue": `, `queue: `.
fn key_before(text: &str, value: usize, name: &str) -> Option<Span> {
    let before = text.get(..value)?.trim_end();
    let before = before.strip_suffix(['=', ':'])?.trim_end();
    let (before, quote) = match before.strip_suffix(['"', '\'']) {
        Some(unquoted) => (unquoted, true),
        None => (before, false),
    };
    let rest = before.strip_suffix(name)?;
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let ends = |rest: &str| if quote { rest.ends_with(['"', '\'']) } else { !rest.ends_with(is_word) };
    ends(rest).then(|| Span::new(rest.len(), before.len()))
}

/// The setting under the cursor, with the tasks that have it.
fn setting(view: &View, offset: usize) -> Option<Hover> {
    let mut best: Option<(Span, Field, Vec<&Task>)> = None;
    for task in view.project.tasks() {
        for field in Field::ALL {
            let Some((place, literal)) = field.places(task) else { continue };
            let Some(span) = token(view, place, literal, &[field.name()], offset) else { continue };
            match &mut best {
                Some((known, at, tasks)) if *known == span && *at == field => tasks.push(task),
                Some((known, _, _)) if known.len() <= span.len() => {}
                _ => best = Some((span, field, vec![task])),
            }
        }
    }
    let (span, field, tasks) = best?;
    // Inside a pod the words have no meaning of their own here: the pod as a whole has.
    let span = if field.is_composed() && !is_name(view, span, field) { word_at(view.text(), offset)? } else { span };
    let first = *tasks.first()?;
    let mut text = Text::new();
    field_words(view, field, first, &mut text);
    match tasks.as_slice() {
        [only] => {
            text.paragraph().say(format!("For {}:", task_words(view, only)));
            rows::tell(view, only, Some(field), &mut text);
        }
        several => {
            let names: Vec<String> = several.iter().take(NAMED).map(|task| code(task.label())).collect();
            let more = several.len().saturating_sub(NAMED);
            let names = if more > 0 { format!("{} and {more} more", names.join(", ")) } else { listed(&names) };
            text.paragraph().say(format!("Set for {}: {names}.", count(several.len(), "task")));
        }
    }
    Some(Hover { span, text })
}

fn is_name(view: &View, span: Span, field: Field) -> bool {
    span.of(view.text()) == field.name()
}

/// The word under the cursor.
fn word_at(text: &str, offset: usize) -> Option<Span> {
    let is_word = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
    let before: usize = text.get(..offset)?.chars().rev().take_while(is_word).map(char::len_utf8).sum();
    let after: usize = text.get(offset..)?.chars().take_while(is_word).map(char::len_utf8).sum();
    (before + after > 0).then(|| Span::new(offset - before, offset + after))
}

/// What the setting is.
fn field_words(view: &View, field: Field, task: &Task, text: &mut Text) {
    match field {
        Field::Queue => match task.queue.value() {
            Some(name) => queue::named(view, name, &view.project.deployments_of(task.file()), text),
            None => drop(text.say("**`queue`** · The worker queue that the task waits in.")),
        },
        Field::Executor => match task.executor.value() {
            Some(name) => executor::tell(name, text),
            None => drop(text.say("**`executor`** · What runs the task, where it is not the deployment's own.")),
        },
        _ => drop(text.say(format!("**`{}`** · {}", field.name(), field.meaning()))),
    }
}

/// The task whose operator, key or id is under the cursor.
fn whole_task(view: &View, offset: usize) -> Option<Hover> {
    let task = view.task_at(offset)?;
    let id = task.id.place().filter(|place| view.holds(*place, offset) && *place != task.extent);
    let span = match (view.holds(task.place, offset), id) {
        (true, _) => task.place.span(),
        (false, Some(id)) => id.span(),
        (false, None) => return None,
    };
    let mut text = Text::from(format!("**Task {}** · {}", code(task.label()), escaped(task.operator.name())));
    if task.mapped {
        text.say(", mapped");
    }
    if let Some(dag) = view.project.dag_of(task) {
        text.say(" · DAG ").say(dag.id.value().map_or_else(|| "with an unknown id".to_string(), |id| code(id)));
    }
    rows::tell(view, task, None, &mut text);
    Some(Hover { span, text })
}

fn task_words(view: &View, task: &Task) -> String {
    match view.project.dag_of(task).and_then(|dag| dag.id.value()) {
        Some(dag) => format!("task {} of {}", code(task.label()), code(dag)),
        None => format!("task {}", code(task.label())),
    }
}

/// The deployments of a task's file; one that is not known where there is none.
fn deployments<'v>(view: &View<'v>, task: &Task) -> Vec<Option<&'v Deployment>> {
    let known = view.project.deployments_of(task.file());
    if known.is_empty() { vec![None] } else { known.into_iter().map(Some).collect() }
}

/// Who gives a value, for a task.
fn effective<T>(view: &View, task: &Task, value: &Effective<T>, show: impl FnOnce(&T) -> String) -> Text {
    if let Err(why) = &value.value
        && value.giver.place() == Some(task.place)
    {
        // Nobody wrote it: the class itself may set it.
        return Text::from(format!("unknown: {}", escaped(why)));
    }
    let mut text = Text::new();
    words::effective(view, value, task.source, show, &mut text);
    text
}
