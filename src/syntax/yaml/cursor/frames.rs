//! The collections that are open at a token.

use super::tokens::{Kind, Token};
use super::{Slot, Step};

/// One open collection.
struct Frame<'t> {
    shape: Shape,
    /// The keys of a mapping, the scalars of a list.
    written: Vec<&'t str>,
    /// The key whose value comes next, or came last.
    key: Option<&'t str>,
    /// Whether the value of the key, or the item, is there.
    filled: bool,
    /// The end of the last token in it.
    end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// A block mapping, its keys in this column.
    Mapping(usize),
    /// A block list, its dashes in this column.
    List(usize),
    FlowMapping,
    FlowList,
}

/// The open collections, outermost first.
pub(super) struct Frames<'t> {
    text: &'t str,
    frames: Vec<Frame<'t>>,
}

/// The place of a cursor among the collections.
pub(super) struct Spot<'t> {
    pub(super) slot: Slot,
    pub(super) path: Vec<Step<'t>>,
    pub(super) siblings: Vec<&'t str>,
    /// The column of the dash in front, where there is one.
    pub(super) dash: Option<usize>,
    pub(super) comma_before: Option<usize>,
}

impl<'t> Frames<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, frames: Vec::new() }
    }

    pub(super) fn is_flow(&self) -> bool {
        self.frames.last().is_some_and(|frame| matches!(frame.shape, Shape::FlowMapping | Shape::FlowList))
    }

    /// Takes the next token in.
    pub(super) fn take(&mut self, token: &Token) {
        match token.kind {
            Kind::Comment => return,
            Kind::Document => self.frames.clear(),
            Kind::Dash => self.dash(token.column),
            Kind::OpenMapping => self.open(Shape::FlowMapping),
            Kind::OpenSequence => self.open(Shape::FlowList),
            Kind::Close => {
                if self.is_flow() {
                    self.frames.pop();
                }
                self.fill(None);
            }
            Kind::Comma => {
                if let Some(frame) = self.frames.last_mut() {
                    (frame.key, frame.filled) = (None, false);
                }
            }
            Kind::Key if token.flow => {
                let text = self.words(token);
                if let Some(frame) = self.frames.last_mut() {
                    frame.written.push(text);
                    (frame.key, frame.filled) = (Some(text), false);
                }
            }
            Kind::Key => self.key(token),
            Kind::Scalar | Kind::Block => self.fill(Some(self.words(token))),
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.end = token.span.end;
        }
    }

    fn words(&self, token: &Token) -> &'t str {
        let raw = token.span.of(self.text);
        match token.quote {
            Some((quote, _)) => raw.trim_start_matches(quote).trim_end_matches(quote),
            None => raw,
        }
    }

    fn push(&mut self, shape: Shape) {
        self.frames.push(Frame { shape, written: Vec::new(), key: None, filled: false, end: 0 });
    }

    fn open(&mut self, shape: Shape) {
        self.fill(None);
        self.push(shape);
    }

    fn fill(&mut self, item: Option<&'t str>) {
        if let Some(frame) = self.frames.last_mut() {
            frame.filled = true;
            if matches!(frame.shape, Shape::List(_) | Shape::FlowList) {
                frame.written.extend(item);
            }
        }
    }

    /// Leaves the collections that a line which starts in `column` cannot belong to.
    fn leave(&mut self, column: usize) {
        while let Some(frame) = self.frames.last() {
            let is_left = match frame.shape {
                Shape::Mapping(at) | Shape::List(at) => at > column,
                Shape::FlowMapping | Shape::FlowList => true,
            };
            if !is_left {
                return;
            }
            self.frames.pop();
        }
    }

    fn dash(&mut self, column: usize) {
        self.leave(column);
        match self.frames.last_mut() {
            Some(frame) if frame.shape == Shape::List(column) => frame.filled = false,
            _ => {
                self.fill(None);
                self.push(Shape::List(column));
            }
        }
    }

    fn key(&mut self, token: &Token) {
        self.leave(token.column);
        // Dashes may stand in the column of the key above them, and a key there ends the list.
        let ends_list = |frames: &[Frame]| match frames {
            [.., outer, inner] => {
                inner.shape == Shape::List(token.column) && outer.shape == Shape::Mapping(token.column)
            }
            _ => false,
        };
        if ends_list(&self.frames) {
            self.frames.pop();
        }
        let shape = Shape::Mapping(token.column);
        if self.frames.last().is_none_or(|frame| frame.shape != shape) {
            self.fill(None);
            self.push(shape);
        }
        let text = self.words(token);
        if let Some(frame) = self.frames.last_mut() {
            frame.written.push(text);
            (frame.key, frame.filled) = (Some(text), false);
        }
    }

    /// The place in `column`, at `start`, behind `last` on the same line.
    pub(super) fn place(&mut self, last: Option<&Token>, column: usize, start: usize) -> Option<Spot<'t>> {
        if self.is_flow() {
            return self.place_between_brackets(start);
        }
        match last.map(|token| token.kind) {
            Some(Kind::Key) => Some(self.spot(Slot::Value, None)),
            Some(Kind::Dash) => Some(self.spot(Slot::Item, last.map(|token| token.column))),
            Some(Kind::Document) | None => self.place_on_own_line(column),
            Some(_) => None,
        }
    }

    fn place_between_brackets(&self, start: usize) -> Option<Spot<'t>> {
        let frame = self.frames.last()?;
        let slot = match (frame.shape, frame.key) {
            (Shape::FlowMapping, Some(_)) if !frame.filled => Slot::Value,
            (Shape::FlowMapping, None) if !frame.filled => Slot::Key,
            (Shape::FlowList, _) if !frame.filled => Slot::Item,
            // On a line of its own the next element may be begun before its comma.
            (shape, _) if self.text.get(frame.end..start).is_some_and(|gap| gap.contains('\n')) => {
                let slot = if shape == Shape::FlowMapping { Slot::Key } else { Slot::Item };
                return Some(Spot { comma_before: Some(frame.end), ..self.spot(slot, None) });
            }
            _ => return None,
        };
        Some(self.spot(slot, None))
    }

    fn place_on_own_line(&mut self, column: usize) -> Option<Spot<'t>> {
        self.leave(column);
        let of_mapping = |frame: &Frame| frame.shape == Shape::Mapping(column);
        let outer_holds_keys = self.frames.iter().rev().nth(1).is_some_and(of_mapping);
        let Some(frame) = self.frames.last() else { return Some(self.spot(Slot::Key, None)) };
        match frame.shape {
            Shape::Mapping(at) if at == column => Some(self.spot(Slot::Key, None)),
            Shape::Mapping(_) if !frame.filled => Some(self.spot(Slot::Below, None)),
            Shape::List(at) if at == column && outer_holds_keys => {
                self.frames.pop();
                Some(self.spot(Slot::Key, None))
            }
            Shape::List(at) if at == column => Some(self.spot(Slot::Dash, None)),
            Shape::List(at) if !frame.filled => Some(self.spot(Slot::Item, Some(at))),
            _ => None,
        }
    }

    fn spot(&self, slot: Slot, dash: Option<usize>) -> Spot<'t> {
        let mut path = Vec::new();
        for (index, frame) in self.frames.iter().enumerate() {
            let innermost = index + 1 == self.frames.len();
            match frame.shape {
                Shape::Mapping(_) | Shape::FlowMapping if innermost && slot == Slot::Key => {}
                Shape::Mapping(_) | Shape::FlowMapping => path.extend(frame.key.map(Step::Key)),
                Shape::List(_) | Shape::FlowList if innermost => {}
                Shape::List(_) | Shape::FlowList => path.push(Step::Item),
            }
        }
        let own = match slot {
            Slot::Key | Slot::Dash => true,
            Slot::Item => dash.is_none(),
            Slot::Value | Slot::Below => false,
        };
        let siblings = self.frames.last().filter(|_| own).map(|frame| frame.written.clone()).unwrap_or_default();
        Spot { slot, path, siblings, dash, comma_before: None }
    }
}

/// The keys of the cursor's mapping that stand behind the cursor.
pub(super) fn following<'t>(
    text: &'t str,
    tokens: &[Token],
    slot: Slot,
    column: usize,
    dash: Option<usize>,
    flow: bool,
) -> Vec<&'t str> {
    let words = |token: &Token| token.span.of(text).trim_matches(['"', '\'']);
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for token in tokens {
        match token.kind {
            Kind::OpenMapping | Kind::OpenSequence => depth += 1,
            Kind::Close if depth == 0 => break,
            Kind::Close => depth -= 1,
            Kind::Document => break,
            Kind::Key if flow && !token.flow => break,
            Kind::Key if flow && depth == 0 && slot == Slot::Key => found.push(words(token)),
            Kind::Scalar if flow && depth == 0 && slot == Slot::Item => found.push(words(token)),
            _ if flow || depth > 0 || slot == Slot::Value => {}
            Kind::Key if token.column < column => break,
            Kind::Key if token.column == column => found.push(words(token)),
            Kind::Dash if token.column < column || dash.is_some_and(|dash| token.column <= dash) => break,
            _ => {}
        }
    }
    found
}
