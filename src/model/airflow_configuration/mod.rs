//! The configuration of Airflow: which keys there are, what became of old ones, and what environment variables mean.

mod key;
mod meaning;
mod reading;
mod standing;
mod table;
mod variable;

pub use key::{ConfigurationKey, KeyForm, ValueType};
pub use meaning::ReadBy;
pub use reading::Reading;
pub use standing::{Change, Standing};
pub use table::{ConfigurationKeys, Package};
pub use variable::{ConfigurationVariable, Through};
