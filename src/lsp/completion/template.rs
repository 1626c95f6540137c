//! New text with holes that the user fills in.

/// New text: words, and holes with what stands in them at first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Hole(String),
}

impl Template {
    /// Text without holes.
    pub fn of(text: impl Into<String>) -> Self {
        Self::default().text(text)
    }

    /// Appends text.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.pieces.push(Piece::Text(text.into()));
        self
    }

    /// Appends a hole that holds `at_first`.
    #[must_use]
    pub fn hole(mut self, at_first: impl Into<String>) -> Self {
        self.pieces.push(Piece::Hole(at_first.into()));
        self
    }

    /// Appends another template.
    #[must_use]
    pub fn then(mut self, other: Template) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// Whether there are holes.
    pub fn has_holes(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Hole(_)))
    }

    /// The text as it stands at first.
    pub fn plain(&self) -> String {
        self.pieces.iter().map(|(Piece::Text(text) | Piece::Hole(text))| text.as_str()).collect()
    }

    /// The text in the snippet syntax of editors, with numbered stops.
    pub fn snippet(&self) -> String {
        let mut snippet = String::new();
        let mut stop = 0;
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => snippet.push_str(&escaped(text)),
                Piece::Hole(at_first) => {
                    stop += 1;
                    snippet.push_str(&match at_first.as_str() {
                        "" => format!("${stop}"),
                        some => format!("${{{stop}:{}}}", escaped(some)),
                    });
                }
            }
        }
        snippet
    }

    /// The same with every line break followed by `indent` less: for editors that indent new lines themselves.
    pub(crate) fn unindented(&self, indent: &str) -> Self {
        let take = |text: &str| text.replace(&format!("\n{indent}"), "\n");
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => Piece::Text(take(text)),
            Piece::Hole(text) => Piece::Hole(take(text)),
        });
        Self { pieces: pieces.collect() }
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '$' | '}' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_numbered_and_text_is_escaped() {
        let template = Template::of("name: ").hole("ml").text("\n  cost: {$5}\n").hole("");
        assert_eq!(template.plain(), "name: ml\n  cost: {$5}\n");
        assert_eq!(template.snippet(), "name: ${1:ml}\n  cost: {\\$5\\}\n$2");
        assert_eq!(template.unindented("  ").plain(), "name: ml\ncost: {$5}\n");
        assert!(!Template::of("x").has_holes());
    }
}
