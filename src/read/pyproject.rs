//! pyproject.toml: the packages that the project, or Poetry, demands in one version.

use super::requirements::{is_exact, normalised, requirement};
use crate::model::{FileId, Place, Setting};
use crate::syntax::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the dependencies of `text`; those of groups and extras, which need not be installed, say nothing.
pub fn read(file: FileId, text: &str) -> Vec<(Box<str>, Setting<Box<str>>)> {
    let Ok(root) = DeTable::parse(text) else { return Vec::new() };
    let root = root.get_ref();
    let mut packages = Vec::new();
    let listed = table(root, "project").and_then(|project| project.get("dependencies"));
    if let Some(DeValue::Array(listed)) = listed.map(Spanned::get_ref) {
        // Inside the quotes; a text with escapes is no requirement.
        let spans = listed.iter().map(|item| Span::from(item.span()));
        packages.extend(spans.filter_map(|span| {
            let inner = Span::new(span.start + 1, span.end.saturating_sub(1).max(span.start + 1));
            requirement(file, text, inner)
        }));
    }
    let of_poetry = table(root, "tool").and_then(|tool| table(tool, "poetry")).and_then(|it| table(it, "dependencies"));
    packages.extend(
        of_poetry.into_iter().flatten().map(|(name, value)| (normalised(name.get_ref()), version(file, value))),
    );
    packages
}

fn table<'t, 'i>(parent: &'t DeTable<'i>, key: &str) -> Option<&'t DeTable<'i>> {
    match parent.get(key)?.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// A version as Poetry takes it: alone it is exact. Source: Poetry's documentation, "Dependency specification".
fn version(file: FileId, value: &Spanned<DeValue<'_>>) -> Setting<Box<str>> {
    let place = Place::new(file, Span::from(value.span()));
    let text = match value.get_ref() {
        DeValue::String(text) => text,
        DeValue::Table(table) => match table.get("version") {
            Some(version) => return self::version(file, version),
            None => return Setting::opaque(place, "a requirement without a version"),
        },
        _ => return Setting::opaque(place, "no plain version"),
    };
    let exact = text.trim().trim_start_matches('=').trim();
    match is_exact(exact) {
        true => Setting::known(exact.into(), place),
        false => Setting::opaque(place, "a range of versions"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependencies_of_the_project_and_of_poetry() {
        let text = "[project]\nname = \"x\"\ndependencies = [\n  \"apache-airflow==2.10.5\",\n  'pandas>=2',\n]\n[dependency-groups]\ndev = [\"pytest==8.0\"]\n[tool.poetry.dependencies]\npython = \"^3.11\"\ndag_factory = \"0.22.0\"\nkubernetes = {version = \"==29.0.0\", extras = []}\n";
        let packages = read(FileId(0), text);
        let known: Vec<_> = packages.iter().map(|(name, it)| (&**name, it.value().map(|it| &**it))).collect();
        let mut sorted = known.clone();
        sorted.sort_unstable();
        assert_eq!(
            sorted,
            [
                ("apache-airflow", Some("2.10.5")),
                ("dag-factory", Some("0.22.0")),
                ("kubernetes", Some("29.0.0")),
                ("pandas", None),
                ("python", None),
            ]
        );
        assert_eq!(packages[0].1.place().unwrap().span().of(text), "2.10.5");
        assert!(read(FileId(0), "[project\n").is_empty());
        assert!(read(FileId(0), "").is_empty());
    }
}
