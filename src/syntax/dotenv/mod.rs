//! `.env` files, with the bytes of every name and value.
//!
//! Docker Compose (and so `astro dev`) reads them with compose-go, the Astro CLI with godotenv, Python with python-dotenv:
//! three grammars that agree on what people mostly write. Where they do not, or where a value takes in variables from
//! elsewhere, it is not told what the value is: [`Value::text`].

mod parse;

pub use parse::parse;

use super::{Comment, Span, SyntaxError};

/// A text of variables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dotenv {
    /// The variables in order; of a name that comes again the last counts.
    pub entries: Vec<Entry>,
    /// Comments, on lines of their own and behind values.
    pub comments: Vec<Comment>,
    /// Lines that readers refuse.
    pub errors: Vec<SyntaxError>,
}

/// `export NAME="value"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The whole of it, without a comment behind it.
    pub span: Span,
    /// The word `export`, where it is there.
    pub export: Option<Span>,
    /// The name.
    pub key: Span,
    /// The value; `None` for a name alone, which passes on the variable of the shell.
    pub value: Option<Value>,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Its bytes, quotes included; an empty range behind the `=` where there is none.
    pub span: Span,
    /// How it is quoted.
    pub quotes: Quotes,
    /// What it says, or why that depends on who reads it.
    pub text: Result<Box<str>, Differs>,
}

impl Value {
    /// The bytes between the quotes.
    pub fn inner(&self) -> Span {
        match self.quotes {
            Quotes::None => self.span,
            _ => Span { start: self.span.start + 1, end: self.span.end.saturating_sub(1).max(self.span.start + 1) },
        }
    }
}

/// How a value is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quotes {
    /// Not at all.
    None,
    /// `'value'`
    Single,
    /// `"value"`
    Double,
}

/// Why a value is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Differs {
    /// It takes in a variable: `${HOST}`.
    Variable,
    /// It has a backslash or a break that some readers take for something else.
    Escape,
    /// It has a `#` that only some readers take for a comment.
    Comment,
    /// Its quote is not closed, or something follows the closing one.
    Quote,
    /// Not every reader takes `:` for `=`.
    Colon,
}

impl Differs {
    /// The words for users.
    pub fn words(self) -> &'static str {
        match self {
            Differs::Variable => "a variable from elsewhere",
            Differs::Escape => "an escape that not every reader of such files knows",
            Differs::Comment => "a `#` that only some readers of such files take for a comment",
            Differs::Quote => "quotes that do not enclose the value",
            Differs::Colon => "a `:` that only some readers of such files take for `=`",
        }
    }
}

impl Dotenv {
    /// The variable of that name: the last, which counts.
    pub fn entry(&self, text: &str, name: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.key.of(text) == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<(String, Result<String, Differs>)> {
        let dotenv = parse(text);
        let value = |entry: &Entry| match &entry.value {
            None => Ok("(shell)".to_owned()),
            Some(value) => value.text.clone().map(String::from),
        };
        dotenv.entries.iter().map(|entry| (entry.key.of(text).to_owned(), value(entry))).collect()
    }

    #[test]
    fn variables_in_every_form() {
        let text = "# about\nexport A=1\nB = two words # why\nC='x # y'\nD=\"x\ny\" # z\nE=\nF\nG=a#b\nH=redis://:p@h:6379/0\n";
        let expected = [
            ("A", "1"),
            ("B", "two words"),
            ("C", "x # y"),
            ("D", "x\ny"),
            ("E", ""),
            ("F", "(shell)"),
            ("G", "a#b"),
            ("H", "redis://:p@h:6379/0"),
        ];
        assert_eq!(said(text), expected.map(|(key, value)| (key.to_owned(), Ok(value.to_owned()))));
        let dotenv = parse(text);
        let comments: Vec<&str> = dotenv.comments.iter().map(|comment| comment.span.of(text)).collect();
        assert_eq!(comments, ["# about", "# why", "# z"]);
        let spans: Vec<&str> = dotenv.entries.iter().map(|entry| entry.span.of(text)).collect();
        assert_eq!(spans[..4], ["export A=1", "B = two words", "C='x # y'", "D=\"x\ny\""]);
        assert_eq!(dotenv.entries[2].value.as_ref().map(|value| value.inner().of(text)), Some("x # y"));
        assert!(dotenv.errors.is_empty());
    }

    #[test]
    fn what_readers_differ_on_is_not_known() {
        for (text, why) in [
            ("A=${B}", Differs::Variable),
            ("A=\"$B\"", Differs::Variable),
            ("A=\"x\\ty\"", Differs::Escape),
            ("A='it\\'s'", Differs::Escape),
            ("A=x\t# y", Differs::Comment),
            ("A= # y", Differs::Comment),
            ("A=\"x\" y", Differs::Quote),
            ("A=\"x", Differs::Quote),
            ("A: 1", Differs::Colon),
        ] {
            assert_eq!(said(text), [("A".to_owned(), Err(why))], "{text}");
        }
    }

    #[test]
    fn broken_lines_leave_the_others() {
        let text = "A=1\nnot a variable\nB=\"open\nC=3\r\n=4\nA B=5\n\u{feff}\n";
        let names: Vec<String> = said(text).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["A", "B", "C"]);
        let errors: Vec<_> = parse(text).errors.iter().map(|error| error.span.of(text).to_owned()).collect();
        assert_eq!(errors, ["not a variable", "\"open", "=4", "A B=5", "\u{feff}"]);
        assert_eq!(said("\u{feff}A=1\n"), [("A".to_owned(), Ok("1".to_owned()))]);
    }
}
