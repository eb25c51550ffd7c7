//! `completions`: what a shell needs to complete commands and flags.

use clap_complete::Shell;

use crate::app::App;
use crate::failure::Result;
use crate::ui::Exit;

/// A shell's completion script
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Prints the script for a whole command line.
pub fn run(app: &App, arguments: &Arguments, mut root: clap::Command) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut root, "bangfu", &mut script);
    app.answer(&script)?;
    Ok(Exit::Fine)
}
