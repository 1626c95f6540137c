//! Groups of workers, as charts, compose files and agents describe them.

use super::{Place, Resources, Setting, WorkerQueue};

/// What workers listen with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WorkerKind {
    /// Celery's workers, or agents that are like them: without a list of queues they serve the default queue.
    #[default]
    Celery,
    /// Workers of the Edge provider: without a list of queues they serve all.
    Edge,
}

/// A stop signal that reaches the processes of tasks at once, and not Celery alone, which would let them end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ColdStop {
    /// The mapping of the container's own variables, to add the one that keeps the signal from them.
    pub variables: Option<Place>,
}

/// Workers that are started alike.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkerGroup {
    /// Where to point at: the key or name of the group.
    pub place: Place,
    /// What they listen with.
    pub kind: WorkerKind,
    /// What messages call it: `workers`, the name of a set, the name of a compose service.
    pub label: Box<str>,
    /// The queues that it serves, each with its place; opaque where the list may hold more than can be seen.
    pub queues: Setting<Vec<(Box<str>, Place)>>,
    /// The number of workers; absent means the format's default.
    pub replicas: Setting<i64>,
    /// Tasks that one of them runs at once, where the group says it itself; else Airflow's configuration does.
    pub concurrency: Setting<i64>,
    /// What the worker's container asks for.
    pub resources: Setting<Resources>,
    /// Where the resources would stand: the place of the mapping that holds them, to insert them into.
    pub within: Place,
    /// Seconds that a worker is given to end its tasks when it is stopped.
    pub grace_seconds: Setting<i64>,
    /// The same where nothing is written, and whose default that is: `(600, "the chart")`.
    pub usual_grace: Option<(i64, &'static str)>,
    /// Where a stop signal certainly kills the tasks before that time is over.
    pub cold_stop: Option<ColdStop>,
}

impl WorkerGroup {
    /// Seconds that a worker is given to end its tasks: written, else the format's default. `None` where that is not
    /// knowable.
    pub fn grace(&self) -> Option<i64> {
        match &self.grace_seconds {
            Setting::Known(known) => Some(known.value),
            Setting::Absent => self.usual_grace.map(|(seconds, _)| seconds),
            Setting::Opaque(_) => None,
        }
    }

    /// Whether the group serves a queue; `None` where its queues are not all known and none of the known ones is it.
    pub fn serves(&self, queue: &str) -> Option<bool> {
        match &self.queues {
            Setting::Known(queues) => Some(queues.value.iter().any(|(name, _)| &**name == queue)),
            Setting::Absent if self.kind == WorkerKind::Edge => Some(true),
            Setting::Absent | Setting::Opaque(_) => None,
        }
    }

    /// Every queue that some worker of `groups` serves, each once; not known where the queues of one group are not.
    pub fn served<'g>(groups: impl IntoIterator<Item = &'g WorkerGroup>, place: Place) -> Setting<Vec<WorkerQueue>> {
        let mut list: Vec<WorkerQueue> = Vec::new();
        for group in groups {
            let names = match &group.queues {
                Setting::Known(names) => &names.value,
                Setting::Opaque(opaque) => return Setting::Opaque(opaque.clone()),
                Setting::Absent if group.kind == WorkerKind::Edge => {
                    return Setting::opaque(group.place, "an edge worker without `-q` serves every queue");
                }
                Setting::Absent => continue,
            };
            for (name, place) in names {
                if list.iter().all(|queue| queue.name.value() != Some(name)) {
                    list.push(WorkerQueue {
                        place: *place,
                        name: Setting::known(name.clone(), *place),
                        worker_type: Setting::Absent,
                        min_workers: Setting::Absent,
                        max_workers: Setting::Absent,
                        concurrency: group.concurrency.clone(),
                        ephemeral_storage: Setting::Absent,
                    });
                }
            }
        }
        Setting::known(list, place)
    }
}
