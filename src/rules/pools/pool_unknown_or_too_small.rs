use crate::model::{Deployment, Pool, Pools, PoolsFrom, Project, Setting, Task};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, nearest};
use std::collections::HashSet;

pub const RULE: Rule = Rule {
    name: "pool-unknown-or-too-small",
    category: "pools",
    severity: Severity::Error,
    document: include_str!("pool_unknown_or_too_small.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

/// The pool that every Airflow has.
const DEFAULT: &str = "default_pool";

fn check(project: &Project, found: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    for (pools, deployment) in lists(project) {
        let tasks: Box<dyn Iterator<Item = &Task>> = match deployment {
            Some(deployment) => Box::new(project.tasks_on(deployment)),
            None => Box::new(project.tasks()),
        };
        let whose = match deployment {
            Some(deployment) => deployment.label.to_string(),
            None => project.path(pools.place.file).to_string(),
        };
        for task in tasks {
            let finding = unknown(&pools, &whose, task).or_else(|| too_small(&pools, &whose, task));
            found.extend(finding.filter(|finding| seen.insert(finding.place)));
        }
    }
}

/// The lists of pools, with the deployment that one is for; only those that name a pool.
fn lists(project: &Project) -> Vec<(Pools, Option<&Deployment>)> {
    let of_chart = project.deployments.iter().filter_map(|it| Some((Pools::of_chart(it.chart.as_deref()?)?, Some(it))));
    let local = project.local_pools.iter().map(|pools| (pools.clone(), None));
    of_chart.chain(local).filter(|(pools, _)| !pools.pools.is_empty()).collect()
}

/// The task names a pool that is not in the list.
fn unknown(pools: &Pools, whose: &str, task: &Task) -> Option<Finding> {
    let written = task.pool.as_known()?;
    let names = || pools.pools.iter().map(|pool| &*pool.name.value);
    if pools.incomplete || *written.value == *DEFAULT || names().any(|name| *name == *written.value) {
        return None;
    }
    let nearest = nearest(&written.value, names());
    let listed: Vec<String> = names().map(|name| format!("`{name}`")).collect();
    let elsewhere = match pools.from {
        PoolsFrom::AirflowSettings => "in the local Airflow that the Astro CLI makes",
        PoolsFrom::Chart => "unless somebody makes it by hand",
    };
    let message = format!(
        "task `{}` takes its slot from pool `{}`, which {whose} does not list ({}): {elsewhere} the task is never started",
        task.label(),
        written.value,
        listed.join(", "),
    );
    let finding = Finding::new(&RULE, written.place, message).severity(Severity::Info).related(pools.place, "the pools");
    let write = nearest.map(|name| {
        Proposal::suggested(format!("Write `{name}`"), [Action::write(written, name)]).unless_shared([written])
    });
    let help = match nearest {
        Some(name) => format!("did you mean `{name}`?"),
        None => "add the pool to the list".to_string(),
    };
    Some(finding.help(help).propose_all(write))
}

/// The task takes more slots than its pool has.
fn too_small(pools: &Pools, whose: &str, task: &Task) -> Option<Finding> {
    let wanted = task.pool_slots.as_known()?;
    let name = match &task.pool {
        Setting::Absent => DEFAULT,
        pool => pool.value()?,
    };
    let pool: &Pool = pools.pools.iter().rev().find(|pool| *pool.name.value == *name)?;
    let slots = pool.slots.as_known()?;
    // A negative number of slots is one without end.
    if slots.value < 0 || wanted.value <= slots.value {
        return None;
    }
    let severity = match pools.from {
        PoolsFrom::AirflowSettings => Severity::Warning,
        PoolsFrom::Chart => Severity::Error,
    };
    let message = format!(
        "task `{}` takes {} slots of pool `{name}`, which has {} in {whose}: it is never started",
        task.label(),
        wanted.value,
        slots.value,
    );
    let finding = Finding::new(&RULE, wanted.place, message).severity(severity).related(slots.place, "the slots of the pool");
    let raise = Action::Set { value: slots.literal, to: Written::number(wanted.value) };
    let lower = Action::Set { value: wanted.literal, to: Written::number(slots.value) };
    let raise = Proposal::suggested(format!("Give the pool {} slots", wanted.value), [raise]);
    let lower = (slots.value > 0).then(|| Proposal::suggested(format!("Take {} slots", slots.value), [lower]));
    Some(finding.help("give the pool more slots, or take fewer").propose(raise).propose_all(lower))
}
