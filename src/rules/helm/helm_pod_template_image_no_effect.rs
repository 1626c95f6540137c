use super::{charts, executor, is_given, write};
use crate::model::{Chart, ChartKind, ChartValue, Project};
use crate::rules::{Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "helm-pod-template-image-no-effect",
    category: "helm",
    severity: Severity::Warning,
    document: include_str!("helm_pod_template_image_no_effect.md"),
    needs_deployment: true,
    reach: Reach::Deployments,
    check,
};

/// The keys of `images.pod_template`, and the option of Airflow that wins over each.
const KEYS: [(&str, &str); 2] =
    [("repository", "worker_container_repository"), ("tag", "worker_container_tag")];

/// The sections that may hold the options: today's, and the one before Airflow 2.5.
const SECTIONS: [&str; 2] = ["kubernetes_executor", "kubernetes"];

fn check(project: &Project, findings: &mut Vec<Finding>) {
    // Only values that name the executor are taken for all that there is.
    for (_, chart) in charts(project, ChartKind::Official).filter(|(_, chart)| executor(chart).is_some()) {
        let overruled = KEYS.iter().filter_map(|&(key, option)| Some((overruled(chart, key, option)?, key, option)));
        findings.extend(overruled.map(|(image, key, option)| finding(chart, image, key, option)));
    }
}

/// The image's part that the option overrules: the chart fills the option in unless it is written.
fn overruled<'c>(chart: &'c Chart, key: &str, option: &str) -> Option<&'c ChartValue> {
    let path = format!("images.pod_template.{key}");
    let image = chart.at(&path).filter(|_| is_given(chart, &path))?;
    let is_emptied = |section: &&str| {
        let path = format!("config.{section}.{option}");
        // `null` takes the chart's default away; a text that is not known may be the image itself.
        chart.at(&path).is_some_and(|it| {
            it.value.value().is_none_or(|text| text.is_empty() || Some(text) == image.value.value())
        })
    };
    (!SECTIONS.iter().any(is_emptied)).then_some(image)
}

fn finding(chart: &Chart, image: &ChartValue, key: &str, option: &str) -> Finding {
    let message = format!(
        "`images.pod_template.{key}` has no effect: the chart sets `{option}` to the image of `images.airflow`, and the \
         Kubernetes executor takes that"
    );
    let path = format!("config.kubernetes_executor.{option}");
    let text = image.value.value().map_or("", |text| text);
    let set = write(chart, &path, Written::text(text)).filter(|_| !text.is_empty());
    let fix = set.map(|set| Proposal::suggested(format!("Set `{path}` as well"), [set]));
    let help = format!("set `{path}`");
    Finding::new(&RULE, image.key, message).help(help).propose_all(fix)
}
