//! Markdown: a sentence on the whole and a table, for comments on merge requests and summaries of runs.

use super::Report;
use super::excerpt::harmless;
use super::words::{category, plural};
use crate::rules::named;
use std::io::{self, Write};

/// Rows of a table; GitHub takes no summary of more than a MiB.
const MOST_ROWS: usize = 500;

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "### airlint\n\n{}", report.summary())?;
    for line in report.unchecked {
        writeln!(out, "\n> {}", escaped(line))?;
    }
    if report.findings.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n| Level | Where | Rule | What |\n| --- | --- | --- | --- |")?;
    let worst_first = report.worst_first();
    for finding in worst_first.iter().take(MOST_ROWS) {
        let path = report.sources.get(finding.place.file).path();
        let (start, _) = report.sources.range(finding.place);
        let place = escaped(&format!("{path}:{}:{}", start.line, start.column));
        let rule = match named(finding.rule) {
            Some(rule) => format!("[{}]({})", rule.name, rule.address()),
            None => format!("{} ({})", finding.rule, category(finding.rule)),
        };
        let mut message = escaped(&finding.message);
        if let Some(help) = &finding.help {
            message.push_str(&format!("<br>help: {}", escaped(help)));
        }
        writeln!(out, "| {} | {place} | {rule} | {message} |", finding.severity)?;
    }
    match worst_first.len().saturating_sub(MOST_ROWS) {
        0 => Ok(()),
        more => writeln!(out, "\nAnd {}.", plural(more, "more finding")),
    }
}

/// The text in a cell: what Markdown and HTML would take for their own is escaped, code between backticks stays code.
fn escaped(text: &str) -> String {
    let text = harmless(text.trim()).replace(['\u{240a}', '\u{240d}', '\t'], " ");
    let is_paired = text.matches('`').count().is_multiple_of(2);
    let mut result = String::with_capacity(text.len());
    for (index, part) in text.split('`').enumerate() {
        if index > 0 {
            result.push_str(if is_paired { "`" } else { "\\`" });
        }
        let is_code = is_paired && index % 2 == 1;
        for c in part.chars() {
            match c {
                '|' => result.push_str("\\|"),
                _ if is_code => result.push(c),
                '<' => result.push_str("&lt;"),
                '&' => result.push_str("&amp;"),
                '\\' | '*' | '_' | '[' | ']' | '~' | '#' | '@' => {
                    result.push('\\');
                    result.push(c);
                }
                _ => result.push(c),
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn cells_hold_any_text() {
        assert_eq!(escaped("a|b\nc <d> `e|f<g>` _h_"), "a\\|b c &lt;d> `e\\|f<g>` \\_h\\_");
        assert_eq!(escaped("one ` only_"), "one \\` only\\_");
    }
}
