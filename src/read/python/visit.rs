//! Reading expressions only for what they make.

use super::reader::Reader;
use super::scope::{Scope, ScopeKind};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

impl<'a> Reader<'a> {
    /// Reads an expression only for what it makes.
    pub(super) fn visit(&mut self, expression: &'a Expr) {
        match expression {
            Expr::NoneLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::FString(_)
            | Expr::TString(_)
            | Expr::Lambda(_)
            | Expr::Slice(_)
            | Expr::IpyEscapeCommand(_) => {}
            Expr::Name(_) | Expr::Call(_) | Expr::Named(_) => drop(self.meaning(expression)),
            _ => self.deeper(expression.range(), (), |reader| reader.visit_parts(expression)),
        }
    }

    pub(super) fn visit_parts(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Attribute(it) => self.visit(&it.value),
            Expr::BoolOp(it) => it.values.iter().for_each(|value| self.visit(value)),
            Expr::BinOp(it) => drop(self.operation(it)),
            Expr::UnaryOp(it) => self.visit(&it.operand),
            Expr::If(it) => [&it.test, &it.body, &it.orelse].into_iter().for_each(|part| self.visit(part)),
            Expr::Dict(it) => self.visit_dict(it),
            Expr::List(it) => it.elts.iter().for_each(|item| self.visit(item)),
            Expr::Tuple(it) => it.elts.iter().for_each(|item| self.visit(item)),
            Expr::Set(it) => it.elts.iter().for_each(|item| self.visit(item)),
            Expr::Compare(it) => {
                self.visit(&it.left);
                it.comparators.iter().for_each(|part| self.visit(part));
            }
            Expr::Subscript(it) => {
                self.visit(&it.value);
                self.visit(&it.slice);
            }
            Expr::Starred(it) => self.visit(&it.value),
            Expr::Await(it) => self.visit(&it.value),
            Expr::Yield(it) => it.value.iter().for_each(|value| self.visit(value)),
            Expr::YieldFrom(it) => self.visit(&it.value),
            Expr::ListComp(it) => self.comprehension(&it.generators, [Some(&*it.elt), None]),
            Expr::SetComp(it) => self.comprehension(&it.generators, [Some(&*it.elt), None]),
            Expr::Generator(it) => self.comprehension(&it.generators, [Some(&*it.elt), None]),
            Expr::DictComp(it) => self.comprehension(&it.generators, [it.key.as_deref(), Some(&*it.value)]),
            _ => {}
        }
    }

    pub(super) fn visit_dict(&mut self, dict: &'a ast::ExprDict) {
        for item in &dict.items {
            item.key.iter().for_each(|key| self.visit(key));
            self.visit(&item.value);
        }
    }

    fn comprehension(&mut self, generators: &'a [ast::Comprehension], made: [Option<&'a Expr>; 2]) {
        let outer = self.scope;
        generators.iter().take(1).for_each(|first| self.visit(&first.iter));
        self.scopes.push(Scope::new(ScopeKind::Comprehension, Some(outer)));
        self.scope = self.scopes.len() - 1;
        for (index, generator) in generators.iter().enumerate() {
            if index > 0 {
                self.visit(&generator.iter);
            }
            self.assign_opaque(&generator.target, "the variable of a comprehension");
            generator.ifs.iter().for_each(|test| self.visit(test));
        }
        made.into_iter().flatten().for_each(|part| self.visit(part));
        self.scope = outer;
    }
}
