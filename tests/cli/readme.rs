//! What the README says about rules is what airlint says about them.
//!
//! `AIRLINT_UPDATE=1 cargo test --test cli readme` brings the README up to date.

use crate::project::airlint;

#[test]
fn the_rule_table_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).expect("the README");
    let (start, end) = ("<!-- rules: written by `airlint rules --format markdown` -->\n", "<!-- end of rules -->");
    let (before, rest) = readme.split_once(start).expect("the marker before the table");
    let (table, after) = rest.split_once(end).expect("the marker after the table");
    let current = airlint("rules --format markdown").stdout;
    if table != current && std::env::var_os("AIRLINT_UPDATE").is_some() {
        std::fs::write(path, format!("{before}{start}{current}{end}{after}")).expect("the README is written");
        return;
    }
    assert!(
        table == current,
        "the rule table of README.md is not that of `airlint rules --format markdown`; run\n\n  \
         AIRLINT_UPDATE=1 cargo test --test cli readme\n"
    );
}
