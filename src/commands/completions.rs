//! `completions`: what a shell needs to complete commands, flags and the ids of the data directory. The shell asks the program itself
//! for each word, so that the script stays right when the program or the records change.

use clap::builder::PossibleValuesParser;
use clap_complete::env::Shells;

use crate::app::{App, COMPLETE};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::ui::Exit;

/// The name of the program, of its command and of what completes it.
const NAME: &str = "bangfu";

/// A shell's completion script
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL", value_parser = PossibleValuesParser::new(Shells::builtins().names()))]
    shell: String,
}

/// Prints the script.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    app.needs_sentence()?;
    let mut script = Vec::new();
    if let Some(shell) = Shells::builtins().completer(&arguments.shell) {
        let written = shell.write_registration(COMPLETE, NAME, NAME, NAME, &mut script);
        written.map_err(|error| Failure::io(Message::new("failure.cannot-render"), &error))?;
    }
    app.answer(&script)?;
    Ok(Exit::Fine)
}
