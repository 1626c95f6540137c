//! What stands between brackets, separated by commas: arguments, dict entries, list items.

use crate::fix::TextEdit;
use crate::fix::layout::{
    comment_lines_above, indentation, is_first_on_line, line_break, line_end, next_line, same_line,
};
use crate::syntax::Span;

/// The elements of one pair of brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elements {
    /// From the opening to the closing bracket, both included.
    pub brackets: Span,
    /// Each element, in order, without its comma.
    pub spans: Vec<Span>,
}

/// Removes an element with its comma, and with the comments that belong to it where it has lines of its own. `None`
/// where there is no such element.
pub fn remove(text: &str, elements: &Elements, index: usize) -> Option<TextEdit> {
    let own = *elements.spans.get(index)?;
    let (comma, lines) = own_lines(text, own);
    if let Some(lines) = lines {
        return Some(TextEdit::remove(lines));
    }
    let behind = comma.map_or(own.end, |comma| comma + 1);
    let next = elements.spans.get(index + 1);
    if let Some(next) = next.filter(|next| same_line(text, own.start, next.start)) {
        return Some(TextEdit::remove(Span::new(own.start, next.start)));
    }
    let before = index.checked_sub(1).and_then(|before| elements.spans.get(before));
    let only_comma_between = |before: &&Span| {
        let between = text.get(before.end..own.start).unwrap_or("");
        same_line(text, before.end, own.start) || next.is_none() && between.trim() == ","
    };
    match before.filter(only_comma_between) {
        // The last on its line, or of all: the comma before it goes, the one behind it stays.
        Some(before) => Some(TextEdit::remove(Span::new(before.end, own.end))),
        None => {
            let blanks = text.get(behind..)?.bytes().take_while(|byte| *byte == b' ').count();
            Some(TextEdit::remove(Span::new(own.start, behind + blanks)))
        }
    }
}

/// Inserts an element behind the `index`th one, or before all others; laid out as the others are.
pub fn insert_after(text: &str, elements: &Elements, index: Option<usize>, new: &str) -> Vec<TextEdit> {
    let Some(first) = elements.spans.first() else {
        return vec![TextEdit::insert(elements.brackets.start + 1, new)];
    };
    let on_lines = !same_line(text, elements.brackets.start, first.start) && is_first_on_line(text, first.start);
    let glue = format!("{}{}", line_break(text), indentation(text, first.start));
    let Some(before) = index.and_then(|index| elements.spans.get(index)) else {
        let separator = if on_lines { &*glue } else { " " };
        return vec![TextEdit::insert(first.start, format!("{new},{separator}"))];
    };
    if !on_lines {
        return vec![TextEdit::insert(before.end, format!(", {new}"))];
    }
    match comma_after(text, before.end) {
        Some(comma) => {
            let alone = text.get(comma + 1..line_end(text, comma)).is_some_and(|rest| {
                let rest = rest.trim_start();
                rest.is_empty() || rest.starts_with('#')
            });
            let at = if alone { line_end(text, comma) } else { comma + 1 };
            vec![TextEdit::insert(at, format!("{glue}{new},"))]
        }
        None => {
            let closing = line_end(text, before.end) >= elements.brackets.end;
            let at = if closing { before.end } else { line_end(text, before.end) };
            if at == before.end {
                return vec![TextEdit::insert(before.end, format!(",{glue}{new}"))];
            }
            vec![TextEdit::insert(before.end, ","), TextEdit::insert(at, format!("{glue}{new}"))]
        }
    }
}

/// Moves an element in front of all others, with its comments where it has lines of its own. `None` where it stands there
/// already, or is none.
pub fn move_to_front(text: &str, elements: &Elements, index: usize) -> Option<Vec<TextEdit>> {
    let before = elements.spans.get(..index).filter(|before| !before.is_empty())?;
    let (first, own) = (*before.first()?, *elements.spans.get(index)?);
    let (comma, lines) = own_lines(text, own);
    if !is_first_on_line(text, first.start) || lines.is_none() {
        // Each takes the place of the one before it.
        let moved = std::iter::once(own).chain(before.iter().copied());
        let places = elements.spans.iter();
        return Some(places.zip(moved).map(|(place, moved)| TextEdit::replace(*place, moved.of(text))).collect());
    }
    let lines = lines?;
    let content = match comma {
        Some(_) => lines.of(text).to_string(),
        None => format!("{},{}", text.get(lines.start..own.end)?, text.get(own.end..lines.end)?),
    };
    let at = comment_lines_above(text, first);
    Some(vec![TextEdit::insert(at, content), TextEdit::remove(lines)])
}

/// The comma behind an element, and the lines that belong to it alone, with the comments above them.
fn own_lines(text: &str, own: Span) -> (Option<usize>, Option<Span>) {
    let comma = comma_after(text, own.end);
    let behind = comma.map_or(own.end, |comma| comma + 1);
    let rest = text.get(behind..line_end(text, behind)).unwrap_or("").trim_start();
    let alone = is_first_on_line(text, own.start) && (rest.is_empty() || rest.starts_with('#'));
    (comma, alone.then(|| Span::new(comment_lines_above(text, own), next_line(text, behind))))
}

/// The comma behind an element, past blanks, line breaks and comments.
fn comma_after(text: &str, end: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = end;
    loop {
        match bytes.get(at)? {
            b' ' | b'\t' | b'\n' | b'\r' | b'\\' => at += 1,
            b'#' => at = line_end(text, at),
            b',' => return Some(at),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::apply;

    /// The elements of the first brackets in a text without nested brackets or commas in texts.
    fn elements(text: &str) -> Elements {
        let (open, close) = (text.find('(').unwrap(), text.rfind(')').unwrap());
        let mut spans = Vec::new();
        let mut at = open + 1;
        for line in text[open + 1..close].split_inclusive('\n') {
            let code = line.split('#').next().unwrap();
            for part in code.split(',') {
                let trimmed = part.trim();
                if !trimmed.is_empty() {
                    let start = at + (part.as_ptr() as usize - line.as_ptr() as usize) + part.find(trimmed).unwrap();
                    spans.push(Span::new(start, start + trimmed.len()));
                }
            }
            at += line.len();
        }
        Elements { brackets: Span::new(open, close + 1), spans }
    }

    const LINES: &str = "f(\n    a=1,  # one\n    # about b\n    b=2,\n    c=3\n)\n";

    #[track_caller]
    fn removed(text: &str, index: usize, expected: &str) {
        let edit = remove(text, &elements(text), index).unwrap();
        assert_eq!(apply(text, &[edit]).unwrap(), expected);
    }

    #[test]
    fn removes_with_comma_and_comments() {
        removed("f(a=1, b=2, c=3)", 0, "f(b=2, c=3)");
        removed("f(a=1, b=2, c=3)", 2, "f(a=1, b=2)");
        removed("f(a=1)", 0, "f()");
        removed("f(a=1,)", 0, "f()");
        removed(LINES, 0, "f(\n    # about b\n    b=2,\n    c=3\n)\n");
        removed(LINES, 1, "f(\n    a=1,  # one\n    c=3\n)\n");
        removed(LINES, 2, "f(\n    a=1,  # one\n    # about b\n    b=2,\n)\n");
        removed("f(a=1,\n  b=2)", 1, "f(a=1)");
        removed("f(a=1, b=2,\n  c=3)", 1, "f(a=1,\n  c=3)");
    }

    #[track_caller]
    fn inserted(text: &str, index: Option<usize>, expected: &str) {
        let edits = insert_after(text, &elements(text), index, "new=0");
        assert_eq!(apply(text, &edits).unwrap(), expected);
    }

    #[test]
    fn inserts_as_the_others_are_laid_out() {
        inserted("f()", None, "f(new=0)");
        inserted("f(a=1)", Some(0), "f(a=1, new=0)");
        inserted("f(a=1, b=2)", None, "f(new=0, a=1, b=2)");
        inserted(LINES, Some(0), "f(\n    a=1,  # one\n    new=0,\n    # about b\n    b=2,\n    c=3\n)\n");
        inserted(LINES, Some(2), "f(\n    a=1,  # one\n    # about b\n    b=2,\n    c=3,\n    new=0\n)\n");
        inserted("f(\n    a=1  # one\n)", Some(0), "f(\n    a=1,  # one\n    new=0\n)");
        inserted("f(\r\n  a=1,\r\n)", Some(0), "f(\r\n  a=1,\r\n  new=0,\r\n)");
    }

    #[test]
    fn moves_to_the_front() {
        let moved = |text: &str, index| Some(apply(text, &move_to_front(text, &elements(text), index)?).unwrap());
        assert_eq!(moved("f(proxy, cache, base)", 2).as_deref(), Some("f(base, proxy, cache)"));
        assert_eq!(moved("f(proxy, base,)", 1).as_deref(), Some("f(base, proxy,)"));
        assert_eq!(
            moved("f(\r\n  # for SQL\r\n  proxy,  # 2\r\n  # the task\r\n  base  # 🚀\r\n)", 1).as_deref(),
            Some("f(\r\n  # the task\r\n  base,  # 🚀\r\n  # for SQL\r\n  proxy,  # 2\r\n)")
        );
        assert_eq!(moved("f(\n  proxy, base\n)", 1).as_deref(), Some("f(\n  base, proxy\n)"));
        assert_eq!(moved("f(base, proxy)", 0), None);
    }
}
