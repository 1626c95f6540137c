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
        let rule = rules::look_up(&self.rule).map_err(|error| Failure(error.to_string()))?;
        output::print(|out| document(rule, out))?;
        Ok(Exit::Clean)
    }
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const CODE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));

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
    let mut inline = Inline::default();
    for (index, line) in output::wrap(text, output::width() - hanging.len()).iter().enumerate() {
        write!(out, "{}", if index == 0 { lead } else { &hanging })?;
        inline.line(line, out)?;
        writeln!(out)?;
    }
    Ok(())
}

/// What is open where a line of a paragraph ends.
#[derive(Default)]
struct Inline {
    code: bool,
    bold: bool,
}

impl Inline {
    /// Writes a line with its code and its bold words in their styles. The ticks stay, so that code can be told from prose
    /// without colours too; the stars go.
    fn line(&mut self, line: &str, out: &mut dyn Write) -> io::Result<()> {
        let mut rest = line;
        while !rest.is_empty() {
            let (text, next, mark) = if self.code {
                let end = rest.find('`').map_or(rest.len(), |at| at + 1);
                (&rest[..end], &rest[end..], rest[..end].ends_with('`').then_some('`'))
            } else {
                let (tick, stars) = (rest.find('`'), rest.find("**"));
                match (tick, stars) {
                    (Some(tick), stars) if stars.is_none_or(|stars| tick < stars) => {
                        (&rest[..tick], &rest[tick..], Some('`'))
                    }
                    (_, Some(stars)) => (&rest[..stars], &rest[stars + 2..], Some('*')),
                    _ => (rest, "", None),
                }
            };
            let style = self.style();
            write!(out, "{style}{text}{style:#}")?;
            rest = next;
            match mark {
                Some('`') if self.code => self.code = false,
                Some('`') => {
                    self.code = true;
                    write!(out, "{CODE}`{CODE:#}")?;
                    rest = rest.strip_prefix('`').unwrap_or(rest);
                }
                Some(_) => self.bold = !self.bold,
                None => {}
            }
        }
        Ok(())
    }

    fn style(&self) -> Style {
        match (self.code, self.bold) {
            (true, _) => CODE,
            (false, true) => BOLD,
            (false, false) => Style::new(),
        }
    }
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
