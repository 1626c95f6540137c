//! The table of keys: read once, when somebody asks.

use super::key::{ConfigurationKey, KeyForm, ValueType};
use super::standing::{Change, Renaming};
use super::{Reading, variable};
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// Made by `tests/scripts/configuration_keys.py`. Lines of columns between tabs; `~` is nothing, and which releases of a
/// package a line holds for is a number with one bit each, the first release being the lowest, in hexadecimal.
///
/// ```text
/// package  name  releases, oldest first
/// key      package  releases  section  key  type  readings  s if sensitive  added  deprecated  default as JSON
/// renamed  package  releases  section  key  new section  new key  version that renamed it; * is every key
/// choices  package  releases  section  key  the values as a JSON list
/// lint     package  releases  moved    section  key  new section  new key
///                             gone     section  key
///                             invalid  section  key  the value
///                             default  section  key  old  new
/// ```
const TABLE: &str = include_str!("keys.tsv");

/// A package that brings configuration keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// `airflow`, or a provider as in `apache-airflow-providers-NAME`.
    pub name: &'static str,
    /// The releases that the table is made from, oldest first.
    pub versions: Vec<Version>,
}

/// A release of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// As published: `2.10.5`.
    pub text: &'static str,
    /// Its first two numbers.
    pub release: (u32, u32),
}

impl Package {
    /// The bit of the newest release that is not younger than `release`; `None` for what is older than the table.
    pub(super) fn bit(&self, release: (u32, u32)) -> Option<u16> {
        let known = self.versions.iter().filter(|version| version.release <= release).count();
        Some(1 << known.checked_sub(1)?)
    }

    /// The distribution's name, as pins in requirements give it.
    pub fn distribution(&self) -> String {
        match self.name {
            "airflow" => "apache-airflow".to_owned(),
            provider => format!("apache-airflow-providers-{provider}"),
        }
    }
}

/// All keys of Airflow 2.7 to 3.3 and of the providers that bring executors, logs and lineage.
#[derive(Debug, Default)]
pub struct ConfigurationKeys {
    sections: BTreeMap<&'static str, Section>,
    /// Keys by the letters of their environment variable: `AIRFLOWCOREEXECUTOR`.
    by_letters: HashMap<String, Vec<(&'static str, &'static str)>>,
}

#[derive(Debug, Default)]
struct Section {
    keys: BTreeMap<&'static str, ConfigurationKey>,
    renamings: BTreeMap<&'static str, Vec<Renaming>>,
    changes: BTreeMap<&'static str, Vec<(u16, Change)>>,
}

impl ConfigurationKeys {
    /// The table.
    pub fn get() -> &'static Self {
        static KEYS: OnceLock<ConfigurationKeys> = OnceLock::new();
        KEYS.get_or_init(|| Self::read(packages()))
    }

    /// The key of that section and name, both in lower case.
    pub fn look_up(&self, section: &str, name: &str) -> Option<&ConfigurationKey> {
        self.sections.get(section)?.keys.get(name)
    }

    /// All keys, by section and name.
    pub fn all(&self) -> impl Iterator<Item = &ConfigurationKey> {
        self.sections.values().flat_map(|section| section.keys.values())
    }

    /// The keys of a section, by name.
    pub fn of_section(&self, section: &str) -> impl Iterator<Item = &ConfigurationKey> + use<'_> {
        self.sections.get(section).into_iter().flat_map(|section| section.keys.values())
    }

    /// The names of all sections that have keys, sorted.
    pub fn sections(&self) -> impl Iterator<Item = &'static str> {
        self.sections.iter().filter(|(_, section)| !section.keys.is_empty()).map(|(name, _)| *name)
    }

    /// What the key, and then what its whole section was renamed to.
    pub(super) fn renamings(&self, section: &str, name: &str) -> impl Iterator<Item = &Renaming> + use<'_> {
        let renamings = self.sections.get(section).map(|section| &section.renamings);
        let of = |name: &str| renamings.and_then(|it| it.get(name)).into_iter().flatten();
        of(name).chain(of("*"))
    }

    pub(super) fn changes(&self, section: &str, name: &str) -> &[(u16, Change)] {
        let changes = self.sections.get(section).and_then(|section| section.changes.get(name));
        changes.map_or(&[], Vec::as_slice)
    }

    pub(super) fn by_letters(&self, letters: &str) -> &[(&'static str, &'static str)] {
        self.by_letters.get(letters).map_or(&[], Vec::as_slice)
    }

    fn read(packages: &'static [Package]) -> Self {
        let mut table = Self::default();
        for line in TABLE.lines() {
            // A line that does not have its columns is left out, and missed by the tests.
            _ = table.add(line, packages);
        }
        let mut by_letters: HashMap<String, Vec<_>> = HashMap::new();
        for key in table.all() {
            by_letters.entry(variable::letters_of(&key.variable())).or_default().push((key.section, key.name));
        }
        table.by_letters = by_letters;
        table
    }

    fn add(&mut self, line: &'static str, packages: &'static [Package]) -> Option<()> {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let [kind, package, releases, columns @ ..] = columns.as_slice() else { return None };
        let releases = u16::from_str_radix(releases, 16).ok()?;
        match (*kind, columns) {
            ("key", [section, name, value_type, readings, sensitive, added, deprecated, default]) => {
                let form = KeyForm {
                    releases,
                    value_type: ValueType::named(value_type)?,
                    readings: readings.split(',').filter_map(Reading::named).collect(),
                    is_sensitive: *sensitive == "s",
                    added: given(added),
                    deprecated: given(deprecated),
                    default: given(default).and_then(|text| serde_json::from_str(text).ok()),
                };
                let package = packages.iter().find(|it| it.name == *package)?;
                let key = self.section(section).keys.entry(name).or_insert_with(|| ConfigurationKey {
                    section,
                    name,
                    package,
                    forms: Vec::new(),
                    choices: Vec::new(),
                });
                key.forms.push(form);
            }
            ("renamed", [section, name, new_section, new_name, since]) => {
                let renaming = Renaming { releases, section: new_section, name: new_name, since };
                self.section(section).renamings.entry(name).or_default().push(renaming);
            }
            ("choices", [section, name, choices]) => {
                let choices = serde_json::from_str(choices).ok()?;
                self.section(section).keys.get_mut(name)?.choices.push((releases, choices));
            }
            ("lint", [kind, section, name, first, second]) => {
                let change = match *kind {
                    "moved" => Change::Moved { section: first, name: second },
                    "gone" => Change::Gone,
                    "invalid" => Change::Invalid { value: first },
                    "default" => Change::Default { old: first, new: second },
                    _ => return None,
                };
                self.section(section).changes.entry(name).or_default().push((releases, change));
            }
            _ => return None,
        }
        Some(())
    }

    fn section(&mut self, name: &'static str) -> &mut Section {
        self.sections.entry(name).or_default()
    }
}

/// Airflow itself, which is the first, and the providers.
pub(super) fn packages() -> &'static [Package] {
    static PACKAGES: OnceLock<Vec<Package>> = OnceLock::new();
    PACKAGES.get_or_init(|| TABLE.lines().filter_map(package).collect())
}

fn package(line: &'static str) -> Option<Package> {
    let (name, versions) = line.strip_prefix("package\t")?.split_once('\t')?;
    let versions = versions.split(' ').filter_map(|text| {
        let mut numbers = text.split('.').map(str::parse);
        Some(Version { text, release: (numbers.next()?.ok()?, numbers.next()?.ok()?) })
    });
    Some(Package { name, versions: versions.collect() })
}

fn given(column: &'static str) -> Option<&'static str> {
    (column != "~").then_some(column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let table = ConfigurationKeys::get();
        let count = |kind: &str| TABLE.lines().filter(|line| line.split('\t').next() == Some(kind)).count();
        let forms: usize = table.all().map(|key| key.forms.len()).sum();
        let choices: usize = table.all().map(|key| key.choices.len()).sum();
        assert_eq!((forms, choices), (count("key"), count("choices")));
        let renamings: usize = table.sections.values().flat_map(|it| it.renamings.values()).map(Vec::len).sum();
        let changes: usize = table.sections.values().flat_map(|it| it.changes.values()).map(Vec::len).sum();
        assert_eq!((renamings, changes), (count("renamed"), count("lint")));
        assert_eq!(packages().len(), count("package"));
        assert!(table.all().count() > 500);
    }

    #[test]
    fn releases_of_a_key_do_not_overlap() {
        for key in ConfigurationKeys::get().all() {
            let all = key.forms.iter().fold(0_u16, |seen, form| {
                assert_eq!(seen & form.releases, 0, "{key:?}");
                seen | form.releases
            });
            assert!(all != 0 && u32::from(all) < 1 << key.package.versions.len(), "{key:?}");
        }
    }

    #[test]
    fn sections_and_their_keys() {
        let table = ConfigurationKeys::get();
        let sections: Vec<_> = table.sections().collect();
        assert!(sections.is_sorted() && sections.contains(&"celery") && sections.contains(&"kubernetes_executor"));
        assert_eq!(sections.iter().map(|it| table.of_section(it).count()).sum::<usize>(), table.all().count());
    }
}
