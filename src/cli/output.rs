//! Standard output for results, standard error for everything that airlint says about itself.

use super::Failure;
use std::io::{self, BufWriter, ErrorKind, Write};

/// Writes a result to standard output. A reader that has seen enough and closed the pipe is no error.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(anstream::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}

/// Says one line on standard error; where nobody listens, there is nothing left to do about it.
pub(super) fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

/// The columns to fill: the terminal's, at most 120 so that lines stay readable, or 100 where there is none.
pub(super) fn width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns.or_else(terminal).unwrap_or(100).clamp(40, 120)
}

/// Breaks a paragraph into lines of at most `width` characters; a longer word has a line of its own.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(line) = lines.last_mut() else { break };
        let used = line.chars().count();
        if used > 0 && used + 1 + word.chars().count() > width {
            lines.push(word.to_string());
        } else {
            line.push_str(if used > 0 { " " } else { "" });
            line.push_str(word);
        }
    }
    lines
}
