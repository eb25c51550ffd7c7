//! `man`: the manual as pages for `man`, one for the program and one for each command.

use std::path::{Path, PathBuf};

use clap::Command;
use clap_mangen::Man;

use crate::app::{App, Writing};
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
pub fn run(app: &App, arguments: &Arguments, mut root: Command) -> Result<Exit> {
    root.build();
    let mut count = 0;
    write(app, &arguments.folder, "bangfu", &root, &mut count)?;
    if app.writing == Writing::Apply {
        app.note(&Message::new("man.done").with("count", count));
    }
    Ok(Exit::Fine)
}

/// Writes the page of a command and those of its subcommands.
fn write(app: &App, folder: &Path, name: &str, command: &Command, count: &mut usize) -> Result<()> {
    let mut page = Vec::new();
    let rendered = Man::new(command.clone()).title(name).render(&mut page);
    rendered.map_err(|error| Failure::io(Message::new("failure.cannot-render"), &error))?;
    app.write(&folder.join(format!("{name}.1")), &page)?;
    *count += 1;
    command.get_subcommands().try_for_each(|sub| write(app, folder, &format!("{name}-{}", sub.get_name()), sub, count))
}
