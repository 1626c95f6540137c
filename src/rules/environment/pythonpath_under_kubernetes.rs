use crate::model::{Deployment, EnvironmentVariable, Executor, Platform, Project};
use crate::rules::{Across, Action, Finding, Holds, Proposal, Reach, Rule, Severity, across};

pub const RULE: Rule = Rule {
    name: "pythonpath-under-kubernetes",
    category: "environment",
    severity: Severity::Error,
    document: include_str!("pythonpath_under_kubernetes.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
    check,
};

fn check(project: &Project, findings: &mut Vec<Finding>) {
    for deployment in project.deployments.iter().filter(|deployment| breaks_pods(deployment) == Holds::Yes) {
        let variables = deployment.environment.value().into_iter().flatten();
        findings.extend(variables.filter(|variable| is_pythonpath(variable)).map(|variable| {
            let finding = finding(variable, &deployment.label);
            match deployment.executor.place() {
                Some(place) => finding.related(place, "the executor"),
                None => finding,
            }
        }));
    }
    for variable in project.image_environment.iter().filter(|variable| is_pythonpath(variable)) {
        if let Some(affected) = across(project, variable.place.file, breaks_pods) {
            findings.push(in_image(variable, &affected));
        }
    }
}

fn breaks_pods(deployment: &Deployment) -> Holds {
    match (deployment.platform, deployment.executor_family()) {
        (Platform::Astro, Some(Executor::Kubernetes)) => Holds::Yes,
        (Platform::Astro, None) => Holds::Unknown,
        _ => Holds::No,
    }
}

fn is_pythonpath(variable: &EnvironmentVariable) -> bool {
    variable.key.value().is_some_and(|key| &**key == "PYTHONPATH")
}

fn finding(variable: &EnvironmentVariable, deployments: &str) -> Finding {
    let message = format!(
        "PYTHONPATH is changed for {deployments}, which runs on the Kubernetes executor: task pods no longer find \
         airflow_local_settings.py, and none of them starts"
    );
    Finding::new(&RULE, variable.key.place().unwrap_or(variable.place), message)
        .help("take PYTHONPATH out; put shared modules into include/ or plugins/, or install them as a package")
        .propose(Proposal::suggested("Take PYTHONPATH out", [Action::Remove { entry: variable.place }]))
}

fn in_image(variable: &EnvironmentVariable, affected: &Across<'_>) -> Finding {
    let mut finding = finding(variable, &affected.names()).severity(affected.severity(RULE.severity));
    for deployment in &affected.on {
        if let Some(place) = deployment.executor.place() {
            finding = finding.related(place, format!("the executor of {}", deployment.label));
        }
    }
    finding
}
