//! Deployment files as data, before they have a layout.

use airlint::syntax::yaml::{self, Node};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// A value of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Tree {
    Map(Vec<(String, Tree)>),
    List(Vec<Tree>),
    /// As it is written in YAML.
    Scalar(String),
    /// Lines of a literal block.
    Block(Vec<String>),
}

/// What a file without faults says.
#[derive(Debug, Clone)]
pub struct Base {
    variables: usize,
    queues: usize,
    schedules: usize,
    emails: bool,
    dedicated: bool,
    /// By how many places the sections of `deployment` are turned.
    turn: usize,
}

impl Base {
    pub fn any() -> impl Strategy<Value = Base> {
        (0..3usize, 1..4usize, 0..3usize, any::<bool>(), any::<bool>(), 0..5usize).prop_map(
            |(variables, queues, schedules, emails, dedicated, turn)| Base {
                variables,
                queues,
                schedules,
                emails,
                dedicated,
                turn,
            },
        )
    }

    /// The file.
    pub fn tree(&self) -> Tree {
        let mut configuration = vec![
            ("name", scalar("orders-prod")),
            ("description", scalar("Bestellungen 🚚 für alle")),
            ("runtime_version", scalar("3.1-4")),
            ("dag_deploy_enabled", scalar("true")),
            ("ci_cd_enforcement", scalar("false")),
            ("scheduler_size", scalar("SMALL")),
            ("is_high_availability", scalar("false")),
            ("is_development_mode", scalar("true")),
            ("executor", scalar("CELERY")),
            ("workspace_name", scalar("'data platform'")),
        ];
        if self.dedicated {
            configuration.push(("deployment_type", scalar("DEDICATED")));
            configuration.push(("cluster_name", scalar("acme-euc1")));
        } else {
            configuration.push(("deployment_type", scalar("STANDARD")));
            configuration.push(("cloud_provider", scalar("AWS")));
            configuration.push(("region", scalar("us-east-1")));
        }
        let mut sections = vec![("configuration", map(configuration))];
        if self.variables > 0 {
            let note = Tree::Block(["a: b", "# no comment", "", "  - ü"].map(String::from).to_vec());
            let variable = |index: usize| match index {
                0 => map(vec![("key", scalar("ORDERS_NOTE")), ("value", note.clone())]),
                _ => map(vec![("key", scalar("ORDERS_BUCKET")), ("value", scalar("s3://acme-orders"))]),
            };
            sections.push(("environment_variables", Tree::List((0..self.variables).map(variable).collect())));
        }
        let queue = |index: usize| {
            let name = ["default", "heavy", "io"][index];
            map(vec![
                ("name", scalar(name)),
                ("worker_type", scalar("A5")),
                ("min_worker_count", scalar("1")),
                ("max_worker_count", scalar("4")),
            ])
        };
        sections.push(("worker_queues", Tree::List((0..self.queues).map(queue).collect())));
        if self.emails {
            sections
                .push(("alert_emails", Tree::List(vec![scalar("oncall@acme.example"), scalar("data@acme.example")])));
        }
        if self.schedules > 0 {
            let schedule = |index: usize| {
                map(vec![
                    ("hibernate_at", scalar(if index == 0 { "\"0 18 * * 1-5\"" } else { "'0 12 * * 6'" })),
                    ("wake_at", scalar("\"0 6 * * 1-5\"")),
                    ("enabled", scalar("true")),
                ])
            };
            sections.push(("hibernation_schedules", Tree::List((0..self.schedules).map(schedule).collect())));
        }
        let turn = self.turn % sections.len();
        sections.rotate_left(turn);
        map(vec![("deployment", map(sections))])
    }

    pub fn has_schedules(&self) -> bool {
        self.schedules > 0
    }

    pub fn has_variables(&self) -> bool {
        self.variables > 0
    }

    pub fn has_emails(&self) -> bool {
        self.emails
    }

    pub fn is_dedicated(&self) -> bool {
        self.dedicated
    }
}

pub fn scalar(text: &str) -> Tree {
    Tree::Scalar(text.to_string())
}

pub fn map(entries: Vec<(&str, Tree)>) -> Tree {
    Tree::Map(entries.into_iter().map(|(key, value)| (key.to_string(), value)).collect())
}

impl Tree {
    /// What stands at a path such as `deployment/worker_queues/0/name`.
    pub fn at(&mut self, path: &str) -> &mut Tree {
        path.split('/').filter(|key| !key.is_empty()).fold(self, |tree, key| match tree {
            Tree::Map(entries) => &mut entries.iter_mut().find(|(own, _)| own == key).expect("a key").1,
            Tree::List(items) => &mut items[key.parse::<usize>().expect("an index")],
            _ => panic!("{key} of {path} stands in no collection"),
        })
    }

    /// The entries of the mapping at a path.
    pub fn entries(&mut self, path: &str) -> &mut Vec<(String, Tree)> {
        match self.at(path) {
            Tree::Map(entries) => entries,
            other => panic!("{path} is {other:?}"),
        }
    }

    /// The items of the list at a path.
    pub fn items(&mut self, path: &str) -> &mut Vec<Tree> {
        match self.at(path) {
            Tree::List(items) => items,
            other => panic!("{path} is {other:?}"),
        }
    }

    /// Takes an entry out of the mapping at a path.
    pub fn take(&mut self, path: &str, key: &str) -> Tree {
        let entries = self.entries(path);
        let index = entries.iter().position(|(own, _)| own == key).expect("a key");
        entries.remove(index).1
    }

    /// Puts an entry into the mapping at a path, at an index or at its end.
    pub fn put(&mut self, path: &str, index: usize, key: &str, value: Tree) {
        let entries = self.entries(path);
        let index = index.min(entries.len());
        entries.insert(index, (key.to_string(), value));
    }

    /// Every scalar by its path.
    pub fn leaves(&self) -> BTreeMap<String, String> {
        leaves(&yaml::parse(&crate::layout::plain(self)))
    }
}

/// Every scalar of a file by its path; of equal keys the last counts. A block scalar at the end of a file without a last line
/// break has none either, so that one is left out everywhere.
pub fn leaves(tree: &yaml::Tree) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open: Vec<(String, Node<'_>)> = tree.root().into_iter().map(|root| (String::new(), root)).collect();
    while let Some((path, node)) = open.pop() {
        let before = open.len();
        open.extend(node.entries().map(|entry| (format!("{path}/{}", entry.key.scalar().unwrap_or("?")), entry.value)));
        open.extend(node.items().enumerate().map(|(index, item)| (format!("{path}/{index}"), item)));
        if open.len() == before {
            found.insert(path, node.scalar().unwrap_or(node.raw()).trim_end_matches('\n').to_string());
        }
    }
    found
}
