//! `.env` files to facts: the variables that they set.

use crate::model::{EnvironmentVariable, FileId, Place, Setting};
use crate::syntax::dotenv::{Dotenv, Entry};

/// Reads the variables of a `.env` file, in order; of a name that comes again the last counts.
pub fn read(file: FileId, text: &str, dotenv: &Dotenv) -> Vec<EnvironmentVariable> {
    dotenv.entries.iter().map(|entry| variable(file, text, entry)).collect()
}

fn variable(file: FileId, text: &str, entry: &Entry) -> EnvironmentVariable {
    let value = match &entry.value {
        None => Setting::opaque(Place::new(file, entry.key), "a variable of the shell"),
        Some(value) => match &value.text {
            Ok(text) => Setting::known(text.clone(), Place::new(file, value.inner())),
            Err(differs) => {
                let said = value.inner().of(text);
                Setting::opaque_text(Place::new(file, value.span), differs.words(), said)
            }
        },
    };
    EnvironmentVariable {
        place: Place::new(file, entry.span),
        key: Setting::known(entry.key.of(text).into(), Place::new(file, entry.key)),
        value,
        secret: Setting::Absent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::dotenv;

    #[test]
    fn variables_with_their_values() {
        let text = "AIRFLOW__CORE__EXECUTOR='LocalExecutor'\nexport A=${B}\nC\n";
        let variables = read(FileId(0), text, &dotenv::parse(text));
        let names: Vec<_> = variables.iter().filter_map(|it| it.key.value()).map(|name| &**name).collect();
        assert_eq!(names, ["AIRFLOW__CORE__EXECUTOR", "A", "C"]);
        assert_eq!(variables[0].value.value().map(|value| &**value), Some("LocalExecutor"));
        assert_eq!(variables[0].value.place().map(|place| place.span().of(text)), Some("LocalExecutor"));
        assert!(variables[1].value.is_opaque() && variables[2].value.is_opaque());
    }
}
