//! Messages as they come in, in frames: a head with their length, and the message.

use serde_json::{Value, json};
use std::borrow::Cow;

/// The method of the notification that stands for a message that could not be read.
pub(super) const UNREADABLE: &str = "airlint/unreadable";

/// What stands between a head and its message.
const BREAK: &[u8] = b"\r\n\r\n";

/// Half of a character outside the first 65,536 on its own, as JSON writes it: what an editor sends where an edit cuts one
/// in two. It counts as one column, and so does what stands for it.
const STAND_IN: &str = "\\ufffd";

/// Messages that have no parameters. Some editors send an empty object or list along, which the framework refuses.
const BARE: [&str; 2] = ["shutdown", "exit"];

/// Bytes that came in, and the frames that are whole: those that can be read as they are, mended where that is possible,
/// and a notification for each other one.
#[derive(Debug, Default)]
pub(super) struct Frames {
    incoming: Vec<u8>,
    /// The length of the message that comes, once its head is known.
    length: Option<usize>,
    ready: Vec<u8>,
    taken: usize,
}

impl Frames {
    /// Adds bytes that came in.
    pub(super) fn add(&mut self, bytes: &[u8]) {
        self.incoming.extend_from_slice(bytes);
        let mut done = 0;
        while let Some(used) = self.step(done) {
            done += used;
        }
        self.incoming.drain(..done);
    }

    /// At most that many bytes of frames that are whole.
    pub(super) fn take(&mut self, most: usize) -> Vec<u8> {
        let end = self.ready.len().min(self.taken.saturating_add(most));
        let bytes = self.ready.get(self.taken..end).unwrap_or_default().to_vec();
        self.taken = end;
        if end == self.ready.len() {
            self.ready.clear();
            self.taken = 0;
        }
        bytes
    }

    /// Reads one head or one message that starts at `from`; gives its length, or `None` where it is not whole.
    fn step(&mut self, from: usize) -> Option<usize> {
        let bytes = self.incoming.get(from..)?;
        if let Some(length) = self.length {
            let body = bytes.get(..length)?;
            let message = readable(body);
            self.ready.extend_from_slice(format!("Content-Length: {}", message.len()).as_bytes());
            self.ready.extend_from_slice(BREAK);
            self.ready.extend_from_slice(message.as_bytes());
            self.length = None;
            return Some(length);
        }
        let end = memchr::memmem::find(bytes, BREAK)?;
        // What has no length cannot be a message: the next head may.
        self.length = bytes.get(..end).and_then(length);
        Some(end + BREAK.len())
    }
}

/// The length that a head tells.
fn length(head: &[u8]) -> Option<usize> {
    let head = String::from_utf8_lossy(head);
    let fields = head.split("\r\n").filter_map(|line| line.split_once(':'));
    let mut lengths = fields.filter(|(name, _)| name.trim().eq_ignore_ascii_case("content-length"));
    lengths.next().and_then(|(_, length)| length.trim().parse().ok())
}

/// A message that can be read: the one that is there, or one that says that it cannot.
fn readable(body: &[u8]) -> Cow<'_, str> {
    let text = match String::from_utf8_lossy(body) {
        Cow::Borrowed(text) => whole_characters(text),
        Cow::Owned(text) => Cow::Owned(whole_characters(&text).into_owned()),
    };
    let reason = match serde_json::from_str::<Value>(&text) {
        Ok(message) if is_message(&message) => return bare(message).map_or(text, Cow::Owned),
        Ok(_) => "it is neither a request, nor a notification, nor an answer".to_owned(),
        Err(error) => error.to_string(),
    };
    Cow::Owned(json!({ "jsonrpc": "2.0", "method": UNREADABLE, "params": { "reason": reason } }).to_string())
}

/// A message that has no parameters, without those that came along; `None` where none did.
fn bare(mut message: Value) -> Option<String> {
    let is_bare = message.get("method").and_then(Value::as_str).is_some_and(|method| BARE.contains(&method));
    let fields = message.as_object_mut().filter(|_| is_bare)?;
    fields.shift_remove("params")?;
    Some(message.to_string())
}

/// Whether JSON-RPC has such messages.
fn is_message(message: &Value) -> bool {
    let is_id = |id: &Value| id.is_i64() || id.is_string() || id.is_null();
    let is_version = message.get("jsonrpc").and_then(Value::as_str) == Some("2.0");
    let has_id = message.get("id").is_some_and(is_id);
    let is_request = message.get("method").is_some_and(Value::is_string) && (has_id || message.get("id").is_none());
    let is_error = |error: &Value| {
        error.get("code").is_some_and(Value::is_i64) && error.get("message").is_some_and(Value::is_string)
    };
    let is_answer = has_id && (message.get("result").is_some() || message.get("error").is_some_and(is_error));
    is_version && (is_request || is_answer)
}

/// `text` with every half of a character on its own replaced.
fn whole_characters(text: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let (mut copied, mut at) = (0, 0);
    let bytes = text.as_bytes();
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        at += found;
        let Some(first) = unit(bytes, at) else {
            // An escape of another kind: what it escapes starts none.
            at += 2;
            continue;
        };
        at += 6;
        let is_leading = (0xd800..0xdc00).contains(&first);
        let is_trailing = |unit: u32| (0xdc00..0xe000).contains(&unit);
        if is_leading && unit(bytes, at).is_some_and(is_trailing) {
            at += 6;
        } else if is_leading || is_trailing(first) {
            mended.push_str(text.get(copied..at - 6).unwrap_or_default());
            mended.push_str(STAND_IN);
            copied = at;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    mended.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(mended)
}

/// The number that `\u….` at `at` stands for.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..)?.strip_prefix(b"\\u")?.get(..4)?;
    digits.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    /// What is ready after bytes that come in pieces of that size.
    fn ready(bytes: &[u8], size: usize) -> String {
        let mut frames = Frames::default();
        let mut all = Vec::new();
        for piece in bytes.chunks(size) {
            frames.add(piece);
            all.extend(frames.take(7));
        }
        loop {
            let more = frames.take(1000);
            if more.is_empty() {
                return String::from_utf8(all).expect("UTF-8");
            }
            all.extend(more);
        }
    }

    #[test]
    fn frames_come_in_any_pieces() {
        let first = frame(r#"{"jsonrpc":"2.0","method":"exit"}"#);
        let second = frame("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"é🚀\"}");
        let other_head =
            second.replacen("Content-Length", "Content-Type: application/vscode-jsonrpc\r\ncontent-length", 1);
        for size in [1, 2, 5, 1000] {
            assert_eq!(ready(format!("{first}{other_head}").as_bytes(), size), format!("{first}{second}"));
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_next_is_read() {
        let last = frame(r#"{"jsonrpc":"2.0","method":"exit"}"#);
        for wrong in
            ["{a}", "[]", "{}", "7", r#"{"jsonrpc":"2.0","id":{}}"#, r#"{"jsonrpc":"2.0","id":1,"result":1e999}"#]
        {
            let ready = ready(format!("{}{last}", frame(wrong)).as_bytes(), 9);
            assert!(ready.contains(UNREADABLE) && ready.ends_with(&last), "{wrong}: {ready}");
        }
        assert_eq!(ready(format!("no: head\r\n\r\n{last}").as_bytes(), 9), last);
        let mut bytes = frame(r#"{"jsonrpc":"2.0","method":"!"}"#).into_bytes();
        let at = bytes.iter().position(|it| *it == b'!').expect("it is there");
        bytes[at] = 0xff;
        assert!(ready(&bytes, 9).contains("\"\u{fffd}\""));
    }

    #[test]
    fn the_end_has_no_parameters() {
        for (sent, read) in [
            (
                r#"{"jsonrpc":"2.0","id":1,"method":"shutdown","params":{}}"#,
                r#"{"jsonrpc":"2.0","id":1,"method":"shutdown"}"#,
            ),
            (r#"{"jsonrpc":"2.0","method":"exit","params":[]}"#, r#"{"jsonrpc":"2.0","method":"exit"}"#),
            (
                r#"{"jsonrpc":"2.0","id":1,"method":"other","params":{}}"#,
                r#"{"jsonrpc":"2.0","id":1,"method":"other","params":{}}"#,
            ),
        ] {
            assert_eq!(ready(frame(sent).as_bytes(), 9), frame(read));
        }
    }

    #[test]
    fn halves_of_characters_are_replaced() {
        for (text, whole) in [
            ("plain", "plain"),
            (r"\ud83d\ude80", r"\ud83d\ude80"),
            (r"\ud83d", r"\ufffd"),
            (r"\ude80x\uD83D\n", r"\ufffdx\ufffd\n"),
            (r"\ud83d\ud83d\ude80", r"\ufffd\ud83d\ude80"),
            (r"\\ud83d", r"\\ud83d"),
            (r"\\\ud83d", r"\\\ufffd"),
            (r"é\ud83dé", r"é\ufffdé"),
            (r"\u00e9\ud8", r"\u00e9\ud8"),
            ("\\", "\\"),
            ("\\é\\ud83d", "\\é\\ufffd"),
        ] {
            assert_eq!(whole_characters(text), whole);
        }
    }
}
