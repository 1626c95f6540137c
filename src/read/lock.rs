//! Lock files of uv and Poetry: the versions that were resolved.

use super::requirements::normalised;
use crate::model::{FileId, Place, Setting};
use crate::syntax::Span;

/// Reads the packages of `text` with their versions. Of a package that is locked in several versions none is known.
///
/// Both tools write `name = "…"` and below it `version = "…"` for each package.
pub fn read(file: FileId, text: &str) -> Vec<(Box<str>, Setting<Box<str>>)> {
    let mut packages: Vec<(Box<str>, Setting<Box<str>>)> = Vec::new();
    let mut name = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        if line.starts_with("[[") {
            name = None;
        } else if let Some((package, _)) = quoted(line, "name = ") {
            name = Some(normalised(package));
        } else if let (Some(package), Some((version, offset))) = (&name, quoted(line, "version = ")) {
            let place = Place::new(file, Span::new(at + offset, at + offset + version.len()));
            match packages.iter_mut().find(|(other, _)| other == package) {
                Some((_, earlier)) if earlier.value().is_some_and(|it| &**it == version) => {}
                Some((_, earlier)) => *earlier = Setting::opaque(place, "locked more than once"),
                None => packages.push((package.clone(), Setting::known(version.into(), place))),
            }
            name = None;
        }
    }
    packages
}

/// The text in quotes behind a key at the start of a line, and where it starts in the line.
fn quoted<'l>(line: &'l str, key: &str) -> Option<(&'l str, usize)> {
    let text = line.strip_prefix(key)?.trim_end().strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains(['"', '\\'])).then_some((text, key.len() + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_with_their_versions() {
        let text = "version = 1\n\n[[package]]\nname = \"Apache_Airflow\"\nversion = \"2.10.5\"\ndependencies = [\n    { name = \"x\" },\n]\n\n[[package]]\nname = \"two\"\nversion = \"1\"\n\n[[package]]\nname = \"two\"\nversion = \"2\"\n\n[[package]]\nname = \"none\"\n";
        let packages = read(FileId(0), text);
        assert_eq!(packages.len(), 2);
        let (name, version) = &packages[0];
        assert_eq!((&**name, version.value().map(|it| &**it)), ("apache-airflow", Some("2.10.5")));
        assert_eq!(version.place().unwrap().span().of(text), "2.10.5");
        assert!(packages[1].1.is_opaque());
    }
}
