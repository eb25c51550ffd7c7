//! `pair rematch`: a helper drops out; who moves, with as few other pairs changed as need allows. Writes nothing without `--apply`.

use super::gathered;
use super::made::{insertions, say_written};
use super::suggest::{left_out, seed, too_large, with_format_of_file};
use crate::app::{App, Writing};
use crate::commands::writing::{Done, RecordChange, Session};
use crate::commands::{reading, sealing, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::matching::pairing::{Ended, Proposal, Rematch, rematch_question};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{Choice, PairIx};
use crate::model::table::PAIRS;
use crate::reports::answer::{Action, Touched};
use crate::reports::pairing::RematchReport;
use crate::store::edit::Change;
use crate::store::needs::Needs;
use crate::store::open::Root;
use crate::store::sealed::identity::Identities;
use crate::ui::Exit;

/// Find other helpers where some drop out
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pairs that end
    #[arg(value_name = "PAIR", required = true)]
    pairs: Vec<String>,
    /// The last day of the pairs that end (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
    /// Why they end
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Somebody who is in no new pair: id or name; may be given several times
    #[arg(long, value_name = "PERSON")]
    without: Vec<String>,
    /// The seed of the lot (drawn)
    #[arg(long, value_name = "SEED")]
    seed: Option<String>,
    /// End the old pairs and write the new ones
    #[arg(long)]
    apply: bool,
}

/// Proposes, and with `--apply` writes.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let app = &with_format_of_file(app);
    let last_day = arguments.on.as_deref().map_or(Ok(app.today), |text| spoken::day(text, app.today))?;
    let identities = sealing::identities(app)?;
    if arguments.apply {
        return apply(app, arguments, last_day, identities.as_ref());
    }
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, Needs::PAIRING)?;
    let choices = gathered::choices(app, &opened, &core)?;
    let report = propose(app, arguments, &core, &choices, last_day, (&opened.root, identities.as_ref()))?;
    gathered::show(app, &report, &report.proposal().programme.question)?;
    app.note(&Message::new("pairing.rematch.not-written"));
    Ok(Exit::Fine)
}

fn propose<'a>(
    app: &App,
    arguments: &Arguments,
    core: &'a Core,
    choices: &'a [Choice],
    last_day: Day,
    (root, identities): (&Root, Option<&Identities>),
) -> Result<RematchReport<'a>> {
    let ending = arguments.pairs.iter().map(|pair| active(core, pair, last_day)).collect::<Result<Vec<PairIx>>>()?;
    let mut question = rematch_question(core, choices, &ending, last_day);
    (question.levels, question.profiles) = gathered::sealed(app, root, core, identities, last_day)?;
    question.seed = Some(seed(app, arguments.seed.as_deref())?);
    question.without = left_out(core, &arguments.without)?;
    let proposal = Proposal::best(question).map_err(too_large)?;
    Ok(RematchReport::new(Rematch::of(proposal, &ending), last_day, app.lang))
}

/// A pair that is active on a day.
fn active(core: &Core, text: &str, day: Day) -> Result<PairIx> {
    let pair = spoken::pair(core, text, day)?;
    if core.pairs.get(pair).is_some_and(|row| core.active(row).contains(day)) {
        return Ok(pair);
    }
    Err(Failure::usage(Message::new("pairing.rematch.not-active").with("pair", core.pairs.id(pair)).with("day", day)))
}

fn apply(app: &App, arguments: &Arguments, last_day: Day, identities: Option<&Identities>) -> Result<Exit> {
    let session = Session::begin(app)?;
    let choices = gathered::choices_held(&session)?;
    let report = propose(app, arguments, &session.core, &choices, last_day, (session.root(), identities))?;
    if app.writing == Writing::Apply {
        gathered::show_beside(app, &report, &report.proposal().programme.question)?;
    }
    let (mut changes, mut records) = endings(app, arguments, &session, &report, last_day);
    let (begun, more) = insertions(&session, &report.begun, last_day.next())?;
    changes.extend(begun);
    records.extend(more);
    if session.apply(changes)? == Done::Written {
        let message = Message::new("pairing.rematch.written").with("ended", report.ended.len()).with("begun", report.begun.len());
        let message = message.with("day", last_day).with("next", last_day.next());
        say_written(app, message, records, report.proposal().programme.question.seed.as_deref())?;
    }
    Ok(Exit::Fine)
}

/// The changes that end pairs, each with its reason.
fn endings(
    app: &App,
    arguments: &Arguments,
    session: &Session<'_>,
    report: &RematchReport<'_>,
    last_day: Day,
) -> (Vec<RecordChange>, Vec<Touched>) {
    let core = &session.core;
    let named: Vec<&str> = report.ended.iter().filter(|ended| ended.named).map(|ended| core.pairs.id(ended.pair)).collect();
    let given = arguments.reason.clone().unwrap_or_else(|| Message::new("pairing.rematch.drop-out").text(app.lang));
    let adjusted = Message::new("pairing.rematch.adjusted").with("pairs", named.join(" ")).text(app.lang);
    let one = |ended: &Ended| {
        let branch = core.pairs.get(ended.pair).map(|row| row.branch);
        let key = vec![core.pairs.id(ended.pair).to_owned()];
        let reason = if ended.named { given.clone() } else { adjusted.clone() };
        let cells = vec![("end", last_day.to_string()), ("end_reason", reason)];
        let touched = Touched { action: Action::Amended, table: &PAIRS, file: session.path(&PAIRS, branch), key: key.clone() };
        (RecordChange { table: &PAIRS, branch, change: Change::Amend { key, cells } }, touched)
    };
    report.ended.iter().map(one).unzip()
}
