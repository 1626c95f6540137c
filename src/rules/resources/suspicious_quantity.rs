use super::written::{Measure, Reader, Written, quantities};
use crate::model::{Project, Quantity};
use crate::rules::{Finding, Rule, Severity};

pub const RULE: Rule = Rule {
    name: "suspicious-quantity",
    category: "resources",
    severity: Severity::Warning,
    document: include_str!("suspicious_quantity.md"),
    needs_deployment: false,
    check,
};

/// So many whole cores can hardly be meant for one pod.
const MANY_CORES: i64 = 100;

fn check(project: &Project, found: &mut Vec<Finding>) {
    for written in quantities(project) {
        let Some((what, better)) = slip(&written) else { continue };
        let message = format!("`{}` ({}) {what}", written.text, written.name);
        let finding = Finding::new(&RULE, written.place, message).help(format!("write `{better}` if that is meant"));
        found.push(written.used.into_iter().fold(finding, |finding, place| finding.related(place, "used here")));
    }
}

/// What the quantity says although it can hardly be meant, and what probably is.
fn slip(written: &Written) -> Option<(String, String)> {
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
                Some((format!("is {} bytes: without a unit, bytes are meant", plain(amount)), format!("{number}Mi")))
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
