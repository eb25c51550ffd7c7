//! `pair`: one pair by hand (rules.md R3). A pair ends with a reason; nothing is overwritten. Proposals are in the files below.

mod gathered;
mod made;
mod proposal_file;
mod rematch;
mod rounds;
mod suggest;
mod verify;
mod why;

use crate::app::App;
use crate::commands::found::{Found, amend, remove};
use crate::commands::records::{adding, assignments, carry_out, listing};
use crate::commands::writing::{RecordChange, Session};
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::character::is_blank;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PairIx};
use crate::model::table::PAIRS;
use crate::model::word::{Basis, Word};
use crate::store::edit::Change;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Pairs
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Make a pair
    Add(Add),
    /// End a pair
    End(End),
    /// Propose pairs for everyone unpaired
    Suggest(suggest::Arguments),
    /// Prove a proposal from its file
    Verify(verify::Arguments),
    /// Why two are a pair, or are not
    Why(why::Arguments),
    /// Find other helpers where some drop out
    Rematch(rematch::Arguments),
    /// The pairs
    List(List),
    /// Correct a pair
    Amend(Amend),
    /// Take a pair out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The helper: id or name
    #[arg(value_name = "HELPER")]
    helper: String,
    /// The helped student: id or name
    #[arg(value_name = "HELPED")]
    helped: String,
    /// The first day
    #[arg(long, value_name = "DAY")]
    start: String,
    /// The pair's id (the branch and the next free number)
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// voluntary 自愿 or assigned 组织分配
    #[arg(long, value_name = "BASIS", default_value = "assigned")]
    basis: String,
    /// Fields of help, by key or name, joined by commas (all)
    #[arg(long, value_name = "TOPICS")]
    topics: Option<String>,
}

#[derive(Debug, clap::Args)]
struct End {
    /// The pair
    #[arg(value_name = "PAIR")]
    pair: String,
    /// The last day (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Only pairs of this person
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Only pairs active today
    #[arg(long)]
    active: bool,
    /// Only pairs active on this day
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The pair
    #[arg(value_name = "PAIR")]
    pair: String,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance start=2012-11-07
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Add(arguments) => make(app, arguments),
        Verb::End(arguments) => end(app, arguments),
        Verb::Suggest(arguments) => suggest::run(app, arguments),
        Verb::Verify(arguments) => verify::run(app, arguments),
        Verb::Why(arguments) => why::run(app, arguments),
        Verb::Rematch(arguments) => rematch::run(app, arguments),
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(Amend { which, fields }) => amend(app, assignments(&PAIRS, fields)?, |session| {
            Ok(found(&session.core, spoken::pair(&session.core, &which.pair, app.today)?))
        }),
        Verb::Remove(which) => remove(app, |session| unused(app, session, which)),
    }
}

/// A pair without records of its own; one with some is ended, not removed.
fn unused(app: &App, session: &Session<'_>, which: &Which) -> Result<Found> {
    let core = &session.core;
    let pair = spoken::pair(core, &which.pair, app.today)?;
    let branch = core.pairs.get(pair).map_or(BranchIx::NONE, |row| row.branch);
    let records = session.branch(branch);
    let counts = [
        ("contacts", records.contacts.contacts.iter().filter(|contact| contact.pair == pair).count()),
        ("forms", records.forms.rows.iter().filter(|form| form.pair == pair).count()),
        ("goals", records.goals.rows.iter().filter(|goal| goal.pair == pair).count()),
    ];
    if counts.iter().all(|(_, count)| *count == 0) {
        return Ok(found(core, pair));
    }
    let used = Message::new("pair.used").with("pair", core.pairs.id(pair));
    Err(Failure::usage(counts.into_iter().fold(used, |used, (name, count)| used.with(name, count))))
}

fn found(core: &Core, pair: PairIx) -> Found {
    Found { table: &PAIRS, branch: core.pairs.get(pair).map(|row| row.branch), key: vec![core.pairs.id(pair).to_owned()] }
}

fn make(app: &App, arguments: &Add) -> Result<Exit> {
    let start = spoken::day(&arguments.start, app.today)?;
    let basis = spoken::word::<Basis>(&arguments.basis)?;
    let session = Session::begin(app)?;
    let core = &session.core;
    let helper = spoken::person(core, &arguments.helper)?;
    let helped = spoken::person(core, &arguments.helped)?;
    let (branch, home) = made::home(core, helper)?;
    let next_id = || made::id(home, made::highest_number(core, branch, home) + 1);
    let id = arguments.id.clone().unwrap_or_else(next_id);
    let topics = match &arguments.topics {
        Some(words) => spoken::topics(core, words)?,
        None => made::all_topics(core),
    };
    let cells = vec![
        ("id", id.clone()),
        ("helper", core.people.id(helper).to_owned()),
        ("helped", core.people.id(helped).to_owned()),
        ("basis", basis.key().to_owned()),
        ("topics", topics),
        ("start", start.to_string()),
    ];
    let said = Message::new("pair.made").with("pair", id).with("helper", core.people.name(helper));
    let said = said.with("helped", core.people.name(helped)).with("start", start);
    carry_out(app, &session, adding(&PAIRS, Some(branch), cells), |answer| answer.saying(said))
}

fn end(app: &App, arguments: &End) -> Result<Exit> {
    let day = arguments.on.as_deref().map_or(Ok(app.today), |text| spoken::day(text, app.today))?;
    let session = Session::begin(app)?;
    let core = &session.core;
    let pair = spoken::pair(core, &arguments.pair, day)?;
    let (found, id) = (found(core, pair), core.pairs.id(pair));
    if let Some(end) = core.pairs.get(pair).and_then(|row| row.end) {
        let amend = Message::new("pair.ended-hint").with("pair", id);
        return Err(Failure::usage(Message::new("pair.ended-already").with("pair", id).with("day", end)).hint(amend));
    }
    if arguments.reason.chars().all(is_blank) {
        return Err(Failure::usage(Message::new("pair.no-reason").with("pair", id)));
    }
    let cells = vec![("end", day.to_string()), ("end_reason", arguments.reason.clone())];
    let change = RecordChange { table: &PAIRS, branch: found.branch, change: Change::Amend { key: found.key, cells } };
    let said = spoken::with_names(Message::new("pair.ended"), core, pair).with("day", day).with("next", day.next());
    carry_out(app, &session, change, |answer| answer.saying(said))
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let branch = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let persons = spoken::asked_id(&core, arguments.person.as_deref())?;
    let on: Option<Day> = match &arguments.on {
        Some(text) => Some(spoken::day(text, app.today)?),
        None => arguments.active.then_some(app.today),
    };
    let row = |id: &str| core.pairs.find(id).and_then(|pair| core.pairs.get(pair));
    let listing = listing(app, &opened, &core, &PAIRS, |cell| {
        let pair = row(&cell("id"));
        branch.is_none_or(|branch| pair.is_some_and(|pair| pair.branch == branch))
            && persons.is_none_or(|id| cell("helper") == id || cell("helped") == id)
            && on.is_none_or(|day| pair.is_some_and(|pair| core.active(pair).contains(day)))
    });
    app.show(&listing.with_stages(on.unwrap_or(app.today)))?;
    Ok(Exit::Fine)
}
