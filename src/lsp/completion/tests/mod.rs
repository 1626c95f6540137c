mod applied;
mod deployment;
mod own;
mod python;

use super::{Item, complete};
use crate::fix::{self, TextEdit};
use crate::lsp::fixture::Fixture;

/// What is offered at the cursor of a project.
struct Offered {
    fixture: Fixture,
    items: Vec<Item>,
}

impl Offered {
    fn new(files: &[(&str, &str)]) -> Self {
        let fixture = Fixture::new(files);
        let (view, offset) = fixture.at_cursor();
        let items = complete(&view, offset);
        for item in &items {
            let word = item.replace.of(view.text());
            assert!(
                item.replace.start <= offset && offset <= item.replace.end,
                "{}: the cursor is outside",
                item.label
            );
            assert!(!word.contains('\n'), "{}: more than a line is replaced", item.label);
        }
        Self { fixture, items }
    }

    fn labels(&self) -> Vec<&str> {
        self.items.iter().map(|item| item.label.as_str()).collect()
    }

    fn item(&self, label: &str) -> &Item {
        let found = self.items.iter().find(|item| item.label == label);
        found.unwrap_or_else(|| panic!("no {label} among {:?}", self.labels()))
    }

    /// The file once an item is taken, as an editor without snippets has it.
    fn after(&self, label: &str) -> String {
        let (view, _) = self.fixture.at_cursor();
        applied(view.text(), self.item(label))
    }
}

/// A text once an item is taken.
fn applied(text: &str, item: &Item) -> String {
    let own = TextEdit::replace(item.replace, item.template.plain());
    let edits: Vec<TextEdit> = item.beside.iter().cloned().chain([own]).collect();
    fix::apply(text, &edits).expect("edits that do not overlap")
}

/// The labels at the cursor of one file.
fn labels(path: &str, text: &str) -> Vec<String> {
    Offered::new(&[(path, text)]).labels().into_iter().map(str::to_string).collect()
}
