//! Holding an XML document against a schema of XSD: the part of it that junit-10.xsd uses.
//!
//! Checked are the names of elements and attributes, which attributes must be there, and whether text may stand between
//! elements. How often and in which order elements stand is not: that schema leaves it open nearly everywhere.

use roxmltree::{Document, Node};
use std::collections::HashMap;

/// What is wrong with `text` by the schema.
pub fn faults(schema: &str, text: &str) -> Vec<String> {
    let schema = Document::parse(schema).expect("the schema is XML");
    let named: HashMap<&str, Node> = schema
        .root_element()
        .children()
        .filter(|node| node.is_element() && node.has_tag_name(("http://www.w3.org/2001/XMLSchema", "element")))
        .filter_map(|node| Some((node.attribute("name")?, node)))
        .collect();
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => return vec![error.to_string()],
    };
    let mut faults = Vec::new();
    for element in document.descendants().filter(Node::is_element) {
        let name = element.tag_name().name();
        match named.get(name) {
            Some(declared) => check(element, *declared, &mut faults),
            None => faults.push(format!("<{name}> is no element of the schema")),
        }
    }
    faults
}

fn check(element: Node, declared: Node, faults: &mut Vec<String>) {
    let name = element.tag_name().name();
    let within = |kind: &'static str| declared.descendants().filter(move |node| node.tag_name().name() == kind);
    let attributes: HashMap<&str, bool> = within("attribute")
        .filter_map(|node| Some((node.attribute("name")?, node.attribute("use") == Some("required"))))
        .collect();
    for attribute in element.attributes().filter(|it| !attributes.contains_key(it.name())) {
        faults.push(format!("<{name}> has no attribute {}", attribute.name()));
    }
    for (required, _) in attributes.iter().filter(|(it, required)| **required && element.attribute(**it).is_none()) {
        faults.push(format!("<{name}> must have the attribute {required}"));
    }
    let children: Vec<&str> = within("element").filter_map(|node| node.attribute("ref")).collect();
    for child in element.children().filter(Node::is_element) {
        if !children.contains(&child.tag_name().name()) {
            faults.push(format!("<{}> may not stand in <{name}>", child.tag_name().name()));
        }
    }
    let takes_text = declared.attribute("type") == Some("xs:string")
        || within("complexType").any(|node| node.attribute("mixed") == Some("true"));
    let has_text = element.children().any(|node| node.is_text() && !node.text().unwrap_or("").trim().is_empty());
    if has_text && !takes_text {
        faults.push(format!("<{name}> takes no text"));
    }
}

#[test]
fn a_wrong_document_is_found_out() {
    let schema = include_str!("schemas/junit-10.xsd");
    let wrong =
        "<testsuites><testsuite name='a' tests='1' errors='0' colour='red'>x<failure/></testsuite></testsuites>";
    let mut found = faults(schema, wrong);
    found.sort();
    assert_eq!(
        found,
        [
            "<failure> may not stand in <testsuite>",
            "<testsuite> has no attribute colour",
            "<testsuite> must have the attribute failures",
            "<testsuite> takes no text",
        ]
    );
}
