use super::{read, recognise};
use crate::model::{FileId, Pools};
use crate::syntax::yaml::parse;

const SETTINGS: &str = "airflow:
  connections:
    - conn_id: warehouse
      conn_type: postgres
  pools:
    - pool_name: ml
      pool_slot: 4
    - Pool_Name: api
    - pool_name:
      pool_slot:
  variables:
";

fn pools(text: &str) -> Option<Pools> {
    read(FileId(0), &parse(text)).0
}

#[test]
fn pools_with_a_name() {
    let read = pools(SETTINGS).expect("pools");
    let names: Vec<_> = read.pools.iter().map(|pool| (&*pool.name.value, pool.slots.value().copied())).collect();
    assert_eq!(names, [("ml", Some(4)), ("api", None)]);
    assert!(!read.incomplete);
    let name = read.pools.first().map(|pool| pool.name.place.span().of(SETTINGS));
    assert_eq!(name, Some("ml"));
    assert!(pools("airflow:\n  pools:\n    - pool_name: ${POOL}\n").is_some_and(|it| it.incomplete));
    assert!(pools("airflow:\n  variables: []\n").is_none());
    assert!(pools("").is_none() && pools("airflow: 3\n").is_none());
}

#[test]
fn what_is_such_a_file() {
    let is = |name: &str, text: &str| recognise(name, &parse(text));
    assert!(is("settings.yaml", SETTINGS));
    assert!(is("airflow_settings.yml", "airflow:\n  connections:\n"));
    // Values of charts have such keys too.
    assert!(!is("values.yaml", "airflow:\n  connections:\n    - id: x\n  pools: []\n"));
    assert!(!is("values.yaml", "airflow:\n  executor: CeleryExecutor\n"));
    assert!(!is("airflow_settings.yaml", "pools: []\n"));
}
