//! Which Airflow reads an option, and where that is written.

use crate::model::{Deployment, FileId, Place, Project, Setting};
use crate::rules::Finding;

/// A release of Airflow that is known, and where it is written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Release {
    /// As `(2, 10)`.
    pub(super) number: (u32, u32),
    place: Place,
    text: Box<str>,
}

impl Release {
    /// The release that reads what is set for a deployment, or for the whole project.
    pub(super) fn of(project: &Project, deployment: Option<&Deployment>) -> Option<Self> {
        let mut versions = deployment.map_or_else(|| project.versions.clone(), |it| project.versions_on(it));
        // The image counts; without one that is known, what the deployment's file says of it.
        if let Some(deployment) = deployment.filter(|_| versions.airflow_release().is_none()) {
            versions.airflow = Setting::Absent;
            versions.runtime = deployment.runtime.clone();
        }
        let number = versions.airflow_release()?;
        match &versions.airflow {
            Setting::Known(known) => Some(Self { number, place: known.place, text: known.value.clone() }),
            _ => {
                let runtime = versions.runtime.as_known()?;
                let text = format!("{}.{}, which Astro Runtime {} runs", number.0, number.1, runtime.value.text);
                Some(Self { number, place: runtime.place, text: text.into() })
            }
        }
    }

    /// The release that imports a file of DAGs, where it is known on every deployment that they run on and is `wanted` on
    /// each of them: that of the first.
    pub(super) fn of_dags(project: &Project, file: FileId, wanted: impl Fn((u32, u32)) -> bool) -> Option<Self> {
        let deployments = project.deployments_of(file);
        if deployments.is_empty() {
            return Self::of(project, None).filter(|release| wanted(release.number));
        }
        let releases: Option<Vec<Self>> =
            deployments.iter().map(|it| Self::of(project, Some(it)).filter(|release| wanted(release.number))).collect();
        releases?.into_iter().next()
    }

    /// For messages: `Airflow 3.0.2`.
    pub(super) fn words(&self) -> String {
        format!("Airflow {}", self.text)
    }

    /// Points a finding to where the release is written.
    pub(super) fn point(&self, finding: Finding) -> Finding {
        finding.related(self.place, "the version of Airflow")
    }
}
