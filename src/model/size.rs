//! What a task may use, and how it is written.

use super::{
    ExecutorConfig, MACHINES, Machine, PodOverride, PodSize, Quantity, ResourceList, Resources, Setting, WorkerQueue,
};

/// CPU in thousandths of a core and memory in MiB: whole numbers, so that sizes compare and print exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskSize {
    /// Thousandths of a core.
    pub millicores: i64,
    /// MiB of memory.
    pub mebibytes: i64,
}

/// Pods are sized in steps of an eighth of a core and 256 MiB, which keeps 2 GiB for each core exactly.
const STEP: i64 = 125;
const MEBIBYTES_OF_STEP: i64 = 256;

/// Astro's own default pod, where a file gives none: a quarter core and 512 MiB in all of its examples.
pub const DEFAULT_POD: TaskSize = TaskSize { millicores: 250, mebibytes: 512 };

impl TaskSize {
    /// A size in steps, in Astro's ratio.
    fn steps(steps: i64) -> Self {
        Self { millicores: steps * STEP, mebibytes: steps * MEBIBYTES_OF_STEP }
    }

    /// Whole cores, in Astro's ratio.
    pub fn cores(cores: i64) -> Self {
        Self { millicores: cores.saturating_mul(1_000), mebibytes: cores.saturating_mul(2_048) }
    }

    /// What a task has on a worker of the queue: the machine divided by its concurrency, rounded up to a step. `None`
    /// where machine or concurrency are not known.
    pub fn slot(queue: &WorkerQueue) -> Option<Self> {
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
    pub fn machine(machine: Machine) -> Self {
        Self::cores(machine.cpus)
    }

    /// A size as quantity texts give it, rounded up to whole units.
    pub fn parse(cpu: &str, memory: &str) -> Option<Self> {
        let (cpu, memory) = (Quantity::parse(cpu.trim())?, Quantity::parse(memory.trim())?);
        let millicores = (cpu.as_f64() * 1_000.0).ceil();
        let mebibytes = (memory.as_f64() / f64::from(1 << 20)).ceil();
        let in_range = |number: f64| (1.0..1e9).contains(&number);
        (in_range(millicores) && in_range(mebibytes))
            .then_some(Self { millicores: millicores as i64, mebibytes: mebibytes as i64 })
    }

    /// The size of a deployment's pods, where both figures are known.
    pub fn of_pod(pod: &PodSize) -> Option<Self> {
        Self::parse(pod.cpu.value()?, pod.memory.value()?)
    }

    /// What the task container of an override may use; what the override leaves out is the `default` pod's. `None` where
    /// that is not known.
    pub fn of_override(config: &ExecutorConfig, default: TaskSize) -> Option<Self> {
        let Setting::Known(pod) = &config.pod_override else { return None };
        let PodOverride::Pod(pod) = &pod.value else { return None };
        let container = match &pod.containers {
            Setting::Absent => return Some(default),
            Setting::Known(containers) => containers.value.first()?,
            Setting::Opaque(_) => return None,
        };
        let resources = match &container.resources {
            Setting::Absent => return Some(default),
            Setting::Known(resources) => &resources.value,
            Setting::Opaque(_) => return None,
        };
        let cpu = amount(resources, "cpu")?.unwrap_or_else(|| default.cpu());
        let memory = amount(resources, "memory")?.unwrap_or_else(|| default.memory());
        Self::parse(&cpu, &memory)
    }

    /// Whether it is no larger than `other` in either figure.
    pub fn fits_in(self, other: TaskSize) -> bool {
        self.millicores <= other.millicores && self.mebibytes <= other.mebibytes
    }

    /// The smallest machine that holds it.
    pub fn smallest_machine(self) -> Option<Machine> {
        MACHINES.into_iter().find(|machine| self.fits_in(Self::machine(*machine)))
    }

    /// `10 vCPU / 20 GiB`
    pub fn words(self) -> String {
        format!("{} vCPU / {} GiB", self.cpu(), decimal(self.mebibytes, 1_024))
    }

    /// The sum of both; `None` past the range.
    pub fn plus(self, other: TaskSize) -> Option<Self> {
        let millicores = self.millicores.checked_add(other.millicores)?;
        Some(Self { millicores, mebibytes: self.mebibytes.checked_add(other.mebibytes)? })
    }

    /// `0.25`
    pub fn cpu(self) -> String {
        decimal(self.millicores, 1_000)
    }

    /// `0.5Gi`
    pub fn memory(self) -> String {
        if self.mebibytes % 64 == 0 {
            return format!("{}Gi", decimal(self.mebibytes, 1_024));
        }
        format!("{}Mi", self.mebibytes)
    }
}

/// The larger of limit and request; `Some(None)` where certainly neither is written, `None` where that is not known.
fn amount(resources: &Resources, resource: &str) -> Option<Option<String>> {
    let mut most: Option<(Quantity, String)> = None;
    for list in [&resources.requests, &resources.limits] {
        let Some((quantity, text)) = written(list, resource)? else { continue };
        if most.as_ref().is_none_or(|(known, _)| quantity > *known) {
            most = Some((quantity, text));
        }
    }
    Some(most.map(|(_, text)| text))
}

fn written(list: &Setting<ResourceList>, resource: &str) -> Option<Option<(Quantity, String)>> {
    let list = match list {
        Setting::Absent => return Some(None),
        Setting::Opaque(_) => return None,
        Setting::Known(list) => &list.value,
    };
    match list.get(resource) {
        None if list.incomplete => None,
        None => Some(None),
        Some(amount) => {
            let text = amount.quantity.value()?;
            Some(Some((Quantity::parse(text.trim())?, text.to_string())))
        }
    }
}

/// A fraction with up to four decimals, without trailing zeros.
fn decimal(numerator: i64, denominator: i64) -> String {
    let text = format!("{:.4}", numerator as f64 / denominator as f64);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
