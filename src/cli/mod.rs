//! The command line: one file a subcommand.

mod accepting;
mod baseline;
mod completions;
mod config;
mod explain;
mod facts;
mod fix;
mod formats;
mod init;
mod lint;
mod lsp;
mod man;
mod mending;
mod output;
mod rules;
mod schema;
mod statistics;
mod target;
mod watch;

use clap::{Parser, Subcommand, ValueEnum};
use std::process::ExitCode;

/// Finds the Airflow tasks that will hang, be killed or silently lose their settings on the executor they are deployed
/// to, before they are deployed.
#[derive(Debug, Parser)]
#[command(name = "airlint", version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  airlint lint                       check the project in the current folder
  airlint facts dags/train.py        show what airlint understood of a file
  airlint explain unknown-queue      say what a rule finds, why, and what to do
";

#[derive(Debug, Subcommand)]
enum Command {
    /// Check Airflow projects
    Lint(lint::Lint),
    /// Change a deployment's executor, or add a worker queue, in the deployment file and the DAGs at once
    Fix(fix::Fix),
    /// Accept what is found now, so that only new findings fail
    Baseline(baseline::BaselineCommand),
    /// Show what airlint understood: deployments, queues, DAGs and tasks, with the place of every setting
    Facts(facts::Facts),
    /// Explain a rule
    Explain(explain::Explain),
    /// List the rules
    Rules(rules::Rules),
    /// Show the settings in effect and where each comes from
    Config(config::Config),
    /// Write an airlint.toml from what is found in a folder
    Init(init::Init),
    /// Print the JSON Schema of airlint.toml
    Schema(schema::Schema),
    /// Serve an editor: the Language Server Protocol over standard input and output
    Lsp(lsp::Lsp),
    /// Print a completion script for a shell
    Completions(completions::Completions),
    /// Print a man page
    Man(man::Man),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// How a command ended; the exit codes are part of the command line's contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// 0: done, and nothing to complain about.
    Clean,
    /// 1: done, and findings at or above the level that fails.
    Findings,
    /// 2: airlint could not do its work, or not all of it.
    Failed,
}

/// What keeps a command from doing anything at all, in words for users.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failure(String);

/// Runs the command line of the process.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match arguments.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    let result = match arguments.command {
        Command::Lsp(lsp) => return lsp.run(),
        Command::Lint(lint) => lint.run(),
        Command::Fix(it) => it.run(),
        Command::Baseline(it) => it.run(),
        Command::Facts(facts) => facts.run(),
        Command::Explain(explain) => explain.run(),
        Command::Rules(rules) => rules.run(),
        Command::Config(config) => config.run(),
        Command::Init(init) => init.run(),
        Command::Schema(schema) => schema.run(),
        Command::Completions(completions) => completions.run(),
        Command::Man(man) => man.run(),
    };
    let exit = result.unwrap_or_else(|failure| {
        output::say(&format!("airlint: {failure}"));
        Exit::Failed
    });
    ExitCode::from(match exit {
        Exit::Clean => 0,
        Exit::Findings => 1,
        Exit::Failed => 2,
    })
}
