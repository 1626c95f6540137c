//! The server over a pipe, where a request can be made to panic.

use super::server::Server;
use super::{Exit, serve};
use crate::lsp::session::Need;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tower_lsp::jsonrpc::Result;

/// A request that only tests have, and that always panics.
pub(super) const PANIC: &str = "airlint/panic";

impl Server {
    pub(super) async fn panic(&self) -> Result<()> {
        self.at_moment(Need::Facts, |_, _| panic!("on purpose")).await
    }
}

async fn say(to: &mut DuplexStream, mut message: Value) {
    message["jsonrpc"] = json!("2.0");
    let body = message.to_string();
    to.write_all(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await.expect("it listens");
}

/// The next answer; what else comes is passed over.
async fn answer(from: &mut DuplexStream) -> Value {
    loop {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(from.read_u8().await.expect("it speaks"));
        }
        let head = String::from_utf8(head).expect("UTF-8");
        let length = head.trim().rsplit(' ').next().and_then(|it| it.parse().ok()).expect("a length");
        let mut body = vec![0; length];
        from.read_exact(&mut body).await.expect("it speaks");
        let message: Value = serde_json::from_slice(&body).expect("JSON");
        if message.get("method").is_none() {
            return message;
        }
    }
}

#[test]
fn a_panic_fails_its_request_and_nothing_else() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(async {
        let (mut near, far) = tokio::io::duplex(1 << 16);
        let (read, write) = tokio::io::split(far);
        let talk = async {
            say(&mut near, json!({"id": 1, "method": "initialize", "params": {"capabilities": {}}})).await;
            answer(&mut near).await;
            say(&mut near, json!({"method": "initialized", "params": {}})).await;
            for id in [2, 3] {
                say(&mut near, json!({"id": id, "method": PANIC})).await;
                let failed = answer(&mut near).await;
                assert_eq!((&failed["id"], &failed["error"]["code"]), (&json!(id), &json!(-32603)), "{failed}");
                assert!(failed["error"]["message"].as_str().expect("words").contains("on purpose"), "{failed}");
            }
            let document = json!({"uri": "file:///a.yaml", "languageId": "yaml", "version": 1, "text": "a: 1"});
            say(&mut near, json!({"method": "textDocument/didOpen", "params": {"textDocument": document}})).await;
            let symbols = json!({"textDocument": {"uri": "file:///a.yaml"}});
            say(&mut near, json!({"id": 4, "method": "textDocument/documentSymbol", "params": symbols})).await;
            let answered = answer(&mut near).await;
            assert!(answered["id"] == 4 && answered.get("result").is_some(), "{answered}");
            say(&mut near, json!({"id": 5, "method": "shutdown"})).await;
            answer(&mut near).await;
            say(&mut near, json!({"method": "exit"})).await;
        };
        let (exit, ()) = tokio::join!(serve(read, write), talk);
        assert_eq!(exit, Exit::Orderly);
    });
}
