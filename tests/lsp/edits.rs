//! Random edits: the server's text stays the client's, and what it says is what a fresh run finds.

use crate::client::text::{Encoding, position};
use crate::client::{Change, Server};
use crate::{DEPLOYMENT, parity, truth};
use airlint::lsp::session::{OpenDocument, State};
use airlint::lsp::text;
use proptest::prelude::*;
use proptest::sample::Index;

/// What texts are made of and what is typed into them: everything that can be counted wrong.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "",
    ":",
    "- ",
    "\"",
    "'",
    "#",
    "[",
    "{",
    "é",
    "e\u{301}",
    "🚀",
    "👩‍👩‍👧",
    "名",
    "\u{2028}",
    "\u{85}",
    "\u{c}",
    "\u{feff}",
    "\u{1d11e}",
    "a",
    "queue",
    "executor: celery",
    "  worker_queues:",
    "\n    - name: ml",
    "name: Ünï",
    "min_worker_count: 11",
    "deployment:",
    "|\n  text\n",
    "&a",
    "*a",
    "{{ x }}",
];

fn pieces(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(PIECES), 0..most).prop_map(|pieces| pieces.concat())
}

/// A text to begin with: pieces, or a deployment with line ends of some kind and maybe a byte order mark.
fn base() -> impl Strategy<Value = String> {
    let ends = proptest::sample::select(&["\n", "\r\n", "\r"][..]);
    let deployment = (ends, any::<bool>(), pieces(6)).prop_map(|(end, mark, tail)| {
        let mark = if mark { "\u{feff}" } else { "" };
        format!("{mark}{}{tail}", DEPLOYMENT.replace("CELERY", "celery # 🚀").replace('\n', end))
    });
    prop_oneof![pieces(40), deployment]
}

/// An edit: where it starts, how far it goes, what it writes. Without a place it writes the whole text.
type Edit = (Option<(Index, usize)>, String);

fn edits() -> impl Strategy<Value = Vec<Vec<Edit>>> {
    let place = prop_oneof![9 => (any::<Index>(), 0..30usize).prop_map(Some), 1 => Just(None)];
    proptest::collection::vec(proptest::collection::vec((place, pieces(5)), 1..4), 1..8)
}

/// The bytes from a random place on that are whole characters and do not start or end inside CRLF: no position says that.
fn bytes(text: &str, start: &Index, length: usize) -> std::ops::Range<usize> {
    let is_place =
        |at: &usize| text.is_char_boundary(*at) && !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n'));
    let snap = |at: usize| (0..=at.min(text.len())).rev().find(is_place).unwrap_or(0);
    let start = snap(start.index(text.len() + 1));
    start..snap(start + length).max(start)
}

fn encoding(encoding: Encoding) -> text::Encoding {
    text::Encoding::agreed([encoding.name()])
}

/// A point of the server, as the client says it.
fn point(text: &str, at: usize, encoding: Encoding) -> text::Point {
    let said = position(text, at, encoding);
    let number = |key: &str| u32::try_from(said[key].as_u64().expect("a number")).expect("a small one");
    text::Point::new(number("line"), number("character"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(600), failure_persistence: None, ..ProptestConfig::default() })]

    /// The server's side of the text alone, many times.
    #[test]
    fn texts_stay_equal(base in base(), rounds in edits(), kind in 0..3usize) {
        let kind = Encoding::ALL[kind];
        let mut state = State::default();
        state.set_encoding(encoding(kind));
        state.open(OpenDocument::new("file:///a.yaml", "yaml", 0, &base));
        let mut ours = base;
        for (version, (place, new)) in (1..).zip(rounds.iter().flatten()) {
            let bytes = place.as_ref().map(|(start, length)| bytes(&ours, start, *length));
            let range = bytes.clone().map(|it| (point(&ours, it.start, kind), point(&ours, it.end, kind)));
            state.edit("file:///a.yaml", version, &[text::Change { range, text: new }]).expect("a later version");
            match bytes {
                Some(bytes) => ours.replace_range(bytes, new),
                None => ours = new.clone(),
            }
            let theirs = state.document("file:///a.yaml").expect("it is open").clone().text();
            prop_assert_eq!(&*theirs, ours.as_str());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(24), failure_persistence: None, ..ProptestConfig::default() })]

    /// The whole server: what it says of all files after the edits is what a fresh run finds in the same files.
    #[test]
    fn findings_stay_those_of_a_fresh_run(base in base(), rounds in edits(), kind in 0..3usize) {
        let kind = Encoding::ALL[kind];
        const PROD: &str = "deployments/prod.yaml";
        let mut client = Server::with_files(crate::PROJECT).encoding(kind).pull().start();
        client.open_as(PROD, &base);
        for round in &rounds {
            let mut text = client.text(PROD).to_owned();
            let mut changes = vec![];
            for (place, new) in round {
                let bytes = place.as_ref().map(|(start, length)| bytes(&text, start, *length));
                match &bytes {
                    Some(bytes) => text.replace_range(bytes.clone(), new),
                    None => text = new.clone(),
                }
                changes.push(Change { bytes, text: new });
            }
            client.change(PROD, &changes);
        }
        let said = parity::workspace(&mut client);
        client.write(PROD, client.text(PROD));
        let found = truth::found_with(&client.root, PROD, kind);
        client.finish();
        prop_assert_eq!(said, found);
    }
}

fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(usual)
}
