//! Edits of a text that a block scalar holds: YAML inside YAML, as in the values of a GitOps manifest.

use crate::fix::TextEdit;
use crate::fix::layout::{indentation, line_break, next_line};
use crate::syntax::Span;
use crate::syntax::yaml::{Node, Style};

/// A text held in a literal block scalar (`|`), and where each of its lines stands in the file.
#[derive(Debug, Clone)]
pub struct Embedded<'t> {
    /// The text without its indentation: what the block scalar's value is.
    text: &'t str,
    /// For each line of it: where it starts in the value, and where its first byte stands in the file.
    lines: Vec<(usize, usize)>,
    /// What each line starts with in the file.
    indentation: &'t str,
    line_break: &'static str,
}

impl<'t> Embedded<'t> {
    /// The text of `scalar`. `None` where it is no literal block scalar: other styles fold lines, so that bytes of the
    /// value have no one place in the file.
    pub fn of(scalar: Node<'t>) -> Option<Self> {
        if scalar.style() != Some(Style::Literal) {
            return None;
        }
        let (file, text) = (scalar.tree().text(), scalar.scalar()?);
        let mut lines = Vec::new();
        let mut outer = next_line(file, scalar.span().start);
        let first_full = text.split_inclusive('\n').position(|line| !line.trim_end().is_empty())?;
        let mut indent = "";
        let mut at = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            if number == first_full {
                let own = line.len() - line.trim_start_matches(' ').len();
                let whole = indentation(file, outer);
                indent = whole.get(..whole.len().checked_sub(own)?)?;
            }
            lines.push((at, outer));
            at += line.len();
            outer = next_line(file, outer);
        }
        // Blank lines need not be indented; their place is where they start.
        for (start, place) in &mut lines {
            let body = text.get(*start..).and_then(|rest| rest.lines().next()).unwrap_or("");
            let written = file.get(*place..).unwrap_or("");
            if !body.is_empty() && written.starts_with(indent) {
                *place += indent.len();
            }
        }
        let known = |(start, place): &(usize, usize)| {
            let body = text.get(*start..).and_then(|rest| rest.split('\n').next()).unwrap_or("");
            file.get(*place..).is_some_and(|rest| rest.starts_with(body))
        };
        lines.iter().all(known).then_some(Self { text, lines, indentation: indent, line_break: line_break(file) })
    }

    /// The held text.
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Where a byte of the held text stands in the file.
    pub fn place(&self, offset: usize) -> usize {
        let line = self.lines.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        self.lines.get(line).map_or(offset, |(start, place)| place + (offset - start))
    }

    /// Edits of the held text as edits of the file: new lines are indented as the block is, and line ends are the file's.
    pub fn edits(&self, inner: &[TextEdit]) -> Vec<TextEdit> {
        inner.iter().map(|edit| self.edit(edit)).collect()
    }

    fn edit(&self, edit: &TextEdit) -> TextEdit {
        // Whole lines go with their indentation, which stands before their first byte.
        let starts_line =
            self.lines.iter().any(|(start, _)| *start == edit.span.start) && edit.span.start != edit.span.end;
        let ends_line = self.lines.iter().any(|(start, _)| *start == edit.span.end) || edit.span.end == self.text.len();
        let whole_lines = starts_line && ends_line && (edit.content.is_empty() || edit.content.ends_with('\n'));
        let (mut start, mut end) = (self.place(edit.span.start), self.place(edit.span.end));
        if whole_lines {
            start -= self.indentation.len();
            if edit.span.end < self.text.len() {
                end -= self.indentation.len();
            }
        }
        let mut content = String::new();
        for (number, line) in edit.content.split('\n').enumerate() {
            if number > 0 {
                content.push_str(self.line_break);
            }
            if (number > 0 || whole_lines) && !line.is_empty() {
                content.push_str(self.indentation);
            }
            content.push_str(line);
        }
        TextEdit { span: Span::new(start, end.max(start)), content }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::apply;
    use crate::fix::yaml::{Position, append_item, insert_entry, remove_entry, set_value};
    use crate::rules::Written;
    use crate::syntax::yaml::parse;

    const FILE: &str = "spec:\n  helm:\n    values: |\n      executor: CeleryExecutor # now\n\n      workers:\n        replicas: 3\n        queues:\n          - 🚀\n      tail: x\n    other: 1\n";

    fn changed(file: &str, edit: impl Fn(Node<'_>) -> TextEdit) -> String {
        let outer = parse(file);
        let helm = outer.root().and_then(|root| root.get("spec")).and_then(|spec| spec.get("helm")).expect("helm");
        let embedded = Embedded::of(helm.get("values").expect("values")).expect("a literal block scalar");
        let inner = parse(embedded.text());
        let result = apply(file, &embedded.edits(&[edit(inner.root().expect("a mapping"))])).expect("edits that fit");
        assert!(parse(&result).errors().is_empty(), "{result}");
        result
    }

    #[test]
    fn edits_reach_into_the_block() {
        let set =
            changed(FILE, |root| set_value(root.entry("executor").unwrap(), &Written::text("KubernetesExecutor")));
        assert_eq!(set, FILE.replace("CeleryExecutor", "KubernetesExecutor"));
        let insert = changed(FILE, |root| {
            insert_entry(
                root.get("workers").unwrap(),
                Position::Last,
                "keda",
                &Written::map([("enabled", Written::Boolean(true))]),
            )
        });
        let lines = "          - 🚀\n        keda:\n          enabled: true\n";
        assert_eq!(insert, FILE.replace("          - 🚀\n", lines));
        let append =
            changed(FILE, |root| append_item(root.get("workers").unwrap().get("queues").unwrap(), &Written::text("b")));
        assert_eq!(append, FILE.replace("- 🚀\n", "- 🚀\n          - b\n"));
        let removed = changed(FILE, |root| remove_entry(root.get("workers").unwrap(), 0).unwrap());
        assert_eq!(removed, FILE.replace("        replicas: 3\n", ""));
        let last = changed(FILE, |root| remove_entry(root, 2).unwrap());
        assert_eq!(last, FILE.replace("      tail: x\n", ""));
    }

    #[test]
    fn line_ends_are_the_files() {
        let file = FILE.replace('\n', "\r\n");
        let insert = changed(&file, |root| insert_entry(root, Position::Last, "new", &Written::number(1)));
        assert_eq!(insert, file.replace("tail: x\r\n", "tail: x\r\n      new: 1\r\n"));
    }

    #[test]
    fn folded_text_has_no_places() {
        let tree = parse("a: >\n  b: 1\n");
        assert!(Embedded::of(tree.root().unwrap().get("a").unwrap()).is_none());
    }
}
