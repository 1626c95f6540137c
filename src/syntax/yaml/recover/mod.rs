//! Broken text: finds for each fault the smallest repair after which the parser gets furthest, so that everything
//! before and after the fault is read. Positions stay those of the text as it stands.

use granit_parser::Options;

mod draft;
mod indent;
mod line;
mod message;
mod repair;
mod stray;
mod suspect;
mod window;

pub(super) use self::draft::{Edit, add};
use self::line::Lines;
pub(super) use self::repair::is_template_line;
use self::repair::{Remedy, Repair};
use self::suspect::Suspects;
pub(super) use self::window::read;
use self::window::{Reading, Window};
use super::pass::{Fault, Pass};
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
        let skipped = repair::rests_of_document(&lines, &pass, &fault).into_iter().find_map(|rest| {
            let mut edits = edits.clone();
            add(&mut edits, &rest.edits);
            let skipped = reading.read(&edits);
            skipped.fault.is_none().then_some((skipped, rest))
        });
        match skipped {
            Some((skipped, rest)) => {
                pass = skipped;
                repairs.push(rest);
            }
            None => {
                let open = pass.open.clone();
                open.iter().for_each(|id| pass.nodes[id.index()].broken = true);
            }
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
    let starts = pass.chain_before(lines.content(lines.of(fault.at)).start).map(|index| &pass.nodes[index]);
    let mut blocks =
        starts.filter(|node| matches!(node.kind, Kind::Mapping { flow: false } | Kind::Sequence { flow: false }));
    let odd = blocks.any(|node| (node.span.start - lines.span(lines.of(node.span.start)).start) % 2 == 1);
    let mut trial = Trial { lines, reading, edits, fault, window: None, odd, best: None };
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
    lines: &'a Lines<'a>,
    reading: &'a Reading<'a>,
    edits: &'a [Edit],
    fault: &'a Fault,
    /// What to read to judge a repair: all of the text if `None`.
    window: Option<Window>,
    /// Whether a block around the fault is indented by an odd number of spaces.
    odd: bool,
    best: Option<(Score, Repair)>,
}

/// How good a repair is: better ones are greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    /// Where the next fault is.
    reach: usize,
    /// Whether the line of the fault says something of its own: a repair could also hide it in the scalar above.
    shows: bool,
    /// Whether it does not move a line with an even indentation to suit one with an odd one.
    neat: bool,
    /// How much is said up to there.
    said: usize,
}

impl Score {
    /// What can be compared between windows. How much is said differs with the window.
    fn sure(self) -> (usize, bool, bool) {
        (self.reach, self.shows, self.neat)
    }
}

impl Trial<'_> {
    /// Tries `repairs`; the best of them counts if it does more than the best of earlier runs.
    fn run(&mut self, repairs: Vec<Repair>) {
        let mut best: Option<(Score, Repair)> = None;
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
            let said = pass.said().saturating_sub(usize::from(repair.remedy == Remedy::Value));
            let neat = match repair.remedy {
                Remedy::Indent { now, then } => {
                    if now % 2 == 0 {
                        !self.odd
                    } else {
                        then % 2 == 0
                    }
                }
                _ => true,
            };
            let score = Score { reach, shows: self.shows(&repair, &pass), neat, said };
            let hides = repair.node_at.is_some_and(|offset| !pass.has_node_at(offset));
            if reach > self.fault.at && !hides && best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, repair));
            }
        }
        if let Some((score, repair)) = best
            && self.best.as_ref().is_none_or(|(other, _)| score.sure() > other.sure())
        {
            self.best = Some((score, repair));
        }
    }

    fn shows(&self, repair: &Repair, pass: &Pass) -> bool {
        let line = self.lines.of(self.fault.at);
        let content = self.lines.content(line);
        let is_gone = repair.edits.iter().any(|edit| edit.with.is_empty() && edit.span.contains(content));
        let closes = content.of(self.lines.text).starts_with([']', '}', ',', '#']);
        is_gone || closes || content.is_empty() || pass.has_node_in(content.start, content.end)
    }

    /// Whether a repair was found after which no fault is left in sight and nothing is hidden.
    fn is_whole(&self) -> bool {
        self.best.as_ref().is_some_and(|(score, _)| score.sure() == (usize::MAX, true, true))
    }
}

/// Marks the collections that a repaired line may have belonged to, and the values that it may have said.
fn mark_broken(pass: &mut Pass, repairs: &[Repair]) {
    if repairs.is_empty() {
        return;
    }
    let mut marks: Vec<usize> = Vec::new();
    for repair in repairs {
        let rewrites = !matches!(repair.remedy, Remedy::Indent { .. } | Remedy::Tab | Remedy::Line);
        for edit in &repair.edits {
            if rewrites {
                distrust(pass, edit.span);
            }
            // Nodes are in order of their starts, so the neighbours of the edit are found by halving.
            let next = pass.nodes.partition_point(|node| node.span.start <= edit.span.start);
            let before = next.checked_sub(1);
            marks.extend([before, (next < pass.nodes.len()).then_some(next)].into_iter().flatten());
        }
        if let Some(opaque) = repair.opaque {
            distrust(pass, opaque);
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

/// Marks the scalars that reach into `span`: their text is a guess.
fn distrust(pass: &mut Pass, span: Span) {
    let after = pass.nodes.partition_point(|node| node.span.start <= span.end);
    for node in pass.nodes[..after].iter_mut().rev().take(8) {
        if matches!(node.kind, Kind::Scalar(_)) && node.span.end >= span.start {
            node.broken = true;
        }
    }
}
