//! `airlint explain`.

use super::rules::level_style;
use super::{Exit, Failure, output};
use airlint::rules::{self, Rule, Severity};
use anstyle::{AnsiColor, Style};
use std::io::{self, Write};

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The rule's name; `airlint rules` lists them
    rule: String,
}

impl Explain {
    pub(super) fn run(self) -> Result<Exit, Failure> {
        let name = self.rule.trim().to_ascii_lowercase().replace('_', "-");
        let Some(rule) = rules::named(&name) else {
            let advice = match meant(&name) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "`airlint rules` lists them all".to_string(),
            };
            return Err(Failure(format!("there is no rule `{}`; {advice}", self.rule)));
        };
        output::print(|out| document(rule, out))?;
        Ok(Exit::Clean)
    }
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const CODE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));

/// The rule that was probably meant: a slip of the pen, or a part of the name.
fn meant(name: &str) -> Option<&'static str> {
    let names = || rules::all().map(|rule| rule.name);
    rules::nearest(name, names()).or_else(|| names().find(|candidate| !name.is_empty() && candidate.contains(name)))
}

/// The document as it reads well in a terminal.
fn document(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let level = level_style(rule.severity).bold();
    let deployment = if rule.needs_deployment { ", needs a known deployment" } else { "" };
    writeln!(out, "{BOLD}{}{BOLD:#}  {level}{}{level:#} in {}{deployment}", rule.name, rule.severity, rule.category)?;

    let mut lines = rule.document.lines().skip_while(|line| line.starts_with("# ")).peekable();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            if let Some(path) = info.split_whitespace().find_map(|word| word.strip_prefix("file=")) {
                writeln!(out, "  {DIM}── {path}{DIM:#}")?;
            }
            for line in lines.by_ref().take_while(|line| line.trim_end() != "```") {
                code(line, out)?;
            }
        } else if let Some(heading) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            writeln!(out, "{BOLD}{heading}{BOLD:#}")?;
        } else if line.trim().is_empty() {
            writeln!(out)?;
        } else {
            let mut paragraph = line.trim().to_string();
            while let Some(next) = lines.next_if(|next| continues(next)) {
                paragraph.push(' ');
                paragraph.push_str(next.trim());
            }
            prose(&paragraph, out)?;
        }
    }
    Ok(())
}

/// Whether a line goes on with the paragraph before it.
fn continues(line: &str) -> bool {
    !(line.trim().is_empty() || line.starts_with(['#', '`', '|']) || line.trim_start().starts_with("- "))
}

/// A paragraph, a list item or a table row.
fn prose(paragraph: &str, out: &mut dyn Write) -> io::Result<()> {
    let (lead, text) = match paragraph.strip_prefix("- ") {
        Some(item) => ("  • ", item),
        None => ("  ", paragraph),
    };
    let hanging = " ".repeat(lead.chars().count());
    let mut in_code = false;
    for (index, line) in output::wrap(text, output::width() - hanging.len()).iter().enumerate() {
        write!(out, "{}", if index == 0 { lead } else { &hanging })?;
        // The ticks stay, so that code can be told from prose without colours too.
        for piece in line.split_inclusive('`') {
            let ends = in_code;
            in_code ^= piece.ends_with('`');
            match piece.strip_suffix('`') {
                Some(before) if ends => write!(out, "{CODE}{before}`{CODE:#}")?,
                Some(before) => write!(out, "{before}{CODE}`")?,
                None if ends => write!(out, "{CODE}{piece}{CODE:#}")?,
                None => write!(out, "{piece}")?,
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

/// A line of an example, its marker in the colour of the level.
fn code(line: &str, out: &mut dyn Write) -> io::Result<()> {
    let Some((before, marker)) = line.rfind("# <- ").map(|at| line.split_at(at)) else {
        return writeln!(out, "  {DIM}│{DIM:#} {line}");
    };
    let level = marker.split_whitespace().find_map(|word| Severity::named(word.trim_end_matches(',')));
    let style = level_style(level.unwrap_or(Severity::Info));
    writeln!(out, "  {DIM}│{DIM:#} {before}{style}{marker}{style:#}")
}
