use crate::model::{Deployment, DeploymentType, PodSize, Project, Quantity};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "pod-memory-ratio",
    category: "resources",
    severity: Severity::Error,
    document: include_str!("pod_memory_ratio.md"),
    needs_deployment: true,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let hosted = |deployment: &&Deployment| deployment.kind().is_some_and(DeploymentType::is_hosted);
    for deployment in project.deployments.iter().filter(hosted) {
        let sizes = [(&deployment.default_pod, "default pod"), (&deployment.quota, "resource quota")];
        found.extend(sizes.into_iter().filter_map(|(size, name)| judge(size, name)));
    }
}

fn judge(size: &PodSize, name: &str) -> Option<Finding> {
    let (cpu, memory) = (size.cpu.as_known()?, size.memory.as_known()?);
    let (cpu_text, text) = (cpu.value.trim(), memory.value.trim());
    let wanted = Quantity::parse(cpu_text)?.times(2 << 30)?;
    let wanted_text = gibibytes(wanted);
    let (severity, message) = if Quantity::parse(text)? != wanted {
        let message = format!(
            "the {name} has `{text}` of memory for {cpu_text} CPU: Astro takes exactly 2Gi for each CPU, here \
             {wanted_text}"
        );
        (Severity::Error, message)
    } else if !text.ends_with("Gi") {
        let message = format!("the memory of the {name} is written as `{text}`: Astro asks for it in `Gi`");
        (Severity::Warning, message)
    } else {
        return None;
    };
    let finding = Finding::new(&RULE, memory.place, message).severity(severity);
    Some(finding.help(format!("write `{wanted_text}`")).related(cpu.place, "the CPU"))
}

/// The amount in `Gi`, whatever its size.
fn gibibytes(amount: Quantity) -> String {
    let text = format!("{:.4}", amount.as_f64() / Quantity::gibibytes(1).as_f64());
    format!("{}Gi", text.trim_end_matches('0').trim_end_matches('.'))
}
