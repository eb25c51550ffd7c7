//! `pair suggest`: the best pairs for everyone unpaired, with reasons and a proof. Writes nothing without `--apply`.

use std::path::PathBuf;

use super::gathered;
use super::made::{insertions, say_written};
use crate::app::{App, Writing};
use crate::commands::writing::{Done, Session};
use crate::commands::{reading, sealing, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::matching::pairing::{Proposal, Question, TooLarge};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{Choice, PersonIx};
use crate::model::scheme::PairingPolicy;
use crate::model::word::key_and_name;
use crate::model::word_distance::nearest;
use crate::reports::pairing::PairingReport;
use crate::reports::sheet::Format;
use crate::store::needs::Needs;
use crate::store::open::Root;
use crate::store::sealed::identity::Identities;
use crate::ui::Exit;

/// Propose pairs
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// need-first or voluntary-first (as the scheme says)
    #[arg(long, value_name = "POLICY")]
    policy: Option<String>,
    /// The seed of the lot (drawn)
    #[arg(long, value_name = "SEED")]
    seed: Option<String>,
    /// Somebody who is in no new pair: id or name; may be given several times
    #[arg(long, value_name = "PERSON")]
    without: Vec<String>,
    /// A CSV helper,helped,cost in place of the settings
    #[arg(long, value_name = "FILE")]
    costs: Option<PathBuf>,
    /// Write the pairs
    #[arg(long, conflicts_with = "as_of")]
    apply: bool,
    /// The first day of the pairs
    #[arg(long, value_name = "DAY")]
    start: Option<String>,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Proposes, and with `--apply` writes.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let app = &with_format_of_file(app);
    if arguments.apply { apply(app, arguments) } else { show(app, arguments) }
}

/// An answer into a file `….json` is JSON.
pub(super) fn with_format_of_file(app: &App) -> App {
    let is_json = app.output.as_ref().and_then(|path| path.extension()).is_some_and(|extension| extension == "json");
    let format = if is_json && app.format == Format::Table { Format::Json } else { app.format };
    let mut own = app.clone();
    own.format = format;
    own
}

fn show(app: &App, arguments: &Arguments) -> Result<Exit> {
    let identities = sealing::identities(app)?;
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, Needs::PAIRING)?;
    let choices = gathered::choices(app, &opened, &core)?;
    let report = propose(app, arguments, &core, &choices, &opened.root, identities.as_ref())?;
    let report = if app.output.is_none() { report.in_the_open() } else { report };
    gathered::show(app, &report, &report.proposal.programme.question)?;
    match &app.output {
        Some(_) if app.writing == Writing::DryRun => {}
        Some(path) => app.note(&Message::new("pairing.in-file").with("file", path.display().to_string())),
        None if app.format != Format::Json => app.note(&Message::new("pairing.not-written")),
        None => {}
    }
    Ok(Exit::Fine)
}

fn propose<'a>(
    app: &App,
    arguments: &Arguments,
    core: &'a Core,
    choices: &'a [Choice],
    root: &Root,
    identities: Option<&Identities>,
) -> Result<PairingReport<'a>> {
    let mut question = question(app, arguments, core, choices)?;
    let mut inputs = gathered::inputs(root, core);
    match &arguments.costs {
        Some(path) => inputs.push(gathered::take_costs(&mut question, path)?),
        None => (question.levels, question.profiles) = gathered::sealed(app, root, core, identities, question.as_of)?,
    }
    let proposal = Proposal::best(question).map_err(too_large)?;
    PairingReport::new(proposal, inputs, app.lang).map_err(too_large)
}

fn question<'a>(app: &App, arguments: &Arguments, core: &'a Core, choices: &'a [Choice]) -> Result<Question<'a>> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let mut question = Question::new(core, choices, as_of);
    if let Some(start) = &arguments.start {
        let start = spoken::coming_day(start, app.today)?;
        question.first_day = start;
        question.counted_until = Some(as_of.max(start));
    }
    if arguments.as_of.is_none() {
        question.counted_until = Some(last_start(core, as_of.max(question.first_day)));
    }
    question.policy = arguments.policy.as_deref().map_or(Ok(question.policy), policy)?;
    question.seed = Some(seed(app, arguments.seed.as_deref())?);
    question.without = left_out(core, &arguments.without)?;
    Ok(question)
}

/// The day of the last start among the recorded pairs, not before a day. Asked as of today, all that are recorded take their places, as
/// whoever applies the proposal will find them; those that are recorded later do not, so that what was proposed can still be proven.
fn last_start(core: &Core, day: Day) -> Day {
    core.pairs.iter().map(|(_, pair)| pair.start).fold(day, Day::max)
}

/// Persons who are left out of new pairs, each once, in the order of their ids.
pub(super) fn left_out(core: &Core, named: &[String]) -> Result<Vec<PersonIx>> {
    let mut persons = named.iter().map(|text| spoken::person(core, text)).collect::<Result<Vec<PersonIx>>>()?;
    persons.sort_by(|one, other| core.people.id(*one).cmp(core.people.id(*other)));
    persons.dedup();
    Ok(persons)
}

/// The policy that a word names.
pub(super) fn policy(word: &str) -> Result<PairingPolicy> {
    let known = PairingPolicy::WORDS;
    known.iter().find(|(name, policy)| *name == word || policy.zh() == word).map(|(_, policy)| *policy).ok_or_else(|| {
        let near = nearest(word, known.iter().map(|(name, _)| *name));
        let known: Vec<String> = known.iter().map(|(name, policy)| key_and_name(name, policy.zh())).collect();
        Failure::usage(Message::new("failure.unknown-word").with("value", word).with("nearest", near).with("known", known.join(" ")))
    })
}

/// The seed given, else one drawn from the system, once.
pub(super) fn seed(app: &App, given: Option<&str>) -> Result<String> {
    match given.map(str::trim) {
        Some("") => Err(Failure::usage(Message::new("pairing.empty-seed"))),
        Some(seed) => Ok(seed.to_owned()),
        None => Ok(app.drawn_seed()),
    }
}

/// Numbers too large to calculate with are refused, never wrapped.
pub(super) fn too_large(_: TooLarge) -> Failure {
    Failure::refused(Message::new("pairing.too-large"))
}

fn apply(app: &App, arguments: &Arguments) -> Result<Exit> {
    let identities = sealing::identities(app)?;
    let session = Session::for_report(app)?;
    let choices = gathered::choices_held(&session)?;
    let report = propose(app, arguments, &session.core, &choices, session.root(), identities.as_ref())?;
    if app.writing == Writing::Apply {
        gathered::show_beside(app, &report, &report.proposal.programme.question)?;
    }
    let start: Day = report.proposal.programme.question.first_day;
    let pairs = report.proposal.pairs();
    if pairs.is_empty() {
        return app.say(&Message::new("pairing.nothing-to-write")).map(|()| Exit::Fine);
    }
    let (changes, records) = insertions(&session, &pairs, start)?;
    if session.apply(changes)? == Done::Written {
        let message = Message::new("pairing.written").with("count", pairs.len()).with("day", start);
        say_written(app, message, records, report.proposal.programme.question.seed.as_deref())?;
    }
    Ok(Exit::Fine)
}
