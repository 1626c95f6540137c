"""Runs what the action and the GitLab job run, with the airlint on the path in place of the released one."""

import json
import os
import pathlib
import subprocess
import tempfile

import yaml

ROOT = pathlib.Path(__file__).parents[2]
EXAMPLE = ROOT / "examples/astro-project"


def bash(script, cwd, **variables):
    """Runs a script as the services do: it ends at the first command that fails."""
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=cwd, env={**os.environ, **variables}, capture_output=True, text=True)


def action(work):
    steps = yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]
    lint = next(step for step in steps if step.get("id") == "lint")
    output, summary = work / "output", work / "summary.md"
    summary.touch()
    given = {
        "AIRLINT_PATHS": "dags deployments/prod.yaml",
        "AIRLINT_ARGUMENTS": "--fail-on error --select queues",
        "AIRLINT_SARIF": str(work / "airlint.sarif"),
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(summary),
    }
    assert given.keys() - {"GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"} == lint["env"].keys(), lint["env"]
    run = bash(lint["run"], EXAMPLE, **given)
    assert run.returncode == 1, run
    assert output.read_text() == "exit-code=1\n", output.read_text()
    assert run.stdout.startswith("::error file=dags/"), run.stdout
    assert "| error | dags/" in summary.read_text(), summary.read_text()
    results = json.loads((work / "airlint.sarif").read_text())["runs"][0]["results"]
    assert {result["ruleId"] for result in results} == {"unknown-queue"}, results
    # Without faults, arguments or a SARIF file.
    given |= {"AIRLINT_PATHS": ".", "AIRLINT_ARGUMENTS": "--ignore queues --fail-on error", "AIRLINT_SARIF": ""}
    run = bash(lint["run"], work / "empty", **given)
    assert run.returncode == 0, run


def gitlab(work):
    job = yaml.safe_load((ROOT / "packaging/gitlab/airlint.yml").read_text())["airlint"]
    install, lint = job["script"]
    assert install.startswith("pip install"), install
    project = work / "project"
    subprocess.run(["cp", "-R", EXAMPLE, project], check=True)
    run = bash(lint, project, **job["variables"])
    assert run.returncode == 1, run
    report = json.loads((project / job["artifacts"]["reports"]["codequality"]).read_text())
    assert any(issue["check_name"] == "unknown-queue" for issue in report), report


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    (work / "empty").mkdir()
    action(work)
    gitlab(work)
