//! The fixes of every document once more, with the files laid out in other ways: line ends, a byte order mark, no line
//! break at the end, comments with emoji between the lines and behind them.

use crate::document::{Document, File, Project};
use crate::fixes;
use airlint::rules::{self, Rule};
use proptest::prelude::*;
use std::sync::LazyLock;

/// Every project of every document in which its rule has something to fix.
static PROJECTS: LazyLock<Vec<(&'static Rule, Project)>> = LazyLock::new(|| {
    let wanted = std::env::var("AIRLINT_RULE").unwrap_or_default();
    let rules = rules::all().filter(|rule| rule.name.contains(&wanted));
    let reported = |rule: &'static Rule| {
        let projects = Document::parse(rule.document).projects.into_iter();
        projects.filter(|project| project.section == "Reported").map(move |project| (rule, project))
    };
    rules.flat_map(reported).filter(|(rule, project)| fixes::offered(rule, project) > 0).collect()
});

/// How a project's files are laid out anew.
#[derive(Debug, Clone, Copy)]
struct Layout {
    crlf: bool,
    byte_order_mark: bool,
    final_line_break: bool,
    /// One bit a line, in turn: whether a comment stands above it, and behind it.
    comments: u64,
}

prop_compose! {
    fn layout()(crlf: bool, byte_order_mark: bool, final_line_break: bool, comments: u64) -> Layout {
        Layout { crlf, byte_order_mark, final_line_break, comments }
    }
}

impl Layout {
    fn project(self, project: &Project) -> Project {
        let file = |file: &File| File {
            path: file.path.clone(),
            text: self.text(file),
            broken: file.broken,
            document_lines: vec![],
            expected: vec![],
        };
        Project {
            section: project.section.clone(),
            heading: format!("{} with {self:?}", project.heading),
            line: project.line,
            files: project.files.iter().map(file).collect(),
            fixed: vec![],
        }
    }

    fn text(self, file: &File) -> String {
        let is_code = [".yaml", ".yml", ".py"].iter().any(|ending| file.path.ends_with(ending));
        if !is_code {
            return file.text.clone();
        }
        let mut text = String::new();
        for (number, line) in file.text.lines().enumerate() {
            let bit = |turn: usize| self.comments >> ((number * 2 + turn) % 64) & 1 == 1;
            let indent = &line[..line.len() - line.trim_start().len()];
            if bit(0) && !line.trim().is_empty() {
                text.push_str(&format!("{indent}# 🚀 above {number}\n"));
            }
            text.push_str(line);
            if bit(1) && !line.trim().is_empty() && !line.contains('#') {
                text.push_str(&format!("  # über {number}"));
            }
            text.push('\n');
        }
        if !self.final_line_break {
            text.truncate(text.trim_end_matches('\n').len());
        }
        if self.crlf {
            text = text.replace('\n', "\r\n");
        }
        if self.byte_order_mark { format!("\u{feff}{text}") } else { text }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fixes_hold_in_every_layout(index: prop::sample::Index, layout in layout()) {
        let (rule, original) = index.get(PROJECTS.as_slice());
        let project = layout.project(original);
        // A comment may fall into a text of several lines, or part a comment to airlint from its line: then the rule has
        // other things to say, and the layout is none of this project.
        prop_assume!(fixes::offered(rule, &project) == fixes::offered(rule, original));
        let faults = fixes::check(rule, &project);
        prop_assert!(faults.is_empty(), "{}{}", rule.path("md"), faults.join("\n"));
    }
}
