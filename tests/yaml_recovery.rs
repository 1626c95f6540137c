//! How much of a file survives a keystroke that breaks it.

use std::collections::HashMap;

use airlint::syntax::yaml::{Kind, Node, Tree, parse};

/// Every scalar and alias of a tree as `path = value`, with how often it occurs.
fn leaves(tree: &Tree) -> HashMap<String, usize> {
    let mut leaves = HashMap::new();
    let mut todo: Vec<(String, Node<'_>)> =
        tree.documents().enumerate().map(|(document, root)| (document.to_string(), root)).collect();
    while let Some((path, node)) = todo.pop() {
        match node.kind() {
            Kind::Mapping { .. } => {
                todo.extend(node.entries().map(|entry| (format!("{path}.{}", key(entry.key)), entry.value)));
            }
            Kind::Sequence { .. } => {
                todo.extend(node.items().enumerate().map(|(index, item)| (format!("{path}[{index}]"), item)));
            }
            _ => *leaves.entry(format!("{path} = {}", node.scalar().unwrap_or(node.raw()))).or_insert(0) += 1,
        }
    }
    leaves
}

fn key<'t>(node: Node<'t>) -> &'t str {
    node.scalar().unwrap_or(node.raw())
}

/// The share of `original`'s leaves that `now` still has, and their number.
fn kept(original: &HashMap<String, usize>, now: &HashMap<String, usize>) -> (usize, usize) {
    let kept = original.iter().map(|(leaf, count)| (*count).min(now.get(leaf).copied().unwrap_or(0)));
    (kept.sum(), original.values().sum())
}

/// Keystrokes on every `step`-th line, with the line's number: cut short, one character deleted, one sign typed.
fn keystrokes(text: &str, step: usize) -> Vec<(usize, String)> {
    const SIGNS: [&str; 21] =
        ["\"", "'", "[", "]", "{", "}", ":", ",", "&", "*", "!", "|", ">", "%", "@", "`", "#", "-", "\t", "?", "\\"];
    let mut seed: u64 = 20_261_124;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or(0) % below.max(1)
    };
    let mut edits = Vec::new();
    let mut start = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let body = line.trim_end();
        if !body.is_empty() && number % step == 0 {
            let places: Vec<usize> = body.char_indices().map(|(at, _)| at).collect();
            let indent = body.len() - body.trim_start().len();
            let mut edit = |from: usize, to: usize, with: &str| {
                let edited = format!("{}{with}{}", &text[..start + from], &text[start + to..]);
                edits.push((number, edited));
            };
            let cut = places[(indent + random(body.len() - indent)).min(places.len() - 1)];
            edit(cut, body.len(), "");
            for _ in 0..3 {
                let at = random(places.len());
                edit(places[at], places.get(at + 1).copied().unwrap_or(body.len()), "");
            }
            for sign in SIGNS {
                let at = places[random(places.len())];
                edit(at, at, sign);
            }
        }
        start += line.len();
    }
    edits
}

/// What keystrokes that break a file do to it.
struct Survival {
    /// How many break it.
    broken: u32,
    /// The mean share of leaves kept, in per cent.
    kept: f64,
    /// The share of errors, in per cent, that are told on the line of the keystroke and nowhere else.
    placed: f64,
}

fn survival(text: &str, step: usize) -> Survival {
    let tree = parse(text);
    assert_eq!(tree.errors(), []);
    let original = leaves(&tree);
    let (mut sum, mut placed, mut broken) = (0.0, 0, 0);
    for (line, edited) in keystrokes(text, step) {
        let tree = parse(&edited);
        if tree.errors().is_empty() {
            continue;
        }
        let (kept, of) = kept(&original, &leaves(&tree));
        sum += kept as f64 / of as f64;
        let is_there = |offset: usize| edited[..offset].matches('\n').count() == line;
        // An alias whose anchor was renamed is told as well, and rightly.
        let alias = |message: &str| message.contains("stands for nothing");
        placed += u32::from(tree.errors().iter().all(|error| is_there(error.span.start) || alias(&error.message)));
        broken += 1;
    }
    let per_cent = |sum: f64| sum / f64::from(broken) * 100.0;
    Survival { broken, kept: per_cent(sum), placed: per_cent(f64::from(placed)) }
}

#[test]
fn leaves_survive_typing() {
    // Measured on every line (values.yaml: on every third). Leaves kept, and errors told on the keystroke's line alone:
    // deployment 99.4 % and 99.1 % of 769 breaking keystrokes, compose 99.3 % and 98.3 % of 741, values 99.6 % and 96.3 %
    // of 629. What is lost is mostly below keys that were cut in half. Here, a sample of the lines.
    for (name, text, step) in [
        ("deployment", include_str!("fixtures/yaml/deployment.yaml"), 11),
        ("compose", include_str!("fixtures/yaml/compose.yaml"), 11),
        ("values", include_str!("fixtures/yaml/values.yaml"), 41),
    ] {
        let Survival { broken, kept, placed } = survival(text, step);
        println!("{name}: of {broken} breaking keystrokes {kept:.2} % of the leaves kept, {placed:.2} % told in place");
        assert!(kept >= 98.0, "{name}: only {kept:.2} % of the leaves survive {broken} breaking keystrokes");
        assert!(placed >= 90.0, "{name}: only {placed:.2} % of {broken} errors are told in their place");
    }
}
