//! `award list`: the awards of the scheme and their rules.

use crate::app::App;
use crate::commands::reading;
use crate::failure::Result;
use crate::reports::award::Awards;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// The awards of the scheme and their rules
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {}

/// Lists the awards.
pub(super) fn run(app: &App, _arguments: &Arguments) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    app.show(&Awards::new(&core.scheme))?;
    Ok(Exit::Fine)
}
