//! Broken text: finds for each fault the smallest repair after which the parser gets furthest, so that everything
//! before and after the fault is read. Positions stay those of the text as it stands.

use granit_parser::Options;

mod draft;
mod line;
mod message;
mod repair;
mod stray;
mod suspect;
mod window;

pub(super) use self::draft::{Edit, add};
use self::line::Lines;
use self::repair::Repair;
pub(super) use self::repair::is_template_line;
use self::suspect::Suspects;
pub(super) use self::window::read;
use self::window::{Reading, Window};
use super::build::{Fault, Pass};
use super::tree::NodeId;
use super::{Kind, Style};
use crate::syntax::{Span, SyntaxError};

/// A pass that reaches the end of the text, with what had to be repaired on the way.
pub(super) struct Recovered {
    pub(super) pass: Pass,
    pub(super) errors: Vec<SyntaxError>,
}

/// The most faults that are repaired in one text.
const MOST_FAULTS: usize = 12;

/// Reads on behind the fault of `pass`, which was made over `text` with `edits`.
pub(super) fn recover(text: &str, options: &Options, mut pass: Pass, mut edits: Vec<Edit>) -> Recovered {
    let lines = Lines::new(text);
    let reading = Reading::new(text, options);
    let mut errors = Vec::new();
    let mut repairs: Vec<Repair> = Vec::new();
    for _ in 0..MOST_FAULTS {
        let Some(fault) = pass.fault.clone().filter(Fault::is_local) else { break };
        let Some(repair) = best(&lines, &reading, &edits, &pass, &fault) else { break };
        errors.push(SyntaxError { span: repair.at, message: message::of(&lines, &fault, &repair) });
        add(&mut edits, &repair.edits);
        repairs.push(repair);
        pass = reading.read(&edits);
    }
    if let Some(fault) = pass.fault.clone() {
        errors.push(SyntaxError { span: Span::at(fault.at), message: message::end(&fault) });
        // The documents behind it may be sound.
        let rest = repair::rest_of_document(&lines, &pass, &fault);
        add(&mut edits, &rest.edits);
        let skipped = reading.read(&edits);
        if skipped.fault.is_none() {
            pass = skipped;
            repairs.push(rest);
        } else {
            let open = pass.open.clone();
            open.iter().for_each(|id| pass.nodes[id.index()].broken = true);
        }
    }
    mark_broken(&mut pass, &repairs);
    errors.sort_by_key(|error| error.span);
    Recovered { pass, errors }
}

/// The repair after which the next fault is furthest down; of several, the one that leaves most to read. `None` where
/// none gets further than `fault`.
fn best(lines: &Lines<'_>, reading: &Reading<'_>, edits: &[Edit], pass: &Pass, fault: &Fault) -> Option<Repair> {
    let suspects = Suspects { lines, edits, pass, fault };
    let near = suspects.near();
    let mut trial = Trial { reading, edits, fault, window: None, best: None };
    trial.window = Window::on(lines, reading, edits, pass, fault, &near);
    trial.run(repair::repairs(&suspects, &near));
    if !trial.is_whole() {
        let window = trial.window.take();
        let far = suspects.far(&near);
        trial.window = Window::on(lines, reading, edits, pass, fault, &far);
        trial.run(repair::repairs(&suspects, &far));
        trial.window = window;
    }
    if !trial.is_whole() {
        trial.run(repair::blanks(lines, &near));
    }
    trial.best.map(|(_, repair)| repair)
}

/// The search for the best repair.
struct Trial<'a> {
    reading: &'a Reading<'a>,
    edits: &'a [Edit],
    fault: &'a Fault,
    /// What to read to judge a repair: all of the text if `None`.
    window: Option<Window>,
    /// How far one gets after it, and the repair.
    best: Option<(usize, Repair)>,
}

impl Trial<'_> {
    /// Tries `repairs`; the best of them counts if one gets further than with those of earlier runs.
    fn run(&mut self, repairs: Vec<Repair>) {
        let mut best: Option<((usize, usize), Repair)> = None;
        for repair in repairs {
            if self.reading.is_spent() {
                break;
            }
            let pass = match &self.window {
                Some(window) => window.read(self.reading, &repair.edits),
                None => {
                    let mut edits = self.edits.to_vec();
                    add(&mut edits, &repair.edits);
                    self.reading.read(&edits)
                }
            };
            let reach = pass.fault.as_ref().map_or(usize::MAX, |fault| fault.at);
            let score = (reach, pass.said());
            let hides = repair.node_at.is_some_and(|offset| !pass.has_node_at(offset));
            if reach > self.fault.at && !hides && best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, repair));
            }
        }
        if let Some(((reach, _), repair)) = best
            && self.best.as_ref().is_none_or(|(other, _)| reach > *other)
        {
            self.best = Some((reach, repair));
        }
    }

    /// Whether a repair was found after which no fault is left in sight.
    fn is_whole(&self) -> bool {
        self.best.as_ref().is_some_and(|(reach, _)| *reach == usize::MAX)
    }
}

/// Marks the collections that a repaired line may have belonged to, and the values that it may have said.
fn mark_broken(pass: &mut Pass, repairs: &[Repair]) {
    if repairs.is_empty() {
        return;
    }
    let mut marks: Vec<usize> = Vec::new();
    for repair in repairs {
        for edit in &repair.edits {
            // Nodes are in order of their starts, so the neighbours of the edit are found by halving.
            let next = pass.nodes.partition_point(|node| node.span.start <= edit.span.start);
            let before = next.checked_sub(1);
            marks.extend([before, (next < pass.nodes.len()).then_some(next)].into_iter().flatten());
        }
        if let Some(opaque) = repair.opaque {
            let at = pass.nodes.partition_point(|node| node.span.start < opaque.start);
            if let Some(node) = pass.nodes.get_mut(at).filter(|node| opaque.contains(node.span)) {
                node.broken = true;
            }
        }
    }
    for mark in marks {
        let node = &mut pass.nodes[mark];
        if node.kind == Kind::Scalar(Style::Plain) && node.span.is_empty() {
            node.broken = true;
        }
        let is_collection = matches!(node.kind, Kind::Sequence { .. } | Kind::Mapping { .. });
        let mut at = if is_collection { Some(mark) } else { node.parent.map(NodeId::index) };
        while let Some(index) = at {
            if pass.nodes[index].broken {
                // Its parents are marked as well.
                break;
            }
            pass.nodes[index].broken = true;
            at = pass.nodes[index].parent.map(NodeId::index);
        }
    }
}
