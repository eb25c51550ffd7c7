//! `award compute`: the candidate list of an award, and with `--explain` how one person's place in it comes about.

use crate::app::App;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Kind, Result};
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::Day;
use crate::reports::award::{AwardReport, explain};
use crate::reports::sheet::{Format, Sheets};
use crate::rules::award::{Fault, KeepingRate, RecordIndex, keeping_rates};
use crate::rules::cadence::CadenceFrame;
use crate::rules::relations::Looking;
use crate::store::load::each_branch;
use crate::store::needs::Needs;
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
    let core = reading::core_or_refuse(app, &opened, Needs::AWARD)?;
    let award = super::award(&core, &arguments.award)?;
    let person = arguments.explain.as_deref().map(|person| spoken::person(&core, person)).transpose()?;
    let (branches, rates) = records(app, &opened, &core, as_of)?;
    let index = RecordIndex::new(&core, &branches, &rates, as_of);
    let report = AwardReport::new(&index, award, app.lang).map_err(|fault| failure(&fault))?;
    match person.filter(|_| app.format != Format::Json) {
        Some(person) => app.show_sheets(explain(&report, person).sheets())?,
        None => app.show(&report)?,
    }
    Ok(Exit::Fine)
}

/// Each branch's records and everyone's keeping rates; the contacts are let go of when their rates are known.
fn records(app: &App, opened: &reading::Opened, core: &Core, as_of: Day) -> Result<(Vec<BranchRecords>, Vec<KeepingRate>)> {
    let frames = CadenceFrame::all(core, as_of);
    let parts = each_branch(&opened.root, core, Needs::AWARD, Looking::Errors, |branch, records| {
        let log = std::mem::take(&mut records.contacts);
        (std::mem::take(records), keeping_rates(core, branch, &log, &frames))
    });
    app.refuse_errors(&opened.root, &parts.findings)?;
    let (branches, rates): (Vec<_>, Vec<_>) = parts.value.into_iter().unzip();
    Ok((branches, rates.concat()))
}

/// Settings that do not make an award are bad records.
fn failure(fault: &Fault) -> Failure {
    Failure::new(Kind::Refused, fault.message())
}
