//! The `airlint` command.

fn main() {}
