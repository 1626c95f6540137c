//! Messages to and from a server: one in this process behind a pipe, or the binary.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;

/// The client's end of the line.
pub struct Wire {
    /// `None` once the client has hung up.
    out: Option<Out>,
    messages: Receiver<Value>,
    exit: Receiver<i32>,
    /// The id of a server that is a process.
    pub process: Option<u32>,
}

enum Out {
    Pipe(tokio::sync::mpsc::UnboundedSender<Vec<u8>>),
    Process(Sender<Vec<u8>>),
}

impl Wire {
    /// A server in this process.
    pub fn pipe() -> Self {
        let (out, mut outgoing) = tokio::sync::mpsc::unbounded_channel::<Vec<u8>>();
        let (incoming, messages) = channel();
        let (exited, exit) = channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
            runtime.block_on(async {
                let (near, far) = tokio::io::duplex(1 << 16);
                let (near_read, mut near_write) = tokio::io::split(near);
                let (far_read, far_write) = tokio::io::split(far);
                tokio::spawn(async move {
                    while let Some(bytes) = outgoing.recv().await {
                        if near_write.write_all(&bytes).await.is_err() {
                            break;
                        }
                    }
                    let _ = near_write.shutdown().await;
                });
                let reading = tokio::spawn(read_all(near_read, incoming));
                let exit = airlint::lsp::serve(far_read, far_write).await;
                let _ = reading.await;
                let _ = exited.send(i32::from(exit.code()));
            });
            runtime.shutdown_background();
        });
        Self { out: Some(Out::Pipe(out)), messages, exit, process: None }
    }

    /// A server that is a process.
    pub fn process(command: &mut Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let process = child.id();
        let (out, outgoing) = channel::<Vec<u8>>();
        let mut stdin = child.stdin.take().expect("standard input");
        std::thread::spawn(move || {
            for bytes in outgoing {
                if stdin.write_all(&bytes).and_then(|()| stdin.flush()).is_err() {
                    break;
                }
            }
        });
        let (incoming, messages) = channel();
        let mut stdout = BufReader::new(child.stdout.take().expect("standard output"));
        std::thread::spawn(move || {
            while let Some(message) = read(&mut stdout) {
                if incoming.send(message).is_err() {
                    break;
                }
            }
        });
        let (exited, exit) = channel();
        std::thread::spawn(move || {
            let wait = |child: &mut Child| child.wait().ok().and_then(|status| status.code()).unwrap_or(-1);
            let _ = exited.send(wait(&mut child));
        });
        Self { out: Some(Out::Process(out)), messages, exit, process: Some(process) }
    }

    /// Sends a message; one to a server that is gone is lost.
    pub fn send(&self, message: &Value) {
        let body = message.to_string();
        self.send_bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes());
    }

    /// Sends bytes as they are.
    pub fn send_bytes(&self, bytes: Vec<u8>) {
        match &self.out {
            Some(Out::Pipe(out)) => _ = out.send(bytes),
            Some(Out::Process(out)) => _ = out.send(bytes),
            None => panic!("the client has hung up"),
        }
    }

    /// Closes the line to the server.
    pub fn hang_up(&mut self) {
        self.out = None;
    }

    /// The next message; `None` where there is none until the deadline, or ever.
    pub fn receive(&self, deadline: Instant) -> Option<Value> {
        self.messages.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok()
    }

    /// The exit code; `None` where the server still runs after that time.
    pub fn exit(&self, patience: Duration) -> Option<i32> {
        match self.exit.recv_timeout(patience) {
            Ok(code) => Some(code),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => panic!("the server's thread panicked"),
        }
    }
}

async fn read_all(read: tokio::io::ReadHalf<tokio::io::DuplexStream>, messages: Sender<Value>) {
    use tokio::io::{AsyncBufReadExt, AsyncReadExt};
    let mut read = tokio::io::BufReader::new(read);
    loop {
        let mut length = None;
        loop {
            let mut line = String::new();
            match read.read_line(&mut line).await {
                Ok(1..) if line == "\r\n" => break,
                Ok(1..) => length = length.or(content_length(&line)),
                _ => return,
            }
        }
        let mut body = vec![0; length.expect("a Content-Length")];
        if read.read_exact(&mut body).await.is_err() || messages.send(parse(&body)).is_err() {
            return;
        }
    }
}

fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        match from.read_line(&mut line) {
            Ok(1..) if line == "\r\n" => break,
            Ok(1..) => length = length.or(content_length(&line)),
            _ => return None,
        }
    }
    let mut body = vec![0; length.expect("a Content-Length")];
    from.read_exact(&mut body).ok()?;
    Some(parse(&body))
}

fn content_length(line: &str) -> Option<usize> {
    line.strip_prefix("Content-Length:").map(|length| length.trim().parse().expect("a number"))
}

fn parse(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(body)))
}
