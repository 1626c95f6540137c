//! Which line of dag-factory reads a file.

use crate::model::{Entry, Value, ValueKind};
use crate::read::typed::{Found, entry};
use crate::syntax::yaml::{Kind, Node};

/// The two lines of dag-factory that differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Before 1.0.
    Old,
    /// 1.0 and later.
    New,
}

impl Line {
    /// The line of a version such as `0.23.0` or `1.1.0a2`.
    pub(super) fn of_version(version: &str) -> Option<Self> {
        let digits = version.trim().trim_start_matches('v').split('.').next()?;
        let major: u32 = digits.parse().ok()?;
        Some(if major == 0 { Line::Old } else { Line::New })
    }

    /// The line that the file itself tells: what only one of them can read. `None` where nothing does, or where the file
    /// contradicts itself.
    pub(super) fn of_file(root: Node<'_>, value: &Value) -> Option<Self> {
        let mut marks = Marks::default();
        marks.walk(root);
        marks.lists(value);
        match (marks.old, marks.new) {
            (true, false) => Some(Line::Old),
            (false, true) => Some(Line::New),
            _ => None,
        }
    }
}

#[derive(Default)]
struct Marks {
    old: bool,
    new: bool,
}

impl Marks {
    /// The tags `!join`, `!and`, `!or` are gone in 1.0; `__args__`, `__join__`, `__and__` and `__or__` came with it.
    fn walk(&mut self, root: Node<'_>) {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            self.old |= matches!(node.tag(), Some("!join" | "!and" | "!or"));
            match node.kind() {
                Kind::Sequence { .. } => open.extend(node.items()),
                Kind::Mapping { .. } => {
                    for pair in node.entries() {
                        self.new |= matches!(pair.key.scalar(), Some("__args__" | "__join__" | "__and__" | "__or__"));
                        open.push(pair.value);
                    }
                }
                _ => {}
            }
        }
    }

    /// Lists of tasks and task groups came with 1.0, which refuses `schedule_interval`.
    fn lists(&mut self, root: &Value) {
        let ValueKind::Map(entries) = &root.kind else { return };
        for dag in entries {
            let Entry::Pair { value: Value { kind: ValueKind::Map(keys), .. }, .. } = dag else { continue };
            // 1.0 lets null pass.
            self.old |= match entry(keys, "schedule_interval") {
                Found::Given { value, .. } => value.kind != ValueKind::Null,
                _ => false,
            };
            self.new |= ["tasks", "task_groups"].iter().any(|key| match entry(keys, key) {
                Found::Given { value, .. } => matches!(&value.kind, ValueKind::List(items) if !items.is_empty()),
                _ => false,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Line;

    #[test]
    fn lines_by_version() {
        assert_eq!(Line::of_version("0.23.0"), Some(Line::Old));
        assert_eq!(Line::of_version("1.0.0a1"), Some(Line::New));
        assert_eq!(Line::of_version("1.1"), Some(Line::New));
        assert_eq!(Line::of_version("latest"), None);
    }
}
