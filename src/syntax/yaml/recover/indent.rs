//! Indentation that fits nothing around it.

use super::super::Kind;
use super::draft::Edit;
use super::line::Lines;
use super::repair::{Remedy, Repair};
use super::suspect::Suspects;

/// Tabs as indentation: of this line and, as one tab rarely comes alone, of all lines that start with one.
pub(super) fn tabs(lines: &Lines<'_>, line: usize, repairs: &mut Vec<Repair>) {
    let here = lines.indentation(line);
    if !here.of(lines.text).contains('\t') {
        return;
    }
    let starts_with_tab = |line: usize| lines.span(line).of(lines.text).starts_with('\t');
    // A tab behind spaces slipped in; one at the start stands for a level.
    let widths = match here.of(lines.text).starts_with('\t') {
        true => ["  ", "    ", "        ", ""],
        false => ["", "  ", "    ", "        "],
    };
    for width in widths {
        let all = (0..lines.count()).filter(|&other| other == line || starts_with_tab(other));
        let edits = all.map(|line| lines.indentation(line));
        let edits = edits.map(|span| Edit::replace(span, span.of(lines.text).replace('\t', width)));
        repairs.push(Repair::new(Remedy::Tab, edits.collect(), here));
    }
}

/// The line's indentation, and a dash that it may have lost.
pub(super) fn indents(suspects: &Suspects<'_>, line: usize, repairs: &mut Vec<Repair>) {
    let (lines, pass) = (suspects.lines, suspects.pass);
    let content = lines.content(line);
    let body = lines.parts(line).body;
    let indentation = lines.indentation(line);
    let now = indentation.len();
    let column = |offset: usize| offset - lines.span(lines.of(offset)).start;
    // The blocks that were open before the line.
    let mut columns = Vec::new();
    for node in pass.chain_before(content.start).map(|index| &pass.nodes[index]) {
        if matches!(node.kind, Kind::Sequence { flow: false } | Kind::Mapping { flow: false }) {
            columns.push(column(node.span.start));
        }
    }
    for near in [lines.above(line), lines.below(line)].into_iter().flatten() {
        columns.push(lines.indent(near));
        columns.push(column(lines.parts(near).body.start));
        columns.push(lines.indent(near).saturating_sub(body.start - content.start));
    }
    columns.push(lines.indent(lines.of(suspects.fault.at)));
    columns.retain(|&column| column != now);
    columns.sort_by_key(|&column| (column.abs_diff(now), column));
    columns.dedup();

    if let Some(item) = lacks_dash(lines, line) {
        let edit = Edit::replace(indentation, format!("{}- ", " ".repeat(item)));
        repairs.push(Repair { node_at: Some(content.start), ..Repair::one(Remedy::Dash, edit, content) });
    }
    for &column in columns.iter().take(5) {
        let edit = Edit::replace(indentation, " ".repeat(column));
        let remedy = Remedy::Indent { now, then: column };
        repairs.push(Repair { node_at: Some(body.start), ..Repair::one(remedy, edit, lines.span(line)) });
    }
}

/// The column of the dash that `line` lost, where its key is one that the item above has already.
fn lacks_dash(lines: &Lines<'_>, line: usize) -> Option<usize> {
    let is_item = |line: usize| lines.content(line).of(lines.text).starts_with("- ");
    let key = lines.key(line)?;
    let mut same = None;
    let mut at = line;
    for _ in 0..60 {
        at = lines.above(at)?;
        if lines.key(at) == Some(key) {
            same = Some(at);
        }
        if is_item(at) && (same.is_some() || lines.indent(at) < lines.indent(line)) {
            break;
        }
    }
    same?;
    let body = lines.parts(at).body.start - lines.span(at).start;
    (is_item(at) && body.abs_diff(lines.indent(line)) <= 2).then(|| lines.indent(at))
}
