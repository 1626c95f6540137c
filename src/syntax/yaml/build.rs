//! Events into the arena.

use std::collections::HashMap;

use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle, Tag};

use super::node::CORE;
use super::pass::{Fault, FaultKind, Pass};
use super::place::{self, Between};
use super::tree::{NodeData, NodeId, Properties, Value};
use super::{Kind, Style};
use crate::syntax::{Comment, Span};

/// Parses `text` up to its first fault.
pub(super) fn read(text: &str, options: Options) -> Pass {
    let mut builder = Builder {
        text,
        pass: Pass::default(),
        open: Vec::new(),
        at: 0,
        anchors: HashMap::new(),
        weights: HashMap::new(),
        repeated: 0,
    };
    for event in Parser::new_from_str_with_options(text, options) {
        match event {
            Ok((event, span)) => {
                if builder.take(event, span).is_none() {
                    let at = span.start.byte_offset().unwrap_or(builder.at);
                    builder.pass.fault = Some(Fault { at, kind: FaultKind::TooLarge });
                    break;
                }
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(builder.at).min(text.len());
                builder.pass.fault = Some(Fault { at, kind: FaultKind::Grammar(error.kind().clone()) });
                break;
            }
        }
    }
    builder.finish()
}

/// A collection whose end has not been read yet.
struct Open {
    id: NodeId,
    last: Option<NodeId>,
    children: usize,
    is_anchored: bool,
    /// The number of nodes in it, with what its aliases repeat.
    weight: u64,
}

struct Builder<'t> {
    text: &'t str,
    pass: Pass,
    open: Vec<Open>,
    /// The end of the last node or bracket.
    at: usize,
    anchors: HashMap<usize, NodeId>,
    /// The weights of the anchored collections.
    weights: HashMap<NodeId, u64>,
    /// The number of nodes that aliases repeat so far.
    repeated: u64,
}

/// The most nodes that all aliases of a text together may stand for. yaml.v2 refuses less.
const MOST_REPEATED: u64 = 1_000_000;

impl Builder<'_> {
    /// `None` where the arena is full.
    fn take(&mut self, event: Event<'_>, place: granit_parser::Span) -> Option<()> {
        let span = bytes_of(place);
        let tag = event.tag().zip(place.tag_span()).map(|(tag, place)| self.tag(tag, bytes_of(place)));
        match event {
            Event::Scalar(value, style, anchor, _) => {
                let (span, value) = self.scalar(&value, style, span, tag.is_some() || anchor != 0, place.indent);
                self.add(NodeData { value, ..node(Kind::Scalar(style_of(style)), span) }, tag, anchor)?;
                self.at = self.at.max(span.end);
            }
            Event::SequenceStart(style, anchor, _) => {
                let kind = Kind::Sequence { flow: style == StructureStyle::Flow };
                let span = if style == StructureStyle::Flow { span } else { self.starting_at_dash(span) };
                self.start(kind, span, tag, anchor)?;
            }
            Event::MappingStart(style, anchor, _) => {
                let kind = Kind::Mapping { flow: style == StructureStyle::Flow };
                self.start(kind, span, tag, anchor)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => {
                let id = self.add(node(Kind::Alias, span), None, 0)?;
                let target = self.anchors.get(&anchor).copied().filter(|target| self.may_repeat(id, *target));
                self.pass.properties.push((id, Properties { target, ..Properties::default() }));
                self.at = span.end;
            }
            Event::UnresolvedAlias(_) => {
                let id = self.add(node(Kind::Alias, span), None, 0)?;
                self.pass.unknown_aliases.push(id);
                self.at = span.end;
            }
            Event::Anchor(anchor, _) => {
                let span = Span::new((span.start + 1).min(span.end), span.end);
                if let Some(&id) = self.anchors.get(&anchor) {
                    match self.pass.properties.last_mut() {
                        Some((last, properties)) if *last == id => properties.anchor = Some(span),
                        _ => {
                            self.pass.properties.push((id, Properties { anchor: Some(span), ..Properties::default() }))
                        }
                    }
                }
            }
            Event::Comment(..) => self.comment(span),
            Event::DocumentStart(..) => self.at = self.at.max(span.start),
            _ => {}
        }
        Some(())
    }

    fn scalar(
        &self,
        value: &str,
        style: ScalarStyle,
        span: Span,
        has_properties: bool,
        indent: Option<usize>,
    ) -> (Span, Value) {
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let header = self.before_node(true).next_node();
                (place::block_scalar(self.text, header, span, indent), Value::Own(value.into()))
            }
            ScalarStyle::Plain if span.is_empty() => {
                let mut between = self.before_node(has_properties);
                // An omitted key without so much as a `?` is where its colon stands.
                let at =
                    if between.end() == self.at && self.expects_key() { between.next_node() } else { between.end() };
                (Span::at(at.min(self.text.len())), Value::Raw)
            }
            ScalarStyle::Plain if span.of(self.text) == value => (span, Value::Raw),
            ScalarStyle::Plain => (span, Value::Own(value.into())),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                let raw = span.of(self.text);
                let unquoted = raw.get(1..raw.len().saturating_sub(1)) == Some(value);
                (span, if unquoted { Value::Unquoted } else { Value::Own(value.into()) })
            }
        }
    }

    /// Whether the alias `id` may stand for `target`. Inside the very node it names it has no finite meaning; and what
    /// aliases of aliases of aliases repeat must stay something that can be walked.
    fn may_repeat(&mut self, id: NodeId, target: NodeId) -> bool {
        if self.open.iter().any(|open| open.id == target) {
            return false;
        }
        let weight = self.weights.get(&target).copied().unwrap_or(1);
        if self.repeated + weight > MOST_REPEATED {
            self.pass.bomb.get_or_insert(id);
            return false;
        }
        self.repeated += weight;
        if let Some(open) = self.open.last_mut() {
            open.weight += weight;
        }
        true
    }

    fn expects_key(&self) -> bool {
        self.open.last().is_some_and(|open| {
            open.children % 2 == 0 && matches!(self.pass.nodes[open.id.index()].kind, Kind::Mapping { .. })
        })
    }

    /// Reads from the last node to the one that comes now, over the indicators that must or may stand between.
    fn before_node(&self, has_properties: bool) -> Between<'_> {
        let mut between = Between::new(self.text, self.at);
        if let Some(open) = self.open.last() {
            match self.pass.nodes[open.id.index()].kind {
                Kind::Sequence { flow: false } => between.indicator(b'-'),
                Kind::Sequence { flow: true } => between.indicator(b','),
                _ if open.children % 2 == 1 => between.indicator(b':'),
                Kind::Mapping { flow: true } => between.indicator(b',').indicator(b'?'),
                _ => between.indicator(b'?'),
            };
        }
        if has_properties {
            between.properties();
        }
        between
    }

    /// A block list from its first dash: of one that stands in its key's own column the parser names the first item.
    fn starting_at_dash(&self, span: Span) -> Span {
        let bytes = self.text.as_bytes();
        let is_dash = |at: usize| {
            bytes.get(at) == Some(&b'-') && matches!(bytes.get(at + 1), None | Some(b' ' | b'\t' | b'\n' | b'\r'))
        };
        if is_dash(span.start) {
            return span;
        }
        let dash = Between::new(self.text, self.at).indicator(b':').properties().next_node();
        if dash < span.start && is_dash(dash) { Span::new(dash, span.end.max(dash)) } else { span }
    }

    fn start(&mut self, kind: Kind, span: Span, tag: Option<Properties>, anchor: usize) -> Option<()> {
        let id = self.add(node(kind, span), tag, anchor)?;
        self.open.push(Open { id, last: None, children: 0, is_anchored: anchor != 0, weight: 1 });
        self.at = self.at.max(span.end);
        Some(())
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        let last_end = open.last.map(|last| self.pass.nodes[last.index()].span.end);
        let data = &mut self.pass.nodes[open.id.index()];
        let bracketed = !span.is_empty();
        let end = if bracketed { span.end } else { last_end.unwrap_or(data.span.end) };
        data.span.end = end.max(data.span.start);
        if open.is_anchored {
            self.weights.insert(open.id, open.weight);
        }
        if let Some(parent) = self.open.last_mut() {
            parent.weight += open.weight;
        }
        self.at = self.at.max(data.span.end);
    }

    /// The properties of a node that bears a tag.
    fn tag(&self, tag: &Tag, span: Span) -> Properties {
        let text = span.of(self.text);
        let (handle, suffix) = tag.parts();
        let told_by_text = match text.strip_prefix("!!") {
            Some(rest) => handle == CORE && suffix == rest,
            None => !text.starts_with("!<") && text.strip_prefix(handle) == Some(suffix),
        };
        let whole_tag = (!told_by_text).then(|| format!("{handle}{suffix}").into());
        Properties { tag: Some(span), whole_tag, ..Properties::default() }
    }

    fn add(&mut self, data: NodeData, tag: Option<Properties>, anchor: usize) -> Option<NodeId> {
        let id = NodeId::new(self.pass.nodes.len())?;
        let parent = self.open.last().map(|open| open.id);
        let is_key = self.expects_key();
        let kind = data.kind;
        self.pass.nodes.push(NodeData { parent, is_key, ..data });
        match self.open.last_mut() {
            Some(open) => {
                match open.last {
                    Some(last) => self.pass.nodes[last.index()].next = Some(id),
                    None => self.pass.nodes[open.id.index()].first = Some(id),
                }
                open.last = Some(id);
                open.children += 1;
                open.weight += u64::from(matches!(kind, Kind::Scalar(_)));
            }
            None => self.pass.roots.push(id),
        }
        if let Some(properties) = tag {
            self.pass.properties.push((id, properties));
        }
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        Some(id)
    }

    fn comment(&mut self, span: Span) {
        let line_start = self.text[..span.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let before = self.text[line_start..span.start].trim_start_matches('\u{feff}');
        let own_line = before.bytes().all(|byte| byte == b' ' || byte == b'\t');
        self.pass.comments.push(Comment { span, own_line });
    }

    /// Closes what the fault left open.
    fn finish(mut self) -> Pass {
        self.pass.read_to = self.at;
        self.pass.open = self.open.iter().map(|open| open.id).collect();
        while let Some(open) = self.open.last() {
            // A key whose value the fault swallowed has an empty one.
            let lacks_value =
                matches!(self.pass.nodes[open.id.index()].kind, Kind::Mapping { .. }) && open.children % 2 == 1;
            if lacks_value {
                let at = self.before_node(false).end().min(self.text.len());
                if self.add(node(Kind::Scalar(Style::Plain), Span::at(at)), None, 0).is_none() {
                    break;
                }
            }
            self.end(Span::at(self.at));
        }
        self.pass.comments.sort_by_key(|comment| comment.span.start);
        self.pass.comments.dedup_by_key(|comment| comment.span.start);
        self.pass.settle();
        self.pass
    }
}

fn node(kind: Kind, span: Span) -> NodeData {
    NodeData { kind, broken: false, is_key: false, span, value: Value::Raw, first: None, next: None, parent: None }
}

fn bytes_of(span: granit_parser::Span) -> Span {
    let start = span.start.byte_offset().unwrap_or(0);
    Span::new(start, span.end.byte_offset().unwrap_or(start).max(start))
}

fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::SingleQuoted,
        ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::yaml::parse;

    #[test]
    fn a_block_list_starts_at_its_first_dash() {
        for (text, list) in
            [("q:\n- -5\n- b\nr: 1\n", "- -5\n- b"), ("q:\n  - - a\n", "- - a"), ("q: # x\n-\n  a: 1\n", "-\n  a: 1")]
        {
            let tree = parse(text);
            let value = tree.root().and_then(|root| root.entries().next()).map(|entry| entry.value);
            assert_eq!(value.map(|value| value.raw()), Some(list), "{text}");
        }
    }
}
