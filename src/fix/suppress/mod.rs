//! Writing the comments that keep airlint silent.
//!
//! A comment may not stand everywhere: not inside a string, not behind a `\`, not beside a Dockerfile's instruction. So
//! each place that may do is tried on the text, and the first where the comment is read as one, and nothing else changes,
//! is taken.

use super::layout::{indentation, line_break, line_end, line_start, next_line};
use super::{Language, TextEdit, apply, realize};
use crate::model::FileId;
use crate::read;
use crate::read::suppression::{Names, Request, Suppression, suppressions, yaml_comments};
use crate::syntax::{Comment, Span, dockerfile, dotenv, hcl, ini, python, yaml};
use camino::Utf8Path;

/// What a comment covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reach {
    /// The line of a finding.
    Line,
    /// The whole file.
    File,
}

/// Writes comments in one text.
pub struct Suppressor<'t> {
    text: &'t str,
    language: Language,
    /// The same as readers name it.
    spoken: read::Language,
    /// The number of the text's syntax errors.
    faults: usize,
    /// The comments that are there.
    own: Vec<Suppression>,
    /// What new comments say besides.
    reason: Option<&'t str>,
}

impl<'t> Suppressor<'t> {
    /// One for the text of the file at `path`. `None` where no comment can stand that airlint reads: in JSON, in
    /// requirements.
    pub fn new(path: &Utf8Path, text: &'t str) -> Option<Self> {
        if matches!(path.extension(), Some("json" | "toml")) {
            return None;
        }
        let spoken = read::Language::guessed(path, text);
        let language = commented(text, spoken)?;
        Some(Self {
            text,
            language,
            spoken,
            faults: realize::errors(text, language),
            own: own(text, spoken),
            reason: None,
        })
    }

    /// The same with a reason, of one line, that new comments give.
    #[must_use]
    pub fn because(mut self, reason: &'t str) -> Self {
        self.reason = Some(reason);
        self
    }

    /// The comment that silences `rule` on the line of `at`, where a finding of it starts, or in the whole file. Joins the
    /// list of a comment that is there already. `None` where no comment can stand: in the midst of a string, behind a `\`.
    pub fn suppress(&self, at: usize, rule: &str, reach: Reach) -> Option<TextEdit> {
        self.text.get(..at)?;
        let target = Target { text: self, at, rule, reach };
        let joined = self.own.iter().filter_map(|it| target.joined(it));
        joined.chain(target.new_comments()).find(|edit| target.is_reached_by(edit))
    }

    /// Where the line of `at` starts, on which a comment covers `at`.
    pub fn line(&self, at: usize) -> usize {
        self.text.get(..at).map_or(0, |_| line_start(self.text, at))
    }
}

/// The language of a file as edits name it, where it has comments that airlint reads.
fn commented(text: &str, language: read::Language) -> Option<Language> {
    match language {
        read::Language::Python => Some(Language::Python),
        read::Language::Dockerfile => Some(Language::Dockerfile),
        read::Language::Yaml => (!realize::is_json(text)).then_some(Language::Yaml),
        read::Language::AirflowCfg | read::Language::EnvFile => Some(Language::Plain),
        read::Language::Terraform => Some(Language::Terraform),
        read::Language::Requirements => None,
    }
}

/// The comments of a text that are addressed to airlint.
fn own(text: &str, language: read::Language) -> Vec<Suppression> {
    let comments: Vec<Comment> = match language {
        read::Language::Yaml => yaml_comments(&yaml::parse(text)),
        read::Language::Python => python::Tree::parse(text).comments(text),
        read::Language::Dockerfile => dockerfile::parse(text).comments,
        read::Language::AirflowCfg => ini::parse(text).comments,
        read::Language::EnvFile => dotenv::parse(text).comments,
        read::Language::Terraform => hcl::parse(text).comments,
        read::Language::Requirements => Vec::new(),
    };
    suppressions(FileId::default(), text, &comments)
}

/// A finding to silence.
struct Target<'t> {
    text: &'t Suppressor<'t>,
    at: usize,
    rule: &'t str,
    reach: Reach,
}

impl Target<'_> {
    /// One more name in the list of a comment that covers the finding already.
    fn joined(&self, suppression: &Suppression) -> Option<TextEdit> {
        let names = match (&suppression.request, self.reach) {
            (Request::Lines(span, Names::Listed(names)), Reach::Line) if covers(*span, self.at) => names,
            (Request::File(Names::Listed(names)), Reach::File) => names,
            _ => return None,
        };
        if suppression.until.is_some() {
            return None;
        }
        let (_, last) = names.last()?;
        Some(TextEdit::insert(last.span().end, format!(", {}", self.rule)))
    }

    /// A comment of its own, in the places that may do, the usual one first.
    fn new_comments(&self) -> Vec<TextEdit> {
        let Self { at, rule, .. } = *self;
        let Suppressor { text, language, .. } = *self.text;
        let end_of_line = line_break(text);
        let reason = self.text.reason.map_or(String::new(), |reason| format!(" {reason}"));
        if self.reach == Reach::File {
            let head = head(text, language);
            return vec![TextEdit::insert(head, format!("# airlint: ignore-file[{rule}]{reason}{end_of_line}"))];
        }
        let comment = format!("# airlint: ignore[{rule}]{reason}");
        let (start, end) = (line_start(text, at), line_end(text, at));
        let line = text.get(start..end).unwrap_or("");
        let mut places = Vec::new();
        // yamllint understands its own comments only where nothing stands behind them.
        if language != Language::Dockerfile && !line.contains("# yamllint ") {
            let code_end = start + line.trim_end().len();
            places.push(TextEdit::replace(Span::new(code_end, end), format!("  {comment}")));
        }
        let is_continued = text.get(..start).is_some_and(|above| above.trim_end_matches(['\n', '\r']).ends_with('\\'));
        if !is_continued || language == Language::Dockerfile {
            let indentation = indentation(text, at);
            places.push(TextEdit::insert(start, format!("{indentation}{comment}{end_of_line}")));
        }
        places
    }

    /// Whether the text after `edit` silences the finding, and has no new faults.
    fn is_reached_by(&self, edit: &TextEdit) -> bool {
        let Suppressor { text, language, spoken, faults, .. } = *self.text;
        let Ok(new) = apply(text, std::slice::from_ref(edit)) else { return false };
        let at = if edit.span.end <= self.at { self.at + edit.content.len() - edit.span.len() } else { self.at };
        let names_it = |names: &Names| match names {
            Names::Listed(names) => names.iter().any(|(name, _)| **name == *self.rule),
            Names::All => false,
        };
        let reaches = |request: &Request| match (request, self.reach) {
            (Request::Lines(span, names), Reach::Line) => covers(*span, at) && names_it(names),
            (Request::File(names), Reach::File) => names_it(names),
            _ => false,
        };
        own(&new, spoken).iter().any(|it| reaches(&it.request)) && realize::errors(&new, language) <= faults
    }
}

fn covers(span: Span, at: usize) -> bool {
    span.start <= at && (at < span.end || span.is_empty())
}

/// Where a comment about the whole file goes: at the top, but below the lines that count only there.
fn head(text: &str, language: Language) -> usize {
    let mut at = line_start(text, 0);
    let mut head = at;
    for number in 0.. {
        let line = text.get(at..line_end(text, at)).unwrap_or("");
        let next = next_line(text, at);
        let (keeps_its_place, may_go_on) = match language {
            Language::Dockerfile => (is_directive(line), is_directive(line)),
            // The declaration of an encoding counts on the first two lines. Source: PEP 263.
            Language::Python => (line.starts_with("#!") && number == 0 || declares_encoding(line), number == 0),
            Language::Yaml | Language::Terraform | Language::Plain => (line.starts_with("#!"), false),
        };
        if keeps_its_place {
            head = next;
        }
        if !may_go_on || next == at {
            break;
        }
        at = next;
    }
    head
}

fn declares_encoding(line: &str) -> bool {
    line.trim_start().starts_with('#') && (line.contains("coding:") || line.contains("coding="))
}

/// A parser directive, which counts only above everything else. Source: Dockerfile reference, "Parser directives".
fn is_directive(line: &str) -> bool {
    let told = line.trim_start().strip_prefix('#').and_then(|comment| comment.split_once('='));
    told.is_some_and(|(name, _)| matches!(name.trim().to_ascii_lowercase().as_str(), "syntax" | "escape" | "check"))
}

#[cfg(test)]
mod tests;
