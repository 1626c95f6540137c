use super::team_groups;
use crate::model::{Deployment, Executor, ExecutorName, Platform, Project};
use crate::rules::{Action, Finding, Proposal, Reach, Release, Rule, Severity, Written};
use std::collections::BTreeSet;

pub const RULE: Rule = Rule {
    name: "executor-syntax",
    category: "configuration",
    severity: Severity::Error,
    document: include_str!("executor_syntax.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// The first release with more than one executor. Source: `executor_loader.py`, Airflow 2.9.3 and 2.10.
const LISTS: (u32, u32) = (2, 10);
/// The first release in which a short name may have an alias. Source: `executor_loader.py`, Airflow 3.2.0.
const ALIASES_OF_SHORT_NAMES: (u32, u32) = (3, 2);

fn check(project: &Project, findings: &mut Vec<Finding>) {
    let open_source = project.deployments.iter().filter(|deployment| deployment.platform == Platform::OpenSource);
    findings.extend(open_source.filter_map(|deployment| finding(project, deployment)));
}

/// The first fault of the executor's text.
fn finding(project: &Project, deployment: &Deployment) -> Option<Finding> {
    let executor = deployment.executor.as_known()?;
    let release = Release::of(project, Some(deployment));
    let number = release.as_ref().map(|it| it.number);
    let fault = match executor.value.text.contains([';', '=']) {
        true => team_groups::fault(project, deployment, &executor.value.text, number),
        false => fault(&executor.value.text, number),
    };
    let Fault { what, help, mended, by_version, level } = fault?;
    let version = release.as_ref().filter(|_| by_version);
    let message = match version {
        Some(release) => format!("{what}, and this is {}", release.words()),
        None => what,
    };
    let finding = Finding::new(&RULE, executor.place, message).help(help).severity(level);
    let finding = version.into_iter().fold(finding, |finding, release| release.point(finding));
    let write = |text: String| {
        let title = format!("Write `{text}`");
        Proposal::suggested(title, [Action::Set { value: executor.literal, to: Written::Text(text) }])
    };
    Some(finding.propose_all(mended.map(write)))
}

/// What is wrong with an executor setting.
pub(super) struct Fault {
    what: String,
    help: String,
    mended: Option<String>,
    /// Whether only some versions refuse it.
    by_version: bool,
    level: Severity,
}

impl Fault {
    /// One that every version refuses.
    pub(super) fn always(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { what: what.into(), help: help.into(), mended: None, by_version: false, level: RULE.severity }
    }

    fn mended(self, text: Option<String>) -> Self {
        Self { mended: text, ..self }
    }

    /// The same, refused by the version in use.
    pub(super) fn by_version(self) -> Self {
        Self { by_version: true, ..self }
    }

    /// The same at another level.
    pub(super) fn at(self, level: Severity) -> Self {
        Self { level, ..self }
    }
}

/// The first fault of a list of executors.
pub(super) fn fault(text: &str, release: Option<(u32, u32)>) -> Option<Fault> {
    if text.trim().is_empty() {
        return Some(Fault::always(
            "the executor is empty: Airflow does not start",
            "name one, such as `CeleryExecutor`",
        ));
    }
    let entries: Vec<&str> = text.split(',').map(str::trim).collect();
    if entries.iter().any(|entry| entry.is_empty()) {
        let kept: Vec<&str> = entries.iter().copied().filter(|entry| !entry.is_empty()).collect();
        let what =
            format!("`{text}` has an empty entry, which Airflow takes for a module without a name: it does not start");
        return Some(Fault::always(what, "take the comma out").mended((!kept.is_empty()).then(|| kept.join(","))));
    }
    if let Some(entry) = entries.iter().find(|entry| entry.matches(':').count() > 1) {
        let what = format!("`{entry}` has more than one colon: Airflow does not start");
        return Some(Fault::always(what, "write `Alias:module.path.Class`"));
    }
    if let Some((entry, class)) = entries.iter().find_map(|entry| Some((entry, misspelt(entry)?))) {
        let mended: Vec<&str> = entries.iter().map(|it| if it == entry { class } else { it }).collect();
        let what = format!(
            "Airflow has no executor `{entry}`: it takes the name for a Python module and stops when it looks for it"
        );
        return Some(Fault::always(what, format!("write `{class}`: the case counts")).mended(Some(mended.join(","))));
    }
    let mut seen = BTreeSet::new();
    if let Some(entry) = entries.iter().find(|entry| !seen.insert(target(entry))) {
        let what = format!("`{}` is listed twice: Airflow does not start", target(entry));
        return Some(Fault::always(what, "name each executor once"));
    }
    let release = release?;
    if release < LISTS && entries.len() > 1 {
        let what = "several executors at once need Airflow 2.10";
        return Some(Fault::always(what, "name one executor, or upgrade").by_version());
    }
    let aliased = |entry: &&&str| entry.split_once(':').is_some_and(|(_, target)| is_short_name(target.trim()));
    let entry = entries.iter().find(aliased).filter(|_| release < ALIASES_OF_SHORT_NAMES)?;
    let what = format!("`{entry}` gives an alias to a short name, which needs Airflow 3.2");
    let help = "write the full path of the class behind the colon, or leave the alias out";
    Some(Fault::always(what, help).by_version())
}

fn target<'e>(entry: &&'e str) -> &'e str {
    entry.split_once(':').map_or(*entry, |(_, target)| target.trim())
}

fn is_short_name(target: &str) -> bool {
    !target.contains('.') && ExecutorName::airflow(target).executor.is_some()
}

/// The class that a bare name means which is none: another case, or without `Executor`.
fn misspelt(entry: &str) -> Option<&'static str> {
    const CLASSES: [Executor; 6] = [
        Executor::Celery,
        Executor::Kubernetes,
        Executor::Local,
        Executor::Sequential,
        Executor::CeleryKubernetes,
        Executor::LocalKubernetes,
    ];
    if entry.contains(['.', ':']) || is_short_name(entry) {
        return None;
    }
    let means = |class: &&str| {
        class.eq_ignore_ascii_case(entry)
            || class.strip_suffix("Executor").is_some_and(|short| short.eq_ignore_ascii_case(entry))
    };
    CLASSES.iter().map(|executor| executor.class_name()).find(means)
}
