//! Adding a worker queue to a deployment: what rules propose for an unknown queue, outright.

pub use crate::rules::{AddQueueError, add_queue};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{self, Request};
    use camino::Utf8PathBuf;

    /// The file after the queue was added, or why it was not.
    fn added(text: &str, name: &str, worker_type: Option<&str>) -> Result<String, AddQueueError> {
        let guard = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(guard.path().canonicalize().unwrap()).unwrap();
        std::fs::write(root.join("prod.yaml"), text).unwrap();
        let outcome = workspace::run(&Request { current: root, ..Request::default() });
        let proposal = add_queue(&outcome.projects[0].deployments[0], name, worker_type)?;
        let changes = workspace::changes(&[proposal], &outcome.files).expect("a change that can be carried out");
        Ok(changes[0].new.clone())
    }

    const FILE: &str =
        "deployment:\n  configuration:\n    name: prod\n    deployment_type: STANDARD\n    executor: CELERY\n";
    const QUEUES: &str = "  worker_queues:\n  - name: default # all\n    worker_type: A10\n";

    #[test]
    fn a_queue_is_appended_or_the_list_begun() {
        let with_queues = format!("{FILE}{QUEUES}");
        let entry = "  - name: ml\n    worker_type: A10\n    min_worker_count: 0\n    max_worker_count: 10\n";
        assert_eq!(added(&with_queues, "ml", None), Ok(format!("{with_queues}{entry}")));
        assert_eq!(added(&with_queues, "ml", Some("A40")), Ok(format!("{with_queues}{}", entry.replace("A10", "A40"))));
        let begun = added(FILE, "ml", None).unwrap();
        assert!(
            begun.starts_with(FILE) && begun.contains("- name: default\n") && begun.contains("- name: ml\n"),
            "{begun}"
        );
        let empty = added(&format!("{FILE}  worker_queues:\n"), "ml", None).unwrap();
        assert!(empty.contains("  worker_queues:\n    - name: default\n"), "{empty}");
    }

    #[test]
    fn says_why_not() {
        let with_queues = format!("{FILE}{QUEUES}");
        assert!(matches!(added(&with_queues, "default", None), Err(AddQueueError::Exists(..))));
        assert!(matches!(added(&with_queues, "Ml_1", None), Err(AddQueueError::Name(_))));
        assert!(matches!(added(&with_queues, "ml", Some("A7")), Err(AddQueueError::WorkerType(..))));
        assert!(matches!(added(&FILE.replace("CELERY", "KUBERNETES"), "ml", None), Err(AddQueueError::NoQueues(..))));
        let hybrid = FILE.replace("STANDARD", "HYBRID");
        assert!(matches!(added(&hybrid, "ml", None), Err(AddQueueError::NoNodeType(_))));
        let told = added(&hybrid, "ml", Some("m5.large")).unwrap();
        assert_eq!(told.matches("worker_type: m5.large").count(), 2, "{told}");
    }
}
