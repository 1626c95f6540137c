//! Runtime and Airflow versions.

/// The major line of Airflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AirflowLine {
    /// Airflow 2 (and older).
    Two,
    /// Airflow 3.
    Three,
}

/// A version of Astro Runtime as written: `12.5.0` (Airflow 2) or `3.1-4` (Airflow 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuntimeVersion {
    /// The text.
    pub text: Box<str>,
}

/// Airflow of each old-form runtime major. Source: Astronomer's runtime lifecycle page (2024-08) and astro-cli; 13 is
/// inferred there and therefore left out.
const OLD_RUNTIMES: [(u32, &str); 10] = [
    (3, "2.1"),
    (4, "2.2"),
    (5, "2.3"),
    (6, "2.4"),
    (7, "2.5"),
    (8, "2.6"),
    (9, "2.7"),
    (10, "2.8"),
    (11, "2.9"),
    (12, "2.10"),
];

impl RuntimeVersion {
    /// A version as written.
    pub fn new(text: &str) -> Self {
        Self { text: text.into() }
    }

    /// The line of Airflow, by the rule of the Astro CLI: `N.N-N` (and a suffix after `.` or `-`) with a first number of
    /// 3 is Airflow 3; other versions are Airflow 2; what is no version has no line. Source: astro-cli
    /// `airflow_versions/runtime_versions.go` IsAirflow3.
    pub fn airflow_line(&self) -> Option<AirflowLine> {
        if let Some((major, _, _)) = self.new_form() {
            return Some(if major == 3 { AirflowLine::Three } else { AirflowLine::Two });
        }
        let core = self.text.split(['-', '+']).next().unwrap_or("");
        let numbers: Vec<&str> = core.split('.').collect();
        let numeric = numbers.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
        (numeric && numbers.len() <= 3).then_some(AirflowLine::Two)
    }

    /// `X.Y-Z` with an optional suffix after `.` or `-`.
    fn new_form(&self) -> Option<(u32, u32, u32)> {
        let (release, rest) = self.text.split_once('-')?;
        let (major, minor) = release.split_once('.')?;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (build, suffix) = rest.split_at(digits);
        if !(suffix.is_empty() || suffix.starts_with(['.', '-'])) {
            return None;
        }
        Some((number(major)?, number(minor)?, number(build)?))
    }

    /// The Airflow release, `3.1` or `2.10`, where the mapping is published.
    pub fn airflow_release(&self) -> Option<String> {
        if let Some((major, minor, _)) = self.new_form() {
            return Some(format!("{major}.{minor}"));
        }
        let major: u32 = number(self.text.split('.').next()?)?;
        OLD_RUNTIMES.iter().find(|(runtime, _)| *runtime == major).map(|(_, airflow)| (*airflow).to_string())
    }
}

fn number(text: &str) -> Option<u32> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_as_the_astro_cli_reads_them() {
        let line = |text| RuntimeVersion::new(text).airflow_line();
        for three in ["3.0-1", "3.1-4", "3.2-6-base", "3.1-2.alpha1"] {
            assert_eq!(line(three), Some(AirflowLine::Three), "{three}");
        }
        for two in ["12.5.0", "3.0.0", "3.1", "3", "13", "12.1.0-base"] {
            assert_eq!(line(two), Some(AirflowLine::Two), "{two}");
        }
        for none in ["latest", "v3.1-5", "", "3.x-1"] {
            assert_eq!(line(none), None, "{none}");
        }
    }

    #[test]
    fn releases() {
        assert_eq!(RuntimeVersion::new("12.5.0").airflow_release().as_deref(), Some("2.10"));
        assert_eq!(RuntimeVersion::new("3.2-6").airflow_release().as_deref(), Some("3.2"));
        assert_eq!(RuntimeVersion::new("13.0.0").airflow_release(), None);
    }
}
