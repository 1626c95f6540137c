//! What a task may use, and how it is written.

use crate::model::{Machine, Quantity, WorkerQueue};
use crate::rules::Written;

/// CPU in thousandths of a core and memory in MiB: whole numbers, so that sizes compare and print exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Size {
    pub(super) millicores: i64,
    pub(super) mebibytes: i64,
}

/// Pods are sized in steps of an eighth of a core and 256 MiB, which keeps 2 GiB for each core exactly.
const STEP: i64 = 125;
const MEBIBYTES_OF_STEP: i64 = 256;

/// Astro's own default pod, where a file gives none: a quarter core and 512 MiB in all of its examples.
pub(super) const DEFAULT_POD: Size = Size { millicores: 250, mebibytes: 512 };

impl Size {
    /// A size in steps, in Astro's ratio.
    fn steps(steps: i64) -> Self {
        Self { millicores: steps * STEP, mebibytes: steps * MEBIBYTES_OF_STEP }
    }

    /// What a task has on a worker of the queue: the machine divided by its concurrency, rounded up to a step. `None`
    /// where machine or concurrency are not known.
    pub(super) fn slot(queue: &WorkerQueue) -> Option<Self> {
        let machine = Machine::named(queue.worker_type.value()?)?;
        if queue.concurrency.is_opaque() {
            return None;
        }
        let written = queue.concurrency.value().copied().filter(|concurrency| *concurrency > 0);
        let concurrency = written.unwrap_or(machine.default_concurrency());
        let step_of_all = concurrency.checked_mul(STEP)?;
        let steps = (machine.cpus * 1_000 + step_of_all - 1) / step_of_all;
        Some(Self::steps(steps))
    }

    /// A whole machine.
    pub(super) fn machine(machine: Machine) -> Self {
        Self { millicores: machine.cpus * 1_000, mebibytes: machine.cpus * 2_048 }
    }

    /// A size as quantity texts give it, rounded up to whole units.
    pub(super) fn of(cpu: &str, memory: &str) -> Option<Self> {
        let (cpu, memory) = (Quantity::parse(cpu.trim())?, Quantity::parse(memory.trim())?);
        let millicores = (cpu.as_f64() * 1_000.0).ceil();
        let mebibytes = (memory.as_f64() / f64::from(1 << 20)).ceil();
        let in_range = |number: f64| (1.0..1e9).contains(&number);
        (in_range(millicores) && in_range(mebibytes))
            .then_some(Self { millicores: millicores as i64, mebibytes: mebibytes as i64 })
    }

    pub(super) fn fits_in(self, other: Size) -> bool {
        self.millicores <= other.millicores && self.mebibytes <= other.mebibytes
    }

    /// `0.25`
    pub(super) fn cpu(self) -> String {
        decimal(self.millicores, 1_000)
    }

    /// `0.5Gi`
    pub(super) fn memory(self) -> String {
        if self.mebibytes % 64 == 0 {
            return format!("{}Gi", decimal(self.mebibytes, 1_024));
        }
        format!("{}Mi", self.mebibytes)
    }

    /// A pod override whose task container has this size.
    pub(super) fn executor_config(self) -> Written {
        let amounts = || Written::map([("cpu", Written::text(self.cpu())), ("memory", Written::text(self.memory()))]);
        let resources = Written::kubernetes("V1ResourceRequirements", [("requests", amounts()), ("limits", amounts())]);
        let base = Written::kubernetes("V1Container", [("name", Written::text("base")), ("resources", resources)]);
        let spec = Written::kubernetes("V1PodSpec", [("containers", Written::List(vec![base]))]);
        Written::map([("pod_override", Written::kubernetes("V1Pod", [("spec", spec)]))])
    }
}

/// A fraction with up to four decimals, without trailing zeros.
fn decimal(numerator: i64, denominator: i64) -> String {
    let text = format!("{:.4}", numerator as f64 / denominator as f64);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
