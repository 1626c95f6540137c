//! The table of faults.

use crate::Case;
use crate::tree::{Base, Tree, map, scalar};

/// A fault that a rule finds and mends.
#[derive(Debug)]
pub struct Fault {
    /// The rule.
    pub rule: &'static str,
    /// Whether JSON cannot have it.
    pub only_yaml: bool,
    /// Brings it into a file; `None` where the file has no place for it.
    pub make: fn(&Base) -> Option<Case>,
}

const fn fault(rule: &'static str, make: fn(&Base) -> Option<Case>) -> Fault {
    Fault { rule, only_yaml: false, make }
}

const fn in_yaml(rule: &'static str, make: fn(&Base) -> Option<Case>) -> Fault {
    Fault { rule, only_yaml: true, make }
}

const DEPLOYMENT: &str = "deployment";
const CONFIGURATION: &str = "deployment/configuration";
const VARIABLES: &str = "deployment/environment_variables";
const QUEUES: &str = "deployment/worker_queues";
const SCHEDULES: &str = "deployment/hibernation_schedules";

pub static FAULTS: &[&Fault] = &[
    &in_yaml("yaml-retyped-string", |base| retyped(base, "no")),
    &in_yaml("yaml-retyped-string", |base| retyped(base, "0022")),
    &fault("yaml-retyped-string", |base| retyped(base, "1.10")),
    &fault("wrong-scalar-type", |base| set(base, &format!("{QUEUES}/0/min_worker_count"), "\"1\"", "1")),
    &fault("wrong-scalar-type", |base| set(base, &format!("{CONFIGURATION}/is_high_availability"), "'false'", "false")),
    &fault("duplicate-key", |base| {
        case(base, &["deployment/worker_queues"], |faulty, _| {
            faulty.put(
                DEPLOYMENT,
                0,
                "worker_queues",
                Tree::List(vec![map(vec![("name", scalar("default")), ("worker_type", scalar("A40"))])]),
            );
        })
    }),
    &fault("duplicate-key", |base| {
        case(base, &["deployment/configuration/executor"], |faulty, _| {
            faulty.put(CONFIGURATION, 0, "executor", scalar("ASTRO"));
        })
    }),
    &fault("unknown-key", |base| renamed(base, CONFIGURATION, "is_development_mode", "is_developement_mode")),
    &fault("unknown-key", |base| renamed(base, CONFIGURATION, "ci_cd_enforcement", "is_cicd_enforced")),
    &fault("unknown-key", |base| renamed(base, &format!("{QUEUES}/0"), "min_worker_count", "min_workers")),
    &fault("unknown-key", |base| {
        case(base, &["deployment/worker_queues/0/astro_machine"], |faulty, _| {
            faulty.put(&format!("{QUEUES}/0"), 0, "astro_machine", scalar("A5"));
        })
    }),
    &fault("misplaced-section", |base| misplaced(base, DEPLOYMENT, "worker_queues", CONFIGURATION, 3)),
    &fault("misplaced-section", |base| misplaced(base, DEPLOYMENT, "worker_queues", CONFIGURATION, 99)),
    &fault("misplaced-section", |base| misplaced(base, DEPLOYMENT, "worker_queues", "", 0)),
    &fault("misplaced-section", |base| {
        base.has_schedules().then(|| misplaced(base, DEPLOYMENT, "hibernation_schedules", CONFIGURATION, 1))?
    }),
    &fault("misplaced-section", |base| {
        base.has_variables().then(|| misplaced(base, DEPLOYMENT, "environment_variables", "", 99))?
    }),
    &fault("misplaced-section", |base| {
        base.has_emails().then(|| misplaced(base, DEPLOYMENT, "alert_emails", CONFIGURATION, 99))?
    }),
    &fault("misplaced-section", |base| misplaced(base, CONFIGURATION, "executor", DEPLOYMENT, 0)),
    &fault("misplaced-section", |base| misplaced(base, CONFIGURATION, "description", DEPLOYMENT, 99)),
    &fault("misplaced-section", |base| misplaced(base, CONFIGURATION, "runtime_version", "", 1)),
    &fault("misplaced-section", |base| {
        case(base, &[], |faulty, _| {
            let Tree::Map(keys) = faulty.take(DEPLOYMENT, "configuration") else {
                panic!("configuration is a mapping")
            };
            for (index, (key, value)) in keys.into_iter().enumerate() {
                faulty.put(DEPLOYMENT, index * 2, &key, value);
            }
        })
    }),
    &fault("misplaced-section", |base| {
        case(base, &[], |faulty, mended| {
            faulty.put(CONFIGURATION, 2, "worker_concurrency", scalar("4"));
            mended.put(&format!("{QUEUES}/0"), 99, "worker_concurrency", scalar("4"));
        })
    }),
    &fault("missing-required-key", |base| lost(base, CONFIGURATION, "name", "prod")),
    &fault("missing-required-key", |base| match base.is_dedicated() {
        true => lost(base, CONFIGURATION, "cluster_name", "\"<cluster name>\""),
        false => lost(base, CONFIGURATION, "cloud_provider", "AWS"),
    }),
    &fault("missing-required-key", |base| match base.is_dedicated() {
        true => emptied(base, CONFIGURATION, "cluster_name", "\"<cluster name>\""),
        false => emptied(base, CONFIGURATION, "region", "\"<region>\""),
    }),
    &fault("missing-required-key", |base| {
        base.has_variables().then(|| lost(base, &format!("{VARIABLES}/0"), "value", "\"\""))?
    }),
    &fault("missing-required-key", |base| lost(base, &format!("{QUEUES}/0"), "name", "default")),
    &fault("hibernation-without-dev-mode", |base| {
        base.has_schedules().then(|| lost(base, CONFIGURATION, "is_development_mode", "true"))?.map(schedules_may_go)
    }),
    &fault("hibernation-without-dev-mode", |base| {
        let path = format!("{CONFIGURATION}/is_development_mode");
        base.has_schedules().then(|| set(base, &path, "false", "true"))?.map(schedules_may_go)
    }),
    &fault("hibernation-not-enabled", |base| {
        base.has_schedules().then(|| lost(base, &format!("{SCHEDULES}/0"), "enabled", "true"))?
    }),
    &fault("hibernation-cron-invalid", |base| {
        let path = format!("{SCHEDULES}/0/wake_at");
        base.has_schedules().then(|| set(base, &path, "\" 0 6 * * 1-5 \"", "\"0 6 * * 1-5\""))?
    }),
    &fault("hibernation-cron-invalid", |base| {
        base.has_schedules().then(|| set(base, &format!("{SCHEDULES}/0/wake_at"), "'@daily'", "'0 0 * * *'"))?
    }),
    &fault("plaintext-secret", |base| {
        variable(base, "CRM_TOKEN", "b3f1c9d2e8a74465", |mended, at| {
            *mended.at(&format!("{VARIABLES}/{at}/value")) = scalar("\"\"");
            mended.put(&format!("{VARIABLES}/{at}"), 99, "is_secret", scalar("true"));
        })
    }),
    &fault("reserved-env-var", |base| {
        variable(base, "AIRFLOW__CORE__EXECUTOR", "LocalExecutor", |mended, at| {
            mended.items(VARIABLES).remove(at);
        })
    }),
    &fault("reserved-env-var", |base| {
        variable(base, "AIRFLOW__CELERY__WORKER_CONCURRENCY", "\"8\"", |mended, at| {
            mended.items(VARIABLES).remove(at);
            mended.put(&format!("{QUEUES}/0"), 99, "worker_concurrency", scalar("8"));
        })
    }),
    &fault("pythonpath-under-kubernetes", |base| {
        let mut case = variable(base, "PYTHONPATH", "/opt/shared", |mended, at| {
            mended.items(VARIABLES).remove(at);
        })?;
        for tree in [&mut case.faulty, &mut case.mended] {
            *tree.at(&format!("{CONFIGURATION}/executor")) = scalar("KUBERNETES");
        }
        Some(case)
    }),
    &fault("deployment-type-unknown", |base| {
        let path = format!("{CONFIGURATION}/deployment_type");
        match base.is_dedicated() {
            true => set(base, &path, "DEDICATET", "DEDICATED"),
            false => set(base, &path, "STANDART", "STANDARD"),
        }
    }),
    &fault("deployment-type-unknown", |base| {
        let kind = if base.is_dedicated() { "DEDICATED" } else { "STANDARD" };
        lost(base, CONFIGURATION, "deployment_type", kind)
    }),
    &in_yaml("unused-suppression", |base| {
        let remark = (format!("{CONFIGURATION}/executor"), "# airlint: ignore[executor-case] until May".to_string());
        Some(Case { remark: Some(remark), ..case(base, &[], |_, _| {})? })
    }),
];

/// A case made from the file without faults: `change` brings the fault in, and says what the mended file differs in.
fn case(base: &Base, leaving: &[&str], change: impl FnOnce(&mut Tree, &mut Tree)) -> Option<Case> {
    let (mut faulty, mut mended) = (base.tree(), base.tree());
    change(&mut faulty, &mut mended);
    let leaving = leaving.iter().map(ToString::to_string).collect();
    Some(Case { faulty, mended, leaving, remark: None })
}

fn set(base: &Base, path: &str, wrong: &str, right: &str) -> Option<Case> {
    case(base, &[], |faulty, mended| {
        *faulty.at(path) = scalar(wrong);
        *mended.at(path) = scalar(right);
    })
}

fn retyped(base: &Base, written: &str) -> Option<Case> {
    variable(base, "SETTING", written, |mended, at| {
        *mended.at(&format!("{VARIABLES}/{at}/value")) = scalar(&format!("\"{written}\""));
    })
}

/// A variable in front of the others, or the only one.
fn variable(base: &Base, key: &str, value: &str, mend: impl FnOnce(&mut Tree, usize)) -> Option<Case> {
    case(base, &["deployment/environment_variables/0"], |faulty, mended| {
        let new = map(vec![("key", scalar(key)), ("value", scalar(value))]);
        for tree in [&mut *faulty, &mut *mended] {
            if !base.has_variables() {
                tree.put(DEPLOYMENT, 0, "environment_variables", Tree::List(Vec::new()));
            }
            tree.items(VARIABLES).insert(0, new.clone());
        }
        mend(mended, 0);
    })
}

fn renamed(base: &Base, path: &str, key: &str, wrong: &str) -> Option<Case> {
    let gone = format!("{path}/{wrong}");
    case(base, &[&gone], |faulty, _| {
        let entries = faulty.entries(path);
        let entry = entries.iter_mut().find(|(own, _)| own == key).expect("a key");
        entry.0 = wrong.to_string();
    })
}

fn misplaced(base: &Base, home: &str, key: &str, to: &str, index: usize) -> Option<Case> {
    case(base, &[], |faulty, _| {
        let entry = faulty.take(home, key);
        faulty.put(to, index, key, entry);
    })
}

fn lost(base: &Base, path: &str, key: &str, written: &str) -> Option<Case> {
    case(base, &[], |faulty, mended| {
        faulty.take(path, key);
        *mended.at(&format!("{path}/{key}")) = scalar(written);
    })
}

fn emptied(base: &Base, path: &str, key: &str, written: &str) -> Option<Case> {
    set(base, &format!("{path}/{key}"), "", written)
}

fn schedules_may_go(case: Case) -> Case {
    Case { leaving: vec![SCHEDULES.to_string()], ..case }
}
