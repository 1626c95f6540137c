//! A project in a folder of its own, and what a run in it printed.

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A folder with files.
pub struct Project {
    folder: TempDir,
}

/// What a run printed, and how it ended.
pub struct Run {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl Project {
    /// Writes the files, each a path and a text.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: TempDir::new().expect("a temporary folder") };
        for (path, text) in files {
            project.write(path, text.as_bytes());
        }
        project
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs airlint in the folder; the arguments are split at blanks.
    pub fn airlint(&self, arguments: &str) -> Run {
        self.airlint_reading(arguments, "")
    }

    /// The same with a text on standard input.
    pub fn airlint_reading(&self, arguments: &str, stdin: impl Into<Vec<u8>>) -> Run {
        let output = command().current_dir(self.path()).args(arguments.split_whitespace()).write_stdin(stdin).output();
        let output = output.expect("airlint runs");
        Run {
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
            code: output.status.code().expect("airlint ends by itself"),
        }
    }
}

/// Runs airlint in no particular project.
pub fn airlint(arguments: &str) -> Run {
    Project::new(&[]).airlint(arguments)
}

/// The command with a plain environment.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_airlint"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "GITHUB_STEP_SUMMARY"] {
        command.env_remove(variable);
    }
    command.env("COLUMNS", "100");
    command
}

/// Everything a run printed, for a snapshot.
impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "exit code {}", self.code)?;
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            writeln!(f, "── {name} ──")?;
            f.write_str(text)?;
        }
        Ok(())
    }
}
