//! The language server as an editor feels it: the release binary over standard input and output.
//!
//!     cargo bench --bench lsp
//!
//! `AIRLINT=path/to/airlint` measures another binary.
//!
//! How long it takes to start and to answer `initialize`; from a change in a file of 2,000 lines to its diagnostics, in a
//! workspace of 1,000 DAGs; and how much memory it holds. The goals are those of the table that it prints; it fails where one
//! is missed, unless `AIRLINT_BENCH_ONLY_TELLS` is set.

#[path = "generate.rs"]
mod generate;
#[path = "../tests/lsp/client/wire.rs"]
#[allow(dead_code, reason = "the tests need more of it")]
mod wire;

use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use wire::Wire;

const STARTS: usize = 15;
const EDITS: usize = 300;
const LINES: usize = 2_000;
const PATIENCE: Duration = Duration::from_secs(120);

fn main() {
    let mut table = Table::default();
    start(&mut table);
    let folder = tempfile::tempdir().expect("a temporary folder");
    generate::project(folder.path(), 1_000, 100).expect("files");
    generate::long_files(folder.path(), LINES).expect("files");
    for (name, path, old, new) in [
        ("a deployment", generate::LONG_DEPLOYMENT, "value 300", "value 3x0"),
        ("the executor of a deployment", generate::LONG_DEPLOYMENT, "CELERY", "CELERx"),
        ("a name in a DAG", generate::LONG_DAG, "table_100", "table_1x0"),
        ("a queue in a DAG", generate::LONG_DAG, "queue=\"heavy\"", "queue=\"heavx\""),
    ] {
        edits(&mut table, folder.path(), name, path, old, new);
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    generate::project(folder.path(), 5_000, 100).expect("files");
    generate::long_files(folder.path(), LINES).expect("files");
    large(&mut table, folder.path());
    table.close();
}

/// From the start of the process to the answer to `initialize`, and the memory when nothing is open.
fn start(table: &mut Table) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    generate::project(folder.path(), 5, 3).expect("files");
    let mut times = vec![];
    let mut memory = 0.0;
    for _ in 0..STARTS {
        let before = Instant::now();
        let mut server = Server::start(folder.path());
        times.push(before.elapsed());
        server.settle();
        memory = server.memory();
    }
    table.row("start to answer of initialize, median", millis(median(&mut times)), 10.0, "ms");
    table.row("memory, idle in a small project", memory, 25.0, "MiB");
}

/// From each change to the diagnostics of its version, one after the other as a user types.
fn edits(table: &mut Table, folder: &Path, name: &str, path: &str, old: &str, new: &str) {
    let mut server = Server::start(folder);
    let mut file = server.open(folder, path);
    server.wait_for(&file);
    server.settle();
    let at = file.text.find(old).unwrap_or_else(|| panic!("{path} has no {old}"));
    let mut times = vec![];
    for round in 0..EDITS {
        let (from, to) = if round % 2 == 0 { (old, new) } else { (new, old) };
        let before = Instant::now();
        server.change(&mut file, at, from, to);
        server.wait_for(&file);
        times.push(before.elapsed());
    }
    let lines = file.text.lines().count();
    times.sort();
    table.row(&format!("{name}, {lines} lines: median"), millis(median(&mut times)), 10.0, "ms");
    table.row(&format!("{name}, {lines} lines: p95"), millis(times[times.len() * 95 / 100]), 25.0, "ms");
}

/// The memory with 5,000 DAGs around, one of them open.
fn large(table: &mut Table, folder: &Path) {
    let before = Instant::now();
    let mut server = Server::start(folder);
    let mut file = server.open(folder, generate::LONG_DAG);
    server.wait_for(&file);
    let first = before.elapsed();
    server.settle();
    let at = file.text.find("table_1").expect("a name") + "table_".len();
    for round in 0..20 {
        let (from, to) = if round % 2 == 0 { ("1", "x") } else { ("x", "1") };
        server.change(&mut file, at, from, to);
        server.wait_for(&file);
    }
    table.tell("start to first diagnostics, 5,000 DAGs", millis(first), "ms");
    table.row("memory, 5,000 DAGs", server.memory(), 150.0, "MiB");
}

struct File {
    uri: String,
    text: String,
    version: i64,
}

struct Server {
    wire: Wire,
    asked: i64,
}

impl Server {
    fn start(folder: &Path) -> Self {
        let program = std::env::var("AIRLINT").unwrap_or_else(|_| env!("CARGO_BIN_EXE_airlint").to_owned());
        let mut server = Self { wire: Wire::process(Command::new(program).arg("lsp")), asked: 0 };
        let root = uri(folder);
        let params = json!({"processId": std::process::id(), "rootUri": root, "capabilities": {},
            "workspaceFolders": [{"uri": root, "name": "measured"}]});
        server.request("initialize", params);
        server.say(json!({"method": "initialized", "params": {}}));
        server
    }

    fn say(&self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        self.wire.send(&message);
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        self.say(json!({"id": self.asked, "method": method, "params": params}));
        self.wait(|message| message["id"] == self.asked && message.get("method").is_none())
    }

    fn open(&self, folder: &Path, path: &str) -> File {
        let path = folder.join(path);
        let text = std::fs::read_to_string(&path).expect("a text");
        let file = File { uri: uri(&path), text, version: 1 };
        let language = if file.uri.ends_with(".py") { "python" } else { "yaml" };
        let document = json!({"uri": file.uri, "languageId": language, "version": 1, "text": file.text});
        self.say(json!({"method": "textDocument/didOpen", "params": {"textDocument": document}}));
        file
    }

    fn change(&self, file: &mut File, at: usize, old: &str, new: &str) {
        let line = file.text[..at].matches('\n').count();
        let column = at - file.text[..at].rfind('\n').map_or(0, |it| it + 1);
        file.text.replace_range(at..at + old.len(), new);
        file.version += 1;
        let position = |column: usize| json!({"line": line, "character": column});
        let range = json!({"start": position(column), "end": position(column + old.len())});
        let document = json!({"uri": file.uri, "version": file.version});
        let params = json!({"textDocument": document, "contentChanges": [{"range": range, "text": new}]});
        self.say(json!({"method": "textDocument/didChange", "params": params}));
    }

    /// Waits for the diagnostics of the text as it is.
    fn wait_for(&self, file: &File) {
        self.wait(|message| message["params"]["uri"] == *file.uri && message["params"]["version"] == file.version);
    }

    fn wait(&self, is_it: impl Fn(&Value) -> bool) -> Value {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let message = self.wire.receive(deadline).expect("the server says what it should");
            if is_it(&message) {
                return message;
            }
        }
    }

    /// Waits until everything is read and checked.
    fn settle(&mut self) {
        self.request("workspace/executeCommand", json!({"command": "airlint.showProject"}));
    }

    /// MiB of memory.
    fn memory(&self) -> f64 {
        let process = self.wire.process.expect("a process");
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        kib.map_or(f64::NAN, |kib| kib / 1024.0)
    }
}

#[derive(Default)]
struct Table {
    missed: Vec<String>,
}

impl Table {
    fn row(&mut self, name: &str, value: f64, goal: f64, unit: &str) {
        println!("{name:48} {value:8.1} {unit:3}  (goal: {goal} {unit})");
        if value > goal {
            self.missed.push(name.to_owned());
        }
    }

    fn tell(&self, name: &str, value: f64, unit: &str) {
        println!("{name:48} {value:8.1} {unit:3}");
    }

    fn close(self) {
        if !self.missed.is_empty() && std::env::var_os("AIRLINT_BENCH_ONLY_TELLS").is_none() {
            eprintln!("missed: {}", self.missed.join(", "));
            std::process::exit(1);
        }
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.canonicalize().expect("a real path").display())
}
