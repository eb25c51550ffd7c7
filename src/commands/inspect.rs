//! `inspect`: the committee's monthly inspections (督查) of a branch, or of one person in it: recorded, listed, corrected.

use crate::app::App;
use crate::commands::found::{Found, amend, filled, remove};
use crate::commands::records::{adding, assignments, carry_out, listing};
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::{BranchIx, Inspection, PersonIx};
use crate::model::table::INSPECTIONS;
use crate::reports::answer::Answer;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Inspections of the branches
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Record an inspection
    Record(Record),
    /// The inspections
    List(List),
    /// Correct an inspection
    Amend(Amend),
    /// Take an inspection out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct Record {
    /// The branch: its key or name
    #[arg(value_name = "BRANCH")]
    branch: String,
    /// The person whom it is about (the branch as a whole)
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Who inspected; several are joined by semicolons
    #[arg(long, value_name = "NAMES", required = true)]
    by: Vec<String>,
    /// Rating, 0 to 100
    #[arg(long, value_name = "SCORE")]
    rating: Option<String>,
    /// What was found
    #[arg(long, value_name = "TEXT")]
    finding: Option<String>,
    /// The finding is serious
    #[arg(long)]
    serious: bool,
    /// The day of the inspection (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Only this month, YYYY-MM
    #[arg(long, value_name = "MONTH")]
    month: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The branch: its key or name
    #[arg(value_name = "BRANCH")]
    branch: String,
    /// The day of the inspection
    #[arg(value_name = "DAY")]
    day: String,
    /// The person whom it is about (the branch as a whole)
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance rating=90
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Record(arguments) => record(app, arguments),
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(Amend { which, fields }) => amend(app, assignments(&INSPECTIONS, fields)?, |session| known(app, session, which)),
        Verb::Remove(which) => remove(app, |session| known(app, session, which)),
    }
}

fn known(app: &App, session: &Session<'_>, which: &Which) -> Result<Found> {
    let core = &session.core;
    let branch = reading::branch(core, &which.branch)?;
    let person = spoken::asked_person(core, which.person.as_deref())?;
    let day = spoken::day(&which.day, app.today)?;
    let id = person.map_or("", |person| core.people.id(person));
    let none = Message::new("inspect.none").with("branch", which.branch.as_str()).with("day", day).with("person", id);
    let meant = |row: &Inspection| (row.date, row.branch, row.person) == (day, branch, person);
    Found::first(&INSPECTIONS, None, &core.committee.inspections, |_, row| meant(row), none)
}

fn record(app: &App, arguments: &Record) -> Result<Exit> {
    let day = spoken::past_day(arguments.on.as_deref(), app.today)?;
    if let Some(by) = arguments.by.iter().find(|by| spoken::is_placeholder(by)) {
        return Err(Failure::usage(Message::new("failure.placeholder").with("value", by.as_str())));
    }
    let session = Session::begin(app)?;
    let core = &session.core;
    let branch = reading::branch(core, &arguments.branch)?;
    let person = spoken::asked_person(core, arguments.person.as_deref())?;
    let key = core.scheme.branch_key(branch);
    let cells = filled(vec![
        ("date", Some(day.to_string())),
        ("branch", Some(key.to_owned())),
        ("person", person.map(|person| core.people.id(person).to_owned())),
        ("by", Some(spoken::actors(core, spoken::several(&arguments.by)))),
        ("rating", arguments.rating.clone()),
        ("finding", arguments.finding.clone()),
        ("serious", arguments.serious.then(|| "yes".to_owned())),
    ]);
    let said = Message::new("inspect.recorded").with("branch", key).with("day", day);
    let odd = person.and_then(|person| of_another_branch(core, person, branch));
    carry_out(app, &session, adding(&INSPECTIONS, None, cells), |answer| odd.into_iter().fold(answer.saying(said), Answer::note))
}

/// Somebody whose roster branch is another one: most likely the inspection is entered under the wrong branch.
fn of_another_branch(core: &Core, person: PersonIx, branch: BranchIx) -> Option<Message> {
    let own = core.people.get(person).map(|row| row.branch).filter(|own| *own != branch)?;
    let message = Message::new("inspect.other-branch").with("name", core.people.name(person)).with("person", core.people.id(person));
    Some(message.with("own", core.scheme.branch_key(own)).with("branch", core.scheme.branch_key(branch)))
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let branch = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let key = branch.map(|branch| core.scheme.branch_key(branch));
    let month = arguments.month.as_deref().map(reading::month).transpose()?.map(|month| month.to_string());
    let listing = listing(app, &opened, &core, &INSPECTIONS, |cell| {
        key.is_none_or(|key| cell("branch") == key) && month.as_ref().is_none_or(|month| cell("date").starts_with(month.as_str()))
    });
    app.show(&listing)?;
    Ok(Exit::Fine)
}
