//! Kinds of actions: dotted names, each part narrower than the one before.

/// Mends a finding.
pub const QUICK_FIX: &str = "quickfix";
/// Applies every safe fix of a file.
pub const FIX_ALL: &str = "source.fixAll.airlint";
/// Changes the executor of a deployment.
pub const EXECUTOR: &str = "refactor.rewrite.airlint.executor";
/// Adds a worker queue to a deployment.
pub const QUEUE: &str = "refactor.rewrite.airlint.queue";

/// Every kind.
pub const ALL: [&str; 4] = [QUICK_FIX, FIX_ALL, EXECUTOR, QUEUE];

/// Whether a client that asks for `asked` gets `kind`: the same, or a narrower one.
pub fn takes_in(asked: &str, kind: &str) -> bool {
    asked.is_empty() || kind.strip_prefix(asked).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrower_kinds_are_taken_in() {
        for asked in ["", "source", "source.fixAll", "source.fixAll.airlint"] {
            assert!(takes_in(asked, FIX_ALL), "{asked}");
        }
        for asked in ["source.fix", "source.fixAll.ruff", "source.fixAll.airlint.x", "quickfix", "fixAll"] {
            assert!(!takes_in(asked, FIX_ALL), "{asked}");
        }
    }
}
