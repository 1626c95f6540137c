//! The settings of a task as they count on each deployment, one a line.

use super::field::Field;
use super::{deployments, effective};
use crate::lsp::View;
use crate::lsp::hover::queue::size_words;
use crate::lsp::hover::text::{Text, code, escaped};
use crate::model::{Deployment, Resources, Task, TaskRoom, TaskSize, TaskView, Waits, duration_words};

/// How many deployments are told where they differ.
const DEPLOYMENTS: usize = 4;

/// What a setting comes to, under its name.
type Row = (&'static str, Text);

/// Tells the settings of a task; only those of `field` where it is given.
pub(super) fn tell(view: &View, task: &Task, field: Option<Field>, text: &mut Text) {
    let deployments = deployments(view, task);
    let rows: Vec<(Option<&Deployment>, Vec<Row>)> = deployments
        .iter()
        .take(DEPLOYMENTS)
        .map(|deployment| (*deployment, rows(view, view.project.effective(task, *deployment), field)))
        .collect();
    let mut names: Vec<&'static str> = Vec::new();
    for (name, _) in rows.iter().flat_map(|(_, rows)| rows) {
        if !names.contains(name) {
            names.push(name);
        }
    }
    for name in names {
        let values: Vec<(Option<&Deployment>, Option<&Text>)> = rows
            .iter()
            .map(|(deployment, rows)| (*deployment, rows.iter().find(|(own, _)| *own == name).map(|(_, text)| text)))
            .collect();
        let mut different = values.iter().map(|(_, text)| text);
        let first = different.next();
        text.item().say(format!("`{name}`: "));
        if different.all(|other| Some(other) == first) {
            if let Some(Some(value)) = first {
                text.add(value);
            }
            continue;
        }
        text.say("depends on the deployment");
        for (deployment, value) in values {
            text.nested_item();
            if let Some(deployment) = deployment {
                text.link(&*deployment.label, deployment.place).say(": ");
            }
            match value {
                Some(value) => text.add(value),
                None => text.say("nothing"),
            };
        }
    }
    match deployments.len().checked_sub(DEPLOYMENTS) {
        Some(more) if more > 0 => drop(text.paragraph().say(format!("{more} more deployments are not shown."))),
        _ => {}
    }
    if deployments.iter().all(Option::is_none) {
        text.paragraph().say("No deployment is known here: what one would give is missing.");
    }
}

fn rows(view: &View, of: TaskView, field: Option<Field>) -> Vec<Row> {
    let task = of.task();
    let mut rows: Vec<Row> = Vec::new();
    let mut add = |at: Field, value: Option<Text>| {
        if field.is_none_or(|field| field == at)
            && let Some(value) = value
        {
            rows.push((at.name(), value));
        }
    };
    let duration = |seconds: &f64| match seconds / 86_400.0 {
        days if days >= 2.0 && days.fract() == 0.0 => format!("{days} days"),
        _ => duration_words(*seconds),
    };
    let timeout = |limit: &Option<f64>| limit.map_or_else(|| "none".to_string(), duration_words);
    add(Field::Executor, of.executor().map(|it| effective(view, task, &it, |name| code(name))));
    add(Field::Queue, Some(queue(view, of, field)));
    add(Field::ExecutionTimeout, Some(effective(view, task, &of.execution_timeout(), timeout)));
    add(Field::Retries, Some(effective(view, task, &of.retries(), i64::to_string)));
    add(Field::Pool, Some(effective(view, task, &of.pool(), |name| code(name))));
    // Which operators can defer is not known, so silence is no `False`.
    if !task.deferrable.is_absent() || task.sensor.is_some() {
        add(Field::Deferrable, Some(effective(view, task, &of.deferrable(), bool::to_string)));
    }
    add(Field::Mode, of.mode().map(|it| effective(view, task, &it, |mode| mode.name().to_string())));
    add(Field::Timeout, of.sensor_timeout().map(|it| effective(view, task, &it, duration)));
    add(Field::PokeInterval, of.poke_interval().map(|it| effective(view, task, &it, duration)));
    if field.is_none_or(|field| field == Field::ExecutorConfig) {
        rows.push(("resources", room(view, of)));
    }
    if field.is_none_or(|field| field == Field::ContainerResources)
        && let Some(pod) = of.pod_room()
    {
        rows.push(("resources of its pod", room_words(view, task, &pod)));
    }
    rows
}

/// The queue; whether it is ignored is said where the task as a whole is told of.
fn queue(view: &View, of: TaskView, field: Option<Field>) -> Text {
    let task = of.task();
    let mut text = effective(view, task, &of.queue(), |name| code(name));
    if field.is_none()
        && let Some(deployment) = of.deployment()
        && view.project.waits(task, deployment) == Waits::Nowhere
    {
        text.say(", ignored: the executor has no queues");
    }
    text
}

fn room(view: &View, of: TaskView) -> Text {
    let task = of.task();
    let mut text = room_words(view, task, &of.room());
    let is_worker = of
        .deployment()
        .and_then(|deployment| deployment.executor_of(task))
        .is_some_and(|executor| executor.has_worker_queues());
    if is_worker && task.executor_config.value().is_some_and(|config| !config.pod_override.is_absent()) {
        text.say("; its pod override is ignored");
    }
    text
}

fn room_words(view: &View, task: &Task, room: &TaskRoom) -> Text {
    match room {
        TaskRoom::Asked(asked) => effective(view, task, asked, |resources| escaped(&Resources::words(resources))),
        TaskRoom::DefaultPod(size) => {
            let mut text = Text::from("default pod, ");
            text.add(&effective(view, task, size, |(cpu, memory)| format!("{} CPU and {}", code(cpu), code(memory))));
            text
        }
        TaskRoom::Worker(machine, concurrency) => {
            let size = size_words(TaskSize::machine(*machine));
            let others = match concurrency - 1 {
                0 => "alone".to_string(),
                1 => "with at most 1 other task".to_string(),
                others => format!("with at most {others} other tasks"),
            };
            Text::from(format!("{} worker ({size}), {others}", machine.name))
        }
        TaskRoom::Unknown(why) => Text::from(format!("unknown: {}", escaped(why))),
    }
}
