//! Operators that have moved, or are gone.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// An old path of an operator or sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moved {
    /// Whether Airflow 3 still forwards it to the new one.
    pub(super) is_forwarded: bool,
    /// Where it is now; `None` for one that is gone for good.
    pub(super) to: Option<&'static str>,
}

/// Old path, `gone` or `forwarded`, new path. Made by tests/scripts/moved_operators.py.
const TABLE: &str = include_str!("moved.tsv");

static BY_PATH: LazyLock<FxHashMap<&str, Moved>> = LazyLock::new(|| {
    let entry = |line: &'static str| {
        let (path, rest) = line.split_once('\t')?;
        let (fate, to) = rest.split_once('\t')?;
        Some((path, Moved { is_forwarded: fate == "forwarded", to: Some(to).filter(|to| !to.is_empty()) }))
    };
    TABLE.lines().filter_map(entry).collect()
});

/// What became of a path of Airflow 2.
pub(super) fn moved(path: &str) -> Option<Moved> {
    BY_PATH.get(path).copied()
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn old_paths() {
        let bash = "airflow.providers.standard.operators.bash.BashOperator";
        let of = |path| moved(path).map(|it| (it.is_forwarded, it.to));
        assert_eq!(of("airflow.operators.bash_operator.BashOperator"), Some((false, Some(bash))));
        assert_eq!(of("airflow.operators.bash.BashOperator"), Some((true, Some(bash))));
        assert_eq!(of("airflow.operators.subdag.SubDagOperator"), Some((false, None)));
        for path in [bash, "airflow.operators.bash", "", "acme.operators.BashOperator"] {
            assert_eq!(of(path), None, "{path}");
        }
    }
}
