//! The walk over a module's statements.

use super::function::Function;
use super::module::{DagRef, Module};
use super::names::Path;
use super::scope::{Cell, Meaning, Scope, ScopeKind, is_symbol};
use crate::model::{FileId, Place, Shape, ShapeKind, Value};
use crate::syntax::Span;
use crate::syntax::python::span;
use ruff_python_ast::Stmt;
use ruff_text_size::{Ranged, TextRange};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Nesting past this is not read. CPython refuses 200 open brackets and 100 levels of indentation.
const DEPTH: u32 = 200;

/// Where a statement stands: what Airflow's context managers would say at run time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Context {
    pub dag: DagRef,
    pub group: Option<u32>,
    /// Whether operators made here become tasks: not in the body of a task.
    pub tasks: bool,
}

impl Context {
    pub(super) const MODULE: Self = Self { dag: DagRef::Outside, group: None, tasks: true };
    pub(super) const NO_TASKS: Self = Self { dag: DagRef::Unknown, group: None, tasks: false };
}

/// The state of reading one module.
pub(super) struct Reader<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub module: Module,
    pub scopes: Vec<Scope<'a>>,
    pub scope: usize,
    pub cells: Vec<Cell>,
    pub context: Context,
    pub functions: Vec<Function<'a>>,
    /// The scope of each class, by its index.
    pub class_scopes: Vec<usize>,
    /// Decorated functions by where they stand, so that a function that is walked twice defines them once.
    pub definitions: BTreeMap<usize, u32>,
    /// Tasks by what makes them different.
    pub tasks: BTreeMap<TaskKey, u32>,
    /// Tasks that are run by hand (`Operator(…).execute(…)`) and so are none.
    pub dropped: Vec<u32>,
    /// Names that a function of the module may bind anew: those of `global` statements.
    pub globals: Vec<&'a str>,
    /// Settings of tasks that are changed through names that do not say which task: name and place.
    pub shaken: Vec<(&'static str, Place)>,
    /// Places of syntax errors.
    pub errors: Vec<Span>,
    /// Cells that the value at work holds as parts.
    pub parts: Vec<u32>,
    /// For each open branch: the number of cells at its start, and which older cells it has changed, with their
    /// number of entries before.
    pub journal: Vec<(usize, Vec<(u32, usize)>)>,
    /// Where objects are made that are changed later.
    pub changed: BTreeSet<Place>,
    /// Parts of values that may still be copied, so that a hostile file cannot double them for ever.
    pub budget: usize,
    /// Whether this is a second walk over a function's body, whose Kubernetes objects are known already.
    pub again: bool,
    /// Whether the statement stands in a loop of its scope.
    pub in_loop: bool,
    /// Whether the statement stands right in the body of a class that may be an operator.
    pub in_operator_class: bool,
    depth: u32,
}

/// What makes a task different from others: where it is made, its DAG, group and override.
pub(super) type TaskKey = (usize, Option<u32>, Option<u32>, usize);

impl<'a> Reader<'a> {
    pub(super) fn new(file: FileId, text: &'a str) -> Self {
        Self {
            file,
            text,
            module: Module { file, ..Module::default() },
            scopes: vec![Scope::new(ScopeKind::Module, None)],
            scope: 0,
            cells: Vec::new(),
            context: Context::MODULE,
            functions: Vec::new(),
            class_scopes: Vec::new(),
            definitions: BTreeMap::new(),
            tasks: BTreeMap::new(),
            dropped: Vec::new(),
            globals: globals(text),
            shaken: Vec::new(),
            errors: Vec::new(),
            parts: Vec::new(),
            journal: Vec::new(),
            changed: BTreeSet::new(),
            budget: 100_000 + text.len() / 4,
            again: false,
            in_loop: false,
            in_operator_class: false,
            depth: 0,
        }
    }

    pub(super) fn place(&self, range: TextRange) -> Place {
        Place::new(self.file, span(range))
    }

    /// The text of a node, where it is short and on one line: to name it to users.
    pub(super) fn short(&self, range: TextRange) -> Option<&'a str> {
        let text = span(range).of(self.text);
        (!text.is_empty() && text.len() <= 60 && !text.contains(['\n', '\r'])).then_some(text)
    }

    /// The first syntax error inside a node.
    pub(super) fn error_in(&self, range: TextRange) -> Option<Place> {
        let node = span(range);
        // An error that spans more than the node is about what the node stands in.
        let touches = |at: usize| node.start <= at && at <= node.end;
        let error = self.errors.iter().find(|error| touches(error.start) || touches(error.end))?;
        Some(Place::new(self.file, *error))
    }

    /// The syntax error inside a call or dict, or the place where its closing bracket is missing.
    pub(super) fn error_in_brackets(&self, range: TextRange) -> Option<Place> {
        if self.errors.is_empty() {
            return None;
        }
        let span = span(range);
        let closed = span.of(self.text).ends_with([')', '}', ']']);
        self.error_in(range).or_else(|| (!closed).then(|| Place::new(self.file, Span::at(span.end))))
    }

    /// Goes one level down, unless that is too deep.
    pub(super) fn deeper<T>(&mut self, range: TextRange, otherwise: T, walk: impl FnOnce(&mut Self) -> T) -> T {
        if self.depth >= DEPTH {
            if !self.module.shapes.iter().any(|shape| matches!(shape.kind, ShapeKind::Syntax { .. })) {
                let start = span(range).start;
                let place = Place::new(self.file, Span::at(start));
                let message = "this is nested more deeply than Python allows; it is not read".into();
                self.module.shapes.push(Shape { place, kind: ShapeKind::Syntax { message, tab: false } });
            }
            return otherwise;
        }
        self.depth += 1;
        let result = walk(self);
        self.depth -= 1;
        result
    }

    pub(super) fn statements(&mut self, body: &'a [Stmt]) {
        for statement in body {
            self.deeper(statement.range(), (), |reader| reader.statement(statement));
        }
    }

    fn statement(&mut self, statement: &'a Stmt) {
        self.parts.clear();
        match statement {
            Stmt::Expr(it) => self.expression_statement(&it.value),
            Stmt::Assign(it) => {
                if let [target] = &*it.targets
                    && self.assign_pairwise(target, &it.value)
                {
                    return;
                }
                let meaning = self.meaning(&it.value);
                let meaning = self.hold(meaning);
                for target in &it.targets {
                    self.assign(target, meaning.clone());
                }
            }
            Stmt::AnnAssign(it) => {
                if let Some(value) = &it.value {
                    let meaning = self.meaning(value);
                    let meaning = self.hold(meaning);
                    self.assign(&it.target, meaning);
                }
            }
            Stmt::AugAssign(it) => self.assign_in_place(it),
            Stmt::Import(it) => {
                for alias in &it.names {
                    let module = alias.name.as_str();
                    let (name, path) = match &alias.asname {
                        Some(name) => (name.as_str(), Path::new(module, "")),
                        None => {
                            let package = module.split('.').next().unwrap_or(module);
                            (package, Path::new(package, ""))
                        }
                    };
                    self.bind(name, Meaning::Path(Rc::new(path)));
                }
            }
            Stmt::ImportFrom(it) => self.import_from(it),
            Stmt::With(it) => self.with(it),
            Stmt::If(it) => self.branch_if(it),
            Stmt::For(it) => {
                self.visit(&it.iter);
                self.enter_loop(&it.body, Some(&it.target));
                self.statements(&it.orelse);
            }
            Stmt::While(it) => {
                self.visit(&it.test);
                self.enter_loop(&it.body, None);
                self.statements(&it.orelse);
            }
            Stmt::Try(it) => {
                let mut frames = vec![self.branch(|reader| {
                    reader.statements(&it.body);
                    reader.statements(&it.orelse);
                })];
                for handler in &it.handlers {
                    let ruff_python_ast::ExceptHandler::ExceptHandler(handler) = handler;
                    frames.push(self.branch(|reader| reader.statements(&handler.body)));
                }
                self.merge(frames);
                self.statements(&it.finalbody);
            }
            Stmt::Match(it) => {
                self.visit(&it.subject);
                let frames = it.cases.iter().map(|case| self.branch(|reader| reader.statements(&case.body)));
                let frames = frames.collect();
                self.merge(frames);
            }
            Stmt::FunctionDef(it) => self.function(it),
            Stmt::ClassDef(it) => self.class(it),
            Stmt::Return(it) => {
                if let Some(value) = &it.value {
                    self.visit(value);
                }
            }
            Stmt::Delete(it) => {
                for target in &it.targets {
                    self.delete(target);
                }
            }
            Stmt::Assert(it) => self.visit(&it.test),
            Stmt::Global(_)
            | Stmt::Nonlocal(_)
            | Stmt::TypeAlias(_)
            | Stmt::Raise(_)
            | Stmt::Pass(_)
            | Stmt::Break(_)
            | Stmt::Continue(_)
            | Stmt::IpyEscapeCommand(_) => {}
        }
    }

    fn import_from(&mut self, import: &'a ruff_python_ast::StmtImportFrom) {
        let mut module = ".".repeat(import.level.min(32) as usize);
        if let Some(name) = &import.module {
            module.push_str(name.as_str());
        }
        for alias in &import.names {
            let name = alias.name.as_str();
            if name == "*" {
                self.module.stars.push(module.as_str().into());
                continue;
            }
            let bound = alias.asname.as_ref().map_or(name, |asname| asname.as_str());
            self.bind(bound, Meaning::Path(Rc::new(Path::new(&module, name))));
        }
    }

    pub(super) fn bind(&mut self, name: &'a str, meaning: Meaning) {
        let mut meaning = self.hold(meaning);
        if self.scope == 0 && !is_symbol(&meaning) && self.globals.binary_search(&name).is_ok() {
            meaning = self.opaque_cell(format!("`{name}` is changed in a function"));
        }
        // The line that said which of two values holds, an `else:` perhaps, may be the broken one.
        if !self.errors.is_empty()
            && let Meaning::Cell(_) = meaning
            && let Some(Meaning::Cell(_)) = self.scopes[self.scope].get(name).map(|slot| &slot.meaning)
        {
            meaning = self.opaque_cell(format!("`{name}` is bound twice in a file with a syntax error"));
        }
        self.scopes[self.scope].bind(name, meaning);
    }

    /// Gives a value that no name holds a cell.
    pub(super) fn hold(&mut self, meaning: Meaning) -> Meaning {
        let Meaning::Fresh(value) = meaning else { return meaning };
        let (size, depth) = super::value::measure(&value);
        let cell = self.cells.len() as u32;
        let parts = std::mem::take(&mut self.parts);
        self.cells.push(Cell { value, size, depth, parts: parts.clone(), parts_of: Vec::new(), held_by: Vec::new() });
        for part in parts {
            if let Some(part) = self.cells.get_mut(part as usize) {
                part.parts_of.push(cell);
            }
        }
        Meaning::Cell(cell)
    }

    pub(super) fn opaque_cell(&mut self, why: String) -> Meaning {
        let cell = self.cells.len() as u32;
        let value = Value::opaque(Place::new(self.file, Span::at(0)), why);
        self.cells.push(Cell {
            value,
            size: 1,
            depth: 1,
            parts: Vec::new(),
            parts_of: Vec::new(),
            held_by: Vec::new(),
        });
        Meaning::Cell(cell)
    }

    /// What a name means here.
    pub(super) fn lookup(&mut self, name: &str) -> Option<Meaning> {
        let (mut at, mut crossed) = (Some(self.scope), false);
        while let Some(index) = at {
            let scope = &self.scopes[index];
            if (scope.kind != ScopeKind::Class || index == self.scope)
                && let Some(slot) = scope.get(name)
            {
                if crossed && slot.rebound && !is_symbol(&slot.meaning) {
                    return Some(self.opaque_cell(format!("`{name}` is bound more than once")));
                }
                return Some(slot.meaning.clone());
            }
            crossed |= scope.kind == ScopeKind::Function;
            at = scope.parent;
        }
        None
    }
}

/// The names of `global` statements, found by the text alone: functions are read after what uses these names.
fn globals(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = memchr::memmem::find_iter(text.as_bytes(), b"global ")
        .filter_map(|at| {
            let before = text.get(..at)?.rsplit('\n').next()?;
            before.trim().is_empty().then(|| text.get(at + "global ".len()..)?.lines().next()).flatten()
        })
        .flat_map(|names| names.split(',').map(str::trim))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
