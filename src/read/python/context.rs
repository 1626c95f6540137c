//! `with` statements: which DAG and group their bodies stand in.

use super::module::{DagRef, GroupFacts};
use super::names::Role;
use super::reader::Reader;
use super::scope::Meaning;
use crate::model::{Value, ValueKind};
use ruff_python_ast::{self as ast, Expr};
use ruff_text_size::Ranged;

impl<'a> Reader<'a> {
    pub(super) fn with(&mut self, with: &'a ast::StmtWith) {
        let outer = self.context;
        for item in &with.items {
            let meaning = self.meaning(&item.context_expr);
            match meaning {
                Meaning::Dag(dag) => {
                    self.context.dag = DagRef::Dag(dag);
                    self.context.group = None;
                }
                Meaning::Group(group) => self.context.group = Some(group),
                Meaning::Task(_) => {}
                _ => self.other_manager(&item.context_expr, &meaning),
            }
            if let Some(target) = &item.optional_vars {
                match meaning {
                    Meaning::Dag(_) | Meaning::Group(_) | Meaning::Task(_) => self.assign(target, meaning),
                    _ => self.assign_opaque(target, "what a `with` statement gives"),
                }
            }
        }
        self.statements(&with.body);
        self.context = outer;
    }

    /// A context manager that is not seen to be a DAG may be one, or a group, of the project's own making.
    fn other_manager(&mut self, expression: &'a Expr, meaning: &Meaning) {
        let callee = match expression {
            Expr::Call(call) => &*call.func,
            other => other,
        };
        let role = match callee {
            Expr::Name(name) => self.lookup(name.id.as_str()),
            Expr::Attribute(attribute) if let Expr::Name(name) = &*attribute.value => self.lookup(name.id.as_str()),
            _ => None,
        };
        let harmless = match role {
            Some(Meaning::Path(path)) => path.is_foreign() && !matches!(path.role(), Role::Operator),
            Some(Meaning::Fresh(_) | Meaning::Cell(_)) if matches!(expression, Expr::Call(_)) => true,
            None => !matches!(callee, Expr::Call(_)),
            _ => false,
        };
        let name = self.short(callee.range()).unwrap_or("");
        let says_dag = name.contains("DAG") || name.contains("Dag") || name.contains("dag");
        let says_group = name.contains("Group") || name.contains("group");
        if harmless && !says_dag && !says_group {
            return;
        }
        let why = match meaning {
            Meaning::Fresh(Value { kind: ValueKind::Opaque(why), .. }) => why.clone(),
            _ => "a DAG or group that is made elsewhere".into(),
        };
        if self.context.dag == DagRef::Outside || says_dag {
            self.context.dag = DagRef::Unknown;
            self.context.group = None;
        } else if says_group {
            let hidden = Some((self.place(expression.range()), why));
            let group = self.add_group(GroupFacts { parent: self.context.group, default_args: None, hidden });
            self.context.group = Some(group);
        }
    }
}
