//! `man`: the manual as pages for `man`, one for the program and one for each command.

use std::path::PathBuf;

use crate::app::App;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::ui::Exit;

/// Manual pages
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The folder that takes the pages; it must exist
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes the pages.
pub fn run(app: &App, arguments: &Arguments, mut root: clap::Command) -> Result<Exit> {
    root.build();
    let mut count = 0_usize;
    let commands: Vec<clap::Command> = root.get_subcommands().cloned().collect();
    for command in std::iter::once(root).chain(commands) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
        let mut page = Vec::new();
        let rendered = clap_mangen::Man::new(command).render(&mut page);
        rendered.map_err(|error| Failure::io(Message::new("failure.cannot-render"), &error))?;
        crate::store::output::write(&app.path(&arguments.folder).join(format!("{name}.1")), &page, None)?;
        count += 1;
    }
    app.note(&Message::new("man.done").with("count", count));
    Ok(Exit::Fine)
}
