//! Commands that the editor's user runs.

use super::server::Server;
use crate::lsp::deployments::{InForce, in_force};
use crate::lsp::overview;
use crate::lsp::session::{Moment, Need};
use crate::rules;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::atomic::AtomicBool;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, Uri};

/// Forgets everything and reads it anew.
const RESTART: &str = "airlint.restart";
/// Says what airlint takes the workspace for, and why: Markdown, as the result.
const SHOW_PROJECT: &str = "airlint.showProject";
/// Tells the deployments that concern a file, or all of them.
const DEPLOYMENTS: &str = "airlint.deployments";
/// Applies the safe fixes of a file, or of the whole workspace.
const APPLY_FIX_ALL: &str = "airlint.applyFixAll";
/// Changes the executor of a deployment.
const SWITCH_EXECUTOR: &str = "airlint.switchExecutor";
/// Adds a worker queue to a deployment.
const ADD_QUEUE: &str = "airlint.addQueue";
/// Gives the document of a rule: Markdown, as the result.
const EXPLAIN_RULE: &str = "airlint.explainRule";
/// Carries a code action out, for clients that know commands only.
pub(super) const APPLY_ACTION: &str = "airlint.applyAction";
/// Shows what a code action could not do, once it is applied, in clients that did not show it with the edits.
pub(super) const SHOW_NOTES: &str = "airlint.showNotes";

/// The commands.
pub(super) const COMMANDS: [&str; 9] = [
    RESTART,
    SHOW_PROJECT,
    DEPLOYMENTS,
    APPLY_FIX_ALL,
    SWITCH_EXECUTOR,
    ADD_QUEUE,
    EXPLAIN_RULE,
    APPLY_ACTION,
    SHOW_NOTES,
];

/// What `airlint.deployments` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Deployments {
    uri: Option<Uri>,
}

/// What `airlint.explainRule` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExplainRule {
    rule: String,
}

/// The arguments of a command: one object, or none.
fn arguments<T: DeserializeOwned>(arguments: Vec<Value>) -> Result<T> {
    let first = arguments.into_iter().next().unwrap_or_else(|| Value::Object(serde_json::Map::new()));
    serde_json::from_value(first).map_err(|error| Error::invalid_params(error.to_string()))
}

impl Server {
    pub(super) async fn run(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        match params.command.as_str() {
            RESTART => {
                self.session.change(|state| state.restart());
                let server = self.clone();
                tokio::spawn(async move { server.ask_for_settings().await });
                Ok(None)
            }
            SHOW_PROJECT => {
                let text = self.at_moment(Need::Findings, |moment, _| overview::overview(moment)).await?;
                Ok(Some(Value::String(text)))
            }
            DEPLOYMENTS => {
                let asked: Deployments = arguments(params.arguments)?;
                let named = asked.uri.is_some();
                let path = asked.uri.and_then(|uri| self.path_of(&uri));
                let work = move |moment: &Moment, _: &AtomicBool| match (&path, named) {
                    (None, true) => InForce::default(),
                    (path, _) => in_force(moment, path.as_deref()),
                };
                let found = self.at_moment(Need::Facts, work).await?;
                serde_json::to_value(found).map(Some).map_err(|_| Error::internal_error())
            }
            APPLY_FIX_ALL => self.apply_fix_all(arguments(params.arguments)?).await.map(Some),
            SWITCH_EXECUTOR => self.apply_executor(arguments(params.arguments)?).await.map(Some),
            ADD_QUEUE => self.apply_queue(arguments(params.arguments)?).await.map(Some),
            APPLY_ACTION => self.apply_action(arguments(params.arguments)?).await.map(Some),
            EXPLAIN_RULE => {
                let asked: ExplainRule = arguments(params.arguments)?;
                let rule = rules::look_up(&asked.rule).map_err(|error| Error::invalid_params(error.to_string()))?;
                Ok(Some(Value::from(rule.document)))
            }
            SHOW_NOTES => {
                self.show(arguments(params.arguments)?);
                Ok(None)
            }
            other => {
                let known = COMMANDS.join(", ");
                Err(Error::invalid_params(format!("there is no command `{other}`; airlint knows {known}")))
            }
        }
    }
}
