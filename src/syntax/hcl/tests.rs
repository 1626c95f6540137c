use super::*;

const DEPLOYMENT: &str = r#"# production
variable "executor" {
  default = "CELERY" // usual
}

resource "astro_deployment" "prod" {
  name        = "é-${var.stage}"
  executor    = var.executor
  is_dag_deploy_enabled = true
  scheduler   = null
  worker_queues = [
    { name = "default", "max_worker_count" = 10, (var.key) : 1 },
    local.heavy,
  ]
  description = <<-EOT
    two
      lines
  EOT
  size = var.big ? "LARGE" : "SMALL"
  tags = merge(local.tags, { a = "b" })
  /* not
     read */
  lifecycle {
    ignore_changes = [name]
  }
}
"#;

fn deployment(hcl: &Hcl) -> &Block {
    hcl.body.blocks_of("resource").next().unwrap()
}

fn keys(body: &Body) -> Vec<&str> {
    body.attributes.iter().map(|attribute| &*attribute.key.text).collect()
}

#[test]
fn blocks_and_values_with_their_places() {
    let hcl = parse(DEPLOYMENT);
    assert_eq!(hcl.errors, []);
    let block = deployment(&hcl);
    let labels: Vec<_> = block.labels.iter().map(|label| (&*label.text, label.span.of(DEPLOYMENT))).collect();
    assert_eq!(labels, [("astro_deployment", "\"astro_deployment\""), ("prod", "\"prod\"")]);
    assert!(block.span.of(DEPLOYMENT).starts_with("resource") && block.span.of(DEPLOYMENT).ends_with('}'));
    let value = |name: &str| &block.body.attribute(name).unwrap().value;
    assert_eq!(value("name").kind, Kind::Template);
    assert_eq!(value("executor").kind, Kind::Reference(vec!["var".into(), "executor".into()]));
    assert_eq!(value("executor").span.of(DEPLOYMENT), "var.executor");
    assert_eq!(value("is_dag_deploy_enabled").kind, Kind::Bool(true));
    assert_eq!(value("scheduler").kind, Kind::Null);
    assert_eq!(value("description").kind, Kind::Text("two\n  lines\n".into()));
    assert_eq!(value("size").kind, Kind::Computed);
    assert!(
        matches!(&value("tags").kind, Kind::Call { name, arguments } if &**name == "merge" && arguments.len() == 2)
    );
    let Kind::List(queues) = &value("worker_queues").kind else { panic!() };
    assert_eq!(queues[0].entry("name").and_then(|it| it.value.as_text()), Some("default"));
    let most = queues[0].entry("max_worker_count").unwrap();
    assert_eq!((most.key.of(DEPLOYMENT), most.value.span.of(DEPLOYMENT)), ("\"max_worker_count\"", "10"));
    assert_eq!(most.value.kind, Kind::Number("10".into()));
    let Kind::Object(entries) = &queues[0].kind else { panic!() };
    assert_eq!(entries[2].name, None);
    assert_eq!(keys(&block.body.blocks[0].body), ["ignore_changes"]);
    let comments: Vec<&str> = hcl.comments.iter().map(|comment| comment.span.of(DEPLOYMENT)).collect();
    assert_eq!(comments, ["# production", "// usual", "/* not\n     read */"]);
    assert!(!hcl.comments[1].own_line);
}

#[test]
fn a_broken_line_costs_itself() {
    for (broken, told) in [
        ("  executor    = ", "executor    ="),
        ("  executor    = \"CEL", "executor    = \"CEL"),
        ("  executor", "executor"),
        ("  executor = var.executor }", "executor = var.executor }"),
        ("  executor = [1, 2", "executor = [1, 2"),
    ] {
        let text = DEPLOYMENT.replace("  executor    = var.executor", broken);
        let hcl = parse(&text);
        let block = deployment(&hcl);
        let found = keys(&block.body);
        for key in ["name", "is_dag_deploy_enabled", "scheduler", "worker_queues", "size", "tags"] {
            assert!(found.contains(&key), "{broken:?}: {found:?} {:?}", hcl.errors);
        }
        assert!(block.body.is_broken && !hcl.body.is_broken, "{broken:?}");
        assert_eq!(hcl.errors[0].span.of(&text), told);
        assert_eq!(hcl.body.blocks_of("variable").count(), 1);
    }
}

#[test]
fn a_block_that_is_not_closed_leaves_the_next() {
    let text = "resource \"a\" \"b\" {\n  x = 1\n  y {\n    z = 2\n\nresource \"c\" \"d\" {\n  x = 2\n}\nz = [\n";
    let hcl = parse(text);
    let labels: Vec<_> = hcl.body.blocks.iter().map(|block| &*block.labels[1].text).collect();
    assert_eq!(labels, ["b", "d"]);
    assert_eq!(keys(&hcl.body.blocks[0].body), ["x"]);
    assert_eq!(keys(&hcl.body.blocks[0].body.blocks[0].body), ["z"]);
    assert!(!hcl.body.blocks[1].body.is_broken);
    assert!(!hcl.errors.is_empty());
}

#[test]
fn texts_of_other_systems() {
    let hcl = parse("\u{feff}a = 1\r\nb {\r\n  c = \"x\"\r\n}\r\n");
    assert_eq!(hcl.errors, []);
    assert_eq!((keys(&hcl.body), keys(&hcl.body.blocks[0].body)), (vec!["a"], vec!["c"]));
    for hostile in
        ["", "{", "}", "\"", "a", "a =", "a = <<E", "a = \"${", "/*", "é", "a = <<-\n", "${", "a {\n", "=\n="]
    {
        parse(hostile);
    }
    for open in ["[", "{", "(", "a {\n", "\"${", "!"] {
        assert!(!parse(&format!("a = {}", open.repeat(20_000))).errors.is_empty());
    }
}
