//! Groups of executors for teams: `LocalExecutor;team1=CeleryExecutor`. Source: `executor_loader.py` of Airflow 3.1 to 3.3.

use super::executor_syntax::{Fault, fault as list_fault};
use crate::model::{Deployment, DescribedBy, Project, Setting};
use crate::rules::Severity;
use std::collections::BTreeSet;

/// The first release with teams, and the one before it, which has them behind a variable.
const TEAMS: (u32, u32) = (3, 2);
const BEHIND_A_VARIABLE: (u32, u32) = (3, 1);

/// The first fault of a setting with groups.
pub(super) fn fault(
    project: &Project,
    deployment: &Deployment,
    text: &str,
    release: Option<(u32, u32)>,
) -> Option<Fault> {
    let groups: Vec<(Option<&str>, &str)> = text
        .split(';')
        .map(|group| match group.split_once('=') {
            Some((team, list)) => (Some(team.trim()), list.trim()),
            None => (None, group.trim()),
        })
        .collect();
    if let Some((Some(team), _)) = groups.first() {
        let what = match groups.iter().all(|(team, _)| team.is_some()) {
            true => format!(
                "every executor is for a team (`{team}` and so on), and none for what is no team's: Airflow does not start"
            ),
            false => format!("the executors of team `{team}` stand before those for everybody: Airflow does not start"),
        };
        return Some(Fault::always(what, format!("begin with the executors for everybody: `LocalExecutor;{team}=…`")));
    }
    let mut seen = BTreeSet::new();
    if let Some(team) = groups.iter().filter_map(|(team, _)| *team).find(|team| !seen.insert(*team)) {
        let what = format!("team `{team}` has two groups of executors: Airflow does not start");
        return Some(Fault::always(what, format!("name all executors of `{team}` in one group, with commas")));
    }
    if release.is_some_and(|release| release < TEAMS && !is_behind_a_variable(project, deployment, release)) {
        let what = "executors for teams need Airflow 3.2";
        return Some(Fault::always(what, "name the executors for everybody only, or upgrade").by_version());
    }
    let in_group = groups.iter().find_map(|(_, list)| list_fault(list, release));
    in_group.or_else(|| without_teams(project, deployment, release))
}

fn is_behind_a_variable(project: &Project, deployment: &Deployment, release: (u32, u32)) -> bool {
    release == BEHIND_A_VARIABLE && !project.variable(deployment, "AIRFLOW__DEV__MULTI_TEAM_MODE").is_absent()
}

/// Groups that are read and left alone, because the option for teams is off.
fn without_teams(project: &Project, deployment: &Deployment, release: Option<(u32, u32)>) -> Option<Fault> {
    // Another file of values may set the option.
    let is_whole = matches!(deployment.described_by, DescribedBy::Compose | DescribedBy::AirflowConfiguration);
    let is_off = match project.option(deployment, "core", "multi_team") {
        Setting::Absent => is_whole,
        Setting::Known(value) => matches!(value.value.trim().to_ascii_lowercase().as_str(), "false" | "f" | "0"),
        Setting::Opaque(_) => false,
    };
    release.filter(|release| *release >= TEAMS && is_off)?;
    let what = "the executors for teams are ignored, because [core] multi_team is off";
    Some(Fault::always(what, "set [core] multi_team to True").at(Severity::Warning))
}
