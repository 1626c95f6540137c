//! What the Astro platform offers: machine types, ranges and variables, each with its source.

use super::Quantity;

/// A hosted worker type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machine {
    /// `A5` … `A160`.
    pub name: &'static str,
    /// Virtual CPUs.
    pub cpus: i64,
}

/// Hosted worker types, smallest first. Source: Astronomer's worker-type table (2024-08, same figures in 2026).
pub const MACHINES: [Machine; 7] = [
    Machine { name: "A5", cpus: 1 },
    Machine { name: "A10", cpus: 2 },
    Machine { name: "A20", cpus: 4 },
    Machine { name: "A40", cpus: 8 },
    Machine { name: "A60", cpus: 12 },
    Machine { name: "A120", cpus: 24 },
    Machine { name: "A160", cpus: 32 },
];

impl Machine {
    /// The type of that name, in any case.
    pub fn named(name: &str) -> Option<Machine> {
        MACHINES.into_iter().find(|machine| machine.name.eq_ignore_ascii_case(name))
    }

    /// Memory: 2 GiB for each CPU.
    pub fn memory(self) -> Quantity {
        Quantity::gibibytes(2 * self.cpus)
    }

    /// Tasks a worker runs at once where the file does not say: 5 for each CPU.
    pub fn default_concurrency(self) -> i64 {
        5 * self.cpus
    }

    /// The most tasks a worker may run at once: 15 for each CPU.
    pub fn max_concurrency(self) -> i64 {
        15 * self.cpus
    }
}

/// Most workers of a queue where the file does not say. Source: Astronomer's Celery executor page (2024-08).
pub const DEFAULT_MAX_WORKERS: i64 = 10;
/// The documented highest worker count of a queue; accounts can be granted more.
pub const WORKER_COUNT_CEILING: i64 = 30;
/// The documented range of `worker_concurrency` on Hybrid.
pub const HYBRID_CONCURRENCY: (i64, i64) = (1, 64);

/// Seconds that Astro keeps a worker with running tasks after a deploy: 24 hours, not configurable. Source: Astronomer's
/// deploy page (2024-08).
pub const ASTRO_GRACE_SECONDS: i64 = 86_400;

/// Figures that an account may have raised, with the documented ones as default.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Highest worker count of a queue.
    pub max_workers: i64,
    /// Most CPU of one pod, in cores. Source: Astronomer's Kubernetes executor page (2026).
    pub pod_cpu: Quantity,
    /// Most memory of one pod.
    pub pod_memory: Quantity,
    /// Highest concurrency, where the account's differs from the machine table.
    pub max_concurrency: Option<i64>,
    /// Seconds that a worker with running tasks is kept after a deploy, where the account or the configuration says so;
    /// see [`Deployment::grace_seconds`](super::Deployment::grace_seconds).
    pub grace_seconds: Option<i64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_workers: WORKER_COUNT_CEILING,
            pod_cpu: Quantity::whole(43),
            pod_memory: Quantity::gibibytes(86),
            max_concurrency: None,
            grace_seconds: None,
        }
    }
}
