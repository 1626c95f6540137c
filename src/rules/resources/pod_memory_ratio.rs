use crate::model::{Deployment, DeploymentType, Known, PodSize, Project, Quantity};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "pod-memory-ratio",
    category: "resources",
    severity: Severity::Error,
    document: include_str!("pod_memory_ratio.md"),
    needs_deployment: false,
    reach: Reach::Deployments,
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
    let write = Proposal::safe(format!("Set the memory to `{wanted_text}`"), [Action::write(memory, &*wanted_text)]);
    let finding = Finding::new(&RULE, memory.place, message).severity(severity);
    let finding = finding.help(format!("write `{wanted_text}`")).related(cpu.place, "the CPU");
    Some(finding.propose(write.unless_shared([memory])).propose_all(cpu_for(text, cpu)))
}

/// The CPU that goes with memory which is written as Astro asks for it, where that is another one.
fn cpu_for(memory: &str, cpu: &Known<Box<str>>) -> Option<Proposal> {
    let amount = Quantity::parse(memory).filter(|_| memory.ends_with("Gi"))?;
    let text = decimals(amount.as_f64() / Quantity::gibibytes(2).as_f64());
    let cores = Quantity::parse(&text)?;
    let fits = cores != Quantity::parse(cpu.value.trim())? && cores.times(2 << 30)? == amount;
    fits.then(|| Proposal::suggested(format!("Set the CPU to `{text}`"), [Action::write(cpu, text)]))
}

/// The amount in `Gi`, whatever its size.
fn gibibytes(amount: Quantity) -> String {
    format!("{}Gi", decimals(amount.as_f64() / Quantity::gibibytes(1).as_f64()))
}

fn decimals(number: f64) -> String {
    format!("{number:.4}").trim_end_matches('0').trim_end_matches('.').to_string()
}
