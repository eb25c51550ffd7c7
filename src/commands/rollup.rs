//! `rollup`: the figures of a month (rules.md R6), or of several.

mod foot;
mod written;

use crate::app::App;
use crate::commands::own_document::OwnDocument;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::{Day, Month};
use crate::reports::closing::{Extent, Signed};
use crate::reports::rollup::{Rollup, RollupQuestion, Rollups, part};
use crate::reports::sheet::Format;
use crate::rules::relations::Looking;
use crate::rules::rollup::default_day;
use crate::store::load::each_branch;
use crate::store::needs::Needs;
use crate::ui::Exit;

/// The monthly figures of each branch and the college
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The month, YYYY-MM (the last whole month)
    #[arg(value_name = "MONTH")]
    month: Option<String>,
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Every month from this one to MONTH
    #[arg(long, value_name = "MONTH")]
    since: Option<String>,
    /// The day as of which to judge (the day after the month's forms are due, or today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// Name version, settings and records under it, so that anyone can make it again (done when writing to a file)
    #[arg(long)]
    footer: bool,
    /// Leave that out also when writing to a file
    #[arg(long, conflicts_with = "footer")]
    no_footer: bool,
    #[command(flatten)]
    own: OwnDocument,
}

/// Noughts of a month in which there was nothing to do are told from those of one in which nothing was done.
fn note_if_outside(app: &App, core: &Core, month: Month) {
    if month.first_day() > app.today {
        app.note(&Message::new("rollup.not-begun").with("month", month));
    }
    let scheme = core.scheme.info.period;
    if !month.period().overlaps(scheme) {
        app.note(&Message::new("rollup.outside").with("month", month).with("first", scheme.first).with("last", scheme.last));
    }
}

/// Works the figures out branch by branch and shows them.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = arguments.as_of.as_deref().map(super::reading::day).transpose()?;
    let last_whole = as_of.unwrap_or(app.today).month().previous();
    let last = arguments.month.as_deref().map_or(Ok(last_whole), super::reading::month)?;
    let first = arguments.since.as_deref().map_or(Ok(last), super::reading::month)?;
    if first > last {
        return Err(Failure::usage(Message::new("failure.since-after-month").with("since", first).with("month", last)));
    }
    let opened = super::reading::open(app)?;
    let core = super::reading::core_or_refuse(app, &opened, Needs::ROLLUP)?;
    let only = super::reading::asked_branch(&core, arguments.branch.as_deref())?;
    let months = std::iter::successors(Some(first), |month| Some(month.next())).take_while(|month| *month <= last);
    let questions: Vec<RollupQuestion<'_>> = months.map(|month| question(&core, month, as_of, app.today)).collect();
    questions.iter().map(|question| question.month.month).for_each(|month| note_if_outside(app, &core, month));
    let is_written = app.format == Format::Docx || arguments.own.is_asked();
    match questions.as_slice() {
        [question] if is_written => {
            let asked = written::Asked { only, question, as_of: as_of.unwrap_or(app.today) };
            written::show(app, arguments, &opened, &core, &asked)?;
            return Ok(Exit::Fine);
        }
        [_, _, ..] if arguments.own.is_asked() => return Err(Failure::usage(Message::new("template.one-month"))),
        _ => {}
    }
    let parts = each_branch(&opened.root, &core, Needs::ROLLUP, Looking::Errors, |branch, records| {
        let asked = only.is_none_or(|only| only == branch);
        asked.then(|| questions.iter().map(|question| part(&core, branch, records, question)).collect::<Vec<_>>())
    });
    app.refuse_errors(&opened.root, &parts.findings)?;
    let mut by_month: Vec<Vec<_>> = questions.iter().map(|_| Vec::new()).collect();
    for branch in parts.value.into_iter().flatten() {
        by_month.iter_mut().zip(branch).for_each(|(month, part)| month.push(part));
    }
    let mut rollups: Vec<Rollup<'_>> =
        questions.iter().zip(by_month).map(|(question, parts)| Rollup::new(&core, question, parts)).collect();
    let foot = foot::foot(app, arguments, &opened.root, &core, first, &questions, None);
    let closings = foot::closings(app, &opened.root, &core, &rollups, only.is_none())?;
    match (rollups.pop(), arguments.since.is_some()) {
        (Some(rollup), false) => app.show(&Signed { report: &rollup, closings, extent: Extent::Month, foot })?,
        (last, _) => {
            let months = rollups.into_iter().chain(last).collect();
            app.show(&Signed { report: &Rollups { months }, closings, extent: Extent::Months, foot })?;
        }
    }
    Ok(Exit::Fine)
}

fn question<'a>(core: &'a Core, month: Month, as_of: Option<Day>, today: Day) -> RollupQuestion<'a> {
    let own = as_of.unwrap_or_else(|| default_day(core, month, today));
    RollupQuestion::new(core, month, own, default_day(core, month.previous(), today))
}
