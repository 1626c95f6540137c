//! What the name of a container image tells: whether Airflow runs from it, and in which version.

use crate::model::{Place, RuntimeVersion, Setting};

/// What an image's name tells. Sources: Astronomer's runtime image documentation, the Dockerfiles that the Astro CLI
/// writes, and the tags of `apache/airflow`.
pub(super) struct Told {
    /// Whether it is an image that Airflow runs from.
    pub(super) is_airflow: bool,
    /// Its Astro Runtime.
    pub(super) runtime: Setting<RuntimeVersion>,
    /// Its Airflow, for images that name it (`apache/airflow:2.10.5`).
    pub(super) airflow: Setting<Box<str>>,
}

enum Kind {
    /// Astro Runtime: the tag is a runtime version.
    Runtime,
    /// The tag is an Airflow version.
    Airflow,
}

impl Told {
    /// What `name` tells, written at `place`.
    pub(super) fn by(name: &str, place: Place) -> Self {
        let unknown = |is_airflow, why: &str| Self {
            is_airflow,
            runtime: Setting::opaque(place, why),
            airflow: Setting::opaque(place, why),
        };
        let untagged = name.split('@').next().unwrap_or(name);
        let (path, tag) = match untagged.rsplit_once(':') {
            Some((path, tag)) if !tag.contains('/') => (path, Some(tag)),
            _ => (untagged, None),
        };
        let (registry, last) = path.rsplit_once('/').unwrap_or(("", path));
        let kind = match last {
            "astro-runtime" => Kind::Runtime,
            "runtime" if registry.contains("astro") => Kind::Runtime,
            "ap-airflow" => Kind::Airflow,
            "airflow" if registry == "apache" || registry.ends_with("/apache") => Kind::Airflow,
            _ => return unknown(false, "an image whose name tells no Airflow version"),
        };
        // Only Astro's own images run Astro Runtime.
        let told = Self { is_airflow: true, runtime: Setting::Absent, airflow: Setting::Absent };
        match (kind, tag) {
            (Kind::Runtime, None) => unknown(true, "an image without a tag"),
            (Kind::Airflow, None) => Self { airflow: Setting::opaque(place, "an image without a tag"), ..told },
            (Kind::Runtime, Some(tag)) => {
                let version = RuntimeVersion::new(without_flavour(tag));
                match version.airflow_line() {
                    Some(_) => Self { runtime: Setting::known(version, place), ..told },
                    None => unknown(true, "a tag that is no version"),
                }
            }
            (Kind::Airflow, Some(tag)) => Self { airflow: airflow_of_tag(tag, place), ..told },
        }
    }
}

/// The Airflow version that a tag of `apache/airflow` names: `slim-2.10.5-python3.12`.
pub(super) fn airflow_of_tag(tag: &str, place: Place) -> Setting<Box<str>> {
    let tag = tag.strip_prefix("slim-").unwrap_or(tag);
    let version = tag.split('-').next().unwrap_or(tag);
    if is_version(version) {
        Setting::known(version.into(), place)
    } else {
        Setting::opaque(place, "a tag that is no version")
    }
}

/// A runtime tag without `-python-3.11`, `-slim` and `-base`.
fn without_flavour(tag: &str) -> &str {
    ["-python-", "-slim", "-base"].iter().fold(tag, |tag, flavour| tag.split(flavour).next().unwrap_or(tag))
}

/// Digits and dots, with at least one dot, as in `2.10.5`; a release candidate counts too.
fn is_version(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.contains('.')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
}
