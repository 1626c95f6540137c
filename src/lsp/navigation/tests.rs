use super::*;
use crate::fix::apply;
use crate::lsp::View;
use crate::lsp::fixture::Fixture;
use crate::model::Place;
use std::collections::BTreeMap;

const PROD: &str = "\
deployment:
  configuration:
    name: prod
    executor: CELERY
    deployment_type: STANDARD
  worker_queues:
    - name: default
      worker_type: A5
    - name: \"ml\" # 🚀 heavy
      worker_type: A20
";

const DEV: &str = "\
deployment:
  configuration: {name: dev, executor: CELERY, deployment_type: STANDARD}
  worker_queues:
  - {name: default, worker_type: A5}
  - name: &ml ml
    worker_type: A5
";

const NAMES: &str = "# the queues\r\nML = 'ml'  # 🐘\r\n";

const DAG: &str = "\
from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator
from names import ML

with DAG('train', default_args={'queue': r\"ml\"}):
    BashOperator(task_id='a', bash_command='x')
    BashOperator(task_id='b', bash_command='x', queue=ML)
    BashOperator(task_id='c', bash_command='x', queue=\"default\")
    BashOperator(task_id='d', bash_command='x', queue='''ml''')
";

const FACTORY: &str = "\
report:
  tasks:
    - task_id: one
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: x
    - task_id: two
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: x
      queue: 'default'
";

const DEFAULTS: &str = "default_args:\n  owner: me\n  queue: ml # for all\n";

fn files() -> BTreeMap<&'static str, String> {
    [
        ("prod.yaml", PROD),
        ("dev.yaml", DEV),
        ("dags/names.py", NAMES),
        ("dags/train.py", DAG),
        ("dags/report.yml", FACTORY),
        ("dags/defaults.yml", DEFAULTS),
    ]
    .map(|(path, text)| (path, text.to_string()))
    .into()
}

fn fixture(files: &BTreeMap<&str, String>) -> Fixture {
    Fixture::new(&files.iter().map(|(path, text)| (*path, text.as_str())).collect::<Vec<_>>())
}

/// The project with the cursor in front of the nth `needle` of a file, moved on by `by` bytes.
fn cursor(files: &mut BTreeMap<&str, String>, path: &str, needle: &str, by: usize) -> Fixture {
    let text = files.get_mut(path).expect("the file");
    let at = text.find(needle).expect("the needle") + by;
    text.insert(at, '‸');
    let fixture = fixture(files);
    let text = files.get_mut(path).expect("the file");
    text.remove(at);
    fixture
}

/// Places as `path: text`.
fn shown(view: &View<'_>, places: impl IntoIterator<Item = Place>) -> Vec<String> {
    let show = |place: Place| {
        let text = view.text_of(place.file).expect("a text");
        format!("{}: {}", view.files.path(place.file), place.span().of(&text).lines().next().unwrap_or(""))
    };
    places.into_iter().map(show).collect()
}

/// The project with the edits of a rename.
fn renamed<'f>(view: &View<'_>, files: &BTreeMap<&'f str, String>, rename: &Rename) -> BTreeMap<&'f str, String> {
    let mut files = files.clone();
    for edited in &rename.files {
        let path = view.files.path(edited.file).as_str();
        let text = files.get_mut(path).expect("a file of the project");
        assert_eq!(*text, *edited.text);
        *text = apply(text, &edited.edits).expect("edits that fit");
    }
    files
}

#[test]
fn every_use_leads_to_the_queue_of_each_deployment() {
    for (path, needle, by, origin) in [
        ("dags/train.py", "r\"ml\"", 2, "r\"ml\""),
        ("dags/train.py", "queue=ML", 7, "ML"),
        ("dags/names.py", "'ml'", 4, "'ml'"),
        ("dags/defaults.yml", "ml #", 0, "ml"),
    ] {
        let fixture = cursor(&mut files(), path, needle, by);
        let (view, offset) = fixture.at_cursor();
        let found = definition(&view, offset).expect(needle);
        assert_eq!(found.origin.of(view.text()), origin);
        let entries = shown(&view, found.targets.iter().map(|target| target.place));
        assert_eq!(entries, ["dev.yaml: name: &ml ml", "prod.yaml: name: \"ml\" # 🚀 heavy"], "{needle}");
        let names = shown(&view, found.targets.iter().map(|target| target.selection));
        assert_eq!(names, ["dev.yaml: ml", "prod.yaml: \"ml\""]);
    }
}

#[test]
fn a_definition_leads_to_itself_and_other_texts_nowhere() {
    let fixture = cursor(&mut files(), "prod.yaml", "\"ml\"", 1);
    let (view, offset) = fixture.at_cursor();
    let found = definition(&view, offset).expect("itself");
    assert_eq!(shown(&view, found.targets.iter().map(|target| target.selection)), ["prod.yaml: \"ml\""]);
    for (path, needle) in
        [("prod.yaml", "worker_type"), ("dags/train.py", "bash_command"), ("dags/report.yml", "tasks:")]
    {
        let fixture = cursor(&mut files(), path, needle, 1);
        let (view, offset) = fixture.at_cursor();
        assert_eq!(definition(&view, offset), None);
        assert!(references(&view, offset, Declarations::Included).is_empty() && highlights(&view, offset).is_empty());
    }
}

#[test]
fn a_queue_that_nobody_serves_leads_to_the_text_of_its_name() {
    let mut files = files();
    files.insert("dags/names.py", "ML = 'gone'\n".into());
    let fixture = cursor(&mut files, "dags/train.py", "queue=ML", 6);
    let (view, offset) = fixture.at_cursor();
    let found = definition(&view, offset).expect("the text");
    assert_eq!(shown(&view, found.targets.iter().map(|target| target.place)), ["dags/names.py: 'gone'"]);
}

#[test]
fn an_executor_leads_to_that_of_the_deployment() {
    let mut files = files();
    files.insert("dags/train.py", DAG.replace("queue=ML", "executor='CeleryExecutor'"));
    let fixture = cursor(&mut files, "dags/train.py", "'CeleryExecutor'", 1);
    let (view, offset) = fixture.at_cursor();
    let found = definition(&view, offset).expect("executors");
    assert_eq!(found.origin.of(view.text()), "'CeleryExecutor'");
    assert_eq!(
        shown(&view, found.targets.iter().map(|target| target.place)),
        ["dev.yaml: CELERY", "prod.yaml: CELERY"]
    );
}

#[test]
fn references_name_each_place_once() {
    let fixture = cursor(&mut files(), "dags/train.py", "'''ml", 4);
    let (view, offset) = fixture.at_cursor();
    let mut uses = shown(&view, references(&view, offset, Declarations::Left));
    uses.sort();
    let expected = [
        "dags/defaults.yml: ml",
        "dags/names.py: 'ml'",
        "dags/train.py: '''ml'''",
        "dags/train.py: ML",
        "dags/train.py: r\"ml\"",
    ];
    assert_eq!(uses, expected);
    let all = shown(&view, references(&view, offset, Declarations::Included));
    assert_eq!(all.len(), expected.len() + 2);
    let here: Vec<_> = highlights(&view, offset).into_iter().map(|it| (it.span.of(view.text()), it.kind)).collect();
    let read = HighlightKind::Read;
    assert_eq!(here, [("r\"ml\"", read), ("ML", read), ("'''ml'''", read)]);

    let view = fixture.view("dev.yaml");
    let here = highlights(&view, DEV.find("&ml ml").expect("the name") + 5);
    assert_eq!(here.iter().map(|it| it.kind).collect::<Vec<_>>(), [HighlightKind::Write]);
}

#[test]
fn a_renamed_queue_is_served_as_before() {
    for (path, needle, by) in [
        ("prod.yaml", "\"ml\"", 2),
        ("dags/train.py", "queue=ML", 6),
        ("dags/names.py", "'ml'", 1),
        ("dev.yaml", "ml\n", 0),
    ] {
        let mut files = files();
        let fixture = cursor(&mut files, path, needle, by);
        let (view, offset) = fixture.at_cursor();
        assert_eq!(&*prepare_rename(&view, offset).expect("a queue").name, "ml");
        // `on` is a boolean to the Astro CLI where it has no quotes.
        let rename = rename(&view, offset, "on").expect("edits");
        assert_eq!(rename.title, "Rename worker queue `ml` to `on`");
        assert!(rename.notes.iter().any(|note| note.contains("deletes `ml` and creates `on`")), "{:?}", rename.notes);
        let after = renamed(&view, &files, &rename);
        assert!(after["prod.yaml"].contains("- name: \"on\" # 🚀 heavy\n"));
        assert!(after["dev.yaml"].contains("- name: &ml \"on\"\n"), "{}", after["dev.yaml"]);
        assert_eq!(after["dags/names.py"], "# the queues\r\nML = 'on'  # 🐘\r\n");
        assert_eq!(after["dags/defaults.yml"], "default_args:\n  owner: me\n  queue: \"on\" # for all\n");
        assert!(after["dags/train.py"].contains("r\"on\"") && after["dags/train.py"].contains("'''on'''"));
        let checked = super::tests::fixture(&after);
        for path in after.keys().copied() {
            let wrong = ["unknown-queue", "unused-queue", "yaml-retyped-string", "syntax-error"];
            let found: Vec<_> = checked.view(path).findings.iter().filter(|it| wrong.contains(&it.rule)).collect();
            assert!(found.is_empty(), "{found:?}");
        }
    }
}

#[test]
fn the_name_alone_is_offered_for_renaming() {
    for (path, needle, by, offered) in [
        ("prod.yaml", "\"ml\"", 3, "ml"),
        ("dags/train.py", "r\"ml\"", 0, "ml"),
        ("dags/train.py", "queue=ML", 6, "ML"),
    ] {
        let fixture = cursor(&mut files(), path, needle, by);
        let (view, offset) = fixture.at_cursor();
        assert_eq!(prepare_rename(&view, offset).expect("a queue").span.of(view.text()), offered);
    }
}

#[test]
fn bad_names_are_refused() {
    let fixture = cursor(&mut files(), "prod.yaml", "\"ml\"", 1);
    let (view, offset) = fixture.at_cursor();
    for bad in ["", "ML", "1a", "a_b", "a b", "größe", &"a".repeat(64)] {
        assert!(matches!(rename(&view, offset, bad), Err(RenameError::Name { .. })), "{bad}");
    }
    let taken = rename(&view, offset, "default").expect_err("a taken name");
    assert!(taken.to_string().ends_with("has a worker queue `default` already"), "{taken}");
    assert!(rename(&view, offset, "ml").is_ok_and(|rename| rename.files.is_empty()));

    let fixture = cursor(&mut files(), "dags/train.py", "\"default\"", 1);
    let (view, offset) = fixture.at_cursor();
    assert_eq!(prepare_rename(&view, offset), Err(RenameError::Default));
}

#[test]
fn a_name_in_parts_is_left_to_the_user() {
    let mut files = files();
    files.insert("dags/names.py", "ML = 'm' + 'l'\n".into());
    let fixture = cursor(&mut files, "prod.yaml", "\"ml\"", 1);
    let (view, offset) = fixture.at_cursor();
    let refused = rename(&view, offset, "gpu").expect_err("a name in parts");
    assert_eq!(refused.to_string(), "dags/names.py:1 does not write `ml` in one piece: rename it there by hand first");

    files.insert("dags/names.py", "import os\nML = f\"m{os.environ['L']}\"\n".into());
    let fixture = cursor(&mut files, "dags/train.py", "queue=ML", 6);
    let (view, offset) = fixture.at_cursor();
    assert!(matches!(prepare_rename(&view, offset), Err(RenameError::Unknown(_))));
    let fixture = cursor(&mut files, "prod.yaml", "\"ml\"", 1);
    let (view, offset) = fixture.at_cursor();
    let rename = rename(&view, offset, "gpu").expect("edits of the rest");
    let note = rename.notes.last().expect("a note");
    assert_eq!(note, "dags/train.py:7 names a queue that cannot be known: look there yourself");
}

#[test]
fn deployments_with_dags_of_their_own_have_queues_of_their_own() {
    let mut files = files();
    files.insert(
        "airlint.toml",
        "[[deployment]]\nname = \"prod\"\nfile = \"prod.yaml\"\ndags = [\"dags/train.py\"]\n\n\
         [[deployment]]\nname = \"dev\"\nfile = \"dev.yaml\"\ndags = [\"dags/report.yml\"]\n\n\
         [[deployment]]\nname = \"edge\"\nexecutor = \"CELERY\"\nqueues = [\"default\", 'ml']\ndags = [\"dags/edge.py\"]\n"
            .into(),
    );
    files.insert("dags/edge.py", DAG.replace("from names import ML", "ML = 'ml'"));
    let fixture = cursor(&mut files, "dags/train.py", "r\"ml\"", 2);
    let (view, offset) = fixture.at_cursor();
    let found = definition(&view, offset).expect("a definition");
    assert_eq!(shown(&view, found.targets.iter().map(|target| target.selection)), ["prod.yaml: \"ml\""]);
    let result = rename(&view, offset, "gpu").expect("edits");
    let after = renamed(&view, &files, &result);
    let changed: Vec<_> = files.iter().filter(|(path, text)| after[*path] != **text).map(|(path, _)| *path).collect();
    assert_eq!(changed, ["dags/names.py", "dags/train.py", "prod.yaml"]);

    let fixture = cursor(&mut files, "dags/edge.py", "r\"ml\"", 2);
    let (view, offset) = fixture.at_cursor();
    let found = definition(&view, offset).expect("a definition");
    assert_eq!(shown(&view, found.targets.iter().map(|target| target.place)), ["airlint.toml: 'ml'"]);
    let result = rename(&view, offset, "gpu").expect("edits");
    let after = renamed(&view, &files, &result);
    assert!(after["airlint.toml"].contains("queues = [\"default\", 'gpu']"));
    assert!(after["dags/edge.py"].contains("ML = 'gpu'") && !after["dags/edge.py"].contains("ml'''"));
}

#[test]
fn a_shared_text_makes_one_queue_of_two() {
    let mut files = files();
    files.insert(
        "airlint.toml",
        "[[deployment]]\nname = \"prod\"\nfile = \"prod.yaml\"\ndags = [\"dags/train.py\"]\n\n\
         [[deployment]]\nname = \"dev\"\nfile = \"dev.yaml\"\ndags = [\"dags/other.py\", \"dags/report.yml\"]\n"
            .into(),
    );
    files.insert("dags/other.py", DAG.replace("r\"ml\"", "'default'").replace("'''ml'''", "'default'"));
    let fixture = cursor(&mut files, "prod.yaml", "\"ml\"", 1);
    let (view, offset) = fixture.at_cursor();
    let result = rename(&view, offset, "gpu").expect("edits");
    let after = renamed(&view, &files, &result);
    for path in ["prod.yaml", "dev.yaml", "dags/names.py", "dags/train.py", "dags/defaults.yml"] {
        assert_ne!(after[path], files[path], "{path}");
    }
}

#[test]
fn json_anchors_images_and_broken_texts() {
    let json = "{\"deployment\": {\"configuration\": {\"name\": \"j\", \"executor\": \"CELERY\"},\n \
                \"worker_queues\": [{\"name\": \"default\"}, {\"name\": \"ml\", \"worker_type\": \"A5\"}]}}\n";
    let broken = DEV.replace("worker_type: A5\n", "worker_type: A5\n  - name: [\n    foo\n");
    let image = "FROM quay.io/astronomer/astro-runtime:12.1.0\nENV AIRFLOW__OPERATORS__DEFAULT_QUEUE=ml\n";
    let task = "from airflow import DAG\nfrom airflow.operators.bash import BashOperator\nBashOperator(task_id='a', queue='ml')\nBashOperator(queue='ml', bash_command=\n";
    let mut files: BTreeMap<&str, String> = [
        ("deployment.json", json.to_string()),
        ("dev.yaml", broken),
        ("Dockerfile", image.to_string()),
        ("dags/a.py", task.to_string()),
    ]
    .into();
    let fixture = cursor(&mut files, "dags/a.py", "'ml'", 2);
    let (view, offset) = fixture.at_cursor();
    let result = rename(&view, offset, "gpu").expect("edits");
    let after = renamed(&view, &files, &result);
    assert!(after["deployment.json"].contains("{\"name\": \"gpu\", "), "{}", after["deployment.json"]);
    assert!(after["dev.yaml"].contains("&ml gpu\n"));
    assert!(after["Dockerfile"].ends_with("DEFAULT_QUEUE=gpu\n"));
    assert_eq!(after["dags/a.py"].matches("queue='gpu'").count(), 2);
}

/// Whatever is asked in a text that is being typed, every answer lies in the text.
#[test]
fn half_typed_texts_are_answered_within_their_bounds() {
    use crate::lsp::{figures, structure};
    use crate::syntax::Span;
    for (path, whole) in [("prod.yaml", PROD), ("dags/train.py", DAG), ("dags/report.yml", FACTORY)] {
        let mut files = files();
        for (end, _) in whole.char_indices().step_by(7) {
            let typed = &whole[..end];
            files.insert(path, typed.to_string());
            let fixture = fixture(&files);
            let view = fixture.view(path);
            let mut spans: Vec<Span> = structure::folding(&view).into_iter().map(|fold| fold.span).collect();
            spans.extend(figures::lenses(&view, figures::Shown::default()).into_iter().map(|lens| lens.span));
            let hints = figures::hints(&view, Span::new(0, end), figures::Shown::default());
            spans.extend(hints.into_iter().map(|hint| Span::at(hint.offset)));
            let mut symbols = structure::document_symbols(&view);
            while let Some(symbol) = symbols.pop() {
                assert!(symbol.range.contains(symbol.selection));
                spans.push(symbol.range);
                symbols.extend(symbol.children);
            }
            for offset in [end, end / 2, end.saturating_sub(3)].into_iter().filter(|it| typed.is_char_boundary(*it)) {
                spans.extend(structure::selection(&view, offset));
                spans.extend(highlights(&view, offset).into_iter().map(|highlight| highlight.span));
                spans.extend(definition(&view, offset).map(|found| found.origin));
                spans.extend(prepare_rename(&view, offset).map(|it| it.span));
                if let Ok(rename) = rename(&view, offset, "gpu") {
                    renamed(&view, &files, &rename);
                }
            }
            assert!(
                spans.iter().all(|span| typed.get(span.start..span.end).is_some()),
                "{path} up to {end}: {spans:?}"
            );
        }
    }
}
