//! What fixes would change, as a unified diff.

use crate::fix::Change;
use similar::TextDiff;
use std::io::{self, Write};

/// Writes a diff of every change, that `patch` and `git apply` take. Paths are written as the changes name them.
///
/// # Errors
/// What `out` reports.
pub fn write_diff(changes: &[Change], shown: impl Fn(&Change) -> String, out: &mut dyn Write) -> io::Result<()> {
    for change in changes {
        let path = shown(change);
        let diff = TextDiff::from_lines(&change.old, &change.new);
        write!(out, "{}", diff.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_lines_that_change_and_a_missing_line_break() {
        let change = Change { path: "x".into(), old: "a\nb\nc".into(), new: "a\nB\nc".into() };
        let mut out = Vec::new();
        write_diff(&[change], |_| "dags/x.py".to_string(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("--- a/dags/x.py\n+++ b/dags/x.py\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n"), "{text}");
        assert!(text.contains("No newline at end of file"), "{text}");
    }
}
