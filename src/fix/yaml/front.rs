//! Moving an item to the front of its list.

use super::TextEdit;
use super::insert::with_dash;
use super::layout::format_of;
use super::remove::{block_lines, remove_item};
use crate::fix::layout::is_first_on_line;
use crate::syntax::Span;
use crate::syntax::yaml::{Kind, Node};

/// Moves the `index`th item of a list in front of all others; in a block list with the comments that belong to it. `None`
/// where it stands there already, or does not have lines of its own.
pub fn item_to_front(list: Node<'_>, index: usize) -> Option<Vec<TextEdit>> {
    let text = list.tree().text();
    let items: Vec<Node<'_>> = list.items().collect();
    let before = items.get(..index).filter(|before| !before.is_empty())?;
    let (first, own) = (*before.first()?, *items.get(index)?);
    if list.kind() == (Kind::Sequence { flow: true }) {
        // Each takes the place of the one before it.
        let moved = std::iter::once(own).chain(before.iter().copied());
        return Some(
            items.iter().zip(moved).map(|(item, moved)| TextEdit::replace(item.span(), moved.raw())).collect(),
        );
    }
    let lines = |item: Node<'_>| -> Option<Span> {
        let span = with_dash(item);
        is_first_on_line(text, span.start).then(|| block_lines(text, span, item))
    };
    let (place, moved) = (lines(first)?, lines(own)?);
    let content = moved.of(text).trim_end_matches(['\n', '\r']);
    let insertion = TextEdit::insert(place.start, format!("{content}{}", format_of(list.tree()).line_break));
    Some(vec![insertion, remove_item(list, index)?])
}
