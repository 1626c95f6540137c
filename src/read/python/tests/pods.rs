use super::*;
use crate::model::{ExecutorConfig, PodOverride};

const CONFIG: &str = r#"
from airflow import DAG
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s

REQUESTS = {"cpu": "500m", "memory": "1Gi"}
container = k8s.V1Container(
    name="base",
    resources=k8s.V1ResourceRequirements(requests=REQUESTS, limits={**REQUESTS, "memory": "2Gi"}),
)
pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[container]))
executor_config = {"pod_override": pod}
CHANGE
with DAG("d"):
    BashOperator(task_id="t", executor_config=executor_config)
AFTER
"#;

fn config(change: &str, after: &str) -> Setting<Box<ExecutorConfig>> {
    let text = CONFIG.replace("CHANGE", change).replace("AFTER", after);
    let linked = Project::new(&[("dags/dag.py", &text)]).link();
    linked.tasks[0].executor_config.clone()
}

#[test]
fn pods_held_in_variables() {
    let config = config("", "");
    let pod_override = &config.value().unwrap().pod_override;
    let Some(PodOverride::Pod(pod)) = pod_override.value() else { panic!("{pod_override:?}") };
    let container = &pod.containers.value().unwrap()[0];
    assert_eq!(&**container.name.value().unwrap(), "base");
    let resources = container.resources.value().unwrap();
    let amount = |list: &Setting<crate::model::ResourceList>, name: &str| {
        list.value().unwrap().get(name).unwrap().quantity.value().unwrap().to_string()
    };
    assert_eq!(amount(&resources.requests, "memory"), "1Gi");
    assert_eq!(amount(&resources.limits, "memory"), "2Gi");
    assert_eq!(amount(&resources.limits, "cpu"), "500m");
}

#[test]
fn what_is_changed_after_it_is_made_is_opaque() {
    for (change, after) in [
        ("pod.spec.containers[0].resources = None", ""),
        ("container.name = 'x'", ""),
        ("executor_config['pod_override'].metadata = None", ""),
        ("pod.spec.containers.append(k8s.V1Container(name='b'))", ""),
        ("", "pod.spec.containers[0].image = 'x'"),
        ("", "executor_config.update({'pod_template_file': 'x'})"),
        ("executor_config = make()", ""),
        ("harden(pod)", ""),
    ] {
        let config = config(change, after);
        let known = config.value().is_some_and(|config| config.pod_override.value().is_some());
        assert!(!known, "{change} {after}: {config:?}");
    }
}

#[test]
fn kubernetes_aliases() {
    for import in [
        "from kubernetes.client import models as k8s",
        "from kubernetes import client as k8s",
        "import kubernetes.client as k8s",
        "import kubernetes.client.models as k8s",
        "from kubernetes.client import V1Pod, V1Container, V1PodSpec\nclass k8s:\n    V1Pod = V1Pod\n    V1PodSpec = V1PodSpec\n    V1Container = V1Container\n",
    ] {
        let text = format!(
            "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n{import}\n\
             with DAG('d'):\n    BashOperator(task_id='t', executor_config={{'pod_override': \
             k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name='base', imagePullPolicy='Always')]))}})\n"
        );
        let project = Project::new(&[("dags/dag.py", &text)]);
        let linked = project.link();
        let classes: Vec<&str> = linked.objects.iter().map(|object| &*object.class).collect();
        assert_eq!(classes, ["V1Container", "V1PodSpec", "V1Pod"], "{import}");
        assert_eq!(&*linked.objects[0].keywords[1].0, "imagePullPolicy");
        assert_eq!(project.text(linked.objects[0].callee), "V1Container");
        let config = linked.tasks[0].executor_config.value().unwrap();
        assert!(matches!(config.pod_override.value(), Some(PodOverride::Pod(_))), "{import}");
    }
}

#[test]
fn operators_that_start_pods() {
    let text = r#"
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.google.cloud.operators.kubernetes_engine import GKEStartPodOperator
from airflow.contrib.operators.kubernetes_pod_operator import KubernetesPodOperator as OldOperator
from kubernetes.client import V1ResourceRequirements

RESOURCES = V1ResourceRequirements(requests={"memory": "1Gi"})
with DAG("d", default_args={"namespace": "jobs"}):
    KubernetesPodOperator(task_id="a", image="x", container_resources=RESOURCES, in_cluster=True)
    GKEStartPodOperator(task_id="b", image="x")
    OldOperator(task_id="c", resources={"request_memory": "1Gi"}, kubernetes_conn_id="k")
"#;
    let linked = Project::new(&[("dags/dag.py", text)]).link();
    let pods: Vec<_> = linked.tasks.iter().map(|task| task.kubernetes_pod.as_ref().unwrap()).collect();
    assert!(pods[0].container_resources.value().unwrap().requests.value().is_some());
    assert_eq!(pods.iter().map(|pod| pod.external_cluster).collect::<Vec<_>>(), [false, true, true]);
    assert!(pods[2].removed_resources.is_some());
    assert!(pods.iter().all(|pod| pod.namespace.value().map(|it| &**it) == Some("jobs")));
}
