//! What the readers of DAG files in YAML have in common: telling them from other YAML, looking into mappings, laying one
//! over another, and taking arguments from them.

mod arguments;
mod duplicates;
mod layers;
mod look;
mod notes;
mod seconds;

pub(super) use arguments::add_settings;
pub(super) use duplicates::duplicate_keys;
pub(super) use layers::{entries, merged, over, pairs, setting, weight};
pub(super) use look::{child, is_class_path, is_dotted_path, only_root};
pub(super) use notes::{note_operator, note_sla};
pub(super) use seconds::timedelta;
