//! What holds for every text of `syntax::hcl`: valid, broken or random.

use airlint::syntax::Span;
use airlint::syntax::hcl::{Body, Expression, Hcl, Kind, parse};
use proptest::prelude::*;

const TERRAFORM: &str = r#"terraform {
  required_version = ">= 1.5"
}

# queues
locals {
  queues = [{ name = "ml", worker_concurrency = 10 }]
}

resource "astro_deployment" "prod" {
  name                   = "é-prod-${var.stage}"
  executor               = "CELERY"
  is_high_availability   = true
  environment_variables  = [{ key = "A", value = "x", is_secret = false }]
  worker_queues = concat(local.queues, [{
    name               = "default" # first
    max_worker_count   = 10
  }])
  description = <<-EOT
    text
  EOT
  dynamic "x" {
    for_each = var.all
    content {}
  }
}

output "id" { value = astro_deployment.prod.id }
"#;

fn is_inside(text: &str, span: Span) -> bool {
    text.get(span.start..span.end).is_some()
}

/// Spans lie in the text, on character boundaries, and inside their parents'.
fn assert_body(text: &str, body: &Body, around: Span) -> Result<(), TestCaseError> {
    for attribute in &body.attributes {
        prop_assert!(is_inside(text, attribute.span) && around.contains(attribute.span), "{:?}", attribute);
        prop_assert!(attribute.span.contains(attribute.key.span) && attribute.span.contains(attribute.value.span));
        prop_assert_eq!(attribute.key.span.of(text), &*attribute.key.text);
        assert_expression(text, &attribute.value)?;
    }
    for block in &body.blocks {
        prop_assert!(is_inside(text, block.span) && around.contains(block.span), "{:?}", block);
        prop_assert_eq!(block.kind.span.of(text), &*block.kind.text);
        prop_assert!(block.labels.iter().all(|label| block.span.contains(label.span)));
        assert_body(text, &block.body, block.span)?;
    }
    Ok(())
}

fn assert_expression(text: &str, expression: &Expression) -> Result<(), TestCaseError> {
    prop_assert!(is_inside(text, expression.span), "{:?}", expression);
    let inner: Vec<&Expression> = match &expression.kind {
        Kind::List(items) => items.iter().collect(),
        Kind::Object(entries) => entries.iter().map(|entry| &entry.value).collect(),
        Kind::Call { arguments, .. } => arguments.iter().collect(),
        Kind::Number(number) => {
            prop_assert_eq!(expression.span.of(text), &**number);
            Vec::new()
        }
        _ => Vec::new(),
    };
    for part in inner {
        prop_assert!(expression.span.contains(part.span), "{:?} outside {:?}", part, expression);
        assert_expression(text, part)?;
    }
    Ok(())
}

fn assert_sound(text: &str) -> Result<Hcl, TestCaseError> {
    let hcl = parse(text);
    assert_body(text, &hcl.body, Span::new(0, text.len()))?;
    for span in hcl.comments.iter().map(|it| it.span).chain(hcl.errors.iter().map(|it| it.span)) {
        prop_assert!(is_inside(text, span), "{:?}", span);
    }
    prop_assert!(hcl.errors.is_sorted_by_key(|error| error.span));
    Ok(hcl)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn typing_keeps_the_other_blocks(at in 0..TERRAFORM.len(), typed in "[\"'{}\\[\\]()=,#$<a \n]{0,2}", cut in 0_usize..3) {
        let start = TERRAFORM.floor_char_boundary(at);
        let end = TERRAFORM.ceil_char_boundary((start + cut).min(TERRAFORM.len()));
        let text = format!("{}{typed}{}", &TERRAFORM[..start], &TERRAFORM[end..]);
        let hcl = assert_sound(&text)?;
        if hcl.errors.is_empty() {
            return Ok(());
        }
        // Of the four blocks only the one that was touched may be lost, or the one that ran into it.
        prop_assert!(hcl.body.blocks.len() >= 2, "{} {:?}", text, hcl.errors);
    }

    #[test]
    fn arbitrary_texts_are_sound(text in "([\\[\\]{}()=,.:#/*\"$%<>a-c1 \n\ré]|a \"b\" \\{\n|\n\\}\n|<<E\n|\nE\n|\\$\\{){0,40}") {
        assert_sound(&text)?;
    }
}
