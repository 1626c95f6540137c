//! Branches and loops: what holds whichever of them runs.

use super::reader::Reader;
use super::scope::{Frame, Meaning, is_symbol, same};
use ruff_python_ast::{self as ast, Expr, Stmt};
use std::collections::BTreeMap;

impl<'a> Reader<'a> {
    pub(super) fn branch_if(&mut self, it: &'a ast::StmtIf) {
        let mut frames = Vec::new();
        if !never_runs(&it.test) {
            self.visit(&it.test);
            frames.push(self.branch(|reader| reader.statements(&it.body)));
        }
        for clause in &it.elif_else_clauses {
            if let Some(test) = &clause.test {
                self.visit(test);
            }
            frames.push(self.branch(|reader| reader.statements(&clause.body)));
        }
        self.merge(frames);
    }

    pub(super) fn enter_loop(&mut self, body: &'a [Stmt], target: Option<&'a Expr>) {
        let frame = self.branch(|reader| {
            // What the body changes is different from the second round on. An outer loop has seen to inner ones.
            if !reader.in_loop {
                reader.forget_changes_of(body);
            }
            if let Some(target) = target {
                reader.assign_opaque(target, "the variable of a loop");
            }
            let outer = std::mem::replace(&mut reader.in_loop, true);
            reader.statements(body);
            reader.in_loop = outer;
        });
        self.merge(vec![frame]);
    }

    /// Walks one branch; the names that it binds are kept apart.
    pub(super) fn branch(&mut self, walk: impl FnOnce(&mut Self)) -> Frame<'a> {
        let scope = self.scope;
        self.scopes[scope].frames.push(Frame::new());
        self.journal.push((self.cells.len(), Vec::new()));
        walk(self);
        if let Some((_, changes)) = self.journal.pop() {
            self.weaken(&changes);
        }
        self.scopes[scope].frames.pop().unwrap_or_default()
    }

    /// Puts the names of branches together: what is not the same whichever branch ran cannot be known.
    pub(super) fn merge(&mut self, frames: Vec<Frame<'a>>) {
        let mut names: BTreeMap<&'a str, Vec<Meaning>> = BTreeMap::new();
        for frame in frames {
            for (name, slot) in frame {
                names.entry(name).or_default().push(slot.meaning);
            }
        }
        for (name, meanings) in names {
            let before = self.scopes[self.scope].get(name).map(|slot| slot.meaning.clone());
            let symbol = meanings.iter().find(|meaning| is_symbol(meaning));
            let merged = match (symbol, before, &*meanings) {
                (Some(symbol), _, _) => symbol.clone(),
                // Bound in one branch only: any use that works sees that value.
                (None, None, [only]) if self.errors.is_empty() => only.clone(),
                (None, Some(before), [first, rest @ ..])
                    if same(&before, first) && rest.iter().all(|it| same(it, first)) =>
                {
                    before
                }
                (None, Some(before), _) if is_symbol(&before) => before,
                _ => self.opaque_cell(format!("`{name}` depends on which branch runs")),
            };
            self.bind(name, merged);
        }
    }
}

/// A branch that does not run where Airflow loads the file: `__name__ == "__main__"`, `False`.
fn never_runs(test: &Expr) -> bool {
    match test {
        Expr::Compare(it) => matches!(&*it.left, Expr::Name(name) if name.id.as_str() == "__name__"),
        Expr::BooleanLiteral(it) => !it.value,
        _ => false,
    }
}
