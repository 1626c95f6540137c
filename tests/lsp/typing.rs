//! Files that are deleted and typed again, character by character: nothing panics, nothing is stale at the end, and it does
//! not take for ever.

use crate::client::{Change, Client, Encoding, Server};
use crate::questions::ask_everything;
use crate::{parity, truth};
use std::time::{Duration, Instant};

/// The places of a file at which everything is asked; the diagnostics are asked for at more.
const PLACES: usize = 8;

/// What one character may take, with all that is asked about it, on average and in a debug build.
const MOST: Duration = Duration::from_millis(150);

#[test]
fn the_example_python() {
    retype_example(".py");
}

#[test]
fn the_example_yaml() {
    retype_example("l");
}

#[test]
fn the_example_image() {
    retype_example("Dockerfile");
    retype_example(".txt");
}

#[test]
fn a_deployment_with_crlf_and_what_is_hard_to_count() {
    let text =
        include_str!("../fixtures/yaml/deployment.yaml").replace("executor:", "# é 🚀 e\u{301} 名\n    executor:");
    let text = text.replace('\n', "\r\n");
    for encoding in Encoding::ALL {
        let mut client = Server::with_files(&[("deployments/prod.yaml", &text)]).encoding(encoding).pull().start();
        retype(&mut client, "deployments/prod.yaml");
    }
}

#[test]
fn files_that_are_none_of_ours() {
    let files = [
        ("values.yaml", include_str!("../fixtures/yaml/values.yaml")),
        ("compose.yaml", include_str!("../fixtures/yaml/compose.yaml")),
    ];
    let mut client = Server::with_files(&files).pull().start();
    for (path, _) in files {
        retype(&mut client, path);
    }
}

/// Types the files of the example again whose names end so.
fn retype_example(end: &str) {
    let files = parity::files("examples/astro-project");
    let texts: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut client = Server::with_files(&texts).pull().start();
    let ours: Vec<_> = files.iter().filter(|(path, _)| path.ends_with(end)).collect();
    assert!(!ours.is_empty());
    for (path, _) in ours {
        retype(&mut client, path);
    }
}

/// Deletes a file from its end and types it again. At the end the server says what the command line finds.
fn retype(client: &mut Client, path: &str) {
    client.open(path);
    let whole = client.text(path).to_owned();
    let ends: Vec<usize> = whole.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
    let start = Instant::now();
    for (number, (at, _)) in whole.char_indices().rev().enumerate() {
        let end = client.text(path).len();
        client.change(path, &[Change { bytes: Some(at..end), text: "" }]);
        look(client, path, number, ends.len());
    }
    assert_eq!(client.text(path), "");
    for (number, (at, c)) in whole.char_indices().enumerate() {
        client.change(path, &[Change { bytes: Some(at..at), text: c.encode_utf8(&mut [0; 4]) }]);
        look(client, path, number, ends.len());
    }
    assert_eq!(client.text(path), whole);
    let said = parity::workspace(client);
    assert_eq!(said, truth::found(&client.root, client.encoding()), "{path}");
    let (took, most) = (start.elapsed(), Duration::from_secs(20) + MOST * u32::try_from(2 * ends.len()).unwrap());
    assert!(took < most, "{path}: {} characters took {took:?}", ends.len());
    client.close(path);
}

/// Asks what an editor would ask after a character, the more the smaller the file is.
fn look(client: &mut Client, path: &str, number: usize, count: usize) {
    let every = |places: usize| number.is_multiple_of(count.div_ceil(places).max(1));
    if every(8 * PLACES) {
        client.pulled(path);
    }
    if every(PLACES) {
        let end = client.text(path).len();
        // Between a CR and its LF there is no position.
        if !client.text(path).ends_with('\r') {
            ask_everything(client, path, end);
        }
    }
}
