//! What editors may show about the findings of a rule besides its level.

/// How an editor may draw what a rule finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tag {
    /// It has no effect: drawn faded.
    Unnecessary,
    /// It was replaced by something else: drawn struck through.
    Deprecated,
}

/// Rules that find what nobody reads.
const UNNECESSARY: [&str; 11] = [
    "dagfactory-dag-key-ignored",
    "dagfactory-timeout-key-ignored",
    "expired-suppression",
    "hibernation-not-enabled",
    "misplaced-section",
    "pod-override-ignored",
    "queue-ignored-under-kubernetes",
    "unknown-key",
    "unused-queue",
    "unused-suppression",
    "worker-queues-under-kubernetes",
];

/// Rules that find what was read once.
const DEPRECATED: [&str; 2] = ["kpo-resources-shape", "legacy-executor-config"];

/// The tag of the rule of that name.
pub fn tag(rule: &str) -> Option<Tag> {
    let unnecessary = UNNECESSARY.contains(&rule).then_some(Tag::Unnecessary);
    unnecessary.or_else(|| DEPRECATED.contains(&rule).then_some(Tag::Deprecated))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_a_rule() {
        for name in UNNECESSARY.iter().chain(&DEPRECATED) {
            assert!(crate::rules::named(name).is_some(), "there is no rule `{name}`");
        }
        assert_eq!(tag("unknown-queue"), None);
    }
}
