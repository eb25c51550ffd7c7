//! `key`: who can open sealed records. Public keys stand in `bangfu.toml`, secret ones in identity files outside the data directory.
//! Whenever the recipients change, every box that the given identity opens is sealed anew, in one transaction with `bangfu.toml`.

mod destroy;
mod new;
mod recipients;

use crate::app::App;
use crate::failure::Result;
use crate::ui::Exit;

/// Keys of sealed records: make one, and say who can open them
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Make a key of your own
    New(new::New),
    /// Who can open sealed records
    List(recipients::List),
    /// Let somebody open sealed records
    Add(recipients::Add),
    /// Let somebody open them no longer
    Remove(recipients::Remove),
    /// Seal everything anew, with a new key where somebody has one
    Rotate(recipients::Rotate),
    /// Make everything sealed unreadable for ever
    Destroy(destroy::Destroy),
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::New(arguments) => new::run(app, arguments),
        Verb::List(arguments) => recipients::list(app, arguments),
        Verb::Add(arguments) => recipients::add(app, arguments),
        Verb::Remove(arguments) => recipients::remove(app, arguments),
        Verb::Rotate(arguments) => recipients::rotate(app, arguments),
        Verb::Destroy(arguments) => destroy::run(app, arguments),
    }
}
