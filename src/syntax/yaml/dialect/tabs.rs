//! Tabs between tokens. The grammar allows them wherever they do not indent; libyaml refuses one where a key could
//! start; PyYAML's pure loader refuses every one outside quotes, block scalars and comments.

use super::super::tree::{NodeData, NodeId};
use super::super::{Kind, Style, Tree};
use super::Refusals;
use crate::syntax::{Span, SyntaxError};

pub(super) fn check(tree: &Tree, refusals: &mut Refusals) {
    let mut check = Check { bytes: tree.text().as_bytes(), tree, refusals, line: None };
    let mut before: Option<usize> = None;
    let mut at = 0;
    for (index, node) in tree.nodes.iter().enumerate() {
        check.gap(before, at, node.span.start);
        at = at.max(node.span.start);
        if !matches!(node.kind, Kind::Scalar(_) | Kind::Alias) {
            // An opening bracket stands for its collection; a block has no sign of its own.
            continue;
        }
        match node.kind {
            Kind::Scalar(Style::Plain) => check.plain(node),
            Kind::Scalar(Style::Literal | Style::Folded) => check.header(node),
            _ => {}
        }
        at = at.max(node.span.end);
        before = Some(index);
    }
    check.gap(before, at, tree.text().len());
}

struct Check<'a> {
    bytes: &'a [u8],
    tree: &'a Tree,
    refusals: &'a mut Refusals,
    /// The start of the line that was told last.
    line: Option<usize>,
}

impl Check<'_> {
    fn line_start(&self, at: usize) -> usize {
        memchr::memrchr2(b'\n', b'\r', &self.bytes[..at]).map_or(0, |end| end + 1)
    }

    /// Whether nothing follows on the line.
    fn is_blank(&self, at: usize) -> bool {
        let rest = self.bytes[at..].iter().find(|byte| !matches!(byte, b' ' | b'\t'));
        matches!(rest, None | Some(b'\n' | b'\r'))
    }

    fn tell(&mut self, at: usize, all: bool) {
        let line = self.line_start(at);
        if self.line == Some(line) {
            return;
        }
        self.line = Some(line);
        let message = match all {
            true if self.is_blank(at) => "a tab on an empty line, which readers of YAML refuse: take it out",
            true if self.bytes[line..at].iter().all(|byte| *byte == b' ') => {
                "YAML does not take a tab as indentation: use spaces"
            }
            true => "a tab where YAML takes spaces only: use a space",
            false => "a tab between values, which PyYAML refuses: use a space",
        };
        let error = SyntaxError { span: Span::new(at, at + 1), message: message.to_owned() };
        if all { self.refusals.all.push(error) } else { self.refusals.pyyaml.push(error) }
    }

    /// The collections around a node, innermost first.
    fn around(&self, node: &NodeData) -> impl Iterator<Item = &NodeData> {
        std::iter::successors(node.parent, |id| self.tree.nodes[id.index()].parent)
            .map(|id: NodeId| &self.tree.nodes[id.index()])
    }

    /// The column of the innermost block around a node.
    fn block_column(&self, node: &NodeData) -> Option<usize> {
        let is_block =
            |node: &&NodeData| matches!(node.kind, Kind::Mapping { flow: false } | Kind::Sequence { flow: false });
        let block = self.around(node).find(is_block)?;
        Some(block.span.start - self.line_start(block.span.start))
    }

    /// A tab on the line of `|` or `>`.
    fn header(&mut self, node: &NodeData) {
        let rest = &self.bytes[node.span.start..node.span.end];
        let stop = memchr::memchr3(b'\n', b'\r', b'#', rest).unwrap_or(rest.len());
        if let Some(tab) = memchr::memchr(b'\t', &rest[..stop]) {
            self.tell(node.span.start + tab, false);
        }
    }

    /// Tabs inside a plain scalar, which may go on over several lines.
    fn plain(&mut self, node: &NodeData) {
        let range = node.span.start..node.span.end;
        let tabs: Vec<usize> =
            memchr::memchr_iter(b'\t', &self.bytes[range.clone()]).map(|at| at + range.start).collect();
        for at in tabs {
            let line = self.line_start(at);
            let leads = line > range.start && self.bytes[line..at].iter().all(|byte| matches!(byte, b' ' | b'\t'));
            let all = leads && self.block_column(node).is_some_and(|column| at - line <= column);
            self.tell(at, all);
        }
    }

    /// Tabs between the node `before` and the next one.
    fn gap(&mut self, before: Option<usize>, from: usize, to: usize) {
        let Some(gap) = self.bytes.get(from..to).filter(|gap| memchr::memchr(b'\t', gap).is_some()) else { return };
        let before = before.map(|index| &self.tree.nodes[index]);
        let mut depth = before.map_or(0, |node| {
            let is_flow =
                |node: &&NodeData| matches!(node.kind, Kind::Mapping { flow: true } | Kind::Sequence { flow: true });
            self.around(node).filter(is_flow).count()
        });
        // A collection that opens in the gap is around the next node and not around the last one; a bracket says so.
        let mut key_may_start = before.is_none();
        // A plain scalar may go on behind blank lines, so they are its own.
        let mut continues = before.filter(|node| node.kind == Kind::Scalar(Style::Plain) && !node.span.is_empty());
        let mut fresh_line = false;
        let mut index = 0;
        let gap = gap.to_vec();
        while let Some(&byte) = gap.get(index) {
            let at = from + index;
            match byte {
                b'\n' | b'\r' => {
                    fresh_line = true;
                    key_may_start |= depth == 0;
                }
                b' ' => {}
                b'\t' => {
                    let all = match continues {
                        Some(node) => {
                            let column = at - self.line_start(at);
                            fresh_line && self.block_column(node).is_some_and(|block| column <= block)
                        }
                        None => depth == 0 && key_may_start,
                    };
                    self.tell(at, all);
                }
                b'#' => {
                    continues = None;
                    index += gap[index..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(gap.len());
                    continue;
                }
                b'%' if at == self.line_start(at) => {
                    index += gap[index..].iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(gap.len());
                    continue;
                }
                b'&' | b'!' | b'*' | b'|' | b'>' => {
                    continues = None;
                    key_may_start = false;
                    let token = gap[index..].iter().position(|byte| byte.is_ascii_whitespace());
                    index += token.unwrap_or(gap.len());
                    continue;
                }
                _ => {
                    continues = None;
                    match byte {
                        b'[' | b'{' => depth += 1,
                        b']' | b'}' => depth = depth.saturating_sub(1),
                        _ => {}
                    }
                    let dashes = gap[index..].starts_with(b"---") || gap[index..].starts_with(b"...");
                    key_may_start = match byte {
                        _ if dashes => false,
                        b'-' | b'?' => depth == 0,
                        b':' => fresh_line && depth == 0,
                        _ => false,
                    };
                    if dashes {
                        index += 2;
                    }
                }
            }
            if !matches!(byte, b'\n' | b'\r' | b' ' | b'\t') {
                fresh_line = false;
            }
            index += 1;
        }
    }
}
