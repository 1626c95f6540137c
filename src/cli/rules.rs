//! `airlint rules`.

use super::{Exit, Failure, output};
use airlint::rules::{self, Rule, Severity};
use anstyle::{AnsiColor, Style};
use clap::ValueEnum;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Debug, clap::Args)]
pub(super) struct Rules {
    /// How to print the rules
    #[arg(long, value_enum, default_value = "text", value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A table
    Text,
    /// A JSON array, one object a rule
    Json,
    /// A Markdown table
    Markdown,
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    category: &'static str,
    severity: Severity,
    summary: String,
    needs_deployment: bool,
    document: &'static str,
}

impl Rules {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        output::print(|out| match self.format {
            Format::Text => text(out),
            Format::Json => json(out),
            Format::Markdown => markdown(out),
        })?;
        Ok(Exit::Clean)
    }
}

fn json(out: &mut dyn Write) -> io::Result<()> {
    let entries: Vec<Entry> = rules::all()
        .map(|rule| Entry {
            name: rule.name,
            category: rule.category,
            severity: rule.severity,
            summary: rule.summary(),
            needs_deployment: rule.needs_deployment,
            document: rule.document,
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &entries)?;
    writeln!(out)
}

fn markdown(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| Rule | Category | Level | What it finds |\n| --- | --- | --- | --- |")?;
    for rule in rules::all() {
        let Rule { name, category, severity, .. } = rule;
        let document = rule.path("md");
        let summary = rule.summary().replace('|', "\\|");
        writeln!(out, "| [`{name}`]({document}) | {category} | {severity} | {summary} |")?;
    }
    Ok(())
}

fn text(out: &mut dyn Write) -> io::Result<()> {
    let longest = rules::all().map(|rule| rule.name.len()).max().unwrap_or_default();
    let indent = longest + 14;
    let bold = Style::new().bold();
    let mut category = "";
    for rule in rules::all() {
        if rule.category != category {
            let gap = if category.is_empty() { "" } else { "\n" };
            category = rule.category;
            writeln!(out, "{gap}{bold}{category}{bold:#}")?;
        }
        let level = level_style(rule.severity);
        write!(out, "  {:longest$}  {level}{:8}{level:#}  ", rule.name, rule.severity.name())?;
        let lines = output::wrap(&rule.summary().replace('`', ""), output::width().saturating_sub(indent).max(30));
        writeln!(out, "{}", lines.join(&format!("\n{}", " ".repeat(indent))))?;
    }
    Ok(())
}

/// The colour of a level.
pub(super) fn level_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info | Severity::Hint => AnsiColor::Cyan,
    };
    Style::new().fg_color(Some(colour.into()))
}
