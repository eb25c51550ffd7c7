//! `pair why`: why two persons are a pair, or why they are not. The question is asked of the proposal of the day on which either was
//! paired, where it lies beside the records or is named; else of that day or of today (`rounds`). Where a proposal and the
//! records are as it was written, only what the question touches is worked out; `pair verify` proves the whole.

use std::path::PathBuf;

use super::proposal_file::{Beside, ProposalFile};
use super::rounds::About;
use super::suggest::{policy, too_large};
use super::{gathered, proposal_file, rounds};
use crate::app::App;
use crate::commands::reading::Opened;
use crate::commands::{reading, sealing, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::matching::assignment::Assignment;
use crate::matching::graph::Costs;
use crate::matching::pairing::{Programme, Proposal, Question, Sides, Touched};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{Choice, PairIx, PersonIx};
use crate::model::scheme::PairingPolicy;
use crate::model::word::Side;
use crate::reports::pairing::{AskedPair, Basis, Proven, SpokenOf, Told, UnpairedReport, WhyReport, Written};
use crate::store::needs::Needs;
use crate::store::open::Root;
use crate::store::sealed::identity::Identities;
use crate::ui::Exit;

/// Why two are a pair, or are not
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pair, the helper, or somebody without a pair: id or name
    #[arg(value_name = "PAIR|HELPER")]
    first: String,
    /// The student: id or name
    #[arg(value_name = "HELPED")]
    second: Option<String>,
    /// The seed of the lot (that of the proposal)
    #[arg(long, value_name = "SEED")]
    seed: Option<String>,
    /// The proposal to ask, a file (one of that day beside the records)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["seed", "policy", "as_of"])]
    proposal: Option<PathBuf>,
    /// need-first or voluntary-first (as the scheme says)
    #[arg(long, value_name = "POLICY")]
    policy: Option<String>,
    /// The day as of which to ask
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Explains.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let identities = sealing::identities(app)?;
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, Needs::PAIRING)?;
    let choices = gathered::choices(app, &opened, &core)?;
    let asking = Asking { app, core: &core, about: about(app, arguments, &core)? };
    let today = reading::as_of(app, arguments.as_of.as_deref())?;
    let mut question = Question::new(&core, &choices, today);
    let rounds = if arguments.as_of.is_some() { Vec::new() } else { rounds::days(&core, asking.about, app.today) };
    let (file, round, mut grounds) = match &arguments.proposal {
        Some(path) => (Some(proposal_file::named(path, identities.as_ref())?), rounds.first().copied(), Vec::new()),
        None if arguments.seed.is_some() => (None, rounds.first().copied(), Vec::new()),
        None => beside(&opened, identities.as_ref(), today, &rounds)?,
    };
    if let Some(day) = round {
        rounds::ask_of(&mut question, day);
    }
    question.seed.clone_from(&arguments.seed);
    question.policy = arguments.policy.as_deref().map_or(Ok(question.policy), policy)?;
    if let Some(file) = &file {
        let told = told(app, &opened.root, identities.as_ref(), file, &core, &choices)?;
        let Some(old) = by_file(&asking, file, told)? else { return Ok(Exit::Fine) };
        (question.seed, question.policy, question.without) = (old.seed, old.policy, old.without);
        if round.is_none() {
            (question.as_of, question.first_day, question.counted_until) = old.days;
        }
        grounds.push(old.ground);
    }
    (question.levels, question.profiles) = gathered::sealed(app, &opened.root, &core, identities.as_ref(), question.as_of)?;
    let (proposal, of, ground) = rounds::of_records(question, round).map_err(too_large)?;
    grounds.push(ground);
    asking.answer(&proposal, of, grounds)?;
    Ok(Exit::Fine)
}

/// A question and who asks.
struct Asking<'q> {
    app: &'q App,
    core: &'q Core,
    about: About,
}

impl Asking<'_> {
    /// Answers by pairs and prices that are proven.
    fn answer(&self, proposal: &Proposal<'_>, of: SpokenOf, lines: Vec<Message>) -> Result<()> {
        let programme = &proposal.programme;
        let basis = Basis { of, proven: Proven::Whole, lines };
        self.report(programme, (&programme.instance, &proposal.assignment), basis).show(self.app, programme)
    }

    fn report<'p, 'a, C: Costs>(&self, sides: &'p Sides<'a>, by: (&C, &Assignment), basis: Basis) -> Report<'p, 'a> {
        match self.about {
            About::Two { helper, helped, pair } => {
                let pair = pair.and_then(|pair| self.asked_pair(pair));
                Report::Two(Box::new(WhyReport::new(sides, by, [helper, helped], pair, basis, self.app.lang)))
            }
            About::Alone(person, side) => Report::Alone(UnpairedReport::new(sides, by, (person, side), basis, self.app.lang)),
        }
    }

    fn asked_pair(&self, pair: PairIx) -> Option<AskedPair> {
        let row = self.core.pairs.get(pair)?;
        let last = self.core.active(row).last;
        Some(AskedPair { id: self.core.pairs.id(pair).to_owned(), start: row.start, until: (last < self.app.today).then_some(last) })
    }

    /// Answers by pairs and prices that were written by the records as they are, with the costs of only those pairs that the question
    /// touches; whether that finds no price wrong.
    fn answer_by_part(&self, sides: &Sides<'_>, assignment: &Assignment, ground: Message) -> Result<bool> {
        let Ok(touched) = Touched::new(sides, assignment) else { return Ok(false) };
        let basis = Basis { of: SpokenOf::Proposal, proven: Proven::Part, lines: vec![ground] };
        let report = self.report(sides, (&touched, assignment), basis);
        if !touched.is_sound() {
            return Ok(false);
        }
        report.show(self.app, sides).map(|()| true)
    }
}

/// An answer before it is shown.
enum Report<'p, 'a> {
    Two(Box<WhyReport<'p, 'a>>),
    Alone(UnpairedReport<'p, 'a>),
}

impl Report<'_, '_> {
    fn show(self, app: &App, sides: &Sides<'_>) -> Result<()> {
        match self {
            Self::Two(report) => gathered::show(app, report.as_ref(), &sides.question),
            Self::Alone(report) => gathered::show(app, &report, &sides.question),
        }
    }
}

/// A proposal beside the records, the day that the question is asked of, and what to say of either.
type Found = (Option<ProposalFile>, Option<Day>, Vec<Message>);

/// The proposal of the first of some days, or as of today where there are none, that lies beside the records.
fn beside(opened: &Opened, identities: Option<&Identities>, today: Day, rounds: &[Day]) -> Result<Found> {
    let mut first = None;
    for round in rounds.iter().map(|day| Some(*day)).chain(rounds.is_empty().then_some(None)) {
        let found = of_round(opened, identities, today, round)?;
        if found.0.is_some() {
            return Ok(found);
        }
        first = first.or(Some(found));
    }
    Ok(first.unwrap_or_default())
}

/// The proposal of a day that lies beside the records; else what to say of that.
fn of_round(opened: &Opened, identities: Option<&Identities>, today: Day, round: Option<Day>) -> Result<Found> {
    let day = round.unwrap_or(today);
    let is_of_day = |says: &Written| if round.is_some() { says.begins_on(day) } else { says.is_as_of(day) };
    // One with an office's own costs cannot be asked without them.
    let fits = |says: &Written| is_of_day(says) && !says.has_own_costs();
    let untold = |key: &'static str| Message::new(key).with("day", day);
    let (file, said) = match proposal_file::beside(&opened.store, identities, fits)? {
        Beside::One(file) => (Some(*file), Vec::new()),
        Beside::Nothing => (None, vec![untold("pairing.why.no-proposal")]),
        Beside::Sealed(name) => (None, vec![untold("pairing.why.sealed-proposal").with("file", name)]),
        Beside::Several(names) => (None, vec![untold("pairing.why.several-proposals").with("files", names.join(" "))]),
    };
    Ok((file, round, said))
}

/// What is left of a proposal file that does not answer.
struct Old {
    seed: Option<String>,
    policy: PairingPolicy,
    without: Vec<PersonIx>,
    /// The day as of which it was asked, its pairs' first day, and until when recorded pairs take a place.
    days: (Day, Day, Option<Day>),
    /// What to say of it.
    ground: Message,
}

/// A proposal file's question, asked again of the records. Errors: it is no proposal, or one with an office's own costs.
fn told<'a>(
    app: &App,
    root: &Root,
    identities: Option<&Identities>,
    file: &ProposalFile,
    core: &'a Core,
    choices: &'a [Choice],
) -> Result<Told<'a>> {
    let fault = |key: &'static str| Failure::usage(Message::new(key).with("file", file.name.as_str()));
    let mut told = file.says.question(core, choices).ok_or_else(|| fault("pairing.verify.no-proposal"))?;
    if told.own_costs {
        return Err(fault("pairing.why.own-costs"));
    }
    gathered::take_sealed(app, root, identities, &mut told)?;
    Ok(told)
}

/// Answers by a proposal file: by a part of it where it and the records are as it was written, else once its prices prove all of it;
/// where they do not, gives what is left of it.
fn by_file(asking: &Asking<'_>, file: &ProposalFile, told: Told<'_>) -> Result<Option<Old>> {
    let Question { seed, policy, without, as_of, first_day, counted_until, .. } = told.question.clone();
    let ground = |key: &'static str| {
        let ground = Message::new(key).with("file", file.name.as_str()).with("seed", seed.as_deref().unwrap_or_default());
        ground.with("day", first_day).with("count", file.says.pair_count())
    };
    let old = |key: &'static str| {
        let days = (as_of, first_day, counted_until);
        Ok(Some(Old { seed: seed.clone(), policy, without: without.clone(), days, ground: ground(key) }))
    };
    let sides = Sides::of(told.question).map_err(too_large)?;
    let read = file.says.assignment(&sides);
    let is_as_written = read.as_ref().is_ok_and(|assignment| file.says.has_grounds(&sides.grounds(assignment)));
    if let (true, Ok(assignment)) = (is_as_written, &read)
        && asking.answer_by_part(&sides, assignment, ground("pairing.why.ground-part"))?
    {
        return Ok(None);
    }
    let programme = Programme::of(sides).map_err(too_large)?;
    // Where all costs are as they were, it is the file that is wrong.
    let fault = |programme: &Programme<'_>| match file.says.has_digest(&programme.digest()) {
        true => "pairing.why.ground-wrong",
        false => "pairing.why.ground-changed",
    };
    let Ok(assignment) = read else { return old(fault(&programme)) };
    let proposal = Proposal::of(programme, assignment);
    if !proposal.is_optimal() {
        return old(fault(&proposal.programme));
    }
    asking.answer(&proposal, SpokenOf::Proposal, vec![ground("pairing.why.ground-proposal")]).map(|()| None)
}

fn about(app: &App, arguments: &Arguments, core: &Core) -> Result<About> {
    if let Some(second) = &arguments.second {
        let (helper, helped) = (spoken::person(core, &arguments.first)?, spoken::person(core, second)?);
        let own = core.pairs_of(helper).iter().map(|(_, _, pair)| *pair);
        let theirs = own.filter(|pair| core.pairs.get(*pair).is_some_and(|row| (row.helper, row.helped) == (helper, helped)));
        let pair = theirs.max_by_key(|pair| core.pairs.get(*pair).map(|row| row.start));
        return Ok(About::Two { helper, helped, pair });
    }
    if let Some(alone) = alone(app, &arguments.first, core) {
        return Ok(alone);
    }
    let pair = spoken::pair(core, &arguments.first, app.today)?;
    let unknown = (PersonIx::UNKNOWN, PersonIx::UNKNOWN);
    let (helper, helped) = core.pairs.get(pair).map_or(unknown, |row| (row.helper, row.helped));
    Ok(About::Two { helper, helped, pair: Some(pair) })
}

/// Somebody who has never been in a pair.
fn alone(app: &App, text: &str, core: &Core) -> Option<About> {
    let person = spoken::person(core, text).ok().filter(|person| core.pairs.find(text).is_none() && core.pairs_of(*person).is_empty())?;
    let helps = core.stage_on(person, app.today).is_some_and(|stage| core.scheme.pairing.helper_stages.contains(&stage));
    Some(About::Alone(person, if helps { Side::Helper } else { Side::Helped }))
}
