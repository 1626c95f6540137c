use super::*;

/// Where the cursor of `text` stands: slot, word, and the brackets with what is known of them.
fn at(text: &str) -> Option<String> {
    let offset = text.find('‸').expect("a cursor");
    let text = text.replacen('‸', "", 1);
    let cursor = Cursor::at(&text, offset)?;
    let groups: Vec<String> = cursor
        .groups
        .iter()
        .map(|group| {
            let to = group.given_to.map_or(String::new(), |name| format!("{name}="));
            let at = if group.decorates { "@" } else { "" };
            let key = group.key.map_or(String::new(), |key| format!(" in {key}"));
            format!("{to}{at}{}{}{}{key}", group.callee, group.bracket, group.keys.join(","))
        })
        .collect();
    let quote =
        cursor.quote.map_or(String::new(), |(quote, closed)| format!("{quote}{}", if closed { "" } else { "…" }));
    let valued = if cursor.valued { "=" } else { "" };
    Some(format!("{:?} <{}>{valued}{quote} {}", cursor.slot, cursor.word.of(&text), groups.join(" / ")))
}

fn is(text: &str, expected: &str) {
    assert_eq!(at(text).as_deref(), Some(expected), "{text}");
}

#[test]
fn arguments_and_values() {
    is("BashOperator(‸)", "Element <> BashOperator(");
    is("BashOperator(task_id='a', ‸)", "Element <> BashOperator(task_id");
    is("BashOperator(task_id='a', qu‸)", "Element <qu> BashOperator(task_id");
    is("BashOperator(qu‸eue='x', pool='p')", "Element <queue>= BashOperator(pool");
    is("BashOperator(queue='m‸l', pool='p')", "Value <ml>' BashOperator(queue,pool in queue");
    is("BashOperator(queue=‸, pool='p')", "Value <> BashOperator(queue,pool in queue");
    is("BashOperator(queue=‸)", "Value <> BashOperator(queue in queue");
    is("@task(queue=\"‸\")\ndef f(): ...", "Value <>\" @task(queue in queue");
    is("@task.kubernetes(\n    image='x',\n    ‸\n)", "Element <> @task.kubernetes(image");
    is("f.override(queue='‸')()", "Value <>' f.override(queue in queue");
    is("f().override(queue='‸')", "Value <>' .override(queue in queue");
    is("x = k8s.V1Pod(spec=k8s.V1PodSpec(‸))", "Element <> x=k8s.V1Pod(spec in spec / spec=k8s.V1PodSpec(");
    is("default_args = {'owner': 'me', 'queue': '‸'}", "Value <>' default_args={owner,queue in queue");
    is("default_args: dict = {'‸'}", "Element <>' default_args={");
    is("DAG('d', default_args={'qu‸': 1})", "Element <qu>=' DAG(default_args in default_args / default_args={");
}

#[test]
fn broken_text() {
    is("BashOperator(queue=\"‸", "Value <>\"… BashOperator(queue in queue");
    is("BashOperator(queue=\"m‸)\n", "Value <m>\"… BashOperator(queue in queue");
    is("BashOperator(queue=\"‸, task_id=\"a\")\n", "Value <>\"… BashOperator(queue,task_id in queue");
    is("a = Foo(\nb = BashOperator(queue='‸')", "Value <>' b=BashOperator(queue in queue");
    is("a = Foo(x=[1,\n@task(‸)\n", "Element <> @task(");
    assert_eq!(at("BashOperator(task_id='a'\n    ‸\n)"), None);
    is("BashOperator(\n    ‸\n    task_id='a')", "Element <> BashOperator(task_id");
    is("# 🎉 (\nt = BashOperator(task_id='é🎉', queue='‸')\r\n", "Value <>' t=BashOperator(task_id,queue in queue");
}

#[test]
fn nothing_elsewhere() {
    for text in [
        "x = ‸",
        "BashOperator(task_id='a' ‸)",
        "BashOperator(queue=f'‸')",
        "BashOperator(bash_command=\"\"\"\n  ‸\n\"\"\")",
        "BashOperator( # qu‸\n)",
        "\"\"\"\nBashOperator(queue='‸')\n\"\"\"",
        "BashOperator(queue='a'‸)",
        "queue = 12‸",
    ] {
        assert_eq!(at(text), None, "{text}");
    }
}

#[test]
fn never_panics() {
    let text = "\u{feff}é = f(a='x\r\n\t[b\"\"\"{\\\n@task(\n  'ü': rb'🎉', **{x}:= ]})\ndef";
    let bounds: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
    for &end in &bounds {
        for &offset in bounds.iter().filter(|offset| **offset <= end) {
            let _ = Cursor::at(&text[..end], offset);
        }
    }
}
