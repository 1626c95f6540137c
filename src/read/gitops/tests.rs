use super::*;
use crate::model::{ChartKind, Executor};
use crate::syntax::yaml::parse;

fn read_text(text: &str) -> Option<File> {
    read(FileId(0), "application.yaml", &parse(text)).map(|(file, _)| file)
}

const TEXT: &str = "apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: etl
spec:
  source:
    repoURL: https://airflow.apache.org
    chart: airflow
    targetRevision: \"1.16.0\"
    helm:
      values: |-
        # é
        executor: CeleryExecutor
        workers:
          replicas: 3
      parameters:
        - name: config.core.parallelism
          value: \"64\"
";

#[test]
fn values_in_a_text_have_places_in_the_file() {
    let file = read_text(TEXT).unwrap();
    let [it] = file.deployments.as_slice() else { panic!("one deployment") };
    assert_eq!((file.kind, &*it.label), (FileKind::ArgoCd, "application.yaml"));
    let executor = it.executor.as_known().unwrap();
    assert_eq!((executor.value.executor, executor.place.span().of(TEXT)), (Some(Executor::Celery), "CeleryExecutor"));
    let chart = it.chart.as_ref().unwrap();
    assert_eq!((chart.kind, chart.release()), (Some(ChartKind::Official), Some((1, 16))));
    assert_eq!(chart.at("workers.replicas").unwrap().key.span().of(TEXT), "replicas");
    let options = it.options.value().unwrap();
    let last = options.last().unwrap();
    assert_eq!((&*last.key, last.key_place.span().of(TEXT)), ("parallelism", "config.core.parallelism"));
}

#[test]
fn objects_sources_and_sets() {
    let object = TEXT.replace("values: |-", "valuesObject:").replace("1.16.0", "1.*");
    let file = read_text(&object).unwrap();
    let chart = file.deployments[0].chart.as_ref().unwrap();
    assert!(chart.version.is_opaque() && file.deployments[0].executor_family() == Some(Executor::Celery));
    let set = "apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: etl}
spec:
  generators: []
  template:
    metadata: {name: '{{env}}'}
    spec:
      sources:
        - {repoURL: https://airflow.apache.org, chart: airflow, targetRevision: 1.19.0, helm: {valueFiles: [$values/etl/values.yaml, '$values/{{env}}.yaml']}}
        - {repoURL: https://example.com/us.git, ref: values}
";
    let file = read_text(set).unwrap();
    let paths: Vec<_> = file.value_files.iter().map(|it| (&*it.path, it.version.value().map(|it| &**it))).collect();
    assert_eq!((paths, file.deployments.len()), (vec![("etl/values.yaml", Some("1.19.0"))], 0));
    let quoted = TEXT.replace(
        "|-\n        # é\n        executor: CeleryExecutor\n        workers:\n          replicas: 3",
        "\"executor: CeleryExecutor\"",
    );
    assert!(read_text(&quoted).unwrap().deployments.is_empty());
}

#[test]
fn parameters_win() {
    let over = format!(
        "{TEXT}        - name: executor\n          value: KubernetesExecutor\n        - name: workers.replicas\n          value: \"5\"\n"
    );
    let file = read_text(&over).unwrap();
    let it = &file.deployments[0];
    assert_eq!(it.executor_family(), Some(Executor::Kubernetes));
    assert!(it.workers.is_opaque());
    assert_eq!(it.chart.as_ref().unwrap().number("workers.replicas"), Some(5));
}

const RELEASE: &str = "apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: etl}
spec:
  chart:
    spec:
      chart: airflow
      version: 1.19.0
  values:
    airflowVersion: 3.0.2
    executor: KubernetesExecutor
";

#[test]
fn releases_of_flux_and_their_patches() {
    let file = read_text(RELEASE).unwrap();
    let it = &file.deployments[0];
    assert_eq!((file.kind, it.executor_family()), (FileKind::Flux, Some(Executor::Kubernetes)));
    assert_eq!(it.chart.as_ref().unwrap().version.value().map(|it| &**it), Some("1.19.0"));
    let indented = RELEASE.replace('\n', "\n      ");
    let patch = format!("kind: Kustomization\npatches:\n  - patch: |\n      {indented}\n");
    let file = read_text(&patch).unwrap();
    let executor = file.deployments[0].executor.as_known().unwrap();
    assert_eq!(executor.place.span().of(&patch), "KubernetesExecutor");
}

#[test]
fn others_are_none_of_ours() {
    for text in [
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec: {source: {repoURL: x, chart: nginx}}\n",
        "apiVersion: app.k8s.io/v1beta1\nkind: Application\nmetadata: {name: airflow}\n",
        "kind: HelmRelease\nmetadata: {name: web}\nspec: {values: {executor: 3}}\n",
        "kind: Kustomization\nresources: []\n",
        "[]",
    ] {
        assert!(read_text(text).is_none(), "{text}");
    }
}
