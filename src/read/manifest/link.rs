//! Workloads and ConfigMaps of many files as deployments.

use super::File;
use super::config_map::ConfigMap;
use super::workload::{Source, Workload};
use crate::model::{
    ConfigurationOption, Deployment, DescribedBy, EnvironmentVariable, Executor, ExecutorName, Place, Platform, Setting,
};
use crate::read::command::Role;
use crate::read::process::{self, EXECUTOR_VARIABLE, Format, Process};
use camino::Utf8Path;
use std::collections::{BTreeMap, BTreeSet};

/// Seconds that Kubernetes gives a pod to end where its manifest does not say. Source: API reference of `PodSpec`,
/// `terminationGracePeriodSeconds`.
const GRACE_SECONDS: i64 = 30;

/// The deployments that the manifests of a project describe: one for the workloads of each folder and namespace, and one
/// for each ConfigMap that no workload of the project takes.
pub fn link(files: &[(&Utf8Path, &File)]) -> Vec<Deployment> {
    let maps = Maps::of(files);
    let mut folders: BTreeMap<&Utf8Path, Vec<(&Utf8Path, &Workload)>> = BTreeMap::new();
    for (path, file) in files {
        let folder = path.parent().unwrap_or(path);
        folders.entry(folder).or_default().extend(file.workloads.iter().map(|workload| (*path, workload)));
    }
    let mut deployments = Vec::new();
    let mut taken = BTreeSet::new();
    for (folder, workloads) in folders {
        for group in by_namespace(&workloads) {
            deployments.extend(deployment(folder, &group, &maps, &mut taken));
        }
    }
    let own = files.iter().flat_map(|(_, file)| &file.maps);
    let alone = own.filter(|map| map.is_of_airflow() && !taken.contains(&map.place));
    deployments.extend(alone.map(of_map));
    deployments
}

/// Workloads by namespace; those that name none belong to the only one that is named.
fn by_namespace<'m>(workloads: &[(&'m Utf8Path, &'m Workload)]) -> Vec<Vec<(&'m Utf8Path, &'m Workload)>> {
    let named: BTreeSet<&str> = workloads.iter().filter_map(|(_, it)| it.namespace.as_deref()).collect();
    if named.len() < 2 {
        return vec![workloads.to_vec()];
    }
    let mut groups: BTreeMap<Option<&str>, Vec<(&Utf8Path, &Workload)>> = BTreeMap::new();
    for &(path, workload) in workloads {
        groups.entry(workload.namespace.as_deref()).or_default().push((path, workload));
    }
    groups.into_values().collect()
}

fn deployment(
    folder: &Utf8Path,
    group: &[(&Utf8Path, &Workload)],
    maps: &Maps<'_>,
    taken: &mut BTreeSet<Place>,
) -> Option<Deployment> {
    let is_scheduler = |(_, it): &&(&Utf8Path, &Workload)| matches!(it.process.role, Role::Scheduler);
    let scheduler = group.iter().find(is_scheduler);
    let (path, first) = scheduler.or(group.first())?;
    let one_file = group.iter().all(|(other, _)| other == path);
    let label = if one_file { path.file_name() } else { folder.file_name() };
    let mut it = Deployment::new(first.file, label.unwrap_or("manifests"), first.process.place, Platform::OpenSource);
    it.described_by = DescribedBy::Manifest;
    let processes: Vec<Process> = group.iter().map(|(_, it)| process(folder, it, maps, taken)).collect();
    // Other folders may well hold more workers where this one does not hold the scheduler.
    let others = scheduler.is_none().then_some("manifests of other folders may add workers");
    process::describe(&mut it, &processes, &Format { usual_grace: (GRACE_SECONDS, "Kubernetes"), others });
    it.options = options(folder, group, maps, taken);
    if it.executor.is_absent() {
        it.executor = configured_executor(&it);
    }
    if let Some((_, scheduler)) = scheduler {
        let process = &scheduler.process;
        let usual = (process.is_complete && it.executor_family() == Some(Executor::Local))
            .then(|| Setting::known(GRACE_SECONDS, process.place));
        it.scheduler_grace_seconds = it.scheduler_grace_seconds.or(usual.unwrap_or_default());
    }
    Some(it)
}

/// The process of a workload with the variables of the ConfigMaps that it takes.
fn process(folder: &Utf8Path, workload: &Workload, maps: &Maps<'_>, taken: &mut BTreeSet<Place>) -> Process {
    let mut process = workload.process.clone();
    let mut variables: Vec<EnvironmentVariable> = Vec::new();
    for Source { place, map, prefix } in &workload.sources {
        match map.as_deref().and_then(|name| maps.named(folder, name)) {
            Some(map) => {
                taken.insert(map.place);
                variables.extend(map.data.iter().cloned().map(|variable| EnvironmentVariable {
                    key: variable.key.map(|name| format!("{prefix}{name}").into()),
                    ..variable
                }));
            }
            None => {
                process.elsewhere = process.elsewhere.or(Some(*place));
                for variable in &mut variables {
                    variable.value = Setting::opaque(variable.place, "what is read after it may set it too");
                }
            }
        }
    }
    for (index, map, key) in &workload.references {
        let named = maps.named(folder, map);
        taken.extend(named.map(|map| map.place));
        let entry = named.and_then(|map| map.data.iter().find(|entry| entry.key.value() == Some(key)));
        if let (Some(entry), Some(variable)) = (entry, process.environment.get_mut(*index)) {
            variable.value = entry.value.clone();
        }
    }
    variables.append(&mut process.environment);
    process.environment = variables;
    process
}

/// The options of the airflow.cfg that the workloads mount.
fn options(
    folder: &Utf8Path,
    group: &[(&Utf8Path, &Workload)],
    maps: &Maps<'_>,
    taken: &mut BTreeSet<Place>,
) -> Setting<Vec<ConfigurationOption>> {
    let mounted = group.iter().flat_map(|(_, workload)| &workload.mounted);
    let found: Vec<&ConfigMap> = mounted.filter_map(|name| maps.named(folder, name)).collect();
    taken.extend(found.iter().map(|map| map.place));
    if let Some(map) = found.into_iter().find(|map| !map.options.is_absent()) {
        return map.options.clone();
    }
    let unknown = group.iter().find_map(|(_, workload)| workload.configuration);
    unknown.map_or(Setting::Absent, |place| Setting::opaque(place, "an airflow.cfg that is not in these manifests"))
}

/// The executor that the options name.
fn configured_executor(deployment: &Deployment) -> Setting<ExecutorName> {
    let options: &[ConfigurationOption] = deployment.options.value().map_or(&[], Vec::as_slice);
    let named = options.iter().rfind(|option| &*option.section == "core" && &*option.key == "executor");
    named.map_or(Setting::Absent, |option| option.value.clone().map(|text| ExecutorName::airflow(&text)))
}

/// A ConfigMap by itself.
fn of_map(map: &ConfigMap) -> Deployment {
    let mut it = Deployment::new(map.place.file, format!("ConfigMap {}", map.name), map.place, Platform::OpenSource);
    it.described_by = DescribedBy::Manifest;
    it.options = map.options.clone();
    let is_variable = |entry: &&EnvironmentVariable| entry.key.value().is_some_and(|name| !name.contains('.'));
    let variables: Vec<EnvironmentVariable> = map.data.iter().filter(is_variable).cloned().collect();
    let named = variables.iter().find(|it| it.key.value().is_some_and(|name| &**name == EXECUTOR_VARIABLE));
    it.executor = match named {
        Some(variable) => variable.value.clone().map(|text| ExecutorName::airflow(&text)),
        None => configured_executor(&it),
    };
    it.environment = Setting::known(variables, map.place);
    it
}

/// The ConfigMaps of a project by name.
struct Maps<'m> {
    named: BTreeMap<&'m str, Vec<(&'m Utf8Path, &'m ConfigMap)>>,
}

impl<'m> Maps<'m> {
    fn of(files: &[(&'m Utf8Path, &'m File)]) -> Self {
        let mut named: BTreeMap<&str, Vec<(&Utf8Path, &ConfigMap)>> = BTreeMap::new();
        for (path, file) in files {
            for map in &file.maps {
                named.entry(&map.name).or_default().push((path.parent().unwrap_or(path), map));
            }
        }
        Self { named }
    }

    /// The ConfigMap of that name in a folder, or the only one of the project.
    fn named(&self, folder: &Utf8Path, name: &str) -> Option<&'m ConfigMap> {
        let all = self.named.get(name)?;
        let mut beside = all.iter().filter(|(other, _)| *other == folder);
        match (beside.next(), beside.next(), all.as_slice()) {
            (Some((_, map)), None, _) => Some(map),
            (None, _, [(_, map)]) => Some(map),
            _ => None,
        }
    }
}
