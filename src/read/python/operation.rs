//! Arithmetic and the joining of dicts.

use super::reader::Reader;
use super::scope::Meaning;
use super::value::LONGEST_TEXT;
use crate::model::{Entry, Operation, Value, ValueKind};
use ruff_python_ast::{self as ast, Expr, UnaryOp};
use ruff_text_size::TextRange;

/// Sums of more parts are not worked out.
const LONGEST_CHAIN: usize = 64;

impl<'a> Reader<'a> {
    /// A chain of operators is read from its left end on, so that a long one costs no depth.
    pub(super) fn operation(&mut self, operation: &'a ast::ExprBinOp) -> Meaning {
        let mut chain = vec![operation];
        while let Some(last) = chain.last()
            && let Expr::BinOp(left) = &*last.left
        {
            chain.push(left);
        }
        let Some(first) = chain.last() else { return self.computed(operation.range) };
        if chain.len() > LONGEST_CHAIN || chain.iter().any(|step| operator(step.op).is_none()) {
            self.visit(&first.left);
            chain.iter().rev().for_each(|step| self.visit(&step.right));
            return self.computed(operation.range);
        }
        let parts = self.parts.len();
        let mut value = self.value(&first.left);
        for step in chain.iter().rev() {
            let right = self.value(&step.right);
            let Some(operator) = operator(step.op) else { continue };
            let place = self.place(step.range);
            value = Value::new(place, combine(operator, value, right));
        }
        // The result is new; a change of a part does not reach it.
        self.parts.truncate(parts);
        Meaning::Fresh(value)
    }

    fn computed(&mut self, range: TextRange) -> Meaning {
        Meaning::Fresh(Value::opaque(self.place(range), "a computed value"))
    }

    pub(super) fn unary(&mut self, operation: &'a ast::ExprUnaryOp) -> ValueKind {
        if operation.op != UnaryOp::USub {
            self.visit(&operation.operand);
            return ValueKind::Opaque("a computed value".into());
        }
        let operand = self.value(&operation.operand);
        match operand.kind {
            ValueKind::Int(number) => {
                number.checked_neg().map_or_else(|| ValueKind::Opaque("a large number".into()), ValueKind::Int)
            }
            ValueKind::Float(number) => ValueKind::Float(-number),
            ValueKind::Opaque(why) => ValueKind::Opaque(why),
            _ => {
                let minus = Value::new(operand.place, ValueKind::Int(-1));
                ValueKind::Operation(Box::new((Operation::Multiply, operand, minus)))
            }
        }
    }
}

fn operator(operator: ast::Operator) -> Option<Operation> {
    Some(match operator {
        ast::Operator::Add => Operation::Add,
        ast::Operator::Sub => Operation::Subtract,
        ast::Operator::Mult => Operation::Multiply,
        ast::Operator::Div => Operation::Divide,
        ast::Operator::FloorDiv => Operation::FloorDivide,
        ast::Operator::BitOr => Operation::Union,
        _ => return None,
    })
}

/// Whole numbers are worked out at once, dicts joined; the rest waits until all parts are known.
fn combine(operator: Operation, left: Value, right: Value) -> ValueKind {
    if let ValueKind::Opaque(why) = &left.kind {
        return ValueKind::Opaque(why.clone());
    }
    if let ValueKind::Opaque(why) = &right.kind {
        return ValueKind::Opaque(why.clone());
    }
    match (operator, &left.kind, &right.kind) {
        (Operation::Union, _, _) => ValueKind::Map(vec![Entry::Spread(left), Entry::Spread(right)]),
        (_, ValueKind::Int(left), ValueKind::Int(right)) => {
            let result = match operator {
                Operation::Add => left.checked_add(*right),
                Operation::Subtract => left.checked_sub(*right),
                Operation::Multiply => left.checked_mul(*right),
                Operation::FloorDivide => left.checked_div_euclid(*right).filter(|_| *right > 0),
                Operation::Divide if *right != 0 => return ValueKind::Float(*left as f64 / *right as f64),
                Operation::Divide | Operation::Union => None,
            };
            result.map_or_else(|| ValueKind::Opaque("a computed value".into()), ValueKind::Int)
        }
        (Operation::Add, ValueKind::Text(left), ValueKind::Text(right)) => {
            if left.len() + right.len() > LONGEST_TEXT {
                ValueKind::Opaque("a long text".into())
            } else {
                ValueKind::Text([&**left, &**right].concat().into())
            }
        }
        _ => ValueKind::Operation(Box::new((operator, left, right))),
    }
}
