#!/usr/bin/env bash
# A real pre-commit takes the hooks of this repository, with the wheel in $WHEELS: a fault is found in the context of its
# project though only one file is named, an excluded file stays excluded, and the fixing hook fixes.
#
# Called by run.sh. `RUST=1` tries the hook that builds from source too, which takes minutes.
set -euo pipefail
cd "$(dirname "$0")/../.."

fail() { echo "pre_commit.sh: $*" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PRE_COMMIT_HOME=$work/home PIP_FIND_LINKS=$WHEELS
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.org
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE

# The repository of the hooks, with the tag of the release.
mkdir "$work/airlint"
if [ -n "${RUST:-}" ]; then
  git ls-files -z | xargs -0 cp --parents -t "$work/airlint"
else
  cp .pre-commit-hooks.yaml pyproject.toml "$work/airlint"
fi
git -C "$work/airlint" init --quiet --initial-branch main
git -C "$work/airlint" add --all
git -C "$work/airlint" commit --quiet --message release
git -C "$work/airlint" tag "v$VERSION"

# A project with a queue that nobody serves, an executor in the wrong case, and an excluded folder.
mkdir -p "$work/project/dags/archive" "$work/project/deployments"
cd "$work/project"
git init --quiet --initial-branch main
printf 'exclude = ["dags/archive/"]\n' >airlint.toml
cat >deployments/prod.yaml <<'YAML'
deployment:
  configuration:
    name: prod
    description: ""
    runtime_version: 12.5.0
    dag_deploy_enabled: false
    ci_cd_enforcement: false
    scheduler_size: SMALL
    is_high_availability: false
    executor: celery
    workspace_name: data
    deployment_type: STANDARD
    cloud_provider: AWS
    region: us-east-1
  worker_queues:
    - name: default
      worker_type: A5
      min_worker_count: 1
      max_worker_count: 10
      worker_concurrency: 5
YAML
cat >dags/train.py <<'PYTHON'
from datetime import datetime

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG("train", schedule="@daily", start_date=datetime(2025, 1, 1), catchup=False):
    BashOperator(task_id="fit", bash_command="python -m acme.fit", queue="heavy")
PYTHON
cp dags/train.py dags/archive/old.py

# The three lines of the documentation, and the fixing hook.
config() {
  printf 'repos:\n  - repo: %s\n    rev: v%s\n    hooks:\n' "$work/airlint" "$VERSION" >.pre-commit-config.yaml
  printf '      - id: %s\n' "$@" >>.pre-commit-config.yaml
}
hook() {
  local status=0
  "$TOOLS/bin/pre-commit" run "$@" >"$work/output" 2>&1 || status=$?
  echo "$status"
}

config airlint airlint-fix
git add --all
[ "$(hook airlint --files dags/train.py)" = 1 ] || { cat "$work/output"; fail "a fault was let through"; }
grep -q 'unknown-queue' "$work/output" || { cat "$work/output"; fail "the fault is not told"; }
grep -q 'executor-case' "$work/output" && fail "a file that was not named is reported on"
[ "$(hook airlint --files dags/archive/old.py)" = 0 ] || { cat "$work/output"; fail "an excluded file is reported on"; }

[ "$(hook airlint-fix --files deployments/prod.yaml)" = 1 ] || fail "pre-commit does not see that a file was changed"
grep -q 'executor: CELERY' deployments/prod.yaml || { cat "$work/output"; fail "the fix was not applied"; }
git add --all
[ "$(hook airlint-fix --files deployments/prod.yaml)" = 0 ] || { cat "$work/output"; fail "a second run complains"; }

sed -i 's/, queue="heavy"//' dags/train.py
git add --all
"$TOOLS/bin/pre-commit" install >/dev/null
git commit --quiet --message clean >"$work/output" 2>&1 || { cat "$work/output"; fail "a clean commit was refused"; }
sed -i 's/bash_command/queue="heavy", bash_command/' dags/train.py
git add --all
if git commit --quiet --message faulty >"$work/output" 2>&1; then fail "a faulty commit was let through"; fi

if [ -n "${RUST:-}" ]; then
  config airlint-rust
  [ "$(hook airlint-rust --files dags/train.py)" = 1 ] || { cat "$work/output"; fail "built from source, a fault was let through"; }
  grep -q 'unknown-queue' "$work/output" || { cat "$work/output"; fail "built from source, the fault is not told"; }
fi
