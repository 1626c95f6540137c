//! Edits on Dockerfiles: variables of `ENV` instructions, and comments.

use super::TextEdit;
use super::comment::{self, whole_lines};
use super::layout::comment_lines_above;
use crate::rules::{Action, Written};
use crate::syntax::Span;
use crate::syntax::dockerfile::{Assignment, Dockerfile, Instruction, parse};

/// The edits for `actions`, all of which lie in the file of `text`. `None` where one of them cannot be done there.
pub(super) fn edits(text: &str, actions: &[&Action]) -> Option<Vec<TextEdit>> {
    let dockerfile = parse(text);
    let edit = |action: &&Action| match action {
        Action::Replace { place, content } => Some(TextEdit::replace(place.span(), content.clone())),
        Action::Set { value, to: Written::Text(new) } => set(&dockerfile, value.span(), new),
        Action::Rename { key, to } => rename(&dockerfile, key.span(), to),
        Action::Remove { entry } => remove(text, &dockerfile, entry.span()),
        Action::RemoveComment { comment } => Some(comment::remove(text, comment.span())),
        _ => None,
    };
    actions.iter().map(edit).collect()
}

/// Another value for a variable; only words that need no quotes.
fn set(dockerfile: &Dockerfile, place: Span, new: &str) -> Option<TextEdit> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let is_value = |instruction: &Instruction| match instruction {
        Instruction::Env(variable) => variable.value.as_ref().is_some_and(|value| value.span == place),
        _ => false,
    };
    let is_known = !new.is_empty() && new.chars().all(is_word) && dockerfile.instructions.iter().any(is_value);
    is_known.then(|| TextEdit::replace(place, new))
}

/// Another name for a variable.
fn rename(dockerfile: &Dockerfile, place: Span, new: &str) -> Option<TextEdit> {
    let is_name = |instruction: &Instruction| match instruction {
        Instruction::Env(variable) => variable.name.span == place,
        _ => false,
    };
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_known = new.chars().all(is_word) && dockerfile.instructions.iter().any(is_name);
    is_known.then(|| TextEdit::replace(place, new))
}

/// Removes one variable; the instruction goes with its only one, and so do the comment lines right above it.
fn remove(text: &str, dockerfile: &Dockerfile, place: Span) -> Option<TextEdit> {
    let variables = dockerfile.instructions.iter().filter_map(|instruction| match instruction {
        Instruction::Env(variable) => Some(variable),
        _ => None,
    });
    let variables: Vec<&Assignment> = variables.collect();
    let own = variables.iter().find(|variable| {
        let value = variable.value.as_ref().map(|value| value.span);
        variable.span == place || variable.name.span == place || value == Some(place)
    })?;
    let siblings: Vec<Span> =
        variables.iter().filter(|other| other.instruction == own.instruction).map(|other| other.span).collect();
    let index = siblings.iter().position(|sibling| *sibling == own.span)?;
    let before = index.checked_sub(1).and_then(|before| siblings.get(before));
    let span = match (before, siblings.get(index + 1)) {
        (None, None) => {
            let start = comment_lines_above(text, own.instruction);
            whole_lines(text, Span::new(start, own.instruction.end))
        }
        // A comment between two variables of one instruction stays.
        (Some(before), Some(next)) if text.get(own.span.end..next.start)?.contains('#') => {
            Span::new(before.end, own.span.end)
        }
        (_, Some(next)) => Span::new(own.span.start, next.start),
        (Some(before), None) => Span::new(before.end, own.span.end),
    };
    Some(TextEdit::remove(span))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fix::apply;
    use crate::model::{FileId, Place};

    #[track_caller]
    fn removed(text: &str, name: &str, expected: &str) {
        let start = text.find(name).unwrap();
        let entry = Place::new(FileId(0), Span::new(start, start + name.len()));
        let edits = edits(text, &[&Action::Remove { entry }]).unwrap();
        assert_eq!(apply(text, &edits).unwrap(), expected);
    }

    #[test]
    fn a_value_is_set_as_a_word() {
        let text = "FROM a\nENV A=1 B=\"heavy_ml\" # no comment\nENV C heavy_ml\n";
        for old in ["\"heavy_ml\"", "heavy_ml\n"] {
            let start = text.find(old).unwrap();
            let value = Place::new(FileId(0), Span::new(start, start + old.trim_end().len()));
            let set = |to: &str| edits(text, &[&Action::Set { value, to: Written::text(to) }]);
            let expected = text.replacen(old, &old.replace(old.trim_end(), "heavy-ml"), 1);
            assert_eq!(apply(text, &set("heavy-ml").unwrap()).unwrap(), expected);
            assert_eq!(set("two words"), None);
        }
    }

    #[test]
    fn an_instruction_goes_with_its_only_variable() {
        removed("FROM a\n# why\nENV A=1\nENV B=2\n", "A=1", "FROM a\nENV B=2\n");
        removed("FROM a\r\nENV OLD the rest\r\nRUN x\r\n", "OLD", "FROM a\r\nRUN x\r\n");
        removed("FROM a\nENV A=1", "A", "FROM a");
        removed("FROM a\nENV A='x \\\n  y'\nRUN x\n", "A", "FROM a\nRUN x\n");
    }

    #[test]
    fn one_variable_of_several_goes_alone() {
        removed("FROM x\nENV A=1 B=2 C=3\n", "A=1", "FROM x\nENV B=2 C=3\n");
        removed("FROM x\nENV A=1 \\\n    B=2 \\\n    C=3\n", "B=2", "FROM x\nENV A=1 \\\n    C=3\n");
        removed("FROM x\nENV A=1 \\\n    B=2\nRUN y\n", "B=2", "FROM x\nENV A=1\nRUN y\n");
        removed(
            "FROM x\nENV A=1 \\\n    B=2 \\\n    # why\n    C=3\n",
            "B=2",
            "FROM x\nENV A=1 \\\n    # why\n    C=3\n",
        );
    }
}
