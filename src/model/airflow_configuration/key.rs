//! One configuration key, as the releases know it.

use super::{Package, Reading};
use crate::model::variable_of_option;

/// The type that Airflow's own documentation gives a key. How strictly a value is read, [`Reading`] tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueType {
    /// Any text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Float,
    /// True or false.
    Boolean,
}

impl ValueType {
    /// The word for it in Airflow's documentation.
    pub fn word(self) -> &'static str {
        match self {
            ValueType::String => "string",
            ValueType::Integer => "integer",
            ValueType::Float => "float",
            ValueType::Boolean => "boolean",
        }
    }

    pub(super) fn named(word: &str) -> Option<Self> {
        [Self::String, Self::Integer, Self::Float, Self::Boolean].into_iter().find(|it| it.word() == word)
    }
}

/// A configuration key of Airflow or of one of its providers, the same over all releases that know it.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfigurationKey {
    /// The section, without brackets.
    pub section: &'static str,
    /// The key.
    pub name: &'static str,
    /// The package that brings it.
    pub package: &'static Package,
    /// What it is in which releases of the package; never empty, and in no order.
    pub forms: Vec<KeyForm>,
    /// Values that Airflow accepts, where it checks that on start; with the releases that do.
    pub(super) choices: Vec<(u16, Vec<&'static str>)>,
}

/// What a key is in some releases.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyForm {
    /// The releases of the package that it holds for, one bit each.
    pub(super) releases: u16,
    /// Its documented type.
    pub value_type: ValueType,
    /// How the sources read it; empty where they take any text, or nobody has found out.
    pub readings: Vec<Reading>,
    /// Whether `…_CMD` and `…_SECRET` may give its value, and Airflow hides it.
    pub is_sensitive: bool,
    /// The version of the package that brought it, as its documentation says.
    pub added: Option<&'static str>,
    /// The version of the package that discourages it, as its documentation says.
    pub deprecated: Option<&'static str>,
    /// The value where none is set; `None` where there is none. `{AIRFLOW_HOME}` and the like are put in on start.
    pub default: Option<Box<str>>,
}

impl ConfigurationKey {
    /// What the key is in the newest release that knows it.
    pub fn newest(&self) -> &KeyForm {
        // `forms` is never empty; the first stands in for what cannot happen.
        self.forms.iter().max_by_key(|form| form.releases).unwrap_or(&self.forms[0])
    }

    /// What the key is in a release of its package: a line of Airflow as `(2, 10)`, or a provider as `(10, 25)`. `None`
    /// where that release does not know it, or is older than the table. Between two releases of the table the older
    /// counts.
    pub fn at(&self, release: (u32, u32)) -> Option<&KeyForm> {
        let bit = self.package.bit(release)?;
        self.forms.iter().find(|form| form.releases & bit != 0)
    }

    /// The only values that Airflow starts with at that release, where it checks them.
    pub fn choices_at(&self, release: (u32, u32)) -> Option<&[&'static str]> {
        let bit = self.package.bit(release)?;
        self.choices.iter().find(|(releases, _)| releases & bit != 0).map(|(_, choices)| choices.as_slice())
    }

    /// The first and the last release of the package in the table that know it.
    pub fn span(&self) -> (&'static str, &'static str) {
        let all = self.releases();
        (self.version(all.trailing_zeros()), self.version(15 - all.leading_zeros().min(15)))
    }

    /// The first release after that of `bit` that knows the key.
    pub(super) fn first_after(&self, bit: u16) -> Option<&'static str> {
        let later = self.releases() & !(bit | (bit - 1));
        (later != 0).then(|| self.version(later.trailing_zeros()))
    }

    fn releases(&self) -> u16 {
        self.forms.iter().fold(0, |all, form| all | form.releases)
    }

    fn version(&self, index: u32) -> &'static str {
        self.package.versions.get(index as usize).map_or("", |version| version.text)
    }

    /// The name of the environment variable that sets it.
    pub fn variable(&self) -> String {
        variable_of_option(self.section, self.name)
    }
}
