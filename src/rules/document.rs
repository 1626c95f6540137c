//! The documents of rules, by section.

use super::Rule;

impl Rule {
    /// The text under a heading of its document, without the heading: `What happens`, `What to do`, `Source`.
    pub fn section(&self, heading: &str) -> Option<&'static str> {
        let document = self.document;
        let mut start = None;
        let mut at = 0;
        for line in document.split_inclusive('\n') {
            let title = line.trim_end().strip_prefix("## ");
            match (start, title) {
                (Some(start), Some(_)) => return document.get(start..at).map(str::trim),
                (None, Some(title)) if title == heading => start = Some(at + line.len()),
                _ => {}
            }
            at += line.len();
        }
        document.get(start?..).map(str::trim)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_document_says_what_happens_and_what_to_do() {
        for rule in crate::rules::all() {
            for heading in ["What happens", "What to do"] {
                let text = rule.section(heading).unwrap_or_default();
                assert!(!text.is_empty() && !text.contains("```") && !text.contains("\n#"), "{} {heading}", rule.name);
            }
            assert_eq!(rule.section("No such heading"), None);
        }
    }
}
