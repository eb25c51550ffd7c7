//! `site`: the season as pages in a folder, for an audience.

use clap::ValueEnum;

use super::reading;
use crate::app::{App, Writing};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::contact_log::ContactLog;
use crate::model::dataset::{BranchRecords, Core};
use crate::model::day::Day;
use crate::model::records::BranchIx;
use crate::reports::audience::{Audience, Fact};
use crate::reports::award::AwardReport;
use crate::reports::check::{self, Kept, Question};
use crate::reports::page::Page;
use crate::reports::rollup::{self, Rollup, RollupQuestion};
use crate::reports::sheet::Format;
use crate::reports::site::{Season, calendars, pages};
use crate::rules::award::{RecordIndex, keeping_rates};
use crate::rules::cadence::CadenceFrame;
use crate::rules::relations::Looking;
use crate::rules::rollup::default_day;
use crate::store::load::each_branch;
use crate::store::needs::{Needs, Tables};
use crate::store::page_folder;
use crate::ui::Exit;

/// The figures, the awards' candidates and what was decided of them.
const NEEDS: Needs = Needs { tables: Needs::AWARD.tables.and(Tables::DECISIONS), care: Needs::AWARD.care };

/// The season as pages in a folder
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// For whom: the public sees names, classes and awards alone, a branch its own records
    #[arg(long, value_enum, value_name = "AUDIENCE")]
    audience: Option<For>,
    /// The branch, for `--audience branch`
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// For whom, as a word of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum For {
    Public,
    Branch,
    Committee,
}

/// Makes the pages and writes them into the folder of `-o`.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    if !matches!(app.format, Format::Table | Format::Html) {
        return Err(crate::render::not_here("html"));
    }
    let folder = app.output.clone().ok_or_else(|| Failure::usage(Message::new("site.needs-folder")))?;
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, NEEDS)?;
    let audience = audience(&core, arguments)?;
    let pages = made(app, &opened, &core, audience, as_of)?;
    let files = crate::render::pages(&pages, app.lang)?;
    let count = files.len();
    if app.writing == Writing::DryRun {
        files.iter().for_each(|(name, _)| app.would_write(&folder.join(name)));
        let say = |path: &std::path::PathBuf| Message::new("site.would-remove").with("file", path.display().to_string());
        page_folder::left_over(&folder, &files).iter().for_each(|path| app.note(&say(path)));
        return Ok(Exit::Fine);
    }
    page_folder::write(&folder, &files, app.data_directory().ok().as_deref())?;
    app.note(&Message::new("site.made").with("count", count).with("file", folder.join("index.html").display().to_string()));
    Ok(Exit::Fine)
}

fn audience(core: &Core, arguments: &Arguments) -> Result<Audience> {
    let branch = reading::asked_branch(core, arguments.branch.as_deref())?;
    match (arguments.audience, branch) {
        (Some(For::Branch) | None, Some(branch)) => Ok(Audience::Branch(branch)),
        (Some(For::Branch), None) => Err(Failure::usage(Message::new("site.needs-branch"))),
        (Some(For::Public | For::Committee), Some(_)) => Err(Failure::usage(Message::new("site.branch-only"))),
        (Some(For::Public), None) => Ok(Audience::Public),
        (Some(For::Committee) | None, None) => Ok(Audience::Committee),
    }
}

/// A branch's share: its months, its judged pairs with their calendars, and what the awards need.
struct Share {
    months: Vec<rollup::BranchPart>,
    judged: check::BranchPart,
    calendars: Vec<crate::reports::page::Calendar>,
    records: BranchRecords,
    rates: Vec<crate::rules::award::KeepingRate>,
}

fn made(app: &App, opened: &reading::Opened, core: &Core, audience: Audience, as_of: Day) -> Result<Vec<Page>> {
    let questions = questions(core, as_of);
    let frames = CadenceFrame::all(core, as_of);
    let question = Question::of(as_of);
    let shares = each_branch(&opened.root, core, NEEDS, Looking::Errors, |branch, records| {
        share(core, branch, records, &questions, &question, &frames)
    });
    app.refuse_errors(&opened.root, &shares.findings)?;
    let (mut months, mut branches) = (questions.iter().map(|_| Vec::new()).collect::<Vec<_>>(), Vec::new());
    let (mut records, mut rates) = (Vec::new(), Vec::new());
    for share in shares.value {
        records.push(share.records);
        rates.extend(share.rates);
        if audience.may_see(Fact::Help, share.judged.branch) {
            months.iter_mut().zip(share.months).for_each(|(month, part)| month.push(part));
            branches.push((share.judged, share.calendars));
        }
    }
    let months = questions.iter().zip(months).map(|(question, parts)| Rollup::new(core, question, parts)).collect();
    let index = RecordIndex::new(core, &records, &rates, as_of);
    let shown = if audience.may_see(Fact::Judgement, BranchIx::NONE) { core.scheme.awards.len() } else { 0 };
    let awards = (0..shown).map(|award| AwardReport::new(&index, award, app.lang).map_err(|fault| fault.message())).collect();
    Ok(pages(Season { core, audience, as_of, lang: app.lang, months, branches, awards }))
}

fn share(
    core: &Core,
    branch: BranchIx,
    records: &mut BranchRecords,
    months: &[RollupQuestion<'_>],
    question: &Question,
    frames: &[CadenceFrame<'_>],
) -> Share {
    let judged = check::part(core, branch, &records.contacts, frames, (question, Kept::All));
    let calendars = calendars(core, &judged, &records.contacts, frames, question.as_of);
    let rates = keeping_rates(core, branch, &records.contacts, frames);
    let months = months.iter().map(|month| rollup::part(core, branch, records, month)).collect();
    // The log is the one table that grows; nothing asks for it any more.
    records.contacts = ContactLog::default();
    Share { months, judged, calendars, records: std::mem::take(records), rates }
}

/// The months of the helping phase that have begun, each as of its own day.
fn questions(core: &Core, as_of: Day) -> Vec<RollupQuestion<'_>> {
    let helping = core.scheme.helping();
    let months = helping.months().take_while(|month| month.first_day() <= as_of);
    let own = |month| RollupQuestion::new(core, month, default_day(core, month, as_of), default_day(core, month.previous(), as_of));
    months.map(own).collect()
}
