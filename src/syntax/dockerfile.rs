//! Dockerfiles as the few instructions that matter here: `FROM`, `ARG` and `ENV`, with exact spans.
//!
//! Built on parse-dockerfile, which gives up at the first line it does not know; that line is blanked out and the rest
//! read all the same.

use super::{Comment, Span, SyntaxError};
use parse_dockerfile::Instruction as Parsed;

/// What a Dockerfile says, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dockerfile {
    /// The instructions that matter.
    pub instructions: Vec<Instruction>,
    /// Comment lines; text inside here-documents is none.
    pub comments: Vec<Comment>,
    /// Lines that could not be read.
    pub errors: Vec<SyntaxError>,
}

/// An instruction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Instruction {
    /// `FROM image AS stage`.
    From {
        /// The image, variables not substituted.
        image: Word,
        /// The name of the stage.
        stage: Option<Box<str>>,
    },
    /// One name of an `ARG` instruction, with its default.
    Arg(Assignment),
    /// One variable of an `ENV` instruction.
    Env(Assignment),
}

/// `NAME=value`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The whole of it.
    pub span: Span,
    /// The instruction that it stands in, from its keyword on.
    pub instruction: Span,
    /// The name.
    pub name: Word,
    /// The value; `None` for an `ARG` without a default.
    pub value: Option<Word>,
}

/// A word with quotes and escapes taken away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands, quotes included.
    pub span: Span,
    /// What it says.
    pub text: Box<str>,
}

/// The most lines that are blanked out before the rest of a file is given up.
const MOST_FAULTS: usize = 64;

/// Reads `text`. Never fails: what cannot be read is an error in the result.
pub fn parse(text: &str) -> Dockerfile {
    let mut readable = text.to_owned();
    let mut errors = Vec::new();
    loop {
        let (mut dockerfile, fault) = once(&readable, text);
        let line = fault.and_then(|line| line_span(text, line));
        let fresh = line.filter(|span| !span.of(&readable).trim().is_empty());
        let Some(span) = fresh.filter(|_| errors.len() < MOST_FAULTS) else {
            dockerfile.errors = errors;
            return dockerfile;
        };
        errors.push(SyntaxError { span, message: "this is no Dockerfile instruction".to_owned() });
        readable.replace_range(span.start..span.end, &" ".repeat(span.len()));
    }
}

/// One pass over `readable`, which is `text` with faulty lines blanked out; also the line (from 1) where it gave up.
fn once(readable: &str, text: &str) -> (Dockerfile, Option<usize>) {
    let mut dockerfile = Dockerfile::default();
    let skipped = readable.len() - readable.trim_start_matches('\u{feff}').len();
    let body = &readable[skipped..];
    let mut here_documents: Vec<Span> = Vec::new();
    let at = |span: &std::ops::Range<usize>| Span { start: span.start + skipped, end: span.end + skipped };
    let instructions = match parse_dockerfile::parse_iter(body) {
        Ok(instructions) => instructions,
        Err(error) => return (dockerfile, Some(error.line())),
    };
    let mut fault = None;
    for instruction in instructions {
        match instruction {
            Ok(Parsed::From(from)) => {
                let image = Word { span: at(&from.image.span), text: from.image.value.as_ref().into() };
                let stage = from.as_.map(|(_, name)| name.value.as_ref().into());
                dockerfile.instructions.push(Instruction::From { image, stage });
            }
            Ok(Parsed::Arg(arg)) => {
                let (keyword, arguments) = (at(&arg.arg.span), at(&arg.arguments.span));
                let found = assignments(readable, keyword, arguments, Separator::Equals);
                dockerfile.instructions.extend(found.into_iter().map(Instruction::Arg));
            }
            Ok(Parsed::Env(env)) => {
                let (keyword, arguments) = (at(&env.env.span), at(&env.arguments.span));
                let found = assignments(readable, keyword, arguments, Separator::EqualsOrBlank);
                dockerfile.instructions.extend(found.into_iter().map(Instruction::Env));
            }
            Ok(Parsed::Run(run)) => here_documents.extend(run.here_docs.iter().map(|document| at(&document.span))),
            Ok(_) => {}
            Err(error) => fault = Some(error.line()),
        }
    }
    dockerfile.comments = comments(text, &here_documents);
    (dockerfile, fault)
}

/// The line numbered `line` from 1, without its line break.
fn line_span(text: &str, line: usize) -> Option<Span> {
    let start = match line.checked_sub(2) {
        None => 0,
        Some(breaks) => memchr::memchr_iter(b'\n', text.as_bytes()).nth(breaks)? + 1,
    };
    let rest = text.get(start..)?;
    Some(Span { start, end: start + rest.find(['\n', '\r']).unwrap_or(rest.len()) })
}

fn comments(text: &str, here_documents: &[Span]) -> Vec<Comment> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let said = content.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let span = Span { start: start + content.len() - said.len(), end: start + content.len() };
        let inside = here_documents.iter().any(|document| document.contains(span));
        if said.starts_with('#') && !inside {
            found.push(Comment { span, own_line: true });
        }
        start += line.len();
    }
    found
}

/// How a name is parted from its value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    /// `A=1`
    Equals,
    /// Also the old form `ENV A the rest of the line`.
    EqualsOrBlank,
}

/// The `NAME=value` words of an argument list.
fn assignments(text: &str, keyword: Span, span: Span, separator: Separator) -> Vec<Assignment> {
    let words = words(text, span);
    let instruction = keyword.cover(span);
    if let (Separator::EqualsOrBlank, [first, second, ..]) = (separator, words.as_slice())
        && !first.span.of(text).contains('=')
    {
        let value = Span { start: second.span.start, end: span.end };
        let value = Word { span: value, text: value.of(text).trim_end().into() };
        return vec![Assignment { span, instruction, name: first.clone(), value: Some(value) }];
    }
    words.iter().map(|word| assignment(text, instruction, word)).collect()
}

fn assignment(text: &str, instruction: Span, word: &Word) -> Assignment {
    let raw = word.span.of(text);
    let Some(equals) = raw.find('=') else {
        return Assignment { span: word.span, instruction, name: word.clone(), value: None };
    };
    let name = Span { start: word.span.start, end: word.span.start + equals };
    let value = Span { start: name.end + 1, end: word.span.end };
    let said = word.text.split_once('=').map_or("", |(_, value)| value);
    Assignment {
        span: word.span,
        instruction,
        name: Word { span: name, text: name.of(text).into() },
        value: Some(Word { span: value, text: said.into() }),
    }
}

/// Splits at blanks outside quotes; a line break after `\` and comment lines count as blanks.
fn words(text: &str, span: Span) -> Vec<Word> {
    let mut found = Vec::new();
    let mut word: Option<(usize, String)> = None;
    let mut quote = None;
    let mut characters = span.of(text).char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        let at = span.start + offset;
        let said = |word: &mut Option<(usize, String)>, c: char| word.get_or_insert((at, String::new())).1.push(c);
        match (c, quote) {
            ('\\', None | Some('"')) => match characters.next() {
                Some((_, '\r')) => _ = characters.next_if(|&(_, c)| c == '\n'),
                Some((_, '\n')) | None => {}
                Some((_, escaped)) => said(&mut word, escaped),
            },
            (c, Some(open)) if c == open => quote = None,
            ('"' | '\'', None) => {
                word.get_or_insert((at, String::new()));
                quote = Some(c);
            }
            ('#', None) if word.is_none() && starts_line(text, at) => {
                while characters.next_if(|&(_, c)| c != '\n').is_some() {}
            }
            (c, None) if c.is_whitespace() => {
                if let Some((start, said)) = word.take() {
                    found.push(Word { span: Span { start, end: at }, text: said.into() });
                }
            }
            (c, _) => said(&mut word, c),
        }
    }
    if let Some((start, said)) = word {
        found.push(Word { span: Span { start, end: span.end }, text: said.into() });
    }
    found
}

fn starts_line(text: &str, at: usize) -> bool {
    let before = &text[..at];
    before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(text: &str) -> Vec<(String, String)> {
        let variables = parse(text).instructions.into_iter().filter_map(|instruction| match instruction {
            Instruction::Env(it) => {
                assert!(it.name.span.of(text).eq(&*it.name.text), "{it:?}");
                Some((it.name.text.to_string(), it.value.map(|value| value.text.to_string()).unwrap_or_default()))
            }
            _ => None,
        });
        variables.collect()
    }

    #[test]
    fn reads_variables_in_every_form() {
        let text =
            "FROM a\nENV A=1 B=\"two words\" \\\n  # why\n  C='x=y'\nENV OLD the rest of it\nENV D=a\\ b\r\nRUN x\r\n";
        let expected = [("A", "1"), ("B", "two words"), ("C", "x=y"), ("OLD", "the rest of it"), ("D", "a b")];
        assert_eq!(variables(text), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn reads_on_after_a_line_it_does_not_know() {
        let text = "\u{feff}# syntax=docker/dockerfile:1\nFROM a:1 AS base\nINCLUDE more\nRUN <<EOF\n# no comment\nENV X=1\nEOF\n# airlint\nENV A=1\n";
        let dockerfile = parse(text);
        assert_eq!(variables(text), [("A".to_owned(), "1".to_owned())]);
        assert_eq!(dockerfile.errors.len(), 1);
        assert_eq!(dockerfile.errors[0].span.of(text), "INCLUDE more");
        let comments: Vec<&str> = dockerfile.comments.iter().map(|comment| comment.span.of(text)).collect();
        assert_eq!(comments.last(), Some(&"# airlint"));
        assert_eq!(comments.first(), Some(&"# syntax=docker/dockerfile:1"));
        assert!(!comments.contains(&"# no comment"));
        let Some(Instruction::From { image, stage }) = dockerfile.instructions.first() else { panic!("no FROM") };
        assert_eq!((image.span.of(text), stage.as_deref()), ("a:1", Some("base")));
    }

    #[test]
    fn hostile_texts_end() {
        for text in ["", "\\", "FROM", "ENV A='", "FROM a\nENV \\\n", "FROM a\nRUN <<E", "\u{feff}", "FROM a\nENV A=\\"]
        {
            parse(text);
        }
        assert_eq!(parse(&"WHAT\n".repeat(10_000)).errors.len(), MOST_FAULTS);
    }
}
