//! Where the parts of calls, dicts and lists stand, and what a module imports: what edits need to know.

use super::{Tree, span};
use crate::syntax::Span;
use ruff_python_ast::visitor::source_order::{SourceOrderVisitor, TraversalSignal};
use ruff_python_ast::{AnyNodeRef, ArgOrKeyword, Expr, Stmt};
use ruff_text_size::Ranged;

/// One element between brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// The whole element, without its comma.
    pub span: Span,
    /// The name of a keyword argument, or the key of a dict entry.
    pub key: Option<Span>,
    /// The value.
    pub value: Span,
}

/// What kind of brackets hold elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brackets {
    /// Arguments of a call.
    Call,
    /// Entries of a dict.
    Dict,
    /// Items of a list, tuple or set.
    List,
}

/// A call's arguments, a dict or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The kind of brackets.
    pub kind: Brackets,
    /// The whole expression: for a call with its callee.
    pub whole: Span,
    /// From the opening to the closing bracket, both included.
    pub brackets: Span,
    /// The elements, in order.
    pub elements: Vec<Element>,
}

/// An import of one name, or of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The whole statement.
    pub statement: Span,
    /// The module of `from module import name`; the module itself for `import module`.
    pub module: String,
    /// The name of `from module import name`.
    pub name: Option<String>,
    /// The name it has in this file.
    pub bound: String,
    /// Whether the statement stands at the top level of the file.
    pub top_level: bool,
}

/// The groups around a place, outermost first: every call, dict and list whose bytes hold `place`.
pub fn groups_around(tree: &Tree, place: Span) -> Vec<Group> {
    let mut search = Search { place, found: Vec::new(), depth: 0 };
    for statement in tree.body() {
        search.visit_stmt(statement);
    }
    search.found
}

struct Search {
    place: Span,
    found: Vec<Group>,
    depth: usize,
}

/// Expressions nested deeper than this are not looked into.
const DEEPEST: usize = 200;

impl<'a> SourceOrderVisitor<'a> for Search {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        self.depth += 1;
        if self.depth <= DEEPEST && span(node.range()).contains(self.place) {
            TraversalSignal::Traverse
        } else {
            TraversalSignal::Skip
        }
    }

    fn leave_node(&mut self, _node: AnyNodeRef<'a>) {
        self.depth = self.depth.saturating_sub(1);
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if span(expression.range()).contains(self.place) {
            self.found.extend(group(expression));
        }
        ruff_python_ast::visitor::source_order::walk_expr(self, expression);
    }
}

fn group(expression: &Expr) -> Option<Group> {
    let whole = span(expression.range());
    let plain = |value: &Expr| Element { span: span(value.range()), key: None, value: span(value.range()) };
    let (kind, brackets, elements) = match expression {
        Expr::Call(call) => {
            let elements = call.arguments.iter_source_order().map(|argument| match argument {
                ArgOrKeyword::Arg(value) => plain(value),
                ArgOrKeyword::Keyword(keyword) => Element {
                    span: span(keyword.range()),
                    key: keyword.arg.as_ref().map(|name| span(name.range())),
                    value: span(keyword.value.range()),
                },
            });
            (Brackets::Call, span(call.arguments.range()), elements.collect())
        }
        Expr::Dict(dict) => {
            let elements = dict.items.iter().map(|item| {
                let value = span(item.value.range());
                let key = item.key.as_ref().map(|key| span(key.range()));
                // `**other` starts two bytes before its value.
                let start = key.map_or(value.start.saturating_sub(2), |key| key.start);
                Element { span: Span::new(start, value.end), key, value }
            });
            (Brackets::Dict, whole, elements.collect())
        }
        Expr::List(list) => (Brackets::List, whole, list.elts.iter().map(plain).collect()),
        Expr::Set(set) => (Brackets::List, whole, set.elts.iter().map(plain).collect()),
        Expr::Tuple(tuple) if tuple.parenthesized => (Brackets::List, whole, tuple.elts.iter().map(plain).collect()),
        _ => return None,
    };
    Some(Group { kind, whole, brackets, elements })
}

/// The decorators of functions and classes: what stands behind each `@`.
pub fn decorators(tree: &Tree) -> Vec<Span> {
    let mut search = Decorators { found: Vec::new(), depth: 0 };
    for statement in tree.body() {
        search.visit_stmt(statement);
    }
    search.found
}

struct Decorators {
    found: Vec<Span>,
    depth: usize,
}

impl<'a> SourceOrderVisitor<'a> for Decorators {
    fn enter_node(&mut self, node: AnyNodeRef<'a>) -> TraversalSignal {
        self.depth += 1;
        if let AnyNodeRef::Decorator(decorator) = node {
            self.found.push(span(decorator.expression.range()));
        }
        // Functions are statements, and no statement stands inside an expression.
        if self.depth <= DEEPEST && !node.is_expression() { TraversalSignal::Traverse } else { TraversalSignal::Skip }
    }

    fn leave_node(&mut self, _node: AnyNodeRef<'a>) {
        self.depth = self.depth.saturating_sub(1);
    }
}

/// The imports of a module, in order, those inside functions and branches one level down included.
pub fn imports(tree: &Tree) -> Vec<Import> {
    let mut found = Vec::new();
    for statement in tree.body() {
        collect(statement, true, &mut found);
        let inner: &[Stmt] = match statement {
            Stmt::Try(it) => &it.body,
            Stmt::If(it) => &it.body,
            Stmt::With(it) => &it.body,
            Stmt::FunctionDef(it) => &it.body,
            _ => &[],
        };
        for statement in inner {
            collect(statement, false, &mut found);
        }
    }
    found
}

fn collect(statement: &Stmt, top_level: bool, found: &mut Vec<Import>) {
    let whole = span(statement.range());
    match statement {
        Stmt::Import(import) => found.extend(import.names.iter().map(|alias| Import {
            statement: whole,
            module: alias.name.to_string(),
            name: None,
            bound: alias.asname.as_ref().map_or_else(|| alias.name.to_string(), ToString::to_string),
            top_level,
        })),
        Stmt::ImportFrom(import) => {
            let dots = ".".repeat(import.level as usize);
            let module = format!("{dots}{}", import.module.as_deref().unwrap_or(""));
            found.extend(import.names.iter().map(|alias| Import {
                statement: whole,
                module: module.clone(),
                name: Some(alias.name.to_string()),
                bound: alias.asname.as_ref().map_or_else(|| alias.name.to_string(), ToString::to_string),
                top_level,
            }));
        }
        _ => {}
    }
}

/// Where a file's docstring and `from __future__` imports end: the first place where an import may stand.
pub fn first_import_place(tree: &Tree) -> usize {
    let mut place = 0;
    for statement in tree.body() {
        let counts = match statement {
            Stmt::Expr(it) => it.value.is_string_literal_expr() && place == 0,
            Stmt::ImportFrom(it) => it.module.as_deref() == Some("__future__"),
            _ => false,
        };
        if !counts {
            break;
        }
        place = span(statement.range()).end;
    }
    place
}
