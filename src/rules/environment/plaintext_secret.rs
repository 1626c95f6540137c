use crate::model::{Deployment, EnvironmentVariable, Platform, Project, Setting};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written, write_in_item};

pub const RULE: Rule = Rule {
    name: "plaintext-secret",
    category: "environment",
    severity: Severity::Warning,
    document: include_str!("plaintext_secret.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    // Local passwords of a compose file are nobody's secret.
    for deployment in project.deployments.iter().filter(|it| it.platform == Platform::Astro) {
        let variables = deployment.environment.value().into_iter().flatten();
        findings.extend(variables.filter_map(|variable| in_deployment(variable, deployment)));
    }
    findings.extend(project.image_environment.iter().filter_map(in_image));
}

/// A credential that stands readable in a file people commit.
struct Credential<'v> {
    key: &'v str,
    kind: &'static str,
}

fn in_deployment(variable: &EnvironmentVariable, deployment: &Deployment) -> Option<Finding> {
    let credential = credential(variable)?;
    let Credential { key, kind } = credential;
    let message = match &variable.secret {
        Setting::Known(secret) if secret.value => format!(
            "the secret value of {key} ({kind}) stands in {}: whoever reads the repository has it",
            deployment.label
        ),
        Setting::Opaque(_) => return None,
        _ => format!(
            "{key} looks like a credential ({kind}) and is not marked secret: its value is readable in {} and on \
             Astro's pages",
            deployment.label
        ),
    };
    let help = "set is_secret: true and let the deploy pipeline fill in the value; change the credential if this file \
                was ever shared";
    let value = variable.value.place()?;
    let blank = Action::Set { value, to: Written::text("") };
    let mark = match &variable.secret {
        Setting::Absent => {
            Some(write_in_item(variable.place, "environment_variables", "is_secret", Written::Boolean(true)))
        }
        Setting::Known(secret) if !secret.value => {
            Some(Action::Set { value: secret.place, to: Written::Boolean(true) })
        }
        Setting::Known(_) | Setting::Opaque(_) => None,
    };
    let title = if mark.is_some() { "Mark it secret and empty its value" } else { "Empty its value" };
    let proposal = Proposal::suggested(title, mark.into_iter().chain([blank]));
    Some(Finding::new(&RULE, value, message).help(help).propose(proposal))
}

fn in_image(variable: &EnvironmentVariable) -> Option<Finding> {
    let Credential { key, kind } = credential(variable)?;
    let message = format!("{key} looks like a credential ({kind}) and becomes a readable part of the image");
    let help = "give it to the deployment as a secret environment variable; change the credential if this file was ever \
                shared";
    let delete = Proposal::suggested(format!("Take {key} out"), [Action::Remove { entry: variable.place }]);
    Some(Finding::new(&RULE, variable.value.place()?, message).help(help).propose(delete))
}

fn credential(variable: &EnvironmentVariable) -> Option<Credential<'_>> {
    let (key, value) = (variable.key.value()?, variable.value.value()?);
    let kind = known_shape(value)
        .or_else(|| {
            (key.starts_with("AIRFLOW_CONN_") && json_password(value)).then_some("a connection with a password")
        })
        .or_else(|| (names_credential(key) && may_be_secret(value)).then_some("by its name"))?;
    Some(Credential { key, kind })
}

/// Values that are credentials whatever they are called.
fn known_shape(value: &str) -> Option<&'static str> {
    let token = |prefix: &str, length: usize| {
        value.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() >= length && rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        })
    };
    if (token("AKIA", 16) || token("ASIA", 16)) && value.len() == 20 && !value.ends_with("EXAMPLE") {
        return Some("an AWS access key");
    }
    if ["ghp_", "gho_", "ghs_", "github_pat_"].into_iter().any(|prefix| token(prefix, 30)) {
        return Some("a GitHub token");
    }
    if token("glpat-", 20) {
        return Some("a GitLab token");
    }
    if ["xoxb-", "xoxp-", "xoxa-", "xoxs-"].into_iter().any(|prefix| token(prefix, 20)) {
        return Some("a Slack token");
    }
    if value.contains("-----BEGIN") && value.contains("PRIVATE KEY") {
        return Some("a private key");
    }
    url_password(value).filter(|password| may_be_secret(password)).map(|_| "a URL with a password")
}

/// Whether a connection written as JSON carries its password. Source: Airflow docs "Managing Connections".
fn json_password(value: &str) -> bool {
    let connection: Option<serde_json::Value> = serde_json::from_str(value).ok();
    let password = connection.as_ref().and_then(|connection| connection.get("password")?.as_str());
    password.is_some_and(may_be_secret)
}

/// The password of `scheme://user:password@host`.
fn url_password(value: &str) -> Option<&str> {
    let (scheme, rest) = value.split_once("://")?;
    let is_scheme =
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let authority = rest.split(['/', '?', '#']).next()?;
    let (user_info, _) = authority.rsplit_once('@')?;
    let (_, password) = user_info.split_once(':')?;
    (is_scheme && !password.is_empty()).then_some(password)
}

/// Whether the last words of a name say that its value is a credential: `CRM_API_KEY`, not `TOKEN_URL`.
fn names_credential(key: &str) -> bool {
    const WHOLE: [&str; 8] = ["PASSWORD", "PASSWD", "SECRET", "TOKEN", "APIKEY", "CREDENTIALS", "PASSPHRASE", "PWD"];
    const LAST_TWO: [&str; 6] = ["API_KEY", "SECRET_KEY", "ACCESS_KEY", "PRIVATE_KEY", "AUTH_KEY", "ENCRYPTION_KEY"];
    let key = key.to_ascii_uppercase();
    if key.starts_with("AIRFLOW__") && !key.ends_with("PASSWORD") {
        // Airflow's own settings are known by name; of those only passwords are credentials that this test can tell.
        return false;
    }
    let last = key.rsplit(['_', '.', '-']).next().unwrap_or("");
    WHOLE.contains(&last) || LAST_TWO.iter().any(|name| key.ends_with(name))
}

/// Whether a value can be a secret at all: not empty, no switch, no number, no path, no reference to elsewhere.
fn may_be_secret(value: &str) -> bool {
    const PLACEHOLDERS: [&str; 12] = [
        "changeme",
        "change-me",
        "change_me",
        "secret",
        "password",
        "example",
        "dummy",
        "test",
        "todo",
        "none",
        "null",
        "redacted",
    ];
    let lower = value.to_ascii_lowercase();
    let is_switch = matches!(lower.as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "enabled" | "disabled");
    let is_number = value.parse::<f64>().is_ok();
    let is_reference = value.contains("://") && url_password(value).is_none()
        || value.starts_with('/')
        || value.starts_with("./")
        || value.starts_with("arn:")
        || value.starts_with("projects/")
        || ["{{", "${", "$(", "<", "*", "__"].iter().any(|mark| value.contains(mark))
        || value.starts_with('$');
    let is_placeholder =
        PLACEHOLDERS.contains(&lower.as_str()) || lower.starts_with("your") || lower.bytes().all(|b| b == b'x');
    value.len() >= 6
        && !value.contains(char::is_whitespace)
        && !is_switch
        && !is_number
        && !is_reference
        && !is_placeholder
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for credential in ["CRM_TOKEN", "DB_PASSWORD", "crm_api_key", "AWS_SECRET_ACCESS_KEY", "CLIENT_SECRET"] {
            assert!(names_credential(credential), "{credential}");
        }
        for other in ["TOKEN_URL", "SECRET_NAME", "PASSWORD_FILE", "KEYBOARD", "AIRFLOW__SECRETS__BACKEND", "SORT_KEY"]
        {
            assert!(!names_credential(other), "{other}");
        }
    }

    #[test]
    fn shapes() {
        assert_eq!(known_shape("postgres://etl:s3cr3t-pw@db:5432/x"), Some("a URL with a password"));
        assert_eq!(known_shape("postgres://etl@db:5432/x"), None);
        assert_eq!(known_shape("postgres://etl:${PG_PASSWORD}@db/x"), None);
        assert_eq!(known_shape("https://acme.example/a:b@c"), None);
        assert!(json_password(r#"{"conn_type": "mysql", "password": "hunter2-prod"}"#));
        assert!(!json_password(r#"{"conn_type": "mysql", "password": "${MYSQL_PASSWORD}"}"#));
        assert!(!json_password("password"));
        assert!(known_shape(&format!("ghp_{}", "a1B2".repeat(9))).is_some());
    }

    #[test]
    fn values_that_are_no_secret() {
        for value in
            ["", "true", "12345678", "/run/secrets/x", "arn:aws:secretsmanager:x", "changeme", "xxxxxxxx", "<token>"]
        {
            assert!(!may_be_secret(value), "{value}");
        }
        assert!(may_be_secret("hunter2-prod"));
    }
}
