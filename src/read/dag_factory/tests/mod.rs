//! Files as users write them, and what is read from them.

mod form;
mod settings;
mod versions;
mod yaml;

use super::{File, link, read, recognise, recognise_defaults};
use crate::model::DagFile;
use crate::model::{FileId, Origin, PodOverride, SensorMode, Setting, ShapeKind, Task, ValueKind};
use crate::syntax::yaml as syntax;

fn file(number: u32, text: &str) -> File {
    read(FileId(number), &syntax::parse(text))
}

fn linked(text: &str) -> DagFile {
    link(&file(0, text), &[], None)
}

fn of_version(text: &str, version: &str) -> DagFile {
    link(&file(0, text), &[], Some(version))
}

fn task<'l>(linked: &'l DagFile, id: &str) -> &'l Task {
    let found = linked.tasks.iter().find(|task| task.id.value().is_some_and(|it| **it == *id));
    found.unwrap_or_else(|| panic!("no task {id} in {:?}", linked.tasks))
}

fn known<T: Clone>(setting: &Setting<T>) -> Option<(T, Origin)> {
    setting.as_known().map(|known| (known.value.clone(), known.origin))
}

fn queue(linked: &DagFile, id: &str) -> Option<(String, Origin)> {
    known(&task(linked, id).queue).map(|(queue, origin)| (queue.to_string(), origin))
}

fn what<'l>(text: &'l str, linked: &DagFile) -> Vec<(&'l str, ShapeKind)> {
    linked.shapes.iter().map(|shape| (shape.place.span().of(text), shape.kind.clone())).collect()
}

const SALES: &str = "
default:
  default_args:
    owner: sales
    queue: default
    retries: 2
    execution_timeout: {__type__: datetime.timedelta, hours: 1}
  max_active_runs: 1
  tasks:
    notify:
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: ./notify.sh

sales_daily:
  schedule: '0 3 * * *'
  catchup: no
  max_active_tasks: 8
  dagrun_timeout:
    __type__: datetime.timedelta
    __args__: [0, 7200]
  default_args:
    pool: sales
    queue: sales
  task_groups:
    outer:
      default_args: {queue: outer, executor: KubernetesExecutor}
    inner:
      parent_group_name: outer
      default_args: {retries: 5}
  tasks:
    extract:
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: ./extract.sh
      queue: heavy
    wait:
      operator: airflow.providers.standard.sensors.filesystem.FileSensor
      filepath: /data/sales.csv
      mode: reschedule
      timeout: 3600
      poke_interval: {__type__: datetime.timedelta, minutes: 2}
    transform:
      operator: airflow.providers.standard.operators.bash.BashOperator
      task_group_name: inner
      execution_timeout: {__type__: datetime.timedelta, hours: 30}

sales_weekly:
  schedule: '@weekly'
";
