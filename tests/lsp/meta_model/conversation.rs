//! What two sides said so far, and whether the next message may follow.

use super::value::{Faults, unknown};
use super::{Direction, Model};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    Client,
    Server,
}

impl Side {
    fn other(self) -> Self {
        match self {
            Side::Client => Side::Server,
            Side::Server => Side::Client,
        }
    }

    fn may(self, direction: Direction) -> bool {
        match direction {
            Direction::Both => true,
            Direction::ClientToServer => self == Side::Client,
            Direction::ServerToClient => self == Side::Server,
        }
    }
}

/// What a token of `$/progress` stands for.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    /// Work that has not begun.
    Announced,
    /// Work that has begun.
    Begun,
    /// Parts of the result of a request of that method.
    Partial(String),
}

/// The messages so far, as far as they matter for what may follow.
#[derive(Default)]
pub struct Conversation {
    /// Methods of requests without an answer, by who asked and the id.
    open: HashMap<(Side, String), String>,
    tokens: HashMap<String, Token>,
    is_initialized: bool,
}

impl Conversation {
    /// What is wrong with a message that `side` says next.
    pub fn say(&mut self, side: Side, message: &Value) -> Faults {
        let Value::Object(members) = message else { return vec!["a message is an object".into()] };
        let mut faults = Faults::new();
        if members.get("jsonrpc") != Some(&Value::from("2.0")) {
            faults.push("says no `\"jsonrpc\": \"2.0\"`".into());
        }
        let known: &[&str] = match (members.get("method"), members.get("id")) {
            (Some(Value::String(method)), Some(id)) => {
                faults.extend(self.request(side, method, id, members));
                &["jsonrpc", "id", "method", "params"]
            }
            (Some(Value::String(method)), None) => {
                faults.extend(self.notification(side, method, members));
                &["jsonrpc", "method", "params"]
            }
            (None, Some(id)) => {
                faults.extend(self.response(side, id, members));
                &["jsonrpc", "id", "result", "error"]
            }
            _ => return vec!["is neither a request, a notification nor a response".into()],
        };
        faults.extend(unknown(members, "message", |key| known.contains(&key), "JSON-RPC"));
        faults
    }

    /// The methods of the requests of `side` that have no answer.
    pub fn unanswered(&self, side: Side) -> Vec<&str> {
        self.open.iter().filter(|((asker, _), _)| *asker == side).map(|(_, method)| method.as_str()).collect()
    }

    fn request(&mut self, side: Side, method: &str, id: &Value, members: &Map<String, Value>) -> Faults {
        let mut faults = Faults::new();
        if !(id.is_string() || id.is_i64()) {
            faults.push(format!("id: {id} is no id"));
        }
        let Some(message) = Model::get().requests.get(method) else {
            return vec![format!("{method} is no request of the protocol")];
        };
        if !side.may(message.message_direction) {
            faults.push(format!("{side:?} may not ask {method}"));
        }
        let may_come_early = method == "initialize" || method == "window/showMessageRequest";
        if !self.is_initialized && !may_come_early {
            faults.push(format!("{method} comes before the answer to initialize"));
        }
        faults.extend(params(message.params.as_ref(), members));
        if method == "client/registerCapability" {
            faults.extend(registrations(members));
        }
        let params = members.get("params");
        let token = |name: &str| params.and_then(|it| it.get(name)).map(Value::to_string);
        if method == "window/workDoneProgress/create" {
            self.tokens.extend(token("token").map(|token| (token, Token::Announced)));
        }
        self.tokens.extend(token("workDoneToken").map(|token| (token, Token::Announced)));
        self.tokens.extend(token("partialResultToken").map(|token| (token, Token::Partial(method.to_owned()))));
        if self.open.insert((side, id.to_string()), method.to_owned()).is_some() {
            faults.push(format!("id: {id} is that of another request without an answer"));
        }
        faults
    }

    fn notification(&mut self, side: Side, method: &str, members: &Map<String, Value>) -> Faults {
        let Some(message) = Model::get().notifications.get(method) else {
            return vec![format!("{method} is no notification of the protocol")];
        };
        let mut faults = params(message.params.as_ref(), members);
        if !side.may(message.message_direction) {
            faults.push(format!("{side:?} may not say {method}"));
        }
        let early = ["window/showMessage", "window/logMessage", "telemetry/event", "$/progress", "exit"];
        if !self.is_initialized && !early.contains(&method) {
            faults.push(format!("{method} comes before the answer to initialize"));
        }
        if method == "$/progress" && faults.is_empty() {
            faults.extend(self.progress(&members["params"]));
        }
        faults
    }

    fn progress(&mut self, params: &Value) -> Faults {
        let (token, value) = (&params["token"], &params["value"]);
        let Some(state) = self.tokens.get_mut(&token.to_string()) else {
            return vec![format!("params.token: {token} was never agreed on")];
        };
        let (name, next) = match (&*state, value["kind"].as_str()) {
            (Token::Announced, Some("begin")) => ("WorkDoneProgressBegin", Some(Token::Begun)),
            (Token::Begun, Some("report")) => ("WorkDoneProgressReport", Some(Token::Begun)),
            (Token::Begun, Some("end")) => ("WorkDoneProgressEnd", None),
            (Token::Partial(method), _) => match Model::get().partial_result(method) {
                Some(name) => (name, Some(state.clone())),
                None => return vec![format!("params.token: {method} has no partial results")],
            },
            (state, kind) => return vec![format!("params.value: {kind:?} cannot follow where work is {state:?}")],
        };
        match next {
            Some(next) => *state = next,
            None => _ = self.tokens.remove(&token.to_string()),
        }
        Model::get().check_named(name, value, "params.value")
    }

    fn response(&mut self, side: Side, id: &Value, members: &Map<String, Value>) -> Faults {
        let Some(method) = self.open.remove(&(side.other(), id.to_string())) else {
            return vec![format!("id: {id} answers nothing that was asked")];
        };
        self.is_initialized |= method == "initialize";
        let model = Model::get();
        let mut faults = match (members.get("result"), members.get("error")) {
            (Some(result), None) => match model.requests.get(&method).and_then(|it| it.result.as_ref()) {
                Some(kind) => model.check(kind, result, "result"),
                None => Faults::new(),
            },
            (None, Some(error)) => {
                let mut faults = Faults::new();
                if error["code"].as_i64().is_none_or(|code| i32::try_from(code).is_err()) {
                    faults.push(format!("error.code: {} is no integer", error["code"]));
                }
                if !error["message"].is_string() {
                    faults.push(format!("error.message: {} is no string", error["message"]));
                }
                let is_known = |key: &str| ["code", "message", "data"].contains(&key);
                faults.extend(error.as_object().into_iter().flat_map(|it| unknown(it, "error", is_known, "an error")));
                faults
            }
            _ => vec!["has not one of `result` and `error`".into()],
        };
        faults.iter_mut().for_each(|fault| fault.push_str(&format!(" (the answer to {method})")));
        faults
    }
}

impl Model {
    /// The type of the parts that the result of a request may come in.
    fn partial_result(&self, method: &str) -> Option<&'static str> {
        match method {
            "textDocument/diagnostic" => Some("DocumentDiagnosticReportPartialResult"),
            "workspace/diagnostic" => Some("WorkspaceDiagnosticReportPartialResult"),
            _ => None,
        }
    }
}

fn params(kind: Option<&super::Type>, members: &Map<String, Value>) -> Faults {
    match (kind, members.get("params")) {
        (Some(kind), Some(value)) => Model::get().check(kind, value, "params"),
        (Some(_), None) => vec!["has no `params`".into()],
        // What the framework writes where there are none, and every client takes.
        (None, Some(Value::Null)) => Faults::new(),
        (None, Some(value)) => vec![format!("params: {value} is too much: there are none")],
        (None, None) => Faults::new(),
    }
}

/// What is wrong with the options of capabilities that a server registers.
fn registrations(members: &Map<String, Value>) -> Faults {
    let model = Model::get();
    let registrations = members.get("params").and_then(|it| it["registrations"].as_array());
    let mut faults = Faults::new();
    for registration in registrations.into_iter().flatten() {
        let method = registration["method"].as_str().unwrap_or_default();
        let message = model.requests.get(method).or_else(|| model.notifications.get(method));
        let Some(message) = message.filter(|it| Side::Client.may(it.message_direction)) else {
            faults.push(format!("params.registrations: {method:?} is nothing that a client says"));
            continue;
        };
        let at = format!("registerOptions of {method}");
        match (&message.registration_options, registration.get("registerOptions")) {
            (Some(kind), Some(options)) => faults.extend(model.check(kind, options, &at)),
            (None, Some(options)) => faults.push(format!("{at}: {options} is too much: it has none")),
            (_, None) => {}
        }
    }
    faults
}
