//! Comments that tell airlint to be silent: `# airlint: ignore[rule, category] reason`, and `ignore-file`. The same in
//! every format that has comments.

use crate::model::{FileId, Place};
use crate::syntax::yaml::{Node, Style, Tree};
use crate::syntax::{Comment, Span};
use jiff::civil::Date;
use memchr::memmem;

/// A comment addressed to airlint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// The comment, from its `#` to the end of the list of names.
    pub place: Place,
    /// What it asks for.
    pub request: Request,
    /// The last day on which it holds, for a comment that says one.
    pub until: Option<Date>,
}

/// What a comment addressed to airlint asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// `ignore`: no finding that starts in these bytes.
    Lines(Span, Names),
    /// `ignore-file`: no finding in the file.
    File(Names),
    /// Nothing that airlint understands; the reason in words for users.
    NotUnderstood(Box<str>),
}

/// Which rules a comment silences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Names {
    /// All of them: no brackets.
    All,
    /// The rules and categories in brackets, each with its place.
    Listed(Vec<(Box<str>, Place)>),
}

const ADDRESS: &str = "airlint:";

/// Whether `text` can hold such comments at all: a byte search that saves collecting comments.
pub fn may_be_in(text: &str) -> bool {
    memmem::find(text.as_bytes(), ADDRESS.as_bytes()).is_some()
}

/// The comments of a YAML file, with those in texts that its block scalars hold.
pub fn yaml_comments(tree: &Tree) -> Vec<Comment> {
    let mut comments = tree.comments().to_vec();
    if may_be_in(tree.text()) {
        tree.documents().for_each(|root| held_comments(root, 0, &mut comments));
    }
    comments
}

/// Texts in texts in texts are read, no deeper ones.
const DEEPEST: usize = 3;

fn held_comments(root: Node<'_>, depth: usize, comments: &mut Vec<Comment>) {
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        open.extend(node.items());
        for entry in node.entries() {
            let held = entry.value;
            if held.style() != Some(Style::Literal) || depth > DEEPEST {
                open.push(held);
            } else if !may_be_in(held.span().of(held.tree().text())) {
                continue;
            } else if entry.key.scalar().is_some_and(|key| key.ends_with(".cfg")) {
                comments.extend(comment_lines(held));
            } else if let Some(inner) = held.embedded().filter(|tree| tree.root().is_some_and(Node::is_mapping)) {
                comments.extend_from_slice(inner.comments());
                inner.documents().for_each(|root| held_comments(root, depth + 1, comments));
            }
        }
    }
}

/// The lines of a configuration file that are comments.
fn comment_lines(node: Node<'_>) -> Vec<Comment> {
    let mut start = node.span().start;
    let mut comments = Vec::new();
    for line in node.span().of(node.tree().text()).split_inclusive('\n') {
        let content = line.trim();
        if content.starts_with('#') {
            let from = start + line.find('#').unwrap_or(0);
            comments.push(Comment { span: Span::new(from, from + content.len()), own_line: true });
        }
        start += line.len();
    }
    comments
}

/// The comments of a file that are addressed to airlint.
pub fn suppressions(file: FileId, text: &str, comments: &[Comment]) -> Vec<Suppression> {
    comments.iter().filter_map(|comment| suppression(file, text, *comment)).collect()
}

fn suppression(file: FileId, text: &str, comment: Comment) -> Option<Suppression> {
    let content = comment.span.of(text);
    let (hash, asked) = content.match_indices(ADDRESS).find_map(|(at, address)| {
        // Another tool's comment may stand before ours: `# noqa  # airlint: ignore[…]`.
        let hash = content[..at].trim_end().strip_suffix('#')?.len();
        Some((hash, at + address.len()))
    })?;
    let start = comment.span.start + hash;
    let place = |end: usize| Place::new(file, Span { start, end: comment.span.start + end });
    let rest = &content[asked..];
    let verb_start = asked + (rest.len() - rest.trim_start().len());
    let verb_length = content[verb_start..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let verb_end = verb_length.map_or(content.len(), |length| verb_start + length);
    let not_understood = |end: usize, why: &str| {
        Some(Suppression { place: place(end), request: Request::NotUnderstood(why.into()), until: None })
    };
    let verb = &content[verb_start..verb_end];
    if !matches!(verb, "ignore" | "ignore-file") {
        let end = content.trim_end().len();
        return not_understood(end, "airlint understands `ignore[rule]` and `ignore-file[rule]` here");
    }
    let listed = content[verb_end..].trim_start().strip_prefix('[');
    let (names, end) = match listed {
        None => (Names::All, verb_end),
        Some(list) => {
            let open = content.len() - list.len();
            let Some(close) = list.find(']') else {
                return not_understood(content.trim_end().len(), "the `[` is not closed");
            };
            let names = names(file, comment.span.start + open, &list[..close]);
            if names.is_empty() {
                return not_understood(open + close + 1, "there is no rule between the brackets");
            }
            (Names::Listed(names), open + close + 1)
        }
    };
    let (until, end) = match expiry(&content[end..]) {
        None => (None, end),
        Some((length, Ok(date))) => (Some(date), end + length),
        Some((length, Err(word))) => {
            return not_understood(end + length, &format!("`{word}` is no date: write `until 2027-01-31`"));
        }
    };
    let request = match verb {
        "ignore-file" => Request::File(names),
        _ => Request::Lines(lines(text, comment), names),
    };
    Some(Suppression { place: place(end), request, until })
}

/// The date of `until 2027-01-31` at the start of what follows the names, with the bytes up to its end. A reason may start
/// with the word, so only what looks like a date counts; what looks like one and is none comes back as written.
fn expiry(rest: &str) -> Option<(usize, Result<Date, &str>)> {
    let word = rest.trim_start().strip_prefix("until")?;
    let word = word.strip_prefix(char::is_whitespace)?.trim_start();
    let start = rest.len() - word.len();
    let length = word.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(word.len());
    let (date, _) = word.split_at(length);
    let is_meant = date.contains('-') && date.starts_with(|c: char| c.is_ascii_digit());
    is_meant.then(|| (start + length, date.parse::<Date>().ok().filter(|_| date.len() == 10).ok_or(date)))
}

fn names(file: FileId, start: usize, list: &str) -> Vec<(Box<str>, Place)> {
    let mut at = start;
    let mut names = Vec::new();
    for part in list.split(',') {
        let name = part.trim();
        if !name.is_empty() {
            let begin = at + (part.len() - part.trim_start().len());
            names.push((name.into(), Place::new(file, Span { start: begin, end: begin + name.len() })));
        }
        at += part.len() + 1;
    }
    names
}

/// The bytes that an `ignore` covers: its own line, and where it has the line to itself, the next line that is no
/// comment.
fn lines(text: &str, comment: Comment) -> Span {
    let before = text.get(..comment.span.start).unwrap_or("");
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let mut end = line_end(text, comment.span.end);
    if comment.own_line {
        while end < text.len() {
            let line = Span { start: end, end: line_end(text, end) };
            end = line.end;
            if !line.of(text).trim_start().starts_with('#') {
                break;
            }
        }
    }
    Span { start, end }
}

/// The start of the line after the one that `offset` is in.
fn line_end(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or("");
    match rest.find(['\n', '\r']) {
        Some(at) if rest[at..].starts_with("\r\n") => offset + at + 2,
        Some(at) => offset + at + 1,
        None => text.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads comments by a rule that is good enough for these texts: from `#` to the end of the line.
    fn read(text: &str) -> Vec<Suppression> {
        let mut start = 0;
        let mut comments = Vec::new();
        for line in text.split_inclusive('\n') {
            if let Some(at) = line.find('#') {
                let span = Span { start: start + at, end: start + line.trim_end().len() };
                comments.push(Comment { span, own_line: line[..at].trim().is_empty() });
            }
            start += line.len();
        }
        suppressions(FileId(0), text, &comments)
    }

    fn listed(request: &Request) -> Vec<&str> {
        match request {
            Request::Lines(_, Names::Listed(names)) | Request::File(Names::Listed(names)) => {
                names.iter().map(|(name, _)| &**name).collect()
            }
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_comment_after_code_covers_its_line() {
        let text = "a: 1\nb: 2 # noqa # airlint: ignore[unknown-queue , pods] because\nc: 3\n";
        let [found] = read(text).try_into().unwrap();
        assert_eq!(listed(&found.request), ["unknown-queue", "pods"]);
        let Request::Lines(span, Names::Listed(names)) = &found.request else { panic!("{found:?}") };
        assert!(span.of(text).starts_with("b: 2") && span.of(text).ends_with("because\n"));
        assert_eq!(names[1].1.span().of(text), "pods");
        assert_eq!(found.place.span().of(text), "# airlint: ignore[unknown-queue , pods]");
    }

    #[test]
    fn a_comment_of_its_own_covers_the_next_line_of_code() {
        let text = "a: 1\r\n  # airlint: ignore[x]\r\n  # a note\r\n  b: 2\r\n  c: 3\r\n";
        let [found] = read(text).try_into().unwrap();
        let Request::Lines(span, _) = &found.request else { panic!("{found:?}") };
        assert!(span.of(text).ends_with("b: 2\r\n") && span.of(text).starts_with("  # airlint"));
        let last = "#airlint:ignore";
        let Request::Lines(span, Names::All) = read(last)[0].request else { panic!() };
        assert_eq!(span.of(last), last);
    }

    #[test]
    fn whole_files() {
        assert_eq!(read("# airlint: ignore-file\n")[0].request, Request::File(Names::All));
        assert_eq!(listed(&read("x = 1  # airlint: ignore-file[pods]\n")[0].request), ["pods"]);
    }

    #[test]
    fn a_date_ends_a_comment() {
        let read = |text: &str| read(text).pop().unwrap();
        let dated = read("# airlint: ignore[x] until 2027-01-31 as agreed");
        assert_eq!(dated.until, Some(jiff::civil::date(2027, 1, 31)));
        assert_eq!(dated.place.span().end, "# airlint: ignore[x] until 2027-01-31".len());
        assert_eq!(
            read("# airlint: ignore-file until 2027-01-31, then gone").until.map(|date| date.year()),
            Some(2027)
        );
        for text in ["until May", "until the release", "untilx 2027-01-31", "until", "until 3 of them are gone"] {
            let found = read(&format!("# airlint: ignore[x] {text}"));
            assert!(found.until.is_none() && matches!(found.request, Request::Lines(..)), "{text}");
        }
        for text in ["until 2027-02-30", "until 31-01-2027", "until 2027-1-1", "until 2027-01-31T00"] {
            let found = read(&format!("# airlint: ignore[x] {text}"));
            assert!(matches!(found.request, Request::NotUnderstood(_)), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_kept_and_prose_is_not() {
        for text in ["# airlint: ignroe[x]", "# airlint: ignore[x", "# airlint: ignore[ , ]", "# airlint: disable"] {
            assert!(matches!(read(text)[0].request, Request::NotUnderstood(_)), "{text}");
        }
        assert!(read("# see airlint: ignore[x] in the manual\n# airlint finds it\n").is_empty());
    }
}
