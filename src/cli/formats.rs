//! Where findings go: `--output FORMAT[=FILE]`.

use super::{Failure, output};
use airlint::report::{Format, Full, Report};
use camino::{Utf8Path, Utf8PathBuf};
use clap::builder::{PossibleValue, TypedValueParser, ValueParserFactory};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, ValueEnum};
use std::ffi::OsStr;
use std::fs::OpenOptions;
use std::io::{self, Write};

/// The names of the formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// Snippets with labels, help
    Full,
    /// path:line:column: level[rule] message
    Concise,
    /// One JSON document, version 1
    Json,
    /// One JSON object a finding and line
    Jsonl,
    /// A table
    Markdown,
    /// Annotations of GitHub Actions, and a table in the step's summary
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// Issues of Azure Pipelines
    Azure,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit's XML
    Junit,
    /// Checkstyle's XML
    Checkstyle,
    /// The Reviewdog Diagnostic Format
    Rdjson,
}

impl Name {
    fn format(self) -> Format {
        match self {
            Name::Full => Format::Full(Full { width: output::width() }),
            Name::Concise => Format::Concise,
            Name::Json => Format::Json,
            Name::Jsonl => Format::Jsonl,
            Name::Markdown => Format::Markdown,
            Name::Github => Format::Github,
            Name::Gitlab => Format::Gitlab,
            Name::Azure => Format::Azure,
            Name::Sarif => Format::Sarif,
            Name::Junit => Format::Junit,
            Name::Checkstyle => Format::Checkstyle,
            Name::Rdjson => Format::Rdjson,
        }
    }
}

/// One format, and the file that it goes to; standard output without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    name: Name,
    file: Option<Utf8PathBuf>,
}

/// Reads an [`Output`]; shells complete the names of formats by it.
#[derive(Debug, Clone, Copy)]
pub(super) struct OutputParser;

impl ValueParserFactory for Output {
    type Parser = OutputParser;

    fn value_parser() -> Self::Parser {
        OutputParser
    }
}

impl TypedValueParser for OutputParser {
    type Value = Output;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, value: &OsStr) -> Result<Output, clap::Error> {
        let text = value.to_string_lossy();
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (&*text, None),
        };
        let refused = |kind: ErrorKind, context: &str| {
            let mut error = clap::Error::new(kind).with_cmd(command);
            if let Some(argument) = argument {
                error.insert(ContextKind::InvalidArg, ContextValue::String(argument.to_string()));
            }
            error.insert(ContextKind::InvalidValue, ContextValue::String(context.to_owned()));
            let names = Name::value_variants().iter().filter_map(ValueEnum::to_possible_value);
            let names = names.map(|name| name.get_name().to_owned()).collect();
            error.insert(ContextKind::ValidValue, ContextValue::Strings(names));
            error
        };
        let name = Name::from_str(name, false).map_err(|_| refused(ErrorKind::InvalidValue, name))?;
        match file {
            Some("") => Err(refused(ErrorKind::InvalidValue, &text)),
            None | Some("-") => Ok(Output { name, file: None }),
            Some(file) => Ok(Output { name, file: Some(file.into()) }),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Name::value_variants().iter().filter_map(ValueEnum::to_possible_value)))
    }
}

/// What a run writes, and where.
#[derive(Debug)]
pub(super) struct Outputs(Vec<Output>);

impl Outputs {
    /// Checks what the command line names; without any, findings are shown to people.
    pub(super) fn new(named: Vec<Output>) -> Result<Self, Failure> {
        let on_standard_output: Vec<&Output> = named.iter().filter(|it| it.file.is_none()).collect();
        if on_standard_output.len() > 1 {
            return Err(Failure("only one format can go to standard output: write --output FORMAT=FILE".into()));
        }
        for (index, it) in named.iter().enumerate() {
            let is_taken = |earlier: &Output| it.file.is_some() && earlier.file == it.file;
            if let (Some(file), Some(true)) = (&it.file, named.get(..index).map(|before| before.iter().any(is_taken))) {
                return Err(Failure(format!("two formats go to {file}: give each its own file")));
            }
        }
        Ok(Self(if named.is_empty() { vec![Output { name: Name::Full, file: None }] } else { named }))
    }

    /// Whether one of the formats shows the fixes of findings.
    pub(super) fn have_fixes(&self) -> bool {
        self.0.iter().any(|it| it.name.format().has_fixes())
    }

    /// Writes all of them.
    pub(super) fn write(&self, report: &Report<'_>) -> Result<(), Failure> {
        for it in &self.0 {
            match &it.file {
                None => output::print(|out| report.write(it.name.format(), out))?,
                Some(file) => to_file(report, it.name.format(), file)?,
            }
            if it.name == Name::Github {
                summarise(report)?;
            }
        }
        Ok(())
    }
}

/// Writes a report to a file, whose folder is made where it is not there.
fn to_file(report: &Report<'_>, format: Format, file: &Utf8Path) -> Result<(), Failure> {
    let write = || -> io::Result<()> {
        let mut bytes = Vec::new();
        report.write(format, &mut anstream::StripStream::new(&mut bytes))?;
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, bytes)
    };
    write().map_err(|error| Failure(format!("{file}: cannot be written: {error}")))
}

/// Adds a table to the summary of a step of GitHub Actions, where airlint runs in one.
fn summarise(report: &Report<'_>) -> Result<(), Failure> {
    let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|path| !path.is_empty()) else { return Ok(()) };
    let mut table = Vec::new();
    let write = |table: &mut Vec<u8>| -> io::Result<()> {
        report.write(Format::Markdown, table)?;
        OpenOptions::new().append(true).create(true).open(&path)?.write_all(table)
    };
    write(&mut table).map_err(|error| Failure(format!("GITHUB_STEP_SUMMARY: cannot be written: {error}")))
}
