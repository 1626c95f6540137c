//! What to read and with which settings: the arguments that `lint` and `facts` share.

use super::Failure;
use airlint::workspace::{ConfigurationSource, DeploymentSource, Overrides, Request};
use camino::Utf8PathBuf;
use std::io::Read;

#[derive(Debug, Default, clap::Args)]
pub(super) struct Target {
    /// Files and folders to check; `-` reads a file from standard input [default: .]
    #[arg(value_name = "PATH")]
    paths: Vec<Utf8PathBuf>,
    /// The path that standard input stands for, so that airlint knows its format and its project
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<Utf8PathBuf>,
    /// Hold every DAG against this deployment file alone; `-` reads one from standard input, as `astro deployment
    /// inspect` prints it
    #[arg(long, value_name = "FILE")]
    deployment: Option<Utf8PathBuf>,
    /// Read this configuration file instead of the nearest airlint.toml or pyproject.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<Utf8PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    isolated: bool,
    /// Leave out paths that match these patterns, besides the ones that the configuration excludes
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    exclude: Vec<String>,
}

impl Target {
    /// The request that the arguments stand for; reads standard input where they say so.
    pub(super) fn request(self) -> Result<Request, Failure> {
        let from_stdin = self.paths.iter().any(|path| path == "-");
        let deployment_from_stdin = self.deployment.as_ref().is_some_and(|path| path == "-");
        if from_stdin && deployment_from_stdin {
            return Err(Failure("`-` stands for the file to check or for the deployment, not for both".into()));
        }
        let stdin = match (from_stdin, self.stdin_filename) {
            (false, None) => None,
            (false, Some(_)) => return Err(Failure("--stdin-filename needs `-` as the path to check".into())),
            (true, _) if self.paths.len() > 1 => {
                return Err(Failure("`-` cannot be checked together with other paths".into()));
            }
            (true, None) => {
                return Err(Failure(
                    "`-` needs --stdin-filename PATH: the name says which format it is and which project it is of"
                        .into(),
                ));
            }
            (true, Some(path)) => Some((path, read_stdin()?)),
        };
        let deployment = match self.deployment {
            None => None,
            Some(_) if deployment_from_stdin => Some(DeploymentSource::Text(read_stdin()?)),
            Some(path) => Some(DeploymentSource::File(path)),
        };
        let configuration = match (self.config, self.isolated) {
            (Some(path), _) => ConfigurationSource::File(path),
            (None, true) => ConfigurationSource::Isolated,
            (None, false) => ConfigurationSource::Discovered,
        };
        let paths = if stdin.is_some() { Vec::new() } else { self.paths };
        let overrides = Overrides { exclude: self.exclude, ..Overrides::default() };
        Ok(Request { paths, stdin, deployment, configuration, overrides, ..Request::default() })
    }
}

fn read_stdin() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| Failure(format!("standard input cannot be read: {error}")))?;
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Failure(format!("standard input is not UTF-8 (byte {offset})"))
    })
}
