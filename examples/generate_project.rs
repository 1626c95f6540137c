//! Writes an Astro project of any size, to measure with: `generate_project FOLDER PYTHON_FILES YAML_FILES [LINES]`; with a
//! deployment and a DAG of so many lines.

#[path = "../benches/generate.rs"]
mod generate;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().map_or_else(|| PathBuf::from("generated"), PathBuf::from);
    let mut number = |default| arguments.next().and_then(|text| text.parse().ok()).unwrap_or(default);
    let (python, yaml, lines) = (number(1_000), number(100), number(0));
    generate::project(&folder, python, yaml)?;
    if lines > 0 { generate::long_files(&folder, lines) } else { Ok(()) }
}
