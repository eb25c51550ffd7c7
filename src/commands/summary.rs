//! `summary`: the season in figures, its awards and what was learned, for the summary and commendation at its end (七(一)).

use crate::app::App;
use crate::commands::reading;
use crate::failure::Result;
use crate::model::contact_log::ContactLog;
use crate::reports::paper::season_report;
use crate::reports::sheet::{Format, Sheets};
use crate::reports::summary::{Summary, part};
use crate::rules::award::{RecordIndex, keeping_rates};
use crate::rules::cadence::CadenceFrame;
use crate::rules::relations::Looking;
use crate::rules::season::SeasonQuestion;
use crate::store::load::each_branch;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// The figures, the awards, and what was written down on the way.
const NEEDS: Needs = Needs::texts(Needs::AWARD.tables.and(Tables::MEETINGS));

/// The season in figures
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Works the season out branch by branch and shows it.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, NEEDS)?;
    let only = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let question = SeasonQuestion::new(&core, as_of);
    let frames = CadenceFrame::all(&core, as_of);
    let shares = each_branch(&opened.root, &core, NEEDS, Looking::Errors, |branch, records| {
        let own = only.is_none_or(|only| only == branch).then(|| part(&core, branch, records, &question));
        let rates = keeping_rates(&core, branch, &records.contacts, &frames);
        // The log is the one table that grows; nothing asks for it any more.
        records.contacts = ContactLog::default();
        (own, rates, std::mem::take(records))
    });
    app.refuse_errors(&opened.root, &shares.findings)?;
    let (mut parts, mut rates, mut branches) = (Vec::new(), Vec::new(), Vec::new());
    for (own, of_branch, records) in shares.value {
        parts.extend(own);
        rates.extend(of_branch);
        branches.push(records);
    }
    let index = RecordIndex::new(&core, &branches, &rates, as_of);
    let summary = Summary::new(&index, &question, parts, only);
    if app.format == Format::Docx {
        app.show_paper(&season_report(&core, summary.sheets()))?;
    } else {
        app.show(&summary)?;
    }
    Ok(Exit::Fine)
}
