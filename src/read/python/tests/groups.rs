use super::*;

#[test]
fn inner_groups_win_over_outer_ones_and_the_dag() {
    check(
        r#"
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.utils.task_group import TaskGroup

with DAG("d", default_args={"queue": "dag", "pool": "dag", "retries": 9}) as dag:
    with TaskGroup("outer", default_args={"queue": "outer", "pool": "outer"}) as outer:
        BashOperator(task_id="one")
        with TaskGroup(group_id="inner", default_args={"queue": "inner"}):
            BashOperator(task_id="two", retries=0)
    BashOperator(task_id="three")
    BashOperator(task_id="four", task_group=outer)
"#,
        &[
            "one BashOperator in d; queue=outer (task group default_args); pool=outer (task group default_args); \
             retries=9 (DAG default_args)",
            "two BashOperator in d; queue=inner (task group default_args); pool=outer (task group default_args); \
             retries=0 (argument)",
            "three BashOperator in d; queue=dag (DAG default_args); pool=dag (DAG default_args); \
             retries=9 (DAG default_args)",
            "four BashOperator in d; queue=outer (task group default_args); pool=outer (task group default_args); \
             retries=9 (DAG default_args)",
        ],
    );
}

#[test]
fn decorated_groups() {
    check(
        r#"
from airflow.decorators import dag, task, task_group
from airflow.operators.empty import EmptyOperator

@task
def work(x): ...

@task_group(default_args={"queue": "group"})
def steps(x):
    work(x)
    EmptyOperator(task_id="end", retries=1)

@dag(default_args={"pool": "p"})
def d():
    steps(1)

    @task_group
    def plain():
        work(2)

    plain.override(group_id="again").expand(x=[1, 2])

d()
"#,
        &[
            "work task in d; pool=p (DAG default_args)",
            "work task in d; queue=group (task group default_args); pool=p (DAG default_args)",
            "end EmptyOperator in d; queue=group (task group default_args); pool=p (DAG default_args); \
             retries=1 (argument)",
        ],
    );
}

#[test]
fn a_group_of_the_projects_own_making() {
    let lines = tasks(
        r#"
from airflow import DAG
from airflow.operators.empty import EmptyOperator
from common.groups import LoadGroup

with DAG("d", default_args={"queue": "q"}):
    with LoadGroup("g"):
        EmptyOperator(task_id="a", pool="p")
"#,
    );
    assert!(
        lines[0].starts_with("a EmptyOperator in d; queue=? a call of LoadGroup (task group default_args); pool=p")
    );
}
