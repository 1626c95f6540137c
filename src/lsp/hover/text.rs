//! The text of a hover: Markdown with links to places, which only the protocol's side can turn into addresses.

use crate::model::Place;

/// A text in Markdown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Markdown(String),
    Place { words: String, place: Place },
}

/// The longest text of a file that is repeated.
const LONGEST: usize = 80;

impl Text {
    /// Nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Goes on with Markdown.
    pub fn say(&mut self, markdown: impl AsRef<str>) -> &mut Self {
        match self.pieces.last_mut() {
            _ if markdown.as_ref().is_empty() => {}
            Some(Piece::Markdown(text)) => text.push_str(markdown.as_ref()),
            _ => self.pieces.push(Piece::Markdown(markdown.as_ref().to_string())),
        }
        self
    }

    /// Goes on with the name of a place, which links to it.
    pub fn link(&mut self, words: impl Into<String>, place: Place) -> &mut Self {
        self.pieces.push(Piece::Place { words: words.into(), place });
        self
    }

    /// Goes on with another text.
    pub fn add(&mut self, text: &Text) -> &mut Self {
        for piece in &text.pieces {
            match piece {
                Piece::Markdown(markdown) => self.say(markdown),
                Piece::Place { words, place } => self.link(words.clone(), *place),
            };
        }
        self
    }

    /// Starts a paragraph.
    pub fn paragraph(&mut self) -> &mut Self {
        if self.is_empty() { self } else { self.say("\n\n") }
    }

    /// Starts an item of a list.
    pub fn item(&mut self) -> &mut Self {
        self.start_line("- ")
    }

    /// Starts an item of a list inside an item.
    pub fn nested_item(&mut self) -> &mut Self {
        self.start_line("  - ")
    }

    fn start_line(&mut self, lead: &str) -> &mut Self {
        let so_far = self.markdown(|_| None);
        let in_list = so_far.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with("- "));
        match (self.is_empty(), in_list) {
            (true, _) => self.say(lead),
            (false, true) => self.say("\n").say(lead),
            (false, false) => self.say("\n\n").say(lead),
        }
    }

    /// Starts another part, below a line across.
    pub fn part(&mut self) -> &mut Self {
        if self.is_empty() { self } else { self.say("\n\n---\n\n") }
    }

    /// As Markdown; `address` gives the address of a place, where it has one.
    pub fn markdown(&self, address: impl Fn(Place) -> Option<String>) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Markdown(text) => text.clone(),
            Piece::Place { words, place } => match address(*place) {
                Some(address) => format!("[{}]({address})", escaped(words)),
                None => escaped(words),
            },
        });
        pieces.collect()
    }

    /// Without marks, for clients that show text as it stands.
    pub fn plain(&self) -> String {
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Markdown(text) => text.replace("**", ""),
            Piece::Place { words, .. } => words.clone(),
        });
        let whole: String = pieces.collect();
        let lines = whole.lines().map(|line| match line.starts_with('#') {
            true => line.trim_start_matches('#').trim_start(),
            false => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl From<&str> for Text {
    fn from(markdown: &str) -> Self {
        let mut text = Text::new();
        text.say(markdown);
        text
    }
}

impl From<String> for Text {
    fn from(markdown: String) -> Self {
        Text::from(markdown.as_str())
    }
}

/// A text of a file as code in Markdown, on one line and not too long.
pub(super) fn code(text: &str) -> String {
    let mut shown: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    if shown.trim().is_empty() {
        return "\"\"".to_string();
    }
    if !shown.contains('`') {
        return format!("`{shown}`");
    }
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    format!("{fence} {shown} {fence}")
}

/// A text of a file as prose in Markdown.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars().map(|c| if c.is_control() { ' ' } else { c }) {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// `1 task`, `5 tasks`.
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_files_cannot_break_out() {
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a\n# b"), "`a # b`");
        assert_eq!(code(""), "\"\"");
        assert!(code(&"x".repeat(500)).chars().count() < 90);
        assert_eq!(escaped("a_b*[c](d)"), "a\\_b\\*\\[c\\](d)");
    }

    #[test]
    fn links_need_an_address() {
        let mut text = Text::from("**Queue** `ml`");
        text.item().say("at ").link("a_b.yaml:3", Place::default()).item().say("two");
        text.paragraph().say("## End");
        assert_eq!(
            text.markdown(|_| Some("file:///a".into())),
            "**Queue** `ml`\n\n- at [a\\_b.yaml:3](file:///a)\n- two\n\n## End"
        );
        assert_eq!(text.plain(), "Queue `ml`\n\n- at a_b.yaml:3\n- two\n\nEnd");
    }
}
