//! Comments that tell airlint to be silent.

use super::text::{Text, code};
use super::{Hover, document};
use crate::lsp::View;
use crate::read::suppression::{Names, Request, suppressions};
use crate::syntax::{Comment, Span};

/// What the comment under the cursor silences.
pub(super) fn hover(view: &View, offset: usize) -> Option<Hover> {
    let source = view.text();
    let start = source.get(..offset)?.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = source.get(start..)?.lines().next()?;
    let hash = line.find('#').filter(|_| line.contains("airlint:"))?;
    let comment = Comment {
        span: Span::new(start + hash, start + line.len()),
        own_line: line.get(..hash).is_some_and(|before| before.trim().is_empty()),
    };
    let found = suppressions(view.file, source, &[comment]).into_iter().next()?;
    if !view.holds(found.place, offset) {
        return None;
    }
    let names = match &found.request {
        Request::Lines(_, names) | Request::File(names) => names,
        Request::NotUnderstood(why) => {
            let text = Text::from(format!("airlint does not understand this comment: {why}."));
            return Some(Hover { span: found.place.span(), text });
        }
    };
    if let Names::Listed(names) = names
        && let Some((name, place)) = names.iter().find(|(_, place)| view.holds(*place, offset))
    {
        let unknown = || Text::from(format!("No rule or category is called {}.", code(name)));
        return Some(Hover { span: place.span(), text: document::selector(name).unwrap_or_else(unknown) });
    }
    let reach = match &found.request {
        Request::File(_) => "in this file",
        _ if comment.own_line => "on the next line",
        _ => "on this line",
    };
    let which = match names {
        Names::All => "any finding".to_string(),
        Names::Listed(names) => {
            let names: Vec<String> = names.iter().map(|(name, _)| code(name)).collect();
            format!("findings of {}", names.join(", "))
        }
    };
    let until = found.until.map_or(String::new(), |until| format!(" until {until}"));
    Some(Hover {
        span: found.place.span(),
        text: Text::from(format!("airlint does not report {which} {reach}{until}.")),
    })
}
