//! `goal`: the help plans of pairs.

use crate::app::App;
use crate::commands::found::{Found, amend, filled, remove};
use crate::commands::records::{add, assignments, listing};
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::records::{BranchIx, PairIx};
use crate::model::table::GOALS;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Help plans
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Set a goal
    Add(Add),
    /// Record that a goal is met
    Met(Met),
    /// The goals
    List(List),
    /// Correct a goal
    Amend(Amend),
    /// Take a goal out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The pair: its id, or the id or name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,
    /// The goal
    #[arg(value_name = "GOAL")]
    goal: String,
    /// The goal's id (g1, g2, …)
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// The field of help, by key or name (the pair's first)
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// How it is measured
    #[arg(long, value_name = "TEXT")]
    measure: Option<String>,
    /// By when
    #[arg(long, value_name = "DAY")]
    due: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The pair
    #[arg(value_name = "PAIR")]
    pair: String,
    /// The goal's id
    #[arg(value_name = "ID")]
    id: String,
}

#[derive(Debug, clap::Args)]
struct Met {
    #[command(flatten)]
    which: Which,
    /// The day on which it was met (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only this pair
    #[arg(value_name = "PAIR")]
    pair: Option<String>,
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Only goals that are not met
    #[arg(long)]
    open: bool,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance due=2013-01-18
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Add(arguments) => set(app, arguments),
        Verb::Met(Met { which, on }) => {
            let day = spoken::past_day(on.as_deref(), app.today)?;
            let session = Session::begin(app)?;
            unmet(app, &session, which)?.rewrite(app, &session, vec![("met", day.to_string())])
        }
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(Amend { which, fields }) => amend(app, assignments(&GOALS, fields)?, |session| known(app, session, which)),
        Verb::Remove(which) => remove(app, |session| known(app, session, which)),
    }
}

fn branch_of(session: &Session<'_>, pair: PairIx) -> BranchIx {
    session.core.pairs.get(pair).map_or(BranchIx::NONE, |row| row.branch)
}

/// The goal that is meant, and the day on which it was met.
fn find(app: &App, session: &Session<'_>, which: &Which) -> Result<(Found, Option<Day>)> {
    let pair = spoken::pair(&session.core, &which.pair, app.today)?;
    let branch = branch_of(session, pair);
    let goals = session.branch(branch).goals;
    let found = goals.iter().find(|(row, goal)| goal.pair == pair && goals.text(*row, "id") == which.id);
    let none = || Failure::usage(Message::new("goal.none").with("pair", which.pair.as_str()).with("id", which.id.as_str()));
    found.map(|(row, goal)| (Found::at(&GOALS, Some(branch), &goals, row), goal.met)).ok_or_else(none)
}

fn known(app: &App, session: &Session<'_>, which: &Which) -> Result<Found> {
    Ok(find(app, session, which)?.0)
}

/// A goal is met once; another day is a correction.
fn unmet(app: &App, session: &Session<'_>, which: &Which) -> Result<Found> {
    let (found, met) = find(app, session, which)?;
    let Some(met) = met else { return Ok(found) };
    let named = |key| Message::new(key).with("pair", which.pair.as_str()).with("id", which.id.as_str()).with("day", met);
    Err(Failure::usage(named("goal.met-already")).hint(named("goal.amend-hint")))
}

fn set(app: &App, arguments: &Add) -> Result<Exit> {
    let due = arguments.due.as_deref().map(|text| spoken::coming_day(text, app.today)).transpose()?;
    let session = Session::begin(app)?;
    let core = &session.core;
    let pair = spoken::pair(core, &arguments.pair, app.today)?;
    let branch = branch_of(&session, pair);
    let own = core.pairs.get(pair).map_or(0, |row| row.topics);
    let first = core.scheme.topics.get(own.trailing_zeros().min(63) as u8).map(|topic| topic.key.clone());
    let topic = arguments.topic.as_deref().map(|word| spoken::topics(core, word)).transpose()?.or(first);
    let goals = session.branch(branch).goals;
    let taken: Vec<&str> = goals.iter().filter(|(_, goal)| goal.pair == pair).map(|(row, _)| goals.text(row, "id")).collect();
    // The next after the highest: an id that was taken out may still be named in older papers.
    let numbers = taken.iter().filter_map(|id| id.strip_prefix('g')?.parse::<u32>().ok());
    let free = Some(format!("g{}", numbers.max().unwrap_or(0).saturating_add(1)));
    let cells = filled(vec![
        ("pair", Some(core.pairs.id(pair).to_owned())),
        ("id", arguments.id.clone().or(free)),
        ("topic", topic),
        ("goal", Some(arguments.goal.clone())),
        ("measure", arguments.measure.clone()),
        ("due", due.map(|day| day.to_string())),
    ]);
    add(app, &session, &GOALS, Some(branch), cells)?;
    Ok(Exit::Fine)
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let pair = arguments.pair.as_deref().map(|text| spoken::pair(&core, text, app.today)).transpose()?;
    let pair = pair.map(|pair| core.pairs.id(pair));
    let branch = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let in_branch = |id: &str| branch.is_none_or(|branch| core.pairs.find_in(branch, id.as_bytes()).is_some());
    let listing = listing(app, &opened, &core, &GOALS, |cell| {
        pair.is_none_or(|pair| cell("pair") == pair) && in_branch(&cell("pair")) && (!arguments.open || cell("met").is_empty())
    });
    app.show(&listing)?;
    Ok(Exit::Fine)
}
