//! `%` in values, as Python's `BasicInterpolation` takes it.

/// A value with `%` looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interpolated {
    /// The value; `%%` has become `%`.
    Text(String),
    /// It takes in the value of another key: `%(dags_folder)s`.
    Refers,
    /// A `%` that is followed by neither `%` nor `(key)s`: Airflow stops when it reads the value.
    Broken {
        /// Where the `%` is, in bytes of the raw value.
        at: usize,
    },
}

/// Looks at the `%` of a raw value. Source: `BasicInterpolation._interpolate_some`.
impl Interpolated {
    /// See [`super::Entry::raw`].
    pub fn of(raw: &str) -> Self {
        let mut text = String::with_capacity(raw.len());
        let mut refers = false;
        let mut rest = raw;
        while let Some((before, after)) = rest.split_once('%') {
            text.push_str(before);
            if let Some(after) = after.strip_prefix('%') {
                text.push('%');
                rest = after;
                continue;
            }
            let reference = after.strip_prefix('(').and_then(|it| it.split_once(")s"));
            let Some((_, after)) = reference.filter(|(key, _)| !key.is_empty() && !key.contains(')')) else {
                return Interpolated::Broken { at: raw.len() - after.len() - 1 };
            };
            refers = true;
            rest = after;
        }
        if refers {
            return Interpolated::Refers;
        }
        text.push_str(rest);
        Interpolated::Text(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs() {
        let text = |text: &str| Interpolated::Text(text.to_owned());
        assert_eq!(Interpolated::of("plain"), text("plain"));
        assert_eq!(Interpolated::of("%%Y-%%m"), text("%Y-%m"));
        assert_eq!(Interpolated::of("%(home)s/dags"), Interpolated::Refers);
        assert_eq!(Interpolated::of("p%40ss"), Interpolated::Broken { at: 1 });
        assert_eq!(Interpolated::of("%%%"), Interpolated::Broken { at: 2 });
        assert_eq!(Interpolated::of("%(a)d"), Interpolated::Broken { at: 0 });
    }
}
