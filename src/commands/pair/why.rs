//! `pair why`: why two persons are a pair, or why they are not. The question is asked of the proposal of the day on which either was
//! paired, where it lies beside the records or is named; else of that day, with its pairs open; else of today.

use std::path::PathBuf;

use serde_json::Value;

use super::proposal_file::{Beside, ProposalFile};
use super::suggest::{policy, too_large};
use super::{gathered, proposal_file};
use crate::app::App;
use crate::commands::reading::Opened;
use crate::commands::{reading, sealing, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::matching::assignment::{Assignment, Pair};
use crate::matching::pairing::{Programme, Proposal, Question};
use crate::matching::verify::verify;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{Choice, Pair as RecordedPair, PairIx, PersonIx};
use crate::model::scheme::PairingPolicy;
use crate::model::word::Side;
use crate::reports::pairing::{WhyReport, assignment_of, question_of};
use crate::store::needs::Needs;
use crate::store::open::Root;
use crate::store::sealed::identity::Identities;
use crate::ui::Exit;

/// Why two are a pair, or are not
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The pair; or the helper: id or name
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

/// Whom the question is about.
struct About {
    helper: PersonIx,
    helped: PersonIx,
    pair: Option<PairIx>,
}

/// Explains.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let identities = sealing::identities(app)?;
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, Needs::PAIRING)?;
    let choices = gathered::choices(app, &opened, &core)?;
    let about = about(app, arguments, &core)?;
    let mut question = Question::new(&core, &choices, reading::as_of(app, arguments.as_of.as_deref())?);
    let round = match &arguments.as_of {
        Some(_) => None,
        None => round(&core, &about, app.today),
    };
    if let Some(day) = round {
        (question.as_of, question.first_day, question.counted_until) = (day, day, Some(day));
        question.open = core.pairs.iter().filter(|(_, row)| row.start == day).map(|(pair, _)| pair).collect();
    }
    question.seed.clone_from(&arguments.seed);
    question.policy = arguments.policy.as_deref().map_or(Ok(question.policy), policy)?;
    let (file, mut grounds) = match &arguments.proposal {
        Some(path) => (Some(proposal_file::named(path, identities.as_ref())?), Vec::new()),
        None if arguments.seed.is_some() => (None, Vec::new()),
        None => beside(&opened, identities.as_ref(), &question, round)?,
    };
    let proposed = file.as_ref().map(|file| asked_again(app, &opened.root, identities.as_ref(), file, &core, &choices)).transpose()?;
    let (proposal, ground) = match proposed {
        Some(Asked { proposal: Some(proposal), ground, .. }) => (proposal, ground),
        changed => {
            if let Some(old) = changed {
                (question.seed, question.policy) = (old.seed, old.policy);
                grounds.push(old.ground);
            }
            (question.levels, question.profiles) = gathered::sealed(app, &opened.root, &core, identities.as_ref(), question.as_of);
            let first_day = question.first_day;
            let best = Proposal::best(question).map_err(too_large)?;
            match round {
                Some(day) => as_recorded(best, day),
                None => (best, Message::new("pairing.why.ground-open").with("day", first_day)),
            }
        }
    };
    grounds.insert(0, ground);
    let pair = about.pair.map(|pair| core.pairs.id(pair).to_owned());
    let report = WhyReport::new(&proposal, [about.helper, about.helped], pair, grounds, app.lang);
    gathered::show(app, &report, &proposal)?;
    Ok(Exit::Fine)
}

/// The proposal of the question's day that lies beside the records; else what to say of that.
fn beside(
    opened: &Opened,
    identities: Option<&Identities>,
    question: &Question<'_>,
    round: Option<Day>,
) -> Result<(Option<ProposalFile>, Vec<Message>)> {
    let (key, day) = round.map_or(("as_of", question.as_of), |day| ("first_day", day));
    // One with an office's own costs cannot be asked without them.
    let fits = |says: &Value| says[key] == day.to_string().as_str() && !says["settings"].is_null();
    let untold = |key: &'static str| Message::new(key).with("day", day);
    Ok(match proposal_file::beside(&opened.store, identities, fits)? {
        Beside::One(file) => (Some(file), Vec::new()),
        Beside::Nothing => (None, vec![untold("pairing.why.no-proposal")]),
        Beside::Sealed(name) => (None, vec![untold("pairing.why.sealed-proposal").with("file", name)]),
        Beside::Several(names) => (None, vec![untold("pairing.why.several-proposals").with("files", names.join(" "))]),
    })
}

/// A proposal file's question, asked again.
struct Asked<'a> {
    /// The file's pairs, if its prices prove them by the records as they are.
    proposal: Option<Proposal<'a>>,
    seed: Option<String>,
    policy: PairingPolicy,
    /// What to say of it.
    ground: Message,
}

/// Asks a proposal file's question again of the records. Errors: it is no proposal, or one with an office's own costs.
fn asked_again<'a>(
    app: &App,
    root: &Root,
    identities: Option<&Identities>,
    file: &ProposalFile,
    core: &'a Core,
    choices: &'a [Choice],
) -> Result<Asked<'a>> {
    let fault = |key: &'static str| Failure::usage(Message::new(key).with("file", file.name.as_str()));
    let mut told = question_of(&file.says, core, choices).ok_or_else(|| fault("pairing.verify.no-proposal"))?;
    if told.own_costs {
        return Err(fault("pairing.why.own-costs"));
    }
    gathered::take_sealed(app, root, identities, &mut told);
    let (seed, policy, first_day) = (told.question.seed.clone(), told.question.policy, told.question.first_day);
    let programme = Programme::new(told.question).map_err(too_large)?;
    let proposal = assignment_of(&file.says, &programme).ok().map(|assignment| Proposal::of(programme, assignment));
    let proposal = proposal.filter(Proposal::is_optimal);
    let ground = Message::new(if proposal.is_some() { "pairing.why.ground-proposal" } else { "pairing.why.ground-changed" });
    let ground = ground.with("file", file.name.as_str()).with("seed", seed.as_deref().unwrap_or_default()).with("day", first_day);
    let ground = ground.with("count", file.says["pairs"].as_array().map_or(0, Vec::len));
    Ok(Asked { proposal, seed, policy, ground })
}

fn about(app: &App, arguments: &Arguments, core: &Core) -> Result<About> {
    if let Some(second) = &arguments.second {
        let (helper, helped) = (spoken::person(core, &arguments.first)?, spoken::person(core, second)?);
        let own = core.pairs_of(helper).iter().map(|(_, _, pair)| *pair);
        let theirs = own.filter(|pair| core.pairs.get(*pair).is_some_and(|row| (row.helper, row.helped) == (helper, helped)));
        let pair = theirs.max_by_key(|pair| core.pairs.get(*pair).map(|row| row.start));
        return Ok(About { helper, helped, pair });
    }
    let pair = spoken::pair(core, &arguments.first, app.today)?;
    let unknown = (PersonIx::UNKNOWN, PersonIx::UNKNOWN);
    let (helper, helped) = core.pairs.get(pair).map_or(unknown, |row| (row.helper, row.helped));
    Ok(About { helper, helped, pair: Some(pair) })
}

/// The day on which the pair started; else the latest on which both were paired, each with somebody else; else the start of the
/// student's or the helper's latest pair.
fn round(core: &Core, about: &About, today: Day) -> Option<Day> {
    if let Some(row) = about.pair.and_then(|pair| core.pairs.get(pair)) {
        return Some(row.start);
    }
    let starts = |person: PersonIx, side: Side| -> Vec<Day> {
        let own = core.pairs_of(person).iter().filter(|(_, on, _)| *on == side);
        own.filter_map(|(_, _, pair)| core.pairs.get(*pair)).map(|row| row.start).filter(|start| *start <= today).collect()
    };
    let (helped, helper) = (starts(about.helped, Side::Helped), starts(about.helper, Side::Helper));
    let both = helped.iter().filter(|day| helper.contains(day)).max();
    both.or_else(|| helped.iter().max()).or_else(|| helper.iter().max()).copied()
}

/// The pairs as they were recorded, if they are as good as the best; else the best.
fn as_recorded(best: Proposal<'_>, day: Day) -> (Proposal<'_>, Message) {
    let count = best.programme.question.open.len();
    let ground = |key: &'static str| Message::new(key).with("day", day).with("count", count);
    let proven = recorded(&best).and_then(|assignment| Some((verify(&best.programme.instance, &assignment).ok()?, assignment)));
    match proven {
        Some((proof, assignment)) => (Proposal { assignment, proof: Ok(proof), ..best }, ground("pairing.why.ground-recorded")),
        None => (best, ground("pairing.why.ground-other")),
    }
}

/// The open pairs at the prices of the best; none where somebody of them has no place.
fn recorded(best: &Proposal<'_>) -> Option<Assignment> {
    let programme = &best.programme;
    let open = programme.question.open.iter().filter_map(|pair| programme.question.core.pairs.get(*pair));
    let place = |row: &RecordedPair| Some(Pair { row: programme.row_of(row.helped)?, column: programme.column_of(row.helper)? });
    let mut pairs = open.map(place).collect::<Option<Vec<Pair>>>()?;
    pairs.sort_unstable();
    Some(Assignment { pairs, ..best.assignment.clone() })
}
