//! From the arguments of a task to the task.

use super::kubernetes_pod::kubernetes_pod;
use super::sensor::sensor;
use super::{Arguments, boolean, duration, executor_config, integer, placeholder, text};
use crate::model::{DagSource, ExecutorName, Operator, Place, Setting, Task, Value, ValueKind};

/// A task as a reader has gathered it.
#[derive(Debug, Clone)]
pub struct TaskDraft {
    /// Where it is made, short.
    pub place: Place,
    /// The whole call or mapping.
    pub extent: Place,
    /// The DAG, as an index into the reader's list of DAGs.
    pub dag: Option<u32>,
    /// The format.
    pub source: DagSource,
    /// Its id.
    pub id: Setting<Box<str>>,
    /// What runs it.
    pub operator: Operator,
    /// Whether it is mapped.
    pub mapped: bool,
    /// Its arguments, defaults of all levels included.
    pub arguments: Arguments,
}

/// The arguments of tasks that matter here. Others need not be gathered.
pub const TASK_ARGUMENTS: &[&str] = &[
    "cluster_context",
    "config_file",
    "container_resources",
    "deferrable",
    "execution_timeout",
    "executor",
    "executor_config",
    "full_pod_spec",
    "image_pull_policy",
    "in_cluster",
    "is_delete_operator_pod",
    "job_template_file",
    "kubernetes_conn_id",
    "mode",
    "namespace",
    "on_finish_action",
    "on_kill_action",
    "pod_template_dict",
    "pod_template_file",
    "poke_interval",
    "pool",
    "pool_slots",
    "queue",
    "resources",
    "retries",
    "timeout",
];

/// The task that a draft describes.
pub fn task(draft: TaskDraft) -> Task {
    let arguments = &draft.arguments;
    let deferrable = match arguments.setting("deferrable", boolean) {
        // Such classes (`TimeSensorAsync`, `GCSObjectExistenceAsyncSensor`) defer without being asked.
        Setting::Absent if defers_by_itself(draft.operator.name()) => {
            Setting::opaque(draft.place, format!("`{}` defers by itself", draft.operator.name()))
        }
        setting => setting,
    };
    Task {
        place: draft.place,
        extent: draft.extent,
        dag: draft.dag,
        source: draft.source,
        mapped: draft.mapped,
        queue: arguments.setting("queue", text),
        pool: arguments.setting("pool", text),
        pool_slots: arguments.setting("pool_slots", integer),
        executor: arguments.setting("executor", text).map(|name| ExecutorName::airflow(&name)),
        retries: arguments.setting("retries", integer),
        execution_timeout: arguments.setting("execution_timeout", duration),
        misfit_timeout: arguments.named("execution_timeout").and_then(|it| misfit(&it.value)).map(Box::new),
        deferrable,
        executor_config: arguments.setting("executor_config", executor_config),
        sensor: sensor(&draft.operator, arguments, draft.place).map(Box::new),
        kubernetes_pod: kubernetes_pod(&draft.operator, arguments).map(Box::new),
        id: draft.id,
        operator: draft.operator,
    }
}

/// A value that is a number or a plain text where a duration must be.
fn misfit(value: &Value) -> Option<Value> {
    let is_misfit = match &value.kind {
        ValueKind::Int(_) | ValueKind::Float(_) | ValueKind::Bool(_) => true,
        ValueKind::Text(text) => placeholder(text).is_none(),
        _ => false,
    };
    is_misfit.then(|| value.clone())
}

/// Whether a class defers without being asked. Source: the providers of 2025; those of Kafka have no other way.
fn defers_by_itself(class: &str) -> bool {
    class.contains("Async") || matches!(class, "AwaitMessageSensor" | "AwaitMessageTriggerFunctionSensor")
}

#[cfg(test)]
mod tests {
    use super::super::sample::{at, int, map, null, object, text, unknowable};
    use super::*;
    use crate::model::{Callable, Executor, Origin, SensorMode};
    use crate::read::typed::Argument;

    fn made(path: &str, arguments: &[(&str, Value)]) -> Task {
        gathered(path, Callable::Class, arguments, |_| {})
    }

    fn gathered(path: &str, callable: Callable, given: &[(&str, Value)], more: impl FnOnce(&mut Arguments)) -> Task {
        let mut arguments = Arguments::new();
        for (name, value) in given {
            arguments.add(Argument { name: (*name).into(), key: at(1), value: value.clone(), origin: Origin::Own });
        }
        more(&mut arguments);
        task(TaskDraft {
            place: at(0),
            extent: at(0),
            dag: None,
            source: DagSource::Python,
            id: Setting::known("t".into(), at(0)),
            operator: Operator { path: path.into(), callable },
            mapped: false,
            arguments,
        })
    }

    const POD: &str = "airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator";

    #[test]
    fn plain_settings() {
        let task = made(
            "airflow.providers.standard.operators.bash.BashOperator",
            &[
                ("queue", text("heavy")),
                ("pool", null()),
                ("executor", text("KubernetesExecutor")),
                ("retries", int(3)),
                ("execution_timeout", object("datetime.timedelta", &[("hours", int(2))])),
            ],
        );
        assert_eq!(task.queue.value().map(|it| &**it), Some("heavy"));
        assert!(task.pool.is_absent() && task.deferrable.is_absent());
        assert_eq!(task.executor.value().and_then(|it| it.executor), Some(Executor::Kubernetes));
        assert_eq!((task.retries.value(), task.execution_timeout.value()), (Some(&3), Some(&7200.0)));
        assert!(task.sensor.is_none() && task.kubernetes_pod.is_none());
    }

    #[test]
    fn a_number_is_no_execution_timeout() {
        assert!(
            made("airflow.operators.bash.BashOperator", &[("execution_timeout", int(60))])
                .execution_timeout
                .is_opaque()
        );
    }

    #[test]
    fn sensors_of_airflow_have_its_defaults_and_others_may_have_their_own() {
        let of_airflow = made("airflow.providers.standard.sensors.filesystem.FileSensor", &[("timeout", int(60))]);
        let sensor = of_airflow.sensor.as_deref().expect("a sensor");
        assert_eq!(sensor.timeout.value(), Some(&60.0));
        assert_eq!(of_airflow.sensor_mode(), Some(SensorMode::Poke));
        let own = made("acme.sensors.PartitionSensor", &[("mode", text("reschedule"))]);
        assert_eq!(own.sensor_mode(), Some(SensorMode::Reschedule));
        assert!(own.sensor.as_deref().is_some_and(|it| it.timeout.is_opaque()));
        assert!(made("airflow.sensors.time_sensor.TimeSensorAsync", &[]).deferrable.is_opaque());
        let decorated = gathered("airflow.decorators.task.sensor", Callable::Decorator, &[], |_| {});
        assert_eq!(decorated.sensor_mode(), Some(SensorMode::Poke));
    }

    #[test]
    fn pods_of_operators() {
        let removed = made(POD, &[("resources", map(&[("request_memory", text("1Gi"))]))]);
        let pod = removed.kubernetes_pod.as_deref().expect("a pod");
        assert!(pod.removed_resources.is_some() && pod.container_resources.is_absent());
        assert!(!pod.external_cluster && !pod.templated);

        let odd = made(POD, &[("container_resources", map(&[("memory", map(&[("request", text("1Gi"))]))]))]);
        let pod = odd.kubernetes_pod.as_deref().expect("a pod");
        assert!(pod.misshapen_resources.is_some() && pod.container_resources.is_opaque());

        for (name, value) in [
            ("config_file", text("/k")),
            ("kubernetes_conn_id", unknowable()),
            ("in_cluster", Value { kind: ValueKind::Bool(false), ..null() }),
        ] {
            let task = made(POD, &[(name, value)]);
            assert!(task.kubernetes_pod.as_deref().is_some_and(|pod| pod.external_cluster), "{name}");
        }
        let gke = made("airflow.providers.google.cloud.operators.kubernetes_engine.GKEStartPodOperator", &[]);
        assert!(gke.kubernetes_pod.is_some_and(|pod| pod.external_cluster));
        assert!(made(POD, &[("full_pod_spec", unknowable())]).kubernetes_pod.is_some_and(|pod| pod.templated));
        assert!(made("acme.operators.KubernetesPodOperator", &[]).kubernetes_pod.is_none());
    }

    #[test]
    fn arguments_that_are_not_seen_may_be_anything() {
        let task = gathered(POD, Callable::Class, &[("queue", text("io"))], |arguments| {
            arguments.add_unknown(at(9), "**kwargs", Origin::Own);
        });
        assert_eq!(task.queue.value().map(|it| &**it), Some("io"));
        assert!(task.execution_timeout.is_opaque() && task.executor_config.is_opaque());
        let pod = task.kubernetes_pod.expect("a pod");
        assert!(pod.container_resources.is_opaque() && pod.external_cluster && pod.templated);
    }
}
