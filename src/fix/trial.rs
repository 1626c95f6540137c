//! Trying many fixes of one file at once: those that touch different lines stand or fall on their own, so a text with all
//! of them applied tells about each.

use super::{TextEdit, apply};
use crate::syntax::LineIndex;
use std::collections::{BTreeSet, HashMap};

/// Texts that are tried for one file before the fixes that are left are given up: enough to find some bad ones among many
/// good ones, and no more than a file's findings are worth.
const MOST_TRIALS: usize = 200;
/// Batches that a fix is offered to before a new one is opened for it.
const OPEN_BATCHES: usize = 8;

/// The fixes, by number, after which `text` is still right by `is_right`. Each fix is a number and its edits of `text`.
pub(super) fn sound(text: &str, fixes: &[(usize, &[TextEdit])], is_right: impl Fn(&str) -> bool) -> BTreeSet<usize> {
    let lines = LineIndex::new(text);
    let mut batches: Vec<Batch> = Vec::new();
    for &(number, edits) in fixes {
        let touched = touched(&lines, edits);
        let open = batches.len().saturating_sub(OPEN_BATCHES);
        match batches.iter_mut().skip(open).find(|batch| batch.has_room_for(&touched)) {
            Some(batch) => batch.add(number, edits, touched),
            None => {
                let mut batch = Batch::default();
                batch.add(number, edits, touched);
                batches.push(batch);
            }
        }
    }
    let mut trials = Trials { text, is_right, left: MOST_TRIALS, sound: BTreeSet::new() };
    for batch in batches {
        trials.run(&batch.fixes);
    }
    trials.sound
}

/// The same, with each fix tried alone: in a text that is faulty already, one that mends a fault would hide what another
/// one breaks.
pub(super) fn sound_alone(
    text: &str,
    fixes: &[(usize, &[TextEdit])],
    is_right: impl Fn(&str) -> bool,
) -> BTreeSet<usize> {
    let holds = |edits: &[TextEdit]| apply(text, edits).is_ok_and(|changed| is_right(&changed));
    fixes.iter().take(MOST_TRIALS).filter(|(_, edits)| holds(edits)).map(|(number, _)| *number).collect()
}

/// The edits of one fix by the lines that they touch.
type Touched<'e> = HashMap<usize, Vec<&'e TextEdit>>;

fn touched<'e>(lines: &LineIndex, edits: &'e [TextEdit]) -> Touched<'e> {
    let mut touched = Touched::new();
    for edit in edits {
        for line in lines.line_of(edit.span.start)..=lines.line_of(edit.span.end) {
            touched.entry(line).or_default().push(edit);
        }
    }
    touched
}

/// Fixes that can be tried together.
#[derive(Default)]
struct Batch<'e> {
    fixes: Vec<(usize, &'e [TextEdit])>,
    touched: Touched<'e>,
}

impl<'e> Batch<'e> {
    /// Whether no line would be touched twice, save by the same edits, as when two fixes need the same import.
    fn has_room_for(&self, touched: &Touched) -> bool {
        touched.iter().all(|(line, edits)| self.touched.get(line).is_none_or(|ours| ours == edits))
    }

    fn add(&mut self, number: usize, edits: &'e [TextEdit], touched: Touched<'e>) {
        self.fixes.push((number, edits));
        self.touched.extend(touched);
    }
}

/// Two fixes may both insert the same text at the same place, such as an import; it is inserted once.
fn identity(edit: &TextEdit) -> (usize, usize, &str) {
    (edit.span.start, edit.span.end, &edit.content)
}

struct Trials<'t, R> {
    text: &'t str,
    is_right: R,
    left: usize,
    sound: BTreeSet<usize>,
}

impl<R: Fn(&str) -> bool> Trials<'_, R> {
    /// Tries fixes together, and where that fails each half of them.
    fn run(&mut self, fixes: &[(usize, &[TextEdit])]) {
        if fixes.is_empty() || self.left == 0 {
            return;
        }
        self.left -= 1;
        let mut edits: Vec<TextEdit> = Vec::new();
        let mut shared: BTreeSet<(usize, usize, &str)> = BTreeSet::new();
        for (_, own) in fixes {
            edits.extend(own.iter().filter(|edit| !shared.contains(&identity(edit))).cloned());
            shared.extend(own.iter().map(identity));
        }
        if apply(self.text, &edits).is_ok_and(|changed| (self.is_right)(&changed)) {
            self.sound.extend(fixes.iter().map(|(number, _)| *number));
        } else if fixes.len() > 1 {
            let (first, second) = fixes.split_at(fixes.len() / 2);
            self.run(first);
            self.run(second);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Span;
    use std::cell::Cell;

    /// A text is right where it does not say `bad`.
    fn try_all(text: &str, fixes: &[Vec<TextEdit>]) -> (Vec<usize>, usize) {
        let trials = Cell::new(0);
        let numbered: Vec<(usize, &[TextEdit])> = fixes.iter().map(Vec::as_slice).enumerate().collect();
        let found = sound(text, &numbered, |changed| {
            trials.set(trials.get() + 1);
            !changed.contains("bad")
        });
        (found.into_iter().collect(), trials.get())
    }

    fn lines(count: usize) -> String {
        "a line\n".repeat(count)
    }

    fn on_line(line: usize, content: &str) -> Vec<TextEdit> {
        vec![TextEdit::replace(Span::new(line * 7, line * 7 + 1), content)]
    }

    #[test]
    fn fixes_of_different_lines_take_one_trial() {
        let fixes: Vec<_> = (0..500).map(|line| on_line(line, "the")).collect();
        let (found, trials) = try_all(&lines(500), &fixes);
        assert_eq!((found.len(), trials), (500, 1));
    }

    #[test]
    fn a_bad_fix_is_found_among_good_ones() {
        let mut fixes: Vec<_> = (0..64).map(|line| on_line(line, "the")).collect();
        fixes[17] = on_line(17, "bad");
        let (found, trials) = try_all(&lines(64), &fixes);
        assert_eq!(found.len(), 63);
        assert!(!found.contains(&17));
        assert!(trials <= 13, "{trials}");
    }

    #[test]
    fn alternatives_for_one_line_and_shared_imports() {
        let import = || TextEdit::insert(0, "import it\n");
        let with_import = |line, content| [vec![import()], on_line(line, content)].concat();
        let fixes = [with_import(1, "the"), with_import(1, "one"), with_import(2, "the"), on_line(3, "bad")];
        let (found, trials) = try_all(&lines(5), &fixes);
        assert_eq!(found, [0, 1, 2]);
        assert_eq!(trials, 6, "one for the alternative, five to find the bad one of three");
    }

    #[test]
    fn edits_that_overlap_are_no_fix_and_trials_end() {
        let overlapping = [on_line(0, "x"), vec![TextEdit::replace(Span::new(0, 3), "y")]].concat();
        assert!(try_all(&lines(2), &[overlapping]).0.is_empty());
        let fixes: Vec<_> = (0..2_000).map(|line| on_line(line, "bad")).collect();
        assert!(try_all(&lines(2_000), &fixes).1 <= MOST_TRIALS);
    }
}
