//! A client that looks at everything: each message is checked against the meta-model, against what the client can do, and
//! against what was said before. One that no test has looked at when the client is done is a fault.

mod builder;
mod capabilities;
mod documents;
pub mod text;
mod wire;

pub use builder::Server;
pub use documents::{Change, codes};
pub use text::Encoding;

use crate::meta_model::{Conversation, Side};
use documents::Documents;
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};
use wire::Wire;

/// How long a test waits for what has to come. Far more than it takes, for machines that are busy.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A client with its server.
pub struct Client {
    wire: Wire,
    /// The folder with the files, absolute.
    pub root: String,
    /// What the server can do.
    pub server: Value,
    /// The settings that it is told when it asks.
    pub settings: Value,
    /// The capabilities that the server registered.
    pub registered: Vec<Value>,
    /// How often the server asked to be asked again, by what it asked for.
    pub refreshed: HashMap<String, usize>,
    /// What the server told about its work.
    pub progress: Vec<Value>,
    encoding: Encoding,
    capabilities: Value,
    conversation: Conversation,
    documents: Documents,
    /// What nobody has looked at yet.
    unseen: VecDeque<Value>,
    answers: HashMap<i64, Value>,
    next_id: i64,
    is_done: bool,
    _folder: tempfile::TempDir,
}

impl Client {
    fn new(wire: Wire, root: String, folder: tempfile::TempDir, capabilities: Value, settings: Value) -> Self {
        Self {
            wire,
            root,
            server: Value::Null,
            settings,
            registered: vec![],
            refreshed: HashMap::new(),
            progress: vec![],
            encoding: Encoding::Utf16,
            capabilities,
            conversation: Conversation::default(),
            documents: Documents::default(),
            unseen: VecDeque::new(),
            answers: HashMap::new(),
            next_id: 0,
            is_done: false,
            _folder: folder,
        }
    }

    fn initialize(&mut self, params: Value) {
        let result = self.request("initialize", params);
        self.server = result["capabilities"].clone();
        let offered = self.capabilities.pointer("/general/positionEncodings").cloned().unwrap_or(json!(["utf-16"]));
        let agreed = self.server["positionEncoding"].as_str().unwrap_or("utf-16");
        assert!(offered.as_array().unwrap().contains(&json!(agreed)), "{agreed} was not offered: {offered}");
        self.encoding = Encoding::named(agreed);
        self.notify("initialized", json!({}));
    }

    /// Says something.
    #[track_caller]
    pub fn notify(&mut self, method: &str, params: Value) {
        let mut message = json!({"jsonrpc": "2.0", "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.say(message);
    }

    /// Asks something without waiting for the answer; gives the id for [`answer`](Self::answer).
    #[track_caller]
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let mut message = json!({"jsonrpc": "2.0", "id": self.next_id, "method": method});
        if !params.is_null() {
            message["params"] = params;
        }
        self.say(message);
        self.next_id
    }

    /// Waits for an answer: the result, or the error.
    #[track_caller]
    pub fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(answer) = self.answers.remove(&id) {
                return match answer.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(answer["result"].clone()),
                };
            }
            assert!(self.receive(deadline), "no answer to request {id}; {}", self.state());
        }
    }

    /// Asks something and gives the result.
    #[track_caller]
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.answer(id).unwrap_or_else(|error| panic!("{method} failed: {error}"))
    }

    /// Waits for a notification or request of the server, and takes it.
    #[track_caller]
    pub fn expect(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(message) = self.take(&is_it) {
                return message;
            }
            assert!(self.receive(deadline), "{what}: it did not come; {}", self.state());
        }
    }

    /// Takes the first message that nobody has looked at yet and that is what is wanted.
    pub fn take(&mut self, is_it: impl Fn(&Value) -> bool) -> Option<Value> {
        let at = self.unseen.iter().position(is_it)?;
        self.unseen.remove(at)
    }

    /// Ends in order, and fails where a message is left that nobody has looked at.
    #[track_caller]
    pub fn finish(mut self) {
        self.leave();
    }

    /// The exit code of the server; fails where it goes on.
    #[track_caller]
    pub fn exit_code(&mut self) -> i32 {
        self.is_done = true;
        self.wire
            .exit(PATIENCE)
            .unwrap_or_else(|| panic!("the server does not exit (process: {:?})", self.wire.process))
    }

    /// Says `exit`.
    #[track_caller]
    pub fn exit(&mut self) {
        self.notify("exit", Value::Null);
    }

    /// Closes the line without a word.
    pub fn hang_up(&mut self) {
        self.wire.hang_up();
    }

    /// Sends bytes that are no message, or one that the client itself would not say.
    pub fn send_bytes(&mut self, bytes: &[u8]) {
        self.wire.send_bytes(bytes.to_vec());
    }

    #[track_caller]
    fn leave(&mut self) {
        self.is_done = true;
        self.request("shutdown", Value::Null);
        self.exit();
        let code = self.exit_code();
        assert_eq!(code, 0, "the exit code after an orderly shutdown");
        let deadline = Instant::now() + PATIENCE;
        while self.receive(deadline) {}
        assert!(self.answers.is_empty(), "answers that nobody has looked at: {:#?}", self.answers);
        let open = self.conversation.unanswered(Side::Client);
        assert!(open.is_empty(), "requests that were never answered: {open:?}");
        let unseen: Vec<_> = self.unseen.iter().map(Value::to_string).collect();
        assert!(unseen.is_empty(), "messages that nobody has looked at:\n{}", unseen.join("\n"));
    }

    #[track_caller]
    fn say(&mut self, message: Value) {
        let faults = self.conversation.say(Side::Client, &message);
        assert!(faults.is_empty(), "the test says {message}: {}", faults.join("; "));
        self.wire.send(&message);
    }

    /// Takes in one message; `false` where none comes until the deadline.
    #[track_caller]
    fn receive(&mut self, deadline: Instant) -> bool {
        let Some(message) = self.wire.receive(deadline) else { return false };
        let mut faults = self.conversation.say(Side::Server, &message);
        faults.extend(capabilities::overstepped(&self.capabilities, &message));
        if message["method"] == "textDocument/publishDiagnostics" {
            faults.extend(self.documents.published(&message["params"]));
        }
        assert!(faults.is_empty(), "the server says {message:#}:\n{}", faults.join("\n"));
        match (message.get("method"), message.get("id")) {
            (None, Some(id)) => _ = self.answers.insert(id.as_i64().expect("our id"), message),
            (Some(_), Some(_)) => self.obey(message),
            _ if message["method"] == "$/progress" => self.progress.push(message["params"]["value"].clone()),
            _ => self.unseen.push_back(message),
        }
        true
    }

    /// Answers a request of the server as editors do.
    #[track_caller]
    fn obey(&mut self, message: Value) {
        let items = |of: &Value| of["params"]["items"].as_array().cloned().unwrap_or_default();
        let setting = |item: &Value| match item["section"].as_str() {
            Some("airlint") => self.settings.clone(),
            _ => Value::Null,
        };
        let (result, is_routine) = match message["method"].as_str().unwrap_or_default() {
            "workspace/configuration" => (Value::from_iter(items(&message).iter().map(setting)), true),
            "window/workDoneProgress/create" => (Value::Null, true),
            "client/registerCapability" => {
                let registrations = message["params"]["registrations"].as_array().cloned().unwrap_or_default();
                self.registered.extend(registrations);
                (Value::Null, true)
            }
            method if method.ends_with("/refresh") => {
                *self.refreshed.entry(method.to_owned()).or_default() += 1;
                (Value::Null, true)
            }
            "workspace/applyEdit" => (json!({"applied": true}), false),
            _ => (Value::Null, false),
        };
        self.say(json!({"jsonrpc": "2.0", "id": message["id"], "result": result}));
        if !is_routine {
            self.unseen.push_back(message);
        }
    }

    fn state(&self) -> String {
        format!("nobody has looked at {:#?}", self.unseen)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if !self.is_done && !std::thread::panicking() {
            self.leave();
        }
    }
}
