//! hcl-edit's tree to ours.

use super::{Attribute, Block, Body, Expression, Kind, ObjectEntry, Span, Word};
use hcl_edit::expr::{self, ObjectKey, TraversalOperator};
use hcl_edit::structure::{self, BlockLabel, Structure};
use hcl_edit::template::Element;
use std::ops::Range;

/// Turns ranges into a part of the text into ranges of the text.
pub(super) struct Converter<'t> {
    /// The part that was read.
    pub text: &'t str,
    /// Where it starts.
    pub base: usize,
    /// Where the text ends: what stands behind was added to be able to read it.
    pub end: usize,
}

impl Converter<'_> {
    pub(super) fn body(&self, body: &structure::Body) -> Body {
        let mut converted = Body::default();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => converted.attributes.push(self.attribute(attribute)),
                Structure::Block(block) => converted.blocks.push(self.block(block)),
            }
        }
        converted
    }

    fn attribute(&self, attribute: &structure::Attribute) -> Attribute {
        let key = Word { span: self.span(hcl_edit::Span::span(&attribute.key)), text: attribute.key.as_str().into() };
        let value = self.expression(&attribute.value);
        Attribute { span: key.span.cover(value.span), key, value }
    }

    fn block(&self, block: &structure::Block) -> Block {
        let labels = block.labels.iter().map(|label| {
            let text = match label {
                BlockLabel::Ident(name) => name.as_str(),
                BlockLabel::String(text) => text.as_str(),
            };
            Word { span: self.span(hcl_edit::Span::span(label)), text: text.into() }
        });
        Block {
            span: self.trimmed(self.span(hcl_edit::Span::span(block))),
            kind: Word { span: self.span(hcl_edit::Span::span(&block.ident)), text: block.ident.as_str().into() },
            labels: labels.collect(),
            body: self.body(&block.body),
        }
    }

    fn expression(&self, expression: &expr::Expression) -> Expression {
        let span = self.span(hcl_edit::Span::span(expression));
        let kind = match expression {
            expr::Expression::Null(_) => Kind::Null,
            expr::Expression::Bool(value) => Kind::Bool(*value.value()),
            expr::Expression::Number(_) => Kind::Number(self.of(span).into()),
            expr::Expression::String(text) => Kind::Text(text.as_str().into()),
            expr::Expression::Array(items) => Kind::List(items.iter().map(|item| self.expression(item)).collect()),
            expr::Expression::Object(object) => {
                Kind::Object(object.iter().map(|(key, value)| self.entry(key, value.expr())).collect())
            }
            expr::Expression::StringTemplate(template) => text_of(template.iter()),
            expr::Expression::HeredocTemplate(heredoc) => text_of(heredoc.template.iter()),
            expr::Expression::Parenthesis(inner) => self.expression(inner.inner()).kind,
            expr::Expression::Variable(name) => Kind::Reference(vec![name.as_str().into()]),
            expr::Expression::Traversal(traversal) => reference(traversal).map_or(Kind::Computed, Kind::Reference),
            expr::Expression::FuncCall(call) => {
                let names = call.name.namespace.iter().chain([&call.name.name]).map(|name| name.as_str());
                Kind::Call {
                    name: names.collect::<Vec<_>>().join("::").into(),
                    arguments: call.args.iter().map(|argument| self.expression(argument)).collect(),
                }
            }
            expr::Expression::Conditional(_)
            | expr::Expression::UnaryOp(_)
            | expr::Expression::BinaryOp(_)
            | expr::Expression::ForExpr(_) => Kind::Computed,
        };
        Expression { span, kind }
    }

    fn entry(&self, key: &ObjectKey, value: &expr::Expression) -> ObjectEntry {
        let (span, name) = match key {
            ObjectKey::Ident(name) => (hcl_edit::Span::span(name), Some(name.as_str().into())),
            ObjectKey::Expression(expression) => {
                let name = match self.expression(expression).kind {
                    Kind::Text(text) => Some(text),
                    Kind::Number(number) => Some(number),
                    // A name without a dot is taken for itself, unless it stands in parentheses.
                    Kind::Reference(names) if matches!(expression, expr::Expression::Variable(_)) => {
                        names.into_iter().next()
                    }
                    _ => None,
                };
                (hcl_edit::Span::span(expression), name)
            }
        };
        ObjectEntry { key: self.span(span), name, value: self.expression(value) }
    }

    fn span(&self, range: Option<Range<usize>>) -> Span {
        let range = range.unwrap_or_default();
        let at = |offset: usize| (offset + self.base).min(self.end);
        Span::new(at(range.start), at(range.end))
    }

    fn trimmed(&self, span: Span) -> Span {
        Span { start: span.start, end: span.start + self.of(span).trim_end().len() }
    }

    fn of(&self, span: Span) -> &str {
        self.text.get(span.start - self.base..span.end - self.base).unwrap_or("")
    }
}

fn text_of<'e>(elements: impl Iterator<Item = &'e Element>) -> Kind {
    let mut text = String::new();
    for element in elements {
        match element {
            Element::Literal(part) => text.push_str(part.as_str()),
            _ => return Kind::Template,
        }
    }
    Kind::Text(text.into())
}

fn reference(traversal: &expr::Traversal) -> Option<Vec<Box<str>>> {
    let expr::Expression::Variable(first) = &traversal.expr else { return None };
    let mut names: Vec<Box<str>> = vec![first.as_str().into()];
    for operator in &traversal.operators {
        let TraversalOperator::GetAttr(name) = operator.value() else { return None };
        names.push(name.as_str().into());
    }
    Some(names)
}
