//! Finding symbols of all projects by a part of their name.

use super::SymbolKind;
use crate::model::{Place, Project};
use std::collections::HashSet;

/// A symbol of some project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How far its name is from the query; 0 for the same.
    pub distance: usize,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// What it belongs to: the deployment of a queue, the DAG of a task, the file of a DAG.
    pub container: String,
    /// Where it stands.
    pub place: Place,
}

/// The deployments, worker queues, DAGs and tasks whose name holds the characters of `query` in their order, in any case;
/// the `most` nearest first. An empty query finds all of them.
pub fn workspace_symbols<'p>(projects: impl IntoIterator<Item = &'p Project>, query: &str, most: usize) -> Vec<Found> {
    let query: Vec<char> = query.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut seen = HashSet::new();
    let mut found: Vec<Found> = Vec::new();
    for project in projects {
        candidates(project, |name, kind, container, place| {
            let Some(distance) = distance(name, &query) else { return };
            // A deployment file may belong to several projects.
            if seen.insert((place, kind as u8)) {
                found.push(Found { distance, name: name.to_string(), kind, container: container(), place });
            }
        });
    }
    let rank = |found: &Found| (found.distance, found.name.len());
    found.sort_by(|one, other| {
        rank(one).cmp(&rank(other)).then_with(|| one.name.cmp(&other.name)).then_with(|| one.place.cmp(&other.place))
    });
    found.truncate(most);
    found
}

fn candidates(project: &Project, mut add: impl FnMut(&str, SymbolKind, &dyn Fn() -> String, Place)) {
    for deployment in &project.deployments {
        let name = deployment.name.as_known();
        let (text, place) = name.map_or((&deployment.label, deployment.place), |name| (&name.value, name.place));
        let container = || project.path(deployment.file).to_string();
        add(text, SymbolKind::Deployment, &container, place);
        for queue in deployment.queues.value().into_iter().flatten() {
            if let Some(name) = queue.name.as_known() {
                add(&name.value, SymbolKind::Queue, &|| deployment.label.to_string(), name.place);
            }
        }
    }
    for (file, facts) in project.dag_files.iter() {
        let path = || project.path(file).to_string();
        for dag in &facts.dags {
            if let Some(id) = dag.id.value() {
                add(id, SymbolKind::Dag, &path, dag.place);
            }
        }
        for task in &facts.tasks {
            let dag = || {
                let dag = project.dag_of(task).and_then(|dag| dag.id.value());
                dag.map_or_else(path, ToString::to_string)
            };
            if let Some(id) = task.id.value() {
                add(id, SymbolKind::Task, &dag, task.place);
            }
        }
    }
}

/// How far a name is from a query in lower case: 0 for the same, then those that start with it, hold it, or hold its
/// characters with others between them; `None` for all others.
fn distance(name: &str, query: &[char]) -> Option<usize> {
    let mut gaps = 0;
    let mut left = query;
    let mut at_start = true;
    let mut adjacent = true;
    for c in name.chars().flat_map(char::to_lowercase) {
        match left.split_first() {
            Some((next, rest)) if *next == c => {
                gaps += usize::from(!adjacent && left.len() < query.len());
                (left, adjacent) = (rest, true);
            }
            Some(_) => {
                at_start &= left.len() < query.len();
                adjacent = false;
            }
            None => break,
        }
    }
    let lower = || name.to_lowercase();
    match (left.is_empty(), gaps) {
        (false, _) => None,
        (true, 0) if at_start => Some(usize::from(name.chars().count() != query.len())),
        (true, 0) => Some(2),
        // The first match of each character need not be the best one.
        (true, _) if lower().contains(&query.iter().collect::<String>()) => Some(2),
        (true, gaps) => Some(2 + gaps),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearer_names_come_first() {
        let distance = |name: &str, query: &str| distance(name, &query.chars().collect::<Vec<_>>());
        assert_eq!(distance("Train", "train"), Some(0));
        assert_eq!(distance("train_model", "train"), Some(1));
        assert_eq!(distance("t_train", "train"), Some(2));
        assert_eq!(distance("tr_model_a", "tma"), Some(4));
        assert_eq!(distance("train", "model"), None);
        assert_eq!(distance("train", "trainer"), None);
        assert!(distance("anything", "").is_some());
    }
}
