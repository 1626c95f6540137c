//! `Quantity` against what two readers say of 10,000 texts: the official Python client and the API server. The table
//! and the versions in its first line were recorded by `tests/scripts/quantities.py`.

use airlint::model::Quantity;

const TABLE: &str = include_str!("fixtures/quantities.tsv");

/// Amounts are in billionths; `None` is a refusal.
struct Row {
    text: String,
    client: Option<i128>,
    server: Option<i128>,
}

fn rows() -> impl Iterator<Item = Row> {
    TABLE.lines().skip(1).map(|line| {
        let [text, client, server] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let client = client.trim_start_matches('~');
        Row {
            text: serde_json::from_str(text).unwrap(),
            client: amount(client),
            server: amount(if server == "=" { client } else { server }),
        }
    })
}

/// Amounts past the range count as its end, as in [`Quantity`].
fn amount(text: &str) -> Option<i128> {
    let end = if text.starts_with('-') { -i128::MAX } else { i128::MAX };
    (text != "-").then(|| text.parse().unwrap_or(end).max(-i128::MAX))
}

fn ours(text: &str) -> Option<i128> {
    Quantity::parse(text).map(Quantity::billionths)
}

fn has_digits(text: &str) -> bool {
    let number = text.trim_start_matches(['+', '-', '.']);
    number.starts_with(|c: char| c.is_ascii_digit())
}

#[test]
fn the_table_is_whole() {
    assert_eq!(rows().count(), 10_000);
    assert!(rows().filter(|row| row.client.is_some()).count() > 5_000);
    assert!(rows().filter(|row| row.client.is_none()).count() > 3_000);
}

/// All 10,000 as the server reads them, but for numbers without digits.
#[test]
fn agrees_with_the_api_server() {
    for Row { text, server, .. } in rows() {
        if !has_digits(&text) {
            assert!(matches!(server, None | Some(0)), "{text:?}");
            assert_eq!(ours(&text), None, "{text:?}");
            continue;
        }
        assert_eq!(ours(&text), server, "{text:?}");
    }
}

/// All that client and server agree on, refusals and amounts; and the client alone, where it merely calculates with
/// fewer digits or knows no upper end.
#[test]
fn agrees_with_the_python_client() {
    let mut agreed = 0;
    for Row { text, client, server } in rows() {
        match (client, server) {
            (None, None) => assert_eq!(ours(&text), None, "{text:?}"),
            (Some(client), Some(_)) => {
                let ours = ours(&text).unwrap_or_else(|| panic!("{text:?}"));
                let is_cut = text.ends_with('i') && ours.abs() == i128::from(i64::MAX) * 1_000_000_000;
                // The client calculates with 28 digits, of which the last may be needed to round by.
                let is_long = client.abs() > 10_i128.pow(26);
                let is_close = ours.abs_diff(client) <= client.unsigned_abs() / 10_u128.pow(27) + 1;
                assert!(ours == client || is_cut || is_long && is_close, "{text:?}: {ours}");
            }
            _ => continue,
        }
        agreed += 1;
    }
    assert!(agreed > 9_600, "{agreed}");
}
