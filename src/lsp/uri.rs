//! The names that editors give documents, and the paths that they stand for.

use crate::read::Language;
use crate::workspace::{normalised, percent_encoded};
use camino::{Utf8Path, Utf8PathBuf};
use std::hash::{DefaultHasher, Hash, Hasher};

/// How paths are written on a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Unix,
    Windows,
}

const NATIVE: Style = if cfg!(windows) { Style::Windows } else { Style::Unix };

/// The absolute path of a `file:` URI, without `.`, `..` and a `/` at its end; `None` for all other URIs.
pub fn to_path(uri: &str) -> Option<Utf8PathBuf> {
    to_path_of(uri, NATIVE).map(|path| normalised(&path))
}

/// The `file:` URI of an absolute path.
pub fn of_path(path: &Utf8Path) -> String {
    of_path_of(path, NATIVE)
}

/// The path that stands for a document that is no file, such as `untitled:Untitled-1`. It lies in a folder of its own that is
/// nowhere on disk, and ends so that its language shows.
pub fn stand_in(uri: &str, language: Option<Language>) -> Utf8PathBuf {
    let (scheme, rest) = uri.split_once(':').unwrap_or(("document", uri));
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let name = decoded(rest.rsplit('/').next().unwrap_or(rest));
    let name: String = name.chars().map(|c| if matches!(c, '/' | '\\' | ':' | '\0') { '-' } else { c }).collect();
    let name = if name.is_empty() || name == "." || name == ".." { "document".to_owned() } else { name };
    let mut hasher = DefaultHasher::new();
    uri.hash(&mut hasher);
    let root = if NATIVE == Style::Windows { "C:/" } else { "/" };
    let folder = Utf8PathBuf::from(format!("{root}{scheme}-document/{:016x}", hasher.finish()));
    match language {
        Some(language) if Language::of(Utf8Path::new(&name)) != Some(language) => folder.join(match language {
            Language::Python => format!("{name}.py"),
            Language::Yaml => format!("{name}.yaml"),
            Language::Dockerfile => "Dockerfile".to_owned(),
            Language::Requirements => "requirements.txt".to_owned(),
            Language::AirflowCfg => "airflow.cfg".to_owned(),
            Language::EnvFile => ".env".to_owned(),
            Language::Terraform => format!("{name}.tf"),
        }),
        _ => folder.join(name),
    }
}

/// The language that an editor's name for it means.
pub fn language(id: &str) -> Option<Language> {
    match id {
        "python" => Some(Language::Python),
        "yaml" | "json" | "jsonc" | "helm" | "dockercompose" => Some(Language::Yaml),
        "dockerfile" => Some(Language::Dockerfile),
        "pip-requirements" | "requirements" => Some(Language::Requirements),
        "dotenv" => Some(Language::EnvFile),
        "terraform" | "terraform-vars" | "opentofu" | "opentofu-vars" => Some(Language::Terraform),
        _ => None,
    }
}

fn to_path_of(uri: &str, style: Style) -> Option<Utf8PathBuf> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = decoded(path);
    let is_local = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    match style {
        Style::Unix if is_local && path.starts_with('/') => Some(path.into()),
        Style::Unix => None,
        Style::Windows if !is_local => Some(format!("//{host}{path}").replace('/', "\\").into()),
        Style::Windows => {
            let path = path.strip_prefix('/')?;
            let (drive, rest) = path.split_at_checked(1)?;
            let rest = rest.strip_prefix(':')?;
            Some(format!("{}:{}", drive.to_ascii_uppercase(), rest.replace('/', "\\")).into())
        }
    }
}

fn of_path_of(path: &Utf8Path, style: Style) -> String {
    let path = match style {
        Style::Unix => path.as_str().to_owned(),
        Style::Windows => path.as_str().replace('\\', "/"),
    };
    let mut uri = match (style, path.strip_prefix("//")) {
        (Style::Windows, Some(share)) => return format!("file://{}", percent_encoded(share)),
        (Style::Windows, None) => String::from("file:///"),
        (Style::Unix, _) => String::from("file://"),
    };
    uri.push_str(&percent_encoded(&path));
    uri
}

/// `text` with `%41` as `A`; bytes that are no UTF-8 become replacement characters.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut result = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|it| it.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| byte == b'%') {
            Some(value) => {
                result.push(value);
                at += 3;
            }
            None => {
                result.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&result).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unix_paths_go_there_and_back() {
        for path in ["/a/b c/ü[1].py", "/a%41", "/x#y?z", "/名/🚀.yaml", "/c:/d"] {
            let uri = of_path_of(Utf8Path::new(path), Style::Unix);
            assert!(uri.is_ascii(), "{uri}");
            assert_eq!(to_path_of(&uri, Style::Unix).unwrap(), path);
        }
        assert_eq!(to_path_of("file:///a/b%20c.py", Style::Unix).unwrap(), "/a/b c.py");
        assert_eq!(to_path_of("file://localhost/a.py", Style::Unix).unwrap(), "/a.py");
        assert_eq!(to_path_of("FILE:/a.py#L3", Style::Unix).unwrap(), "/a.py");
        assert_eq!(to_path_of("file:///a/100%.py", Style::Unix).unwrap(), "/a/100%.py");
        assert_eq!(to_path_of("file://server/a.py", Style::Unix), None);
        assert_eq!(to_path_of("untitled:Untitled-1", Style::Unix), None);
    }

    #[test]
    fn windows_paths_have_drives_and_shares() {
        let to = |uri: &str| to_path_of(uri, Style::Windows).map(Utf8PathBuf::into_string);
        assert_eq!(to("file:///c%3A/Users/x/a.py").as_deref(), Some("C:\\Users\\x\\a.py"));
        assert_eq!(to("file:///C:/a.py").as_deref(), Some("C:\\a.py"));
        assert_eq!(to("file://server/share/a.py").as_deref(), Some("\\\\server\\share\\a.py"));
        assert_eq!(to("file:///a.py"), None);
        let of = |path: &str| of_path_of(Utf8Path::new(path), Style::Windows);
        assert_eq!(of("C:\\Users\\x y\\a.py"), "file:///C%3A/Users/x%20y/a.py");
        assert_eq!(of("\\\\server\\share\\a.py"), "file://server/share/a.py");
    }

    #[test]
    fn documents_without_a_file_get_a_path_that_shows_their_language() {
        let path = stand_in("untitled:Untitled-1", Some(Language::Python));
        assert_eq!(path.file_name(), Some("Untitled-1.py"));
        assert!(path.is_absolute());
        assert_eq!(Language::of(&stand_in("git:/x/prod.yaml?%7B%7D", Some(Language::Yaml))), Some(Language::Yaml));
        assert_ne!(stand_in("git:/x/a.py?1", None), stand_in("git:/x/a.py?2", None));
        assert!(stand_in("untitled:", None).file_name().is_some());
    }
}
