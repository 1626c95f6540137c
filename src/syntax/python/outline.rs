//! How the parts of a module nest: what editors fold, and what a selection grows to.

use super::{Tree, span};
use crate::syntax::Span;
use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, TraversalSignal, walk_stmt};
use ruff_python_ast::{AnyNodeRef, Stmt};
use ruff_text_size::Ranged;

/// Nesting deeper than this is not looked into.
const DEEPEST: usize = 200;

/// What kind of text a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A statement with others in it, from its first line to its last.
    Body,
    /// A call's arguments, a dict, a list, and whatever else stands in brackets.
    Brackets,
    /// A text.
    Text,
    /// Imports that follow each other.
    Imports,
}

/// A part of a module that can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// From the line that stays visible to the end.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// The parts of a module that nest, outermost first; those on one line are among them.
pub fn blocks(tree: &Tree, text: &str) -> Vec<Block> {
    let mut search = Blocks { text, found: imports(tree), depth: 0 };
    for statement in tree.body() {
        search.visit_stmt(statement);
    }
    search.found
}

/// The bytes of all nodes that hold an offset, their ends included, from the outermost in; each lies in the one before.
pub fn nodes_around(tree: &Tree, offset: usize) -> Vec<Span> {
    let mut search = Around { offset, found: Vec::new(), depth: 0 };
    for statement in tree.body() {
        search.visit_stmt(statement);
    }
    let mut chain: Vec<Span> = Vec::new();
    for node in search.found {
        if chain.last().is_none_or(|outer| outer.contains(node) && *outer != node) {
            chain.push(node);
        }
    }
    chain
}

/// The innermost statement around a place: for the name of a class at its call in `with DAG(…):` the whole `with`, for a
/// decorator the whole function.
pub fn statement_around(tree: &Tree, place: Span) -> Option<Span> {
    let mut search = Statement { place, found: None, depth: 0 };
    for statement in tree.body() {
        search.visit_stmt(statement);
    }
    search.found
}

fn imports(tree: &Tree) -> Vec<Block> {
    let is_import = |statement: &Stmt| matches!(statement, Stmt::Import(_) | Stmt::ImportFrom(_));
    let runs = tree.body().chunk_by(|one, other| is_import(one) && is_import(other));
    let block = |run: &[Stmt]| {
        let (first, last) = (run.first()?, run.last()?);
        let span = span(first.range()).cover(span(last.range()));
        (run.len() > 1).then_some(Block { span, kind: BlockKind::Imports })
    };
    runs.filter_map(block).collect()
}

struct Blocks<'t> {
    text: &'t str,
    found: Vec<Block>,
    depth: usize,
}

impl Blocks<'_> {
    fn add(&mut self, kind: BlockKind, span: Span) {
        self.found.push(Block { span, kind });
    }

    fn body(&mut self, start: usize, body: &[Stmt]) {
        if let Some(last) = body.last() {
            let end = span(last.range()).end;
            self.add(BlockKind::Body, Span::new(start.min(end), end));
        }
    }

    /// The body behind `else:` or `finally:`, which have no node of their own.
    fn rest(&mut self, keyword: &str, after: usize, body: &[Stmt]) {
        let Some(first) = body.first() else { return };
        let between = self.text.get(after..span(first.range()).start).unwrap_or("");
        let mut start = after;
        for line in between.split_inclusive('\n') {
            if line.trim_start().starts_with(keyword) {
                self.body(start + (line.len() - line.trim_start().len()), body);
                return;
            }
            start += line.len();
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        let start = span(statement.range()).start;
        let end_of = |body: &[Stmt]| body.last().map(|last| span(last.range()).end);
        match statement {
            // The lines of decorators stay visible.
            Stmt::FunctionDef(it) => self.body(span(it.name.range()).start, &it.body),
            Stmt::ClassDef(it) => self.body(span(it.name.range()).start, &it.body),
            Stmt::With(it) => self.body(start, &it.body),
            Stmt::For(it) => {
                self.body(start, &it.body);
                self.rest("else", end_of(&it.body).unwrap_or(start), &it.orelse);
            }
            Stmt::While(it) => {
                self.body(start, &it.body);
                self.rest("else", end_of(&it.body).unwrap_or(start), &it.orelse);
            }
            Stmt::If(it) => {
                self.body(start, &it.body);
                for clause in &it.elif_else_clauses {
                    self.body(span(clause.range()).start, &clause.body);
                }
            }
            Stmt::Try(it) => {
                self.body(start, &it.body);
                for handler in &it.handlers {
                    self.add(BlockKind::Body, span(handler.range()));
                }
                let handled = it.handlers.last().map(|handler| span(handler.range()).end);
                let tried = handled.or_else(|| end_of(&it.body)).unwrap_or(start);
                self.rest("else", tried, &it.orelse);
                self.rest("finally", end_of(&it.orelse).unwrap_or(tried), &it.finalbody);
            }
            Stmt::Match(it) => {
                self.add(BlockKind::Body, span(it.range()));
                for case in &it.cases {
                    self.add(BlockKind::Body, span(case.range()));
                }
            }
            _ => {}
        }
    }
}

impl<'a> SourceOrderVisitor<'a> for Blocks<'_> {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        self.depth += 1;
        let whole = span(node.range());
        // Nothing inside a node on one line is of use.
        let lines = whole.of(self.text);
        if self.depth > DEEPEST || !lines.contains(['\n', '\r']) {
            return TraversalSignal::Skip;
        }
        match node {
            AnyNodeRef::Arguments(_)
            | AnyNodeRef::Parameters(_)
            | AnyNodeRef::ExprDict(_)
            | AnyNodeRef::ExprList(_)
            | AnyNodeRef::ExprSet(_)
            | AnyNodeRef::ExprTuple(_)
            | AnyNodeRef::ExprListComp(_)
            | AnyNodeRef::ExprSetComp(_)
            | AnyNodeRef::ExprDictComp(_)
            | AnyNodeRef::ExprGenerator(_) => self.add(BlockKind::Brackets, whole),
            AnyNodeRef::StringLiteral(_) | AnyNodeRef::FString(_) | AnyNodeRef::BytesLiteral(_) => {
                self.add(BlockKind::Text, whole);
            }
            _ => {}
        }
        TraversalSignal::Traverse
    }

    fn leave_node(&mut self, _node: AnyNodeRef<'a>) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if self.depth <= DEEPEST {
            self.statement(statement);
        }
        walk_stmt(self, statement);
    }
}

struct Around {
    offset: usize,
    found: Vec<Span>,
    depth: usize,
}

impl<'a> SourceOrderVisitor<'a> for Around {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        self.depth += 1;
        let whole = span(node.range());
        if self.depth > DEEPEST || self.offset < whole.start || whole.end < self.offset {
            return TraversalSignal::Skip;
        }
        self.found.push(whole);
        TraversalSignal::Traverse
    }

    fn leave_node(&mut self, _node: AnyNodeRef<'a>) {
        self.depth = self.depth.saturating_sub(1);
    }
}

struct Statement {
    place: Span,
    found: Option<Span>,
    depth: usize,
}

impl<'a> SourceOrderVisitor<'a> for Statement {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        self.depth += 1;
        let whole = span(node.range());
        // No statement stands inside an expression.
        if self.depth > DEEPEST || node.is_expression() || !whole.contains(self.place) {
            return TraversalSignal::Skip;
        }
        if node.is_statement() {
            self.found = Some(whole);
        }
        TraversalSignal::Traverse
    }

    fn leave_node(&mut self, _node: AnyNodeRef<'a>) {
        self.depth = self.depth.saturating_sub(1);
    }
}
