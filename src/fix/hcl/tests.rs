use super::*;
use crate::fix::apply;
use crate::model::{FileId, Place};
use crate::rules::Written;
use crate::syntax::Span;

const FILE: &str = r#"resource "astro_deployment" "prod" {
  name     = "prod" # ü
  executor = "CELERY"
  # Queues.
  worker_queues = [{
    name             = "default"
    astro_machine    = "A5"
    max_worker_count = 5
  }]
  contact_emails = ["a@b.cd", "e@f.gh"]
  environment_variables = [
    { key = "A", value = "1" },
    { key = "B", value = "2" }
  ]
}
"#;

fn place(part: &str) -> Place {
    let start = FILE.find(part).unwrap();
    Place::new(FileId(0), Span::new(start, start + part.len()))
}

#[track_caller]
fn becomes(action: Action, from: &str, to: &str) {
    let edits = edits(FILE, &[&action]).expect("an edit");
    let expected = FILE.replace(from, to);
    assert_ne!(expected, FILE);
    assert_eq!(apply(FILE, &edits).unwrap(), expected);
}

#[test]
fn values_and_keys() {
    becomes(Action::Set { value: place("\"CELERY\""), to: Written::text("A\"${b}") }, "\"CELERY\"", "\"A\\\"$${b}\"");
    becomes(Action::Set { value: place("\"A5\""), to: Written::number(7) }, "\"A5\"", "7");
}

#[test]
fn new_keys_stand_in_line() {
    let insert = |into: Place, key: &str, value| Action::Insert {
        into,
        key: key.into(),
        value,
        order: vec!["name", "deployment_type"],
    };
    becomes(
        insert(place("resource \"astro_deployment\" \"prod\""), "deployment_type", Written::text("STANDARD")),
        "# ü\n",
        "# ü\n  type     = \"STANDARD\"\n",
    );
    let queue = FILE.find("[{").unwrap() + 1;
    let end = FILE.find("}]").unwrap() + 1;
    let queue = Place::new(FileId(0), Span::new(queue, end));
    becomes(insert(queue, "max_worker_count", Written::number(9)), "= 5\n", "= 9\n");
    becomes(
        insert(queue, "min_worker_count", Written::number(1)),
        "\"default\"\n",
        "\"default\"\n    min_worker_count = 1\n",
    );
    becomes(
        insert(place("{ key = \"A\", value = \"1\" }"), "is_secret", Written::Boolean(true)),
        "\"1\" }",
        "\"1\", is_secret = true }",
    );
    let refused = insert(queue, "runtime_version", Written::text("3.1-4"));
    assert_eq!(edits(FILE, &[&refused]), None);
}

#[test]
fn new_items_stand_beside_the_others() {
    let list = |from: &str, to: &str| {
        let start = FILE.find(from).unwrap();
        let end = start + FILE[start..].find(to).unwrap() + to.len();
        Place::new(FileId(0), Span::new(start, end))
    };
    let item = Written::map([("name", Written::text("ml")), ("worker_type", Written::text("A10"))]);
    becomes(
        Action::Append { list: list("[{", "}]"), item: item.clone() },
        "}]\n",
        "}, {\n    name          = \"ml\"\n    astro_machine = \"A10\"\n  }]\n",
    );
    becomes(
        Action::Append { list: list("[\n", "  ]"), item: Written::map([("key", Written::text("C"))]) },
        "\"2\" }\n",
        "\"2\" },\n    {\n      key = \"C\"\n    }\n",
    );
}

#[test]
fn removals_take_their_lines_and_commas() {
    let remove = |entry| Action::Remove { entry };
    becomes(remove(place("executor")), "  executor = \"CELERY\"\n", "");
    becomes(
        remove(place("worker_queues")),
        &FILE[FILE.find("  # Queues").unwrap()..FILE.find("  contact").unwrap()],
        "",
    );
    becomes(remove(place("\"A5\"")), "    astro_machine    = \"A5\"\n", "");
    becomes(remove(place("{ key = \"A\", value = \"1\" }")), "    { key = \"A\", value = \"1\" },\n", "");
    becomes(remove(place("{ key = \"B\", value = \"2\" }")), "    { key = \"B\", value = \"2\" }\n", "");
    becomes(remove(place("\"a@b.cd\"")), "\"a@b.cd\", ", "");
    becomes(remove(place("\"e@f.gh\"")), ", \"e@f.gh\"", "");
}
