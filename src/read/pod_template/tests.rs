use super::{pod, read, recognise};
use crate::model::{FileId, Pod};
use crate::syntax::yaml::parse;

const TEMPLATE: &str = "apiVersion: v1
kind: Pod
metadata:
  name: placeholder-name
spec:
  restartPolicy: Never
  initContainers:
    - name: wait
      image: busybox
  containers:
    - name: base
      image: acme/airflow:3
      env:
        - {name: AIRFLOW__CORE__EXECUTOR, value: LocalExecutor}
        - {name: PASSWORD, valueFrom: {secretKeyRef: {name: s, key: k}}}
      resources: &small
        requests: {cpu: 500m, memory: 1Gi}
    - name: proxy
      resources: *small
";

fn template(text: &str) -> Pod {
    read(FileId(0), &parse(text)).0.pod
}

#[test]
fn containers_with_all_that_matters() {
    let read = template(TEMPLATE);
    let containers = read.containers.value().expect("containers");
    let names: Vec<_> = containers.iter().filter_map(|it| it.name.value()).map(|it| &**it).collect();
    assert_eq!(names, ["base", "proxy"]);
    assert_eq!(read.init_containers.value().map(Vec::len), Some(1));
    assert_eq!(read.restart_policy.value().map(|it| &**it), Some("Never"));
    let memory = |at: usize| {
        let requests = containers.get(at)?.resources.value()?.requests.value()?;
        requests.get("memory")?.quantity.as_known().map(|it| (it.value.to_string(), it.place))
    };
    let (text, place) = memory(0).expect("memory");
    assert_eq!(text, "1Gi");
    assert_eq!(place.span().of(TEMPLATE), "1Gi");
    // The alias leads to the same text.
    assert_eq!(memory(1).map(|(_, it)| it), Some(place));
}

#[test]
fn what_is_no_template() {
    let is = |name: &str, text: &str| recognise(name, &parse(text));
    assert!(is("pod.yaml", TEMPLATE));
    let other = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: nginx}]}\n";
    assert!(!is("pod.yaml", other));
    assert!(is("pod_template.yaml", other));
    assert!(!is("pod_template.yaml", "apiVersion: v1\nkind: Pod\n"));
    assert!(!is("pod_template.yaml", &format!("{other}---\n{other}")));
    assert!(!is("pod_template.yaml", "kind: Job\nspec: {containers: []}\n"));
    assert!(!is("pod_template.yaml", "[]"));
    assert!(!is("pod_template.yaml", ""));
}

#[test]
fn placeholders_and_broken_lines_are_not_known() {
    let text = TEMPLATE.replace("1Gi", "\"{{ memory }}\"").replace("name: base", "name: ${NAME}");
    let read = template(&text);
    let containers = read.containers.value().expect("containers");
    assert!(containers.first().is_some_and(|it| it.name.is_opaque()));
    for broken in ["spec:\n  containers:\n    - name: base\n   oops\n", "spec: [", "spec: 3", "containers: {{ x }}\n"] {
        let tree = parse(&format!("apiVersion: v1\nkind: Pod\n{broken}"));
        let root = tree.root().expect("a root");
        pod(FileId(0), root);
    }
}
