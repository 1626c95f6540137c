use super::written::{Measure, Reader, WrittenQuantity, quantities};
use crate::model::{Project, Quantity};
use crate::rules::{Action, Finding, Proposal, Reach, Rule, Severity, Written};

pub const RULE: Rule = Rule {
    name: "invalid-quantity",
    category: "resources",
    severity: Severity::Error,
    document: include_str!("invalid_quantity.md"),
    needs_deployment: false,
    reach: Reach::DagFiles,
    check,
};

fn check(project: &Project, found: &mut Vec<Finding>) {
    let readable = |it: &WrittenQuantity| Quantity::parse(it.text.trim()).is_some_and(|amount| !amount.is_negative());
    let invalid = quantities(project).into_iter().filter(|it| !readable(it));
    found.extend(invalid.map(|written| {
        let WrittenQuantity { text, name, .. } = &written;
        let consequence = match written.reader {
            Reader::Deployment | Reader::Quota => "Astro does not take it, and the deployment is refused",
            Reader::Kubernetes => "the API server refuses the pod, and the task fails",
            Reader::Workers => "the API server refuses the workers, and none starts",
        };
        let what = match Quantity::parse(text.trim()) {
            Some(_) => "is below zero",
            None => "is no Kubernetes quantity",
        };
        let message = format!("`{text}` {what} ({name}): {consequence}");
        let better = suggestion(text, written.measure);
        let help = match &better {
            Some(better) => format!("write `{better}`"),
            None => match written.measure {
                Measure::Cpu => "write cores as `0.5`, `2` or `500m`".to_string(),
                Measure::Bytes => "write a number with one of `Ki`, `Mi`, `Gi`, `Ti`, such as `512Mi`".to_string(),
                Measure::Other => "write a number".to_string(),
            },
        };
        let finding = Finding::new(&RULE, written.place, message).help(help);
        let write = |text: String| {
            let set = Action::Set { value: written.place, to: Written::text(text.as_str()) };
            Proposal::suggested(format!("Write `{text}`"), [set])
        };
        let decimal = decimal(text, &written, better.as_deref());
        let finding = finding.propose_all(better.into_iter().chain(decimal).map(write));
        written.used.into_iter().fold(finding, |finding, place| finding.related(place, "used here"))
    }));
}

/// The quantity that was probably meant.
fn suggestion(text: &str, measure: Measure) -> Option<String> {
    // A comma before three digits may divide thousands.
    let thousands = |after: &str| after.bytes().take_while(u8::is_ascii_digit).count() == 3;
    if text.split_once(',').is_some_and(|(_, after)| thousands(after)) {
        return None;
    }
    let text = text.trim().replacen(',', ".", 1);
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let unit = unit.trim().to_ascii_lowercase();
    let unit = match (measure, unit.trim_end_matches('s')) {
        (_, "") => "",
        (Measure::Cpu, "cpu" | "vcpu" | "core") => "",
        (Measure::Cpu, "m" | "mcpu" | "millicpu" | "millicore" | "mcore") => "m",
        (Measure::Bytes, "k" | "ki" | "kb" | "kib") => "Ki",
        (Measure::Bytes, "m" | "mi" | "mb" | "mib" | "meg") => "Mi",
        (Measure::Bytes, "g" | "gi" | "gb" | "gib" | "gig") => "Gi",
        (Measure::Bytes, "t" | "ti" | "tb" | "tib") => "Ti",
        _ => return None,
    };
    let better = format!("{number}{unit}");
    Quantity::parse(&better).is_some().then_some(better)
}

/// The same with the decimal unit, where that is what the text says to the letter: `1GB` is `1G`, a tenth less than
/// `1Gi`. Astro itself asks for binary units.
fn decimal(text: &str, written: &WrittenQuantity, better: Option<&str>) -> Option<String> {
    let is_binary = text.trim_end_matches(['B', 'b', 's']).ends_with(['i', 'I']);
    let number = better?.strip_suffix('i')?;
    let decimal = if number.ends_with('K') { number.replace('K', "k") } else { number.to_string() };
    (matches!(written.reader, Reader::Kubernetes | Reader::Workers) && !is_binary).then_some(decimal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_valid_unit() {
        let bytes = |text| suggestion(text, Measure::Bytes);
        for (written, meant) in [("1GB", "1Gi"), ("512mb", "512Mi"), ("1 Gi", "1Gi"), ("2g", "2Gi"), ("1,5GiB", "1.5Gi")] {
            assert_eq!(bytes(written).as_deref(), Some(meant), "{written}");
        }
        for unclear in ["lots", "1,000Mi", "512 bytes", "G", "1.2.3Gi"] {
            assert_eq!(bytes(unclear), None, "{unclear}");
        }
        assert_eq!(suggestion("2 vCPUs", Measure::Cpu).as_deref(), Some("2"));
        assert_eq!(suggestion("500 m", Measure::Cpu).as_deref(), Some("500m"));
        assert_eq!(suggestion("1Gib", Measure::Cpu), None);
    }
}
