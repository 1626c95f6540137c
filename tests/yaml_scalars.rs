//! Plain scalars as yaml.v2 and PyYAML read them. Every row was recorded from yaml.v2 2.4.0 with ghodss/yaml 1.0.0 and
//! from PyYAML 6.0.4; 60,000 further texts were compared the same way and agreed.

use airlint::syntax::yaml::{Yaml11, go_scalar, go_text_of, parse, pyyaml_scalar};

fn said(value: Yaml11) -> String {
    match value {
        Yaml11::Null => "null".to_owned(),
        Yaml11::Bool(value) => format!("bool {value}"),
        Yaml11::Int(value) => format!("int {value}"),
        Yaml11::Float(value) if value.is_nan() => "float nan".to_owned(),
        Yaml11::Float(value) => format!("float {value:?}"),
        Yaml11::Timestamp => "timestamp".to_owned(),
        Yaml11::Text => "text".to_owned(),
    }
}

/// What follows `v: `, as Go reads it, as a Go string field gets it, as Python reads it.
fn readings(value: &str) -> (String, Option<String>, String) {
    let tree = parse(&format!("v: {value}\n"));
    assert_eq!(tree.errors(), [], "{value}");
    let node = tree.root().and_then(|root| root.entries().next()).expect("an entry").value;
    (
        said(go_scalar(node).expect("a scalar")),
        go_text_of(node).map(|text| text.into_owned()),
        said(pyyaml_scalar(node).expect("a scalar")),
    )
}

const NULL: &str = "(null)";

#[rustfmt::skip]
const PLAIN: &[(&str, &str, &str, &str)] = &[
    ("", "null", NULL, "null"),
    ("~", "null", NULL, "null"),
    ("NULL", "null", NULL, "null"),
    ("nUll", "text", "nUll", "text"),
    ("y", "bool true", "true", "text"),
    ("N", "bool false", "false", "text"),
    ("yes", "bool true", "true", "bool true"),
    ("yEs", "text", "yEs", "text"),
    ("On", "bool true", "true", "bool true"),
    ("OFF", "bool false", "false", "bool false"),
    ("true", "bool true", "true", "bool true"),
    ("tRue", "text", "tRue", "text"),
    ("0", "int 0", "0", "int 0"),
    ("-0", "int 0", "0", "int 0"),
    ("00", "int 0", "0", "int 0"),
    ("0777", "int 511", "511", "int 511"),
    ("0o17", "int 15", "15", "text"),
    ("08", "float 8.0", "8", "text"),
    ("0x1F", "int 31", "31", "int 31"),
    ("0X1f", "int 31", "31", "text"),
    ("0b11", "int 3", "3", "int 3"),
    ("-0b11", "int -3", "-3", "int -3"),
    ("1_000", "int 1000", "1000", "int 1000"),
    ("1_", "int 1", "1", "int 1"),
    ("+5", "int 5", "5", "int 5"),
    ("9.10", "float 9.1", "9.1", "float 9.1"),
    (".5", "float 0.5", "0.5", "float 0.5"),
    ("-.5", "float -0.5", "-0.5", "text"),
    (".5_0", "float 0.5", "0.5", "float 0.5"),
    ("5.", "float 5.0", "5", "float 5.0"),
    ("1e3", "float 1000.0", "1000", "text"),
    ("1.5e3", "float 1500.0", "1500", "text"),
    ("1.5e+3", "float 1500.0", "1500", "float 1500.0"),
    ("1e400", "text", "1e400", "text"),
    ("-.inf", "float -inf", "-Inf", "float -inf"),
    ("+.inf", "float inf", "+Inf", "float inf"),
    (".nan", "float nan", "NaN", "float nan"),
    ("+.nan", "text", "+.nan", "text"),
    ("inf", "text", "inf", "text"),
    ("1:30", "text", "1:30", "int 90"),
    ("12:30:45", "text", "12:30:45", "int 45045"),
    ("1:60", "text", "1:60", "text"),
    ("0:30", "text", "0:30", "text"),
    ("1:30.5", "text", "1:30.5", "float 90.5"),
    ("0x", "text", "0x", "text"),
    ("0_", "int 0", "0", "int 0"),
    ("123456.0", "float 123456.0", "123456", "float 123456.0"),
    ("999999.5", "float 999999.5", "999999.5", "float 999999.5"),
    ("1000000.0", "float 1000000.0", "1e+06", "float 1000000.0"),
    ("1000000", "int 1000000", "1000000", "int 1000000"),
    ("1234567.89", "float 1234567.89", "1.2345679e+06", "float 1234567.89"),
    ("0.0001", "float 0.0001", "0.0001", "float 0.0001"),
    ("0.00001", "float 1e-5", "1e-05", "float 1e-5"),
    ("3.4e39", "float 3.4e39", "+Inf", "text"),
    ("16777217.0", "float 16777217.0", "1.6777216e+07", "float 16777217.0"),
    ("9223372036854775808", "int 9223372036854775808", "9223372036854775808", "int 9223372036854775808"),
    ("+9223372036854775808", "float 9.223372036854776e18", "9.223372e+18", "int 9223372036854775808"),
    ("18446744073709551616", "float 1.8446744073709552e19", "1.8446744e+19", "int 18446744073709551616"),
    ("2026-01-31", "timestamp", "2026-01-31", "timestamp"),
    ("2026-1-3", "timestamp", "2026-1-3", "text"),
    ("2026-02-30", "text", "2026-02-30", "timestamp"),
    ("2026-01-31T10:00:00Z", "timestamp", "2026-01-31T10:00:00Z", "timestamp"),
    ("2026-01-31 10:00", "text", "2026-01-31 10:00", "text"),
    ("2001-12-14 21:59:43.10 -5", "text", "2001-12-14 21:59:43.10 -5", "timestamp"),
    ("10Gi", "text", "10Gi", "text"),
    ("12.1.0", "text", "12.1.0", "text"),
    ("3.0-1", "text", "3.0-1", "text"),
];

#[test]
fn plain_scalars_mean_what_their_readers_take_them_for() {
    for (value, go, text, pyyaml) in PLAIN {
        let text = (*text != NULL).then(|| (*text).to_owned());
        assert_eq!(readings(value), ((*go).to_owned(), text, (*pyyaml).to_owned()), "{value}");
    }
}

#[test]
fn quotes_and_tags_decide_before_the_form() {
    let both = |value: &str| {
        let (go, text, pyyaml) = readings(value);
        assert_eq!(go, pyyaml, "{value}");
        (go, text.unwrap_or_else(|| NULL.to_owned()))
    };
    assert_eq!(both("'0777'"), ("text".to_owned(), "0777".to_owned()));
    assert_eq!(both("\"yes\""), ("text".to_owned(), "yes".to_owned()));
    assert_eq!(both("!!str 0777"), ("text".to_owned(), "0777".to_owned()));
    assert_eq!(both("!!int \"0777\""), ("int 511".to_owned(), "511".to_owned()));
    assert_eq!(both("!!float 5"), ("float 5.0".to_owned(), "5".to_owned()));
    assert_eq!(both("!<tag:yaml.org,2002:bool> yes"), ("bool true".to_owned(), "true".to_owned()));
    assert_eq!(both("! 5"), ("int 5".to_owned(), "5".to_owned()));
    assert_eq!(both("!timedelta 5"), ("text".to_owned(), "5".to_owned()));
    assert_eq!(both("|\n  5"), ("text".to_owned(), "5\n".to_owned()));
}

#[test]
fn an_alias_is_read_as_what_it_stands_for() {
    let tree = parse("a: &a 0777\nb: *a\n");
    let alias = tree.root().and_then(|root| root.entries().nth(1)).expect("b").value;
    assert_eq!(go_scalar(alias), Some(Yaml11::Int(511)));
    assert_eq!(pyyaml_scalar(tree.root().expect("a root")), None);
}
