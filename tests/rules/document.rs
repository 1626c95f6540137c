//! Reads a rule's document: its headings, the projects under them, and the lines they mark.

use airlint::rules::Severity;

/// A rule's document.
pub struct Document {
    /// The text after `# `.
    pub title: String,
    /// The paragraph under the title.
    pub summary: String,
    /// The `##` headings, in order.
    pub sections: Vec<String>,
    /// The projects, in order.
    pub projects: Vec<Project>,
    /// What cannot be understood.
    pub faults: Vec<String>,
}

/// A `###` heading with the files under it.
pub struct Project {
    /// The `##` heading above.
    pub section: String,
    /// The `###` heading.
    pub heading: String,
    /// Its line in the document, from 1.
    pub line: usize,
    /// Its files.
    pub files: Vec<File>,
    /// Its files as they are after the fixes.
    pub fixed: Vec<Fixed>,
}

/// A fenced block with `fixed=`.
pub struct Fixed {
    /// The path inside the project.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// A fenced block with `file=`.
pub struct File {
    /// The path inside the project.
    pub path: String,
    /// The text to write, without the markers.
    pub text: String,
    /// Whether the file breaks its language's grammar on purpose: the fence says `broken`.
    pub broken: bool,
    /// The line in the document of each line of the text.
    pub document_lines: Vec<usize>,
    /// The line (from 1, of the text) and level of each finding that the document demands.
    pub expected: Vec<(usize, Severity)>,
}

impl Document {
    /// Reads a document.
    pub fn parse(text: &str) -> Self {
        let mut document = Document {
            title: String::new(),
            summary: String::new(),
            sections: vec![],
            projects: vec![],
            faults: vec![],
        };
        let mut lines = text.lines().enumerate().map(|(number, line)| (number + 1, line));
        let mut heading: Option<(String, usize)> = None;
        while let Some((number, line)) = lines.next() {
            if let Some(info) = line.strip_prefix("```") {
                let block: Vec<(usize, &str)> =
                    lines.by_ref().take_while(|(_, line)| line.trim_end() != "```").collect();
                document.block(info, number, &block, heading.as_ref());
            } else if let Some(title) = line.strip_prefix("### ") {
                heading = Some((title.trim().to_string(), number));
                let section = document.sections.last().cloned().unwrap_or_default();
                document.projects.push(Project {
                    section,
                    heading: title.trim().to_string(),
                    line: number,
                    files: vec![],
                    fixed: vec![],
                });
            } else if let Some(title) = line.strip_prefix("## ") {
                heading = None;
                document.sections.push(title.trim().to_string());
            } else if let Some(title) = line.strip_prefix("# ") {
                document.title = title.trim().to_string();
            } else if document.sections.is_empty() && !line.trim().is_empty() {
                document.summary.push_str(line.trim());
                document.summary.push(' ');
            }
        }
        document
    }

    fn block(&mut self, info: &str, number: usize, block: &[(usize, &str)], heading: Option<&(String, usize)>) {
        let word = |key: &str| info.split_whitespace().find_map(|word| word.strip_prefix(key).map(str::to_owned));
        if let (Some(path), Some(project)) = (word("fixed="), self.projects.last_mut()) {
            let text = block.iter().flat_map(|(_, line)| [*line, "\n"]).collect();
            project.fixed.push(Fixed { path, text });
            return;
        }
        let Some(path) = word("file=") else { return };
        if heading.is_none() {
            self.faults.push(format!("line {number}: {path} stands under no `###` heading"));
            return;
        }
        let mut file = File {
            path,
            text: String::new(),
            broken: info.split_whitespace().any(|word| word == "broken"),
            document_lines: vec![],
            expected: vec![],
        };
        let mut carried = vec![];
        for &(number, line) in block {
            let (kept, marker) = split_marker(line);
            let levels = marker.map(|marker| levels(marker).map_err(|word| (number, word)));
            let levels = match levels {
                None => vec![],
                Some(Ok(levels)) => levels,
                Some(Err((number, word))) => {
                    self.faults.push(format!("line {number}: `{word}` is no level"));
                    vec![]
                }
            };
            if marker.is_some_and(|marker| marker.trim_end().ends_with(" below")) {
                carried = levels;
                continue;
            }
            file.document_lines.push(number);
            let at = file.document_lines.len();
            file.expected.extend(carried.drain(..).chain(levels).map(|level| (at, level)));
            file.text.push_str(kept);
            file.text.push('\n');
        }
        if !carried.is_empty() {
            self.faults.push(format!("line {number}: a marker with `below` has no line below it"));
        }
        if let Some(project) = self.projects.last_mut() {
            project.files.push(file);
        }
    }
}

/// Cuts the marker off a line: `queue="ml",  # <- error` gives `queue="ml",` and `error`.
fn split_marker(line: &str) -> (&str, Option<&str>) {
    match line.rfind("# <- ") {
        Some(at) => (line[..at].trim_end(), line.get(at + 5..)),
        None => (line, None),
    }
}

fn levels(marker: &str) -> Result<Vec<Severity>, String> {
    let words = marker.trim().trim_end_matches(" below");
    words.split(',').map(|word| Severity::named(word.trim()).ok_or_else(|| word.trim().to_string())).collect()
}

#[test]
fn markers_become_lines_and_levels() {
    let text = "# a-rule\n\nWhat it\nfinds.\n\n## Reported\n\n### One\n\n```yaml file=a.yaml broken\n# <- error, info below\na: \"#\"\nb: 1  # two  # <- warning\nc: 2\n```\n\n```yaml\nno: file\n```\n";
    let document = Document::parse(text);
    assert_eq!((document.title.as_str(), document.summary.trim()), ("a-rule", "What it finds."));
    let file = &document.projects[0].files[0];
    assert_eq!(file.text, "a: \"#\"\nb: 1  # two\nc: 2\n");
    assert_eq!(file.expected, [(1, Severity::Error), (1, Severity::Info), (2, Severity::Warning)]);
    assert_eq!(file.document_lines, [12, 13, 14]);
    assert!(file.broken && document.faults.is_empty());
    assert_eq!(document.projects[0].files.len(), 1);
}
