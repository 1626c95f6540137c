//! What an executor means.

use super::text::{Text, code};
use crate::model::{Executor, ExecutorName};
use crate::read::astro;

/// Executors that Astro does not offer. Source: Airflow's documentation of its executors, 2.11 and 3.3.
const OTHERS: [(Executor, &str); 4] = [
    (Executor::Local, "Tasks run as processes beside the scheduler. `queue=` and `executor_config` are ignored."),
    (Executor::Sequential, "One task at a time, beside the scheduler; gone in Airflow 3."),
    (
        Executor::CeleryKubernetes,
        "Celery workers, and a pod of its own for each task in the queue `kubernetes`; gone in Airflow 3.",
    ),
    (
        Executor::LocalKubernetes,
        "Processes beside the scheduler, and a pod of its own for each task in the queue `kubernetes`; gone in Airflow 3.",
    ),
];

/// What the executor of that name means; what it ignores included.
pub(super) fn tell(name: &ExecutorName, text: &mut Text) {
    text.paragraph().say(format!("**{}**", code(&name.text)));
    match meaning(name.executor) {
        Some(meaning) => text.paragraph().say(meaning),
        None if name.executor.is_some() => text.paragraph().say("An executor that is not part of Airflow."),
        None => text.paragraph().say("No executor that airlint knows; it may be an alias of `[core] executor`."),
    };
}

/// What an executor means, in one or two sentences: the schema has the words for those of Astro.
pub(super) fn meaning(executor: Option<Executor>) -> Option<&'static str> {
    let executor = executor?;
    let Some(name) = executor.astro_name() else {
        return OTHERS.iter().find(|(other, _)| *other == executor).map(|(_, meaning)| *meaning);
    };
    let (_, deployment) = astro::schema()?.property("deployment")?;
    let (_, configuration) = deployment.property("configuration")?;
    configuration.property("executor")?.1.choice_description(name)
}
