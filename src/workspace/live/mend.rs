//! Applying fixes to a live workspace.

use super::{Live, LiveProject, Snapshot};
use crate::workspace::mend::{Choice, MendError, Mended, rounds};
use crate::workspace::{Outcome, fill_fixes, put_in_order};
use camino::Utf8Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

impl Live {
    /// What [`mend`](crate::workspace::mend) gives for the file at an absolute path, or for all that the workspace owns: on
    /// the texts that are held, without a look at files that no fix changes. It is a what-if: do it to a copy. Once
    /// `cancel` is set, what comes of it is of no use.
    ///
    /// # Errors
    ///
    /// [`MendError::Fight`] where two rules undo each other's fixes.
    pub fn mend(mut self, file: Option<&Utf8Path>, choice: &Choice, cancel: &AtomicBool) -> Result<Mended, MendError> {
        rounds(choice, |texts| {
            for (path, held) in texts {
                self.open(path, Arc::clone(&held.new));
            }
            let snapshot = self.refresh();
            let mut findings = Vec::new();
            for project in self.concerned(&snapshot, file) {
                findings.extend(snapshot.check(project, cancel).findings);
            }
            findings.retain(|finding| {
                let path = snapshot.files().absolute(finding.place.file);
                file.map_or_else(|| self.owns(path), |wanted| path == wanted) && choice.takes(finding)
            });
            put_in_order(&mut findings, snapshot.files());
            fill_fixes(&mut findings, snapshot.files());
            Outcome { findings, files: snapshot.files().clone(), ..Outcome::default() }
        })
    }

    /// The projects with findings in a file, or in any. Only a deployment that was given for all DAGs is a matter of
    /// projects besides its own.
    fn concerned<'s>(&self, snapshot: &'s Snapshot, file: Option<&Utf8Path>) -> Vec<&'s Arc<LiveProject>> {
        let own = file.and_then(|path| snapshot.project_of(snapshot.files().id(path)?));
        match own {
            Some(own) if self.given.is_none() => vec![own],
            _ => snapshot.projects().iter().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Request, Scope, mend};
    use camino::Utf8PathBuf;

    const FILES: [(&str, &str); 4] = [
        (
            "prod.yaml",
            "deployment:\n  configuration:\n    name: prod\n    runtime_version: 12.1.0\n    executor: celery\n  \
             worker_queues:\n    - name: heavy\n      worker_type: A5\n      min_worker_count: \"0\"\n",
        ),
        (
            "dags/a.py",
            "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nfrom include.names import ML\n\n\
             with DAG(\"a\"):\n    BashOperator(task_id=\"x\", bash_command=\"\", queue=\"haevy\")\n    \
             BashOperator(task_id=\"y\", bash_command=\"\", queue=ML)\n    \
             BashOperator(task_id=\"z\", bash_command=\"\", queue=\"gpu\")\n",
        ),
        ("include/names.py", "ML = \"ml\"\n"),
        (
            "dags/b.py",
            "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\n\nwith DAG(\"b\"):\n    \
             BashOperator(task_id=\"x\", bash_command=\"\", queue=\"ml\")  # airlint: ignore[unused-queue]\n",
        ),
    ];

    #[test]
    fn rounds_are_those_of_the_command_line() {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(guard.path().canonicalize().unwrap()).unwrap();
        let mut live = Live::new(Scope { folder: Some(root.clone()), ..Scope::default() }, &root);
        for (path, text) in FILES {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        live.refresh();
        // What is open counts, not what is on disk.
        live.open(&root.join("prod.yaml"), FILES[0].1.into());
        std::fs::write(root.join("prod.yaml"), "deployment:\n  configuration: {}\n").unwrap();
        let before = live.refresh();
        let calm = AtomicBool::new(false);
        let choices = [false, true].map(|suggested| Choice { suggested, only: Vec::new() });
        let lived: Vec<_> = choices
            .iter()
            .flat_map(|choice| {
                let files = FILES.iter().map(|(path, _)| Some(root.join(path))).chain([None]);
                files.map(|file| live.clone().mend(file.as_deref(), choice, &calm).unwrap()).collect::<Vec<_>>()
            })
            .collect();
        assert!(Arc::ptr_eq(&before, &live.refresh()), "the workspace is as it was");
        std::fs::write(root.join("prod.yaml"), FILES[0].1).unwrap();
        let mut touched = Vec::new();
        let mut lived = lived.into_iter();
        for choice in &choices {
            for paths in FILES.iter().map(|(path, _)| vec![root.join(path)]).chain([Vec::new()]) {
                let request = Request { current: root.clone(), paths: paths.clone(), ..Request::default() };
                let (fresh, lived) = (mend(&request, choice).unwrap(), lived.next().unwrap());
                assert_eq!(lived.changes, fresh.changes, "{paths:?} {choice:?}");
                assert_eq!(lived.applied, fresh.applied, "{paths:?} {choice:?}");
                touched.push(lived.changes.len());
            }
        }
        assert_eq!(touched, [1, 0, 0, 1, 2, 1, 2, 0, 2, 3]);
    }
}
