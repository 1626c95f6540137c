//! What became of a key in a release of Airflow.

use super::table::packages;
use super::{ConfigurationKey, ConfigurationKeys};

/// What a line of Airflow makes of a key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing<'k> {
    /// It is read. For a provider's key that is not asked of the provider's version: see [`ConfigurationKey::at`].
    Read(&'k ConfigurationKey),
    /// It has another name now.
    Renamed {
        /// The section to write.
        section: &'static str,
        /// The key to write; the old one where a whole section was renamed.
        name: Option<&'static str>,
        /// The version of Airflow that renamed it, where that is written down.
        since: Option<&'static str>,
        /// Whether the line still reads the old name, with a warning.
        is_still_read: bool,
    },
    /// Earlier lines read it, this one does not.
    Removed {
        /// The last release in the table that knew it.
        last: &'static str,
    },
    /// Later lines read it, this one does not yet.
    NotYet {
        /// The first release in the table that knows it.
        first: &'static str,
    },
    /// Nobody knows it: a key of another provider or of a plugin, a slip, or an Airflow older than the table.
    Unknown,
}

/// A change that `airflow config lint` of Airflow 3 looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The key has another place.
    Moved {
        /// The new section.
        section: &'static str,
        /// The new key.
        name: &'static str,
    },
    /// The key is gone.
    Gone,
    /// This value does not work any more.
    Invalid {
        /// The value.
        value: &'static str,
    },
    /// Another value counts where none is set.
    Default {
        /// Before Airflow 3.
        old: &'static str,
        /// From Airflow 3 on.
        new: &'static str,
    },
}

/// A line of Airflow's table of old names: while it is there, the old name is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Renaming {
    pub releases: u16,
    pub section: &'static str,
    pub name: &'static str,
    pub since: &'static str,
}

/// A name may have been changed more than once.
const MOST_RENAMINGS: usize = 4;

impl ConfigurationKeys {
    /// What Airflow of line `release`, as `(2, 10)`, makes of a key. Newer lines than those of the table count as its
    /// newest; of older ones nothing is known.
    pub fn standing(&self, section: &str, name: &str, release: (u32, u32)) -> Standing<'_> {
        let Some(bit) = packages().first().and_then(|airflow| airflow.bit(release)) else { return Standing::Unknown };
        let known = self.look_up(section, name);
        let is_core = known.is_some_and(|key| key.package.name == "airflow");
        match known {
            Some(key) if !is_core || key.at(release).is_some() => return Standing::Read(key),
            _ => {}
        }
        if let Some(renamed) = self.renamed(section, name, bit) {
            return renamed;
        }
        let Some(key) = known else { return Standing::Unknown };
        match key.first_after(bit) {
            Some(first) => Standing::NotYet { first },
            None => Standing::Removed { last: key.span().1 },
        }
    }

    /// What `airflow config lint` says of a key at that line: only lines of Airflow 3 have it.
    pub fn lint(&self, section: &str, name: &str, release: (u32, u32)) -> Vec<Change> {
        let bit = packages().first().and_then(|airflow| airflow.bit(release)).unwrap_or(0);
        self.changes(section, name)
            .iter()
            .filter(|(releases, _)| releases & bit != 0)
            .map(|(_, change)| *change)
            .collect()
    }

    fn renamed(&self, section: &str, name: &str, bit: u16) -> Option<Standing<'static>> {
        let mut found = self.renamed_once(section, name, bit)?;
        for _ in 1..MOST_RENAMINGS {
            let Standing::Renamed { section, name: Some(name), is_still_read: false, since } = found else { break };
            // Airflow follows one renaming only; what to write is the end of them.
            if self.look_up(section, name).is_some_and(|key| key.forms.iter().any(|form| form.releases & bit != 0)) {
                break;
            }
            let Some(Standing::Renamed { section, name, .. }) = self.renamed_once(section, name, bit) else { break };
            found = Standing::Renamed { section, name, since, is_still_read: false };
        }
        Some(found)
    }

    fn renamed_once(&self, section: &str, name: &str, bit: u16) -> Option<Standing<'static>> {
        let standing = |renaming: &Renaming, is_still_read| Standing::Renamed {
            section: renaming.section,
            name: (renaming.name != "*").then_some(renaming.name),
            since: Some(renaming.since),
            is_still_read,
        };
        // Live in this line, else what lint says, else live in an earlier line and gone from the table since.
        let renamings = || self.renamings(section, name);
        if let Some(live) = renamings().find(|renaming| renaming.releases & bit != 0) {
            return Some(standing(live, true));
        }
        let moved = self.changes(section, name).iter().find_map(|(releases, change)| match *change {
            Change::Moved { section, name } if releases & bit != 0 => Some((section, name)),
            _ => None,
        });
        if let Some((section, name)) = moved {
            return Some(Standing::Renamed { section, name: Some(name), since: None, is_still_read: false });
        }
        let past = renamings().filter(|renaming| renaming.releases < bit).max_by_key(|renaming| renaming.releases)?;
        Some(standing(past, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(section: &str, name: &str, release: (u32, u32)) -> (String, bool) {
        match ConfigurationKeys::get().standing(section, name, release) {
            Standing::Renamed { section, name, is_still_read, .. } => {
                (format!("{section}.{}", name.unwrap_or("*")), is_still_read)
            }
            other => panic!("{section}.{name}: {other:?}"),
        }
    }

    #[test]
    fn names_that_were_changed() {
        let read = |to: &str| (to.to_owned(), true);
        let dead = |to: &str| (to.to_owned(), false);
        assert_eq!(renamed("core", "dag_concurrency", (2, 10)), read("core.max_active_tasks_per_dag"));
        assert_eq!(renamed("core", "dag_concurrency", (3, 0)), dead("core.max_active_tasks_per_dag"));
        assert_eq!(renamed("celery", "default_queue", (2, 9)), read("operators.default_queue"));
        assert_eq!(renamed("kubernetes", "namespace", (2, 8)), read("kubernetes_executor.*"));
        assert_eq!(renamed("kubernetes", "namespace", (3, 1)), dead("kubernetes_executor.*"));
        assert_eq!(renamed("scheduler", "dag_dir_list_interval", (3, 0)), read("dag_processor.refresh_interval"));
        assert_eq!(renamed("scheduler", "parsing_processes", (3, 1)), dead("dag_processor.parsing_processes"));
        assert_eq!(
            renamed("scheduler", "scheduler_zombie_task_threshold", (3, 0)),
            dead("scheduler.task_instance_heartbeat_timeout")
        );
        assert_eq!(renamed("core", "sql_alchemy_conn", (2, 7)), read("database.sql_alchemy_conn"));
        // Two renamings: max_threads, parsing_processes of the scheduler, parsing_processes of the DAG processor.
        assert_eq!(renamed("scheduler", "max_threads", (3, 0)), dead("dag_processor.parsing_processes"));
    }

    #[test]
    fn keys_come_and_go() {
        let standing = |section, name, release| ConfigurationKeys::get().standing(section, name, release);
        assert!(matches!(standing("core", "executor", (2, 7)), Standing::Read(_)));
        assert!(matches!(standing("scheduler", "dag_dir_list_interval", (2, 11)), Standing::Read(_)));
        assert_eq!(standing("core", "check_slas", (3, 0)), Standing::Removed { last: "2.11.2" });
        assert_eq!(standing("core", "multi_team", (3, 0)), Standing::NotYet { first: "3.2.2" });
        assert_eq!(standing("core", "exectuor", (3, 0)), Standing::Unknown);
        assert_eq!(standing("core", "executor", (1, 10)), Standing::Unknown);
        assert!(matches!(standing("core", "executor", (4, 0)), Standing::Read(_)));
        assert!(matches!(standing("celery", "worker_concurrency", (2, 10)), Standing::Read(_)));
        assert_eq!(ConfigurationKeys::get().lint("core", "parallelism", (3, 0)), [Change::Invalid { value: "0" }]);
        assert!(ConfigurationKeys::get().lint("core", "parallelism", (2, 10)).is_empty());
    }

    #[test]
    fn what_a_key_is_by_release() {
        let executor = ConfigurationKeys::get().look_up("core", "executor").unwrap();
        let default = |release| executor.at(release).and_then(|form| form.default.as_deref());
        assert_eq!(default((2, 11)), Some("SequentialExecutor"));
        assert_eq!(default((3, 0)), Some("LocalExecutor"));
        let acks_late = ConfigurationKeys::get().look_up("celery", "task_acks_late").unwrap();
        assert!(acks_late.at((3, 4)).is_none() && acks_late.at((3, 6)).is_some() && acks_late.at((9, 0)).is_some());
        assert_eq!(acks_late.newest().added, Some("3.6.0"));
        assert_eq!(acks_late.package.distribution(), "apache-airflow-providers-celery");
        let broker = ConfigurationKeys::get().look_up("celery", "broker_url").unwrap();
        assert!(broker.newest().is_sensitive);
        let syntax = ConfigurationKeys::get().look_up("core", "dag_ignore_file_syntax").unwrap();
        assert_eq!(syntax.choices_at((2, 9)), Some(["regexp", "glob"].as_slice()));
    }
}
