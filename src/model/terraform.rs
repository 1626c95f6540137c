//! What Terraform calls the keys of Astro's deployment files.

use super::{Deployment, DescribedBy};
use std::fmt::Display;

/// Keys that an `astro_deployment` calls otherwise. Source: `schemas/deployment.go` of the provider astronomer/astro
/// (2026-08).
const RENAMED: [(&str, &str); 11] = [
    ("alert_emails", "contact_emails"),
    ("ci_cd_enforcement", "is_cicd_enforced"),
    ("dag_deploy_enabled", "is_dag_deploy_enabled"),
    ("deployment_type", "type"),
    ("enabled", "is_enabled"),
    ("hibernate_at", "hibernate_at_cron"),
    ("hibernation_schedules", "schedules"),
    ("scheduler_count", "scheduler_replicas"),
    ("wake_at", "wake_at_cron"),
    ("worker_type", "astro_machine"),
    ("workload_identity", "desired_workload_identity"),
];

/// Keys that an `astro_deployment` does not have: it names these things by identifiers, or not at all.
const MISSING: [&str; 6] = [
    "cluster_name",
    "configuration",
    "default_worker_type",
    "pod_ephemeral_storage",
    "runtime_version",
    "workspace_name",
];

/// What Terraform calls a key of Astro's deployment files; `None` for one that it does not have.
pub fn terraform_key(key: &str) -> Option<&str> {
    if MISSING.contains(&key) {
        return None;
    }
    Some(RENAMED.iter().find(|(astro, _)| *astro == key).map_or(key, |(_, terraform)| terraform))
}

impl Deployment {
    /// What a key of Astro's deployment files is called in what describes this deployment.
    pub fn key(&self, key: &'static str) -> &'static str {
        match self.described_by {
            DescribedBy::Terraform => terraform_key(key).unwrap_or(key),
            _ => key,
        }
    }

    /// A key of Astro's deployment files with its value, as they are written in what describes this deployment:
    /// `worker_type: A5`, `astro_machine = "A5"`.
    pub fn written(&self, key: &'static str, value: impl Display) -> String {
        let value = value.to_string();
        match self.described_by {
            DescribedBy::Terraform if value.parse::<i64>().is_ok() || value.parse::<bool>().is_ok() => {
                format!("{} = {value}", self.key(key))
            }
            DescribedBy::Terraform => format!("{} = \"{value}\"", self.key(key)),
            _ => format!("{key}: {value}"),
        }
    }

    /// What becomes of a description with a fault that is looked for before anything is sent to Astro, and who looks.
    pub fn refused(&self) -> &'static str {
        match self.described_by {
            DescribedBy::Terraform => "`terraform plan` refuses it",
            _ => "the Astro CLI refuses the file",
        }
    }

    /// What becomes of a description that Astro itself refuses.
    pub fn refused_by_astro(&self) -> &'static str {
        match self.described_by {
            DescribedBy::Terraform => "`terraform apply` is refused",
            _ => "the deploy is refused",
        }
    }
}
