use super::written::{Measure, Reader, WrittenQuantity, quantities};
use crate::model::{Project, Quantity};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "suspicious-quantity",
    category: "resources",
    severity: Severity::Warning,
    document: include_str!("suspicious_quantity.md"),
    needs_deployment: false,
    reach: Reach::Project,
    check,
};

/// So many whole cores can hardly be meant for one pod.
const MANY_CORES: i64 = 100;

fn check(project: &Project, found: &mut Vec<Finding>) {
    let quantities = quantities(project);
    for written in &quantities {
        let Some((what, better)) = slip(written) else { continue };
        let message = format!("`{}` ({}) {what}", written.text, written.name);
        let finding = Finding::new(&RULE, written.place, message).help(format!("write `{better}` if that is meant"));
        let finding = finding.propose(Proposal::suggested(format!("Write `{better}`"), mended(written, &quantities)));
        found.push(written.used.into_iter().fold(finding, |finding, place| finding.related(place, "used here")));
    }
}

/// Mends the quantity together with the request or limit of the same resource, lest one of the two ends above the other.
fn mended(slipped: &WrittenQuantity, all: &[WrittenQuantity]) -> Vec<Action> {
    let is_twin = |it: &&WrittenQuantity| {
        it.place == slipped.place
            || it.container.is_some() && it.container == slipped.container && it.name == slipped.name
    };
    let set = |it: &WrittenQuantity| {
        let (_, better) = slip(it)?;
        Some(Action::Set { value: it.place, to: Written::text(better) })
    };
    all.iter().filter(is_twin).filter_map(set).collect()
}

/// What the quantity says although it can hardly be meant, and what probably is.
fn slip(written: &WrittenQuantity) -> Option<(String, String)> {
    let text = written.text.trim();
    let amount = Quantity::parse(text)?;
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(number.len()..)?;
    match written.measure {
        Measure::Bytes if Quantity::whole(0) < amount && amount < Quantity::whole(1 << 20) => match unit {
            // Kubernetes itself prints fractions of a byte as `m`, but then of an amount that makes sense.
            "m" | "u" | "n" => {
                Some((format!("is {} bytes: `m` means thousandths", plain(amount)), format!("{number}Mi")))
            }
            "" if number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => {
                // Astro counts the memory of all pods in `Gi`.
                let unit = if written.reader == Reader::Quota { "Gi" } else { "Mi" };
                Some((format!("is {} bytes: without a unit, bytes are meant", plain(amount)), format!("{number}{unit}")))
            }
            _ => None,
        },
        Measure::Cpu => match unit {
            "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei" | "k" | "M" | "G" | "T" | "P" | "E" => {
                let better = if matches!(unit, "M" | "Mi") { format!("{number}m") } else { number.to_string() };
                Some((format!("is {} cores: `{unit}` is a unit for memory", plain(amount)), better))
            }
            "" if amount >= Quantity::whole(MANY_CORES) && written.reader != Reader::Quota => {
                Some((format!("is {} whole cores, more than any machine has", plain(amount)), format!("{number}m")))
            }
            _ => None,
        },
        Measure::Bytes | Measure::Other => None,
    }
}

/// The amount as a plain number.
fn plain(amount: Quantity) -> String {
    amount.cpu_text()
}
