//! Telling files that cannot matter by their bytes alone, before anything is parsed.

use memchr::{memchr2_iter, memmem};

/// Whether Airflow itself would look at the file: its safe mode demands `airflow` and one of `dag` and `asset`, in any
/// case. Source: `might_contain_dag_via_default_heuristic` of Airflow 3; 2.x demands `dag`.
pub fn may_be_dag(bytes: &[u8]) -> bool {
    contains(bytes, b"airflow", b'w') && (contains(bytes, b"dag", b'g') || contains(bytes, b"asset", b't'))
}

/// Whether `needle`, in lower case and ending in `last`, occurs in any case.
fn contains(bytes: &[u8], needle: &[u8], last: u8) -> bool {
    memmem::find(bytes, needle).is_some()
        || memchr2_iter(last, last.to_ascii_uppercase(), bytes).any(|at| {
            let start = (at + 1).checked_sub(needle.len());
            start.and_then(|start| bytes.get(start..=at)).is_some_and(|found| found.eq_ignore_ascii_case(needle))
        })
}

#[cfg(test)]
mod tests {
    use super::may_be_dag;

    #[test]
    fn as_airflow_decides() {
        for (text, expected) in [
            ("from airflow import DAG", true),
            ("FROM AIRFLOW IMPORT dAg", true),
            ("import AirFlow\n@ASSET", true),
            ("from airflow.sdk import asset", true),
            ("from airflow.models import Variable", false),
            ("from prefect import dag", false),
            ("airflo", false),
            ("w dag", false),
            ("", false),
        ] {
            assert_eq!(may_be_dag(text.as_bytes()), expected, "{text:?}");
        }
    }
}
