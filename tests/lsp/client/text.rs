//! A text as an editor holds it: lines end at LF, CRLF and CR, columns count what was agreed on.

use serde_json::{Value, json};
use std::ops::Range;

/// What columns count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Utf32,
}

impl Encoding {
    pub const ALL: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    /// The protocol's name.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16 => "utf-16",
            Encoding::Utf32 => "utf-32",
        }
    }

    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|it| it.name() == name).unwrap_or_else(|| panic!("{name} is no encoding"))
    }

    fn width(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// The starts of the lines.
fn starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = |at: &usize| bytes[*at] == b'\n' || (bytes[*at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    [0].into_iter().chain((0..bytes.len()).filter(ends).map(|at| at + 1)).collect()
}

/// The position of a byte offset.
pub fn position(text: &str, offset: usize, encoding: Encoding) -> Value {
    let starts = starts(text);
    let line = starts.partition_point(|start| *start <= offset) - 1;
    let columns: usize = text[starts[line]..offset].chars().map(|c| encoding.width(c)).sum();
    json!({"line": line, "character": columns})
}

/// The range of bytes.
pub fn range(text: &str, bytes: Range<usize>, encoding: Encoding) -> Value {
    json!({"start": position(text, bytes.start, encoding), "end": position(text, bytes.end, encoding)})
}

/// The byte offset of a position, which has to be one: the protocol would let it lie behind the line's end, but no server
/// has a reason to say so.
pub fn offset(text: &str, position: &Value, encoding: Encoding) -> usize {
    let number = |key: &str| position[key].as_u64().unwrap_or_else(|| panic!("{position} is no position")) as usize;
    let (line, columns) = (number("line"), number("character"));
    let starts = starts(text);
    assert!(line < starts.len(), "line {line} is behind the end of the text, which has {}", starts.len());
    let end = starts.get(line + 1).copied().unwrap_or(text.len());
    let body = text[starts[line]..end].trim_end_matches(['\r', '\n']);
    let (mut at, mut passed) = (0, 0);
    for c in body.chars() {
        if passed >= columns {
            break;
        }
        (at, passed) = (at + c.len_utf8(), passed + encoding.width(c));
    }
    assert_eq!(passed, columns, "column {columns} of line {line} is behind its end or inside a character: {body:?}");
    starts[line] + at
}

/// The bytes of a range.
pub fn bytes(text: &str, range: &Value, encoding: Encoding) -> Range<usize> {
    let (start, end) = (offset(text, &range["start"], encoding), offset(text, &range["end"], encoding));
    assert!(start <= end, "{range} ends before it starts");
    start..end
}

/// The text after edits that are all of the same moment.
pub fn edited(text: &str, edits: &[Value], encoding: Encoding) -> String {
    let new_text = |edit: &Value| edit["newText"].as_str().expect("a new text").to_owned();
    let mut edits: Vec<_> = edits.iter().map(|it| (bytes(text, &it["range"], encoding), new_text(it))).collect();
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut result = String::new();
    let mut at = 0;
    for (range, new) in &edits {
        assert!(at <= range.start, "edits overlap at byte {}", range.start);
        result.push_str(&text[at..range.start]);
        result.push_str(new);
        at = range.end;
    }
    result + &text[at..]
}

/// The `file:` URI of an absolute path.
pub fn uri(path: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    format!("file://{}", path.bytes().map(encode).collect::<String>())
}

/// The absolute path of a `file:` URI.
pub fn path(uri: &str) -> String {
    let rest = uri.strip_prefix("file://").unwrap_or_else(|| panic!("{uri} is no file"));
    let mut bytes = vec![];
    let mut parts = rest.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).expect("two digits"));
        bytes.extend(part[2..].bytes());
    }
    String::from_utf8(bytes).expect("a UTF-8 path")
}

#[test]
fn positions_go_there_and_back() {
    let text = "a\r\né🚀x\rb\n\u{2028}e\u{301}";
    let at = |line: usize, character: usize| json!({"line": line, "character": character});
    let x = text.find('x').unwrap();
    assert_eq!(Encoding::ALL.map(|it| position(text, x, it)), [at(1, 6), at(1, 3), at(1, 2)]);
    for encoding in Encoding::ALL {
        let inside_break = |at: usize| text[..at].ends_with('\r') && text[at..].starts_with('\n');
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at) && !inside_break(*at)) {
            assert_eq!(offset(text, &position(text, at, encoding), encoding), at);
        }
    }
    assert_eq!(path(&uri("/a b/é%.py")), "/a b/é%.py");
}
