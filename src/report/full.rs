//! The format for people: message, snippets with labels from every file that belongs to the finding, help.

use super::Report;
use super::excerpt::{Excerpt, harmless};
use crate::model::{FileId, Place};
use crate::rules::{Finding, Severity};
use anstyle::{AnsiColor, Style};
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};
use std::fmt;
use std::io::{self, Write};

/// How the full format looks. Colours are always written; what they go through strips them where they are not wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full {
    /// Columns of the terminal.
    pub width: usize,
}

impl Full {
    pub(super) fn write(self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        for finding in report.findings {
            let text = self.finding(report, finding).map_err(io::Error::other)?;
            out.write_all(text.as_bytes())?;
        }
        Ok(())
    }

    fn finding(self, report: &Report<'_>, finding: &Finding) -> Result<String, fmt::Error> {
        let bold = level_style(finding.severity).bold();
        let mut text = format!("{bold}{}[{}]{bold:#}\n", finding.severity, finding.rule);

        let mut parts = Part::of(report, finding).into_iter();
        if let Some(first) = parts.next() {
            self.render(&first, &mut text)?;
        }
        for part in parts {
            self.render_without_message(&part, &mut text)?;
        }
        if let Some(help) = &finding.help {
            let help = Part { help: Some(harmless(help).into_owned()), ..Part::empty(finding.severity) };
            self.render_without_message(&help, &mut text)?;
        }
        let dim = Style::new().dimmed();
        text.push_str(&format!("{dim}  docs: airlint explain {}{dim:#}\n\n", finding.rule));
        Ok(text)
    }

    fn render(self, part: &Part, text: &mut String) -> fmt::Result {
        GraphicalReportHandler::new_themed(part.theme())
            .with_width(self.width)
            .with_context_lines(part.context)
            .without_syntax_highlighting()
            .render_report(text, part)
    }

    /// miette always writes a line for the message; a part without one has an empty line there.
    fn render_without_message(self, part: &Part, text: &mut String) -> fmt::Result {
        let mut whole = String::new();
        self.render(part, &mut whole)?;
        text.push_str(whole.split_once('\n').map_or("", |(_, rest)| rest));
        Ok(())
    }
}

/// What miette draws in one go: at most one file.
#[derive(Debug)]
struct Part {
    severity: Severity,
    message: String,
    help: Option<String>,
    excerpt: Option<Excerpt>,
    labels: Vec<PartLabel>,
    /// Lines shown above and below a label.
    context: usize,
}

#[derive(Debug)]
struct PartLabel {
    place: Place,
    message: Option<String>,
    primary: bool,
}

impl Part {
    fn empty(severity: Severity) -> Self {
        Self { severity, message: String::new(), help: None, excerpt: None, labels: Vec::new(), context: 0 }
    }

    /// The finding's own file first, then each other file in the order in which the finding names them.
    fn of(report: &Report<'_>, finding: &Finding) -> Vec<Part> {
        let mut files: Vec<(FileId, Vec<PartLabel>)> =
            vec![(finding.place.file, vec![PartLabel { place: finding.place, message: None, primary: true }])];
        for related in &finding.related {
            let message = Some(harmless(&related.message).into_owned());
            let label = PartLabel { place: related.place, message, primary: false };
            match files.iter_mut().find(|(file, _)| *file == related.place.file) {
                Some((_, labels)) => labels.push(label),
                None => files.push((related.place.file, vec![label])),
            }
        }
        let parts = files.into_iter().enumerate().map(|(index, (file, labels))| {
            let spans: Vec<_> = labels.iter().map(|label| label.place.span()).collect();
            // What surrounds the finding helps to recognise it; of other files the line itself is enough.
            let context = usize::from(index == 0);
            let excerpt = Some(Excerpt::new(report.sources.get(file), &spans, context));
            Part { excerpt, labels, context, ..Part::empty(finding.severity) }
        });
        let mut parts: Vec<Part> = parts.collect();
        if let Some(first) = parts.first_mut() {
            first.message = harmless(&finding.message).into_owned();
        }
        parts
    }

    /// miette colours labels in the order of their places: the finding's own in the colour of its level.
    fn theme(&self) -> GraphicalTheme {
        let ansi = ThemeStyles::ansi();
        let own = match self.severity {
            Severity::Error => ansi.error,
            Severity::Warning => ansi.warning,
            Severity::Info | Severity::Hint => ansi.advice,
        };
        let mut ordered: Vec<&PartLabel> = self.labels.iter().collect();
        ordered.sort_by_key(|label| label.place.span().start);
        let mut highlights: Vec<_> =
            ordered.iter().map(|label| if label.primary { own } else { ansi.advice }).collect();
        highlights.push(own);
        let styles = ThemeStyles { link: ansi.advice, highlights, ..ansi };
        GraphicalTheme { characters: ThemeCharacters::unicode(), styles }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Part {}

impl Diagnostic for Part {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info | Severity::Hint => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let excerpt = self.excerpt.as_ref()?;
        Some(Box::new(self.labels.iter().zip(excerpt.labels()).map(|(label, at)| {
            let span = (at.span.start, at.span.len());
            if label.primary {
                LabeledSpan::new_primary_with_span(label.message.clone(), span)
            } else {
                LabeledSpan::new_with_span(label.message.clone(), span)
            }
        })))
    }
}

fn level_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info | Severity::Hint => AnsiColor::Cyan,
    };
    Style::new().fg_color(Some(colour.into()))
}
