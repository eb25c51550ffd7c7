//! `award compute`: the candidate list of an award, and with `--explain` how one person's place in it comes about.

use super::basis::{Basis, Contacts, failure};
use crate::app::App;
use crate::commands::{reading, spoken};
use crate::failure::Result;
use crate::reports::award::{AwardReport, explain};
use crate::reports::sheet::{Format, Sheets};
use crate::ui::Exit;

/// The candidate list of an award
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The award: its key, its name or another name of it
    #[arg(value_name = "AWARD")]
    award: String,
    /// Show how this person's place comes about, with the places of the records
    #[arg(long, value_name = "PERSON")]
    explain: Option<String>,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Computes the list and shows it.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = reading::open(app)?;
    let core = Basis::core(app, &opened.root)?;
    let award = super::award(&core, &arguments.award)?;
    let person = spoken::asked_person(&core, arguments.explain.as_deref())?;
    let basis = Basis::read(app, &opened.root, core, as_of, Contacts::LetGo)?;
    let index = basis.index();
    let report = AwardReport::new(&index, award, app.lang).map_err(|fault| failure(&fault))?;
    match person.filter(|_| app.format != Format::Json) {
        Some(person) => app.show_sheets(explain(&report, person).sheets())?,
        None => app.show(&report)?,
    }
    Ok(Exit::Fine)
}
