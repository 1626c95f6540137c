//! The `airlint` command as users run it: arguments and files in, text and exit code out.

mod baseline;
mod configuration;
mod documents;
mod facts;
mod fix;
mod lint;
mod output;
mod project;
mod readme;
mod setup;
