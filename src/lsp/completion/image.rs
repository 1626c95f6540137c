//! Dockerfiles: the names of Airflow's variables in `ENV` instructions.

use super::{Item, Template, variables};
use crate::lsp::View;
use crate::syntax::{Span, word_length};

/// What can be written at the cursor of a Dockerfile.
pub(super) fn complete(view: &View<'_>, offset: usize) -> Option<Vec<Item>> {
    let text = view.text();
    let above = text.get(..offset)?;
    let instruction = instruction(above)?;
    let keyword = instruction.get(..3)?;
    let begun = instruction.get(3..)?;
    if !keyword.eq_ignore_ascii_case("env") || !begun.starts_with([' ', '\t']) || begun.contains(['"', '\'']) {
        return None;
    }
    let typed = begun.rsplit([' ', '\t', '\n', '\r']).next()?;
    // `ENV NAME value` has one name only.
    let others = begun.strip_suffix(typed)?.split_whitespace().filter(|word| *word != "\\");
    if typed.contains('=') || !others.into_iter().all(|word| word.contains('=')) {
        return None;
    }
    let rest = text.get(offset..)?;
    let length = word_length(rest);
    let sign = if rest.get(length..).is_some_and(|rest| rest.starts_with(['=', ' '])) { "" } else { "=" };
    let word = Span::new(offset - typed.len(), offset + length);
    let written: Vec<&str> = view
        .project
        .image_environment
        .iter()
        .filter_map(|variable| variable.key.as_known())
        .filter(|key| !key.place.span().contains(word))
        .map(|key| &*key.value)
        .collect();
    let deployments: Vec<_> = view.project.deployments.iter().collect();
    let choices = variables::variables(view.project, &deployments);
    let wanted = choices.into_iter().filter(|choice| !written.contains(&choice.text.as_str()));
    let items = wanted.map(|choice| {
        let template = Template::of(format!("{}{sign}", choice.text));
        Item::new(choice.kind, choice.text, word, template).detail(choice.detail).documentation(choice.documentation)
    });
    Some(items.collect())
}

/// The instruction that a text ends in, over the lines that a backslash joins.
fn instruction(above: &str) -> Option<&str> {
    let mut start = above.len();
    loop {
        let before = above.get(..start)?;
        start = before.trim_end_matches(['\n', '\r']).rfind('\n').map_or(0, |at| at + 1);
        let line = above.get(start..)?;
        let is_joined = above.get(..start)?.trim_end().ends_with('\\');
        if !is_joined || start == 0 {
            return Some(line.trim_start_matches([' ', '\t', '\u{feff}']));
        }
    }
}
