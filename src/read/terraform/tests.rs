use super::*;
use crate::model::{Executor, Setting};
use crate::syntax::hcl::parse;

fn linked(files: &[(&str, &str)]) -> Vec<Deployment> {
    let read: Vec<(&Utf8Path, File)> = files
        .iter()
        .enumerate()
        .map(|(id, (path, text))| {
            let path = Utf8Path::new(*path);
            (path, read(FileId(id as u32), path, &parse(text)).0)
        })
        .collect();
    link(&read.iter().map(|(path, file)| (*path, file)).collect::<Vec<_>>())
}

const MAIN: &str = r#"resource "astro_deployment" "prod" {
  name           = "prod-${var.stage}"
  executor       = var.executor
  type           = "DEDICATED"
  default_task_pod_cpu = 0.5
  is_development_mode = "false"
  environment_variables = [{
    key       = "A"
    value     = var.secret
    is_secret = true
  }]
  worker_queues = [local.queues.default, {
    name             = "heavy"
    astro_machine    = "A20"
    min_worker_count = 0
    max_worker_count = 5
    worker_concurrency = null
  }]
  scaling_spec = {
    hibernation_spec = {
      schedules = [{ hibernate_at_cron = "0 20 * * *", wake_at_cron = "0 8 * * *", is_enabled = true }]
    }
  }
}
"#;

const NAMES: &str = r#"variable "executor" {
  default = "CELERY"
}
variable "secret" {}
locals {
  queues = { default = { name = "default", astro_machine = var.machine } }
}
"#;

#[test]
fn a_module_is_its_folder() {
    let machine = "variable \"machine\" { default = \"A5\" }\n";
    let deployments =
        linked(&[("m/main.tf", MAIN), ("m/variables.tf", NAMES), ("m/more.tf", machine), ("n/x.tf", NAMES)]);
    let [it] = deployments.as_slice() else { panic!("one deployment") };
    assert_eq!(
        (&*it.label, it.place.span().of(MAIN)),
        ("astro_deployment.prod", r#"resource "astro_deployment" "prod""#)
    );
    assert!(it.name.is_opaque());
    let executor = it.executor.as_known().unwrap();
    assert_eq!(executor.value.executor, Some(Executor::Celery));
    assert_eq!((executor.place.file, executor.place.span().of(MAIN)), (FileId(0), "var.executor"));
    assert_eq!((executor.literal.file, executor.literal.span().of(NAMES)), (FileId(1), "\"CELERY\""));
    assert_eq!(it.default_pod.cpu.value().map(|it| &**it), Some("0.5"));
    assert_eq!(it.development_mode.value(), Some(&false));
    let [variable] = it.environment.value().unwrap().as_slice() else { panic!("one variable") };
    assert!(variable.value.is_opaque() && variable.secret.value() == Some(&true));
    let [default, heavy] = it.queues.value().unwrap().as_slice() else { panic!("two queues") };
    assert_eq!(default.worker_type.value().map(|it| &**it), Some("A5"));
    assert_eq!(default.place.span().of(NAMES), "{ name = \"default\", astro_machine = var.machine }");
    assert_eq!((heavy.max_workers.value(), &heavy.concurrency), (Some(&5), &Setting::Absent));
    let [schedule] = it.hibernation.value().unwrap().as_slice() else { panic!("one schedule") };
    assert_eq!(schedule.hibernate_at.place().unwrap().span().of(MAIN), "\"0 20 * * *\"");
}

#[test]
fn values_from_elsewhere_are_not_known() {
    let executor = |files: &[(&str, &str)]| {
        let main = [("m/main.tf", MAIN), ("m/variables.tf", NAMES)];
        linked(&[&main, files].concat()).remove(0).executor
    };
    let text = |it: Setting<crate::model::ExecutorName>| it.value().map(|it| it.text.to_string());
    assert_eq!(text(executor(&[("m/terraform.tfvars", "executor = \"KUBERNETES\"")])).as_deref(), Some("KUBERNETES"));
    assert_eq!(
        text(executor(&[("m/terraform.tfvars", "executor = \"A\""), ("m/b.auto.tfvars", "executor = \"ASTRO\"")]))
            .as_deref(),
        Some("ASTRO")
    );
    assert!(executor(&[("envs/prod.tfvars", "executor = \"KUBERNETES\"")]).is_opaque());
    let call = "module \"x\" {\n  source = \"../m\"\n  executor = \"ASTRO\"\n}\n";
    assert!(executor(&[("envs/main.tf", call)]).is_opaque());
    assert_eq!(text(executor(&[("other/main.tf", &call.replace("../m", "../z"))])).as_deref(), Some("CELERY"));
    let over = "resource \"astro_deployment\" \"prod\" {\n  executor = \"ASTRO\"\n}\n";
    assert_eq!(text(executor(&[("m/override.tf", over)])).as_deref(), Some("ASTRO"));
}

#[test]
fn what_terraform_computes_is_opaque() {
    let one = |line: &str| {
        let text = format!(
            "resource \"astro_deployment\" \"a\" {{\n{line}\n}}\nlocals {{\n  a = local.b\n  b = local.a\n}}\n"
        );
        linked(&[("main.tf", &text)]).remove(0)
    };
    for line in [
        "executor = var.big ? \"CELERY\" : \"ASTRO\"",
        "executor = each.value.executor",
        "executor = lookup(local.x, \"y\")",
        "executor = local.a",
        "executor = \"${var.x}\"",
        "executor = data.x.y.executor",
        "executor = [1]",
        "executor = \"CELERY\"\n  lifecycle {\n    ignore_changes = [executor]\n  }",
        "executor = \"CELERY\"\n  lifecycle {\n    ignore_changes = all\n  }",
        "executor = ",
    ] {
        assert!(one(line).executor.is_opaque(), "{line}");
    }
    for line in [
        "worker_queues = concat(local.queues, [])",
        "worker_queues = [for q in var.q : q]",
        "dynamic \"worker_queues\" {\n    for_each = var.queues\n  }",
        "worker_queues {\n    name = \"default\"\n  }",
    ] {
        assert!(one(line).queues.is_opaque(), "{line}");
    }
    assert!(one("executor = null").executor.is_absent());
    assert!(one("worker_queues = tolist([{ name = \"a\" }])").queue_names() == Some(vec!["a"]));
    assert!(one("worker_queues = [var.q]").queues.value().unwrap()[0].name.is_opaque());
}

#[test]
fn other_resources_are_none_of_ours() {
    let text =
        "resource \"astro_workspace\" \"a\" {\n  name = \"x\"\n}\ndata \"astro_deployment\" \"b\" {\n  id = \"x\"\n}\n";
    assert!(linked(&[("main.tf", text)]).is_empty());
}
