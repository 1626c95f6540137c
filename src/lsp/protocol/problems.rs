//! What airlint could not do, for the client's log: each problem once, for as long as it lasts.

use super::server::Server;
use crate::lsp::session::Moment;
use crate::workspace::Problem;
use std::collections::BTreeMap;
use tower_lsp::ls_types::MessageType;

/// How a problem is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    /// In front of the user: what they set is wrong.
    Shown,
    Logged(MessageType),
}

impl Server {
    /// Tells the problems of every moment until the session ends.
    pub(super) async fn tell_problems(&self) {
        let mut moments = self.session.moments();
        moments.mark_changed();
        let (mut told, mut is_first) = (BTreeMap::new(), true);
        while moments.changed().await.is_ok() {
            let now = {
                let moment = moments.borrow_and_update();
                if !moment.is_checked {
                    continue;
                }
                self.tell_time(&moment, &mut is_first);
                problems(&moment)
            };
            for (text, how) in &now {
                match how {
                    _ if told.contains_key(text) => {}
                    Told::Shown => self.client.show_message(MessageType::WARNING, format!("airlint: {text}")).await,
                    Told::Logged(kind) => self.log(*kind, text.clone()),
                }
            }
            told = now;
        }
    }

    /// What was done and how long it took: the first time for the curious, later for those who look for what is slow.
    fn tell_time(&self, moment: &Moment, is_first: &mut bool) {
        let kind = if std::mem::take(is_first) { MessageType::INFO } else { MessageType::LOG };
        let projects: usize = moment.scopes().map(|scope| scope.projects().count()).sum();
        let files = moment.faulty_count();
        let text = format!("checked {projects} projects in {:.1?}: findings in {files} files", moment.spent);
        self.log(kind, text);
    }
}

fn problems(moment: &Moment) -> BTreeMap<String, Told> {
    let faults = moment.faults.iter().map(|fault| (fault.clone(), Told::Logged(MessageType::ERROR)));
    let of_scopes = moment.scopes().flat_map(|scope| scope.problems());
    faults.chain(of_scopes.map(|problem| (problem.to_string(), told(problem)))).collect()
}

fn told(problem: &Problem) -> Told {
    match problem {
        Problem::Configuration(_) | Problem::NoDeployment { .. } => Told::Shown,
        Problem::ReaderPanicked { .. } | Problem::RulePanicked { .. } => Told::Logged(MessageType::ERROR),
        _ => Told::Logged(MessageType::WARNING),
    }
}
