//! requirements.txt to facts: the packages that are pinned to one version.
//!
//! A constraints file of Airflow's own, which pip is given by its address, tells the version of Airflow that it is for.

use crate::model::{FileId, Place, Setting};
use crate::syntax::Span;

/// Reads the requirements of `text`: for each package, by normalised name, the one version it may have. A range, a URL
/// or several lines for one package are opaque. Options of pip and nested files say nothing.
pub fn read(file: FileId, text: &str) -> Vec<(Box<str>, Setting<Box<str>>)> {
    let mut pins: Vec<(Box<str>, Setting<Box<str>>)> = Vec::new();
    let mut constraints = None;
    let mut start = text.len() - text.trim_start_matches('\u{feff}').len();
    for line in text[start..].split_inclusive('\n') {
        let span = Span { start, end: start + line.len() };
        start = span.end;
        if span.of(text).trim_start().starts_with(['-', '#']) {
            let is_constraint = ["-c", "--constraint"].iter().any(|it| span.of(text).trim_start().starts_with(it));
            constraints = constraints.or(is_constraint.then(|| constrained(file, text, span)).flatten());
            continue;
        }
        let Some((name, version)) = requirement(file, text, span) else { continue };
        match pins.iter_mut().find(|(package, _)| *package == name) {
            Some((_, earlier)) if earlier.value().is_some() && earlier.value() == version.value() => {}
            Some((_, earlier)) => {
                let place = version.place().or(earlier.place()).unwrap_or_default();
                *earlier = Setting::opaque(place, "required more than once");
            }
            None => pins.push((name, version)),
        }
    }
    if let Some(constrained) = constraints {
        match pins.iter_mut().find(|(package, _)| &**package == AIRFLOW) {
            None => pins.push((AIRFLOW.into(), constrained)),
            Some((_, Setting::Opaque(opaque))) if &*opaque.why == UNPINNED => {
                pins.retain(|(package, _)| &**package != AIRFLOW);
                pins.push((AIRFLOW.into(), constrained));
            }
            Some(_) => {}
        }
    }
    pins
}

const AIRFLOW: &str = "apache-airflow";
const UNPINNED: &str = "a requirement without a version";

/// The version of Airflow that the constraints named in a part of a text are for:
/// `…/apache/airflow/constraints-2.10.5/constraints-3.12.txt`. Source: Airflow docs "Installation from PyPI".
pub fn constrained(file: FileId, text: &str, span: Span) -> Option<Setting<Box<str>>> {
    const MARK: &str = "/constraints-";
    let at = span.of(text).find(MARK)? + MARK.len();
    let version = span.of(text).get(at..)?.split('/').next()?;
    let place = Place::new(file, Span::new(span.start + at, span.start + at + version.len()));
    (is_exact(version) && version.matches('.').count() == 2).then(|| Setting::known(version.into(), place))
}

/// One requirement: the package and its version.
pub(super) fn requirement(file: FileId, text: &str, span: Span) -> Option<(Box<str>, Setting<Box<str>>)> {
    let line = without_comment(span.of(text)).trim_end();
    let content = line.trim_start();
    let start = span.start + (line.len() - content.len());
    let name_length =
        content.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(content.len());
    let (name, rest) = content.split_at(name_length);
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let whole = Place::new(file, Span { start, end: start + content.len() });
    let normal = normalised(name);
    let specifier = rest.split([';', '\\']).next().unwrap_or(rest);
    let specifier = match specifier.trim_start().strip_prefix('[') {
        Some(extras) => extras.split_once(']').map_or("", |(_, specifier)| specifier),
        None => specifier,
    };
    let written = specifier.trim();
    let written = written.split(" --").next().unwrap_or(written).trim_end();
    let version = match written.strip_prefix("===").or_else(|| written.strip_prefix("==")).map(str::trim) {
        Some(version) if is_exact(version) => {
            let at = start + content.find(version).unwrap_or(0);
            Setting::known(version.into(), Place::new(file, Span { start: at, end: at + version.len() }))
        }
        _ if written.is_empty() => Setting::opaque(whole, UNPINNED),
        _ if written.starts_with('@') => Setting::opaque(whole, "a requirement by URL"),
        _ if written.starts_with(['=', '~', '<', '>', '!']) => Setting::opaque(whole, "a range of versions"),
        _ => return None,
    };
    Some((normal, version))
}

/// Digits, dots and the letters of pre-releases; no wildcard, no second condition, no placeholder.
pub(super) fn is_exact(version: &str) -> bool {
    version.starts_with(|c: char| c.is_ascii_digit())
        && version.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '+' | '-' | '_' | '!'))
}

/// `#` starts a comment at the start of a line or after a blank.
fn without_comment(line: &str) -> &str {
    let comment =
        line.char_indices().find(|&(at, c)| c == '#' && line[..at].chars().next_back().is_none_or(char::is_whitespace));
    comment.map_or(line, |(at, _)| &line[..at])
}

/// A package's name as PyPI compares it: lower case, runs of `-`, `_`, `.` as one `-`.
pub fn normalised(name: &str) -> Box<str> {
    let mut normal = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            other => normal.push(other.to_ascii_lowercase()),
        }
    }
    normal.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_tell_the_airflow_that_they_are_for() {
        let url = "https://raw.githubusercontent.com/apache/airflow/constraints-2.10.5/constraints-3.12.txt";
        let airflow = |text: &str| {
            let pins = read(FileId(0), text);
            let found = pins.into_iter().find(|(package, _)| &**package == "apache-airflow");
            found.and_then(|(_, version)| version.value().map(ToString::to_string))
        };
        assert_eq!(airflow(&format!("--constraint {url}\npandas\n")).as_deref(), Some("2.10.5"));
        assert_eq!(airflow(&format!("-c {url}\napache-airflow[celery]\n")).as_deref(), Some("2.10.5"));
        assert_eq!(airflow(&format!("-c {url}\napache-airflow==2.9.3\n")).as_deref(), Some("2.9.3"));
        assert_eq!(airflow(&format!("-c {url}\napache-airflow>=2.9\n")), None);
        assert_eq!(airflow(&url.replace("2.10.5", "main").replace("https", "-c https")), None);
        assert_eq!(airflow(&format!("# -c {url}\n")), None);
    }

    #[test]
    fn pins_are_known_and_ranges_are_not() {
        let text = "\u{feff}# pins\n--constraint https://example.com/c.txt\n-r base.txt\napache-airflow==2.10.5 # why\n\
            Apache_Airflow.Providers-cncf-kubernetes[extra]==8.4.2 ; python_version >= \"3.8\"\n\
            dag-factory~=0.23\nastronomer-cosmos>=1.7,<2\npandas\nacme @ git+https://example.com/acme#egg=acme\n\
            numpy==1.26.*\nsix == 1.16.0 \\\n    --hash=sha256:abc\n";
        let pins = read(FileId(0), text);
        let version = |name: &str| {
            let found = pins.iter().find(|(package, _)| &**package == name);
            found.map(|(_, version)| version.value().map(|version| &**version))
        };
        assert_eq!(version("apache-airflow"), Some(Some("2.10.5")));
        assert_eq!(version("apache-airflow-providers-cncf-kubernetes"), Some(Some("8.4.2")));
        assert_eq!(version("six"), Some(Some("1.16.0")));
        for open in ["dag-factory", "astronomer-cosmos", "pandas", "acme", "numpy"] {
            assert_eq!(version(open), Some(None), "{open}");
        }
        assert_eq!(pins.len(), 8);
        let place = pins[0].1.place().unwrap();
        assert_eq!(place.span().of(text), "2.10.5");
    }

    #[test]
    fn two_lines_that_differ_are_not_known() {
        let text = "dag-factory==1.0.0 ; python_version < '3.10'\ndag_factory==1.1.0\nsix==1.0\nsix==1.0\n";
        let pins = read(FileId(0), text);
        assert!(pins[0].1.is_opaque());
        assert_eq!(pins[1].1.value().map(|version| &**version), Some("1.0"));
    }
}
