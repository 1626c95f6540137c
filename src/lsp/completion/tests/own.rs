use super::Offered;
use crate::fix::{self, TextEdit};
use crate::lsp::completion::{Item, configuration};
use camino::Utf8Path;

#[test]
fn comments_to_airlint() {
    let text = |comment: &str| format!("deployment:\n  configuration:\n    name: x\n    executor: celery {comment}\n");
    let offered = Offered::new(&[("prod.yaml", &text("# airlint: ‸"))]);
    assert_eq!(offered.labels(), ["ignore", "ignore-file"]);
    assert!(offered.after("ignore").contains("# airlint: ignore[executor-case]\n"), "{}", offered.after("ignore"));
    let offered = Offered::new(&[("prod.yaml", &text("# airlint: ignore[exec‸"))]);
    assert!(offered.after("executor-case").contains("# airlint: ignore[executor-case]\n"));
    assert!(offered.item("queues").detail == "category" && offered.item("executor-case").documentation.len() > 20);
    let offered = Offered::new(&[("prod.yaml", &text("# airlint: ignore[executor-case, ‸]"))]);
    assert!(!offered.labels().contains(&"executor-case"));
    assert!(offered.after("unknown-key").contains("# airlint: ignore[executor-case, unknown-key]\n"));
    for comment in ["# see airlint ‸", "# airlint: ignore[x] ‸", "# airlint: ignore[x] because ‸"] {
        assert_eq!(Offered::new(&[("prod.yaml", &text(comment))]).labels(), [""; 0], "{comment}");
    }
    let dag = "from airflow import DAG\nwith DAG('d'):  # airlint: ignore[‸]\n    pass\n";
    assert!(Offered::new(&[("dags/d.py", dag)]).labels().contains(&"unknown-queue"));
}

#[test]
fn variables_of_images() {
    let image =
        |text: &str| Offered::new(&[("Dockerfile", &format!("FROM astrocrpublic.azurecr.io/runtime:3.1-1\n{text}\n"))]);
    let offered = image("ENV AIRFLOW__CO‸");
    assert!(
        offered.after("AIRFLOW__CORE__DEFAULT_TASK_RETRIES").ends_with("ENV AIRFLOW__CORE__DEFAULT_TASK_RETRIES=\n")
    );
    let offered = image("ENV A=1 \\\n    ‸");
    assert!(offered.labels().contains(&"AIRFLOW__CORE__DEFAULT_TASK_RETRIES"));
    for text in ["ENV A=‸", "RUN echo ‸", "ENV NAME value ‸", "# ENV ‸", "ENV A=\"b ‸\""] {
        assert_eq!(image(text).labels(), [""; 0], "{text}");
    }
}

struct Configured {
    text: String,
    items: Vec<Item>,
}

fn configured(name: &str, text: &str) -> Configured {
    let offset = text.find('‸').expect("a cursor");
    let text = text.replacen('‸', "", 1);
    let items = configuration(Utf8Path::new(name), &text, offset);
    Configured { text, items }
}

impl Configured {
    fn labels(&self) -> Vec<&str> {
        self.items.iter().map(|item| item.label.as_str()).collect()
    }

    fn after(&self, label: &str) -> String {
        let item = self.items.iter().find(|item| item.label == label);
        let item = item.unwrap_or_else(|| panic!("no {label} among {:?}", self.labels()));
        fix::apply(&self.text, &[TextEdit::replace(item.replace, item.template.plain())]).unwrap()
    }
}

#[test]
fn configuration_files() {
    let toml = |text: &str| configured("airlint.toml", text);
    assert_eq!(toml("sel‸").after("select"), "select = [\"\"]");
    assert_eq!(
        toml("fail-on = \"info\"\n‸").labels(),
        ["select", "ignore", "always-report", "exclude", "min-severity"]
    );
    assert_eq!(toml("fail-on = ‸").after("error"), "fail-on = \"error\"");
    assert_eq!(toml("fail-on = \"w‸\"").after("warning"), "fail-on = \"warning\"");
    assert_eq!(toml("[lim‸").after("limits"), "[limits]");
    assert_eq!(toml("[‸]").after("deployment"), "[[deployment]]");
    assert_eq!(toml("[[dep‸").after("deployment"), "[[deployment]]");
    assert!(!toml("[limits]\nmax-workers = 1\n[‸").labels().contains(&"limits"));
    assert_eq!(
        toml("[limits]\nmax-workers = 1\n‸").labels(),
        ["pod-cpu", "pod-memory", "max-concurrency", "grace-hours"]
    );
    let rules = toml("ignore = [\"unknown-key\", \"unkn‸\"]");
    assert!(!rules.labels().contains(&"unknown-key"));
    assert_eq!(rules.after("unknown-queue"), "ignore = [\"unknown-key\", \"unknown-queue\"]");
    assert_eq!(toml("ignore = [\n  \"unkn‸").after("unknown-queue"), "ignore = [\n  \"unknown-queue\"");
    assert_eq!(toml("[severity]\nunkn‸").after("unknown-queue"), "[severity]\nunknown-queue = ");
    assert_eq!(toml("[severity]\nunknown-queue = \"‸").labels(), ["error", "warning", "info", "hint", "off"]);
    assert!(toml("[per-file-ignores]\n\"dags/**\" = [‸]").labels().contains(&"pods"));
    assert_eq!(toml("[[deployment]]\ntype = \"‸\"").labels(), ["STANDARD", "DEDICATED", "HYBRID"]);
    assert_eq!(toml("# ‸").labels(), [""; 0]);
    assert_eq!(toml("exclude = [\"‸\"]").labels(), [""; 0]);
    assert_eq!(configured("pyproject.toml", "[tool.ruff]\n‸").labels(), [""; 0]);
    assert!(configured("pyproject.toml", "[tool.airlint]\n‸").labels().contains(&"select"));
    assert_eq!(configured("pyproject.toml", "[tool.air‸").after("tool.airlint.limits"), "[tool.airlint.limits]");
}
