//! Draws on record: found by id, listed, corrected, taken out.

use crate::app::App;
use crate::commands::found::{self, Found};
use crate::commands::reading;
use crate::commands::records::{assignments, listing};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::table::DRAWS;
use crate::reports::draw::RecordedDraw;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// The draws
#[derive(Debug, clap::Args)]
pub(super) struct List {}

/// Take a draw out of the records
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// The draw
    #[arg(value_name = "DRAW")]
    draw: String,
}

/// Correct a draw
#[derive(Debug, clap::Args)]
pub(super) struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance reason=…
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// The row of a draw by its id.
pub(super) fn row(core: &Core, id: &str) -> Result<usize> {
    let draws = &core.committee.draws;
    draws.row_with("id", id).ok_or_else(|| {
        let known: Vec<&str> = draws.iter().map(|(row, _)| draws.text(row, "id")).collect();
        Failure::usage(Message::new("draw.none").with("id", id).with("known", known.join(" ")))
    })
}

/// A draw as it stands in the file.
pub(super) fn recorded(core: &Core, row: usize) -> RecordedDraw {
    let draws = &core.committee.draws;
    let text = |column| draws.text(row, column).to_owned();
    RecordedDraw {
        id: text("id"),
        date: draws.rows.get(row).map_or(crate::model::day::Day::MIN, |draw| draw.date),
        seed: text("seed"),
        population: text("population"),
        persons: text("persons").split(';').filter(|person| !person.is_empty()).map(str::to_owned).collect(),
    }
}

/// Lists the draws.
pub(super) fn list(app: &App, _arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    app.show(&listing(app, &opened, &core, &DRAWS, |_| true))?;
    Ok(Exit::Fine)
}

/// Corrects a draw; whether it still follows from the records is for `--verify` to say.
pub(super) fn amend(app: &App, arguments: &Amend) -> Result<Exit> {
    found::amend(app, assignments(&DRAWS, &arguments.fields)?, |session| known(&session.core, &arguments.which))
}

/// Takes a draw out; not while a visit or another draw names it.
pub(super) fn remove(app: &App, which: &Which) -> Result<Exit> {
    found::remove(app, |session| known(&session.core, which))
}

fn known(core: &Core, which: &Which) -> Result<Found> {
    Ok(Found::at(&DRAWS, None, &core.committee.draws, row(core, &which.draw)?))
}
