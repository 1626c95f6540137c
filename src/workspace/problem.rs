//! What kept airlint from doing its work: problems of its own, not findings about a project.

use crate::model::Place;
use camino::Utf8PathBuf;
use thiserror::Error;

/// Something that airlint could not do. Any of them makes the run end with exit code 2; everything else is checked all
/// the same.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// A path given by the user does not exist.
    #[error("{path}: no such file or folder")]
    Missing {
        /// The path as shown.
        path: Utf8PathBuf,
    },
    /// A file or folder cannot be read.
    #[error("{path}: cannot be read: {reason}")]
    Unreadable {
        /// The path as shown.
        path: Utf8PathBuf,
        /// The words of the operating system.
        reason: String,
    },
    /// A file was there when the folder was listed and is gone now.
    #[error("{path}: was deleted while airlint was running")]
    Vanished {
        /// The path as shown.
        path: Utf8PathBuf,
    },
    /// A file is not UTF-8.
    #[error("{path}: is not UTF-8 (byte {offset}); save it as UTF-8 so that it can be checked")]
    NotUtf8 {
        /// The path as shown.
        path: Utf8PathBuf,
        /// Offset of the first byte that is not.
        offset: usize,
    },
    /// A file is larger than airlint reads.
    #[error("{path}: is larger than {limit_mebibytes} MiB and was not read; exclude it in airlint.toml")]
    TooLarge {
        /// The path as shown.
        path: Utf8PathBuf,
        /// The limit in MiB.
        limit_mebibytes: u64,
    },
    /// A link leads back into a folder above it.
    #[error("{path}: this link leads back to a folder above it and was not followed")]
    LinkLoop {
        /// The path as shown.
        path: Utf8PathBuf,
    },
    /// A path that is no Unicode text.
    #[error("{path}: the file name is not Unicode; rename it so that it can be checked")]
    NotUnicode {
        /// The path with the unreadable parts replaced.
        path: String,
    },
    /// A file given as a deployment is none.
    #[error(
        "{path}: this file describes no deployment that airlint knows how to read; `airlint lint --show-files` tells what \
         airlint takes a file for"
    )]
    NoDeployment {
        /// The path as shown.
        path: Utf8PathBuf,
    },
    /// A reader panicked: a bug of airlint.
    #[error(
        "{path}: this is a bug in airlint: the reader of this file gave up ({reason}); the file was skipped, please report it"
    )]
    ReaderPanicked {
        /// The path as shown.
        path: Utf8PathBuf,
        /// What the panic said.
        reason: String,
    },
    /// A rule panicked: a bug of airlint.
    #[error(
        "this is a bug in airlint: rule `{rule}` gave up on the project {project} ({reason}); the other rules ran, please report it"
    )]
    RulePanicked {
        /// The rule's name.
        rule: &'static str,
        /// The project's folder as shown.
        project: Utf8PathBuf,
        /// What the panic said.
        reason: String,
    },
    /// The configuration is wrong.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
}

/// A fault in `airlint.toml`, in `[tool.airlint]`, or in an option of the command line that means the same.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{origin}: {message}")]
pub struct ConfigurationError {
    /// Where: `airlint.toml:3:1`, or `--select`.
    pub origin: String,
    /// Where in a configuration file, for a fault in one.
    pub place: Option<Place>,
    /// What is wrong and what to write instead.
    pub message: String,
}
