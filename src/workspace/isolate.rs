//! Running code that may panic without losing anything else: a panic is a bug, and costs its own result only.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether panics of this thread are caught below and are not to be printed.
    static CAUGHT: Cell<bool> = const { Cell::new(false) };
    /// Where the last one happened.
    static ORIGIN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `work`.
///
/// # Errors
/// What the panic said and where, where it panicked.
pub(crate) fn isolated<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = take_hook();
        set_hook(Box::new(move |info| {
            if CAUGHT.get() {
                let origin = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
                ORIGIN.with_borrow_mut(|slot| *slot = origin);
            } else {
                previous(info);
            }
        }));
    });
    let outer = CAUGHT.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    CAUGHT.set(outer);
    result.map_err(|panic| {
        let said = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".into());
        match ORIGIN.take() {
            Some(origin) => format!("{said}, at {origin}"),
            None => said,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_its_words() {
        let words = isolated(|| -> u32 { panic!("queue {} is odd", 7) }).unwrap_err();
        assert!(words.starts_with("queue 7 is odd, at src/workspace/isolate.rs:"), "{words}");
        assert_eq!(isolated(|| 5), Ok(5));
    }
}
