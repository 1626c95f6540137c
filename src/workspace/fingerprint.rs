//! Fingerprints of findings: what stays the same while lines move.
//!
//! A fingerprint is of content: the rule, the file's path, the line that the finding starts on without its blanks, what
//! is marked on it, and the first name that the message quotes. Line numbers, levels and the rest of the message, which
//! speaks of other files too, are no part of it. Findings that agree in all of that are told apart by their order.

use crate::model::FileId;
use crate::rules::Finding;
use crate::syntax::LineIndex;
use camino::Utf8Path;
use std::collections::HashMap;
use std::fmt;

/// What a finding is known by from run to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(u128);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl Fingerprint {
    /// The fingerprint that is written as `text`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        is_plain.then(|| u128::from_str_radix(text, 16).ok().map(Self)).flatten()
    }
}

/// The text of a file and where its lines start, for [`fingerprints`].
#[derive(Debug, Clone, Copy)]
pub struct Lined<'t> {
    /// The path to know the file by.
    pub path: &'t Utf8Path,
    /// Its text.
    pub text: &'t str,
    /// Its lines.
    pub lines: &'t LineIndex,
}

/// The fingerprints of findings, in their order; no two are the same.
pub fn fingerprints<'t>(findings: &[Finding], file: impl Fn(FileId) -> Lined<'t>) -> Vec<Fingerprint> {
    let mut met: HashMap<u128, u64> = HashMap::new();
    let fingerprint = |finding: &Finding| {
        let content = content(finding, file(finding.place.file));
        let number = met.entry(content).or_default();
        *number += 1;
        // The first one of its kind keeps its fingerprint whatever comes after it.
        Fingerprint(if *number == 1 { content } else { hash([content.to_string(), number.to_string()]) })
    };
    findings.iter().map(fingerprint).collect()
}

fn content(finding: &Finding, file: Lined<'_>) -> u128 {
    let span = finding.place.span();
    let start = file.lines.line_of(span.start.min(file.text.len()));
    let line = file.lines.line_span(file.text, start).of(file.text);
    let marked = span.of(file.text).lines().next().unwrap_or("");
    let named = finding.message.split('`').nth(1).unwrap_or("");
    hash([finding.rule, &file.path.as_str().replace('\\', "/"), &plain(line), &plain(marked), named])
}

/// The text with one blank wherever there are some.
fn plain(text: &str) -> String {
    text.trim_start_matches('\u{feff}').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// FNV-1a, 128 bits, over the parts, each ended by a byte that is in no text. It is the same on every machine and for
/// ever, which the hashes of the standard library do not promise.
fn hash<S: AsRef<str>, const N: usize>(parts: [S; N]) -> u128 {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    const START: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let add = |hash: u128, byte: u8| (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    parts.iter().fold(START, |hash, part| add(part.as_ref().bytes().fold(hash, add), 0xff))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Place;
    use crate::syntax::Span;

    /// The fingerprints of findings on every `needle` of a text.
    fn of(path: &str, text: &str, needle: &str, message: &str) -> Vec<String> {
        let rule = crate::rules::all().next().expect("a rule");
        let find = |(at, _)| Finding::new(rule, Place::new(FileId(0), Span::new(at, at + needle.len())), message);
        let findings: Vec<Finding> = text.match_indices(needle).map(find).collect();
        let lines = LineIndex::new(text);
        let file = |_| Lined { path: Utf8Path::new(path), text, lines: &lines };
        fingerprints(&findings, file).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lines_may_move_and_blanks_may_change() {
        let before = of("a.py", "x = 1\nqueue = 'ml'\n", "'ml'", "queue `ml` is not served by a, b");
        let after = of("a.py", "# new\r\n\r\n  queue  =\t'ml'\r\n", "'ml'", "queue `ml` is not served by c");
        assert_eq!(before, after);
    }

    #[test]
    fn other_content_is_another_finding() {
        let one = of("a.py", "queue = 'ml'", "'ml'", "queue `ml`");
        assert_ne!(one, of("b.py", "queue = 'ml'", "'ml'", "queue `ml`"));
        assert_ne!(one, of("a.py", "pool = 'ml'", "'ml'", "queue `ml`"));
        assert_ne!(one, of("a.py", "queue = 'ml'", "'ml'", "queue `other`"));
        assert_ne!(one, of("a.py", "queue = 'ml'", "ml", "queue `ml`"));
    }

    #[test]
    fn equal_ones_are_told_apart_and_the_first_stays() {
        let two = of("a.py", "q('ml')\nq('ml')\n", "'ml'", "queue `ml`");
        let one = of("a.py", "q('ml')\n", "'ml'", "queue `ml`");
        assert_eq!(two[0], one[0]);
        assert_ne!(two[0], two[1]);
        assert!(two.iter().all(|text| Fingerprint::parse(text).is_some_and(|it| it.to_string() == *text)));
        assert_eq!((Fingerprint::parse("12"), Fingerprint::parse(&"G".repeat(32))), (None, None));
    }

    #[test]
    fn the_hash_is_the_published_one() {
        // FNV-1a of "a" is 0xd228cb696f1a8caf78912b704e4a8964; one more byte ends the part.
        const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
        let a: u128 = 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964;
        assert_eq!(hash(["a"]), (a ^ 0xff).wrapping_mul(PRIME));
    }
}
