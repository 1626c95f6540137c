//! How a file is laid out: line ends, columns, indentation.

use crate::syntax::Span;

/// The file's line break: that of its first line.
pub(crate) fn line_break(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Where the line of `offset` starts.
pub(crate) fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind(['\n', '\r']).map_or_else(|| if text.starts_with('\u{feff}') { 3 } else { 0 }, |at| at + 1)
}

/// Where the line of `offset` ends, before its line break.
pub(crate) fn line_end(text: &str, offset: usize) -> usize {
    text[offset..].find(['\n', '\r']).map_or(text.len(), |at| offset + at)
}

/// Where the line after `offset`'s starts: past the line break, or the end of the text.
pub(crate) fn next_line(text: &str, offset: usize) -> usize {
    let end = line_end(text, offset);
    match text.as_bytes().get(end..) {
        Some([b'\r', b'\n', ..]) => end + 2,
        Some([_, ..]) => end + 1,
        _ => end,
    }
}

/// The column of `offset`, in bytes from its line's start. Indentation is blanks, so bytes are columns there.
pub(crate) fn column(text: &str, offset: usize) -> usize {
    offset - line_start(text, offset)
}

/// The white space that the line of `offset` starts with.
pub(crate) fn indentation(text: &str, offset: usize) -> &str {
    let start = line_start(text, offset);
    let line = &text[start..line_end(text, offset)];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Whether nothing but blanks stands before `offset` on its line.
pub(crate) fn is_first_on_line(text: &str, offset: usize) -> bool {
    text[line_start(text, offset)..offset].trim().is_empty()
}

/// Whether two offsets lie on one line.
pub(crate) fn same_line(text: &str, a: usize, b: usize) -> bool {
    let (from, to) = (a.min(b), a.max(b));
    !text[from..to].contains(['\n', '\r'])
}

/// Where the lines of `span` start, counting the comment lines right above that belong to it: those that start in the same
/// column, with no blank line between.
pub(crate) fn comment_lines_above(text: &str, span: Span) -> usize {
    let own_column = column(text, span.start);
    let mut start = line_start(text, span.start);
    // The first line starts behind a byte order mark.
    let first = line_start(text, 0);
    while start > first {
        let above = line_start(text, start - 1 - usize::from(text[..start].ends_with("\r\n")));
        let line = &text[above..line_end(text, above)];
        let indent = line.len() - line.trim_start_matches(' ').len();
        if indent != own_column || !line[indent..].starts_with('#') || above >= start {
            break;
        }
        start = above;
    }
    start
}
