//! `duty`: members who did not do the duty (九（二）, rules.md R8): what the scheme provides, what was decided, what is published.

mod decide;
mod list;
mod notice;

use crate::app::App;
use crate::commands::found::{Found, remove};
use crate::commands::records::{assignments, listing};
use crate::commands::values::kept_cells;
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::Result;
use crate::i18n::Message;
use crate::model::table::DUTY;
use crate::store::edit::Cells;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Members who did not do the duty
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// What the scheme provides, with the evidence
    List(list::Arguments),
    /// Record what was decided on a member
    Decide(decide::Arguments),
    /// What was decided
    Decisions(Decisions),
    /// The list of criticisms for publication
    Notice(notice::Arguments),
    /// Correct a decision
    Amend(Amend),
    /// Take a decision out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct Decisions {
    /// Only decisions on this member
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The member: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// The day of the decision
    #[arg(value_name = "DAY")]
    day: String,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance approved=2013-04-01
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::List(arguments) => list::run(app, arguments),
        Verb::Decide(arguments) => decide::run(app, arguments),
        Verb::Decisions(arguments) => decisions(app, arguments),
        Verb::Notice(arguments) => notice::run(app, arguments),
        Verb::Amend(Amend { which, fields }) => correct(app, assignments(&DUTY, fields)?, which),
        Verb::Remove(which) => remove(app, |session| session.refuse_settings().and_then(|()| known(app, session, which))),
    }
}

/// Corrects a decision; what `decide` would refuse is not let in by this door either.
fn correct(app: &App, cells: Cells, which: &Which) -> Result<Exit> {
    let mut session = Session::begin(app)?;
    session.refuse_settings()?;
    let found = known(app, &session, which)?;
    let cells = kept_cells(app, &session.core, &DUTY, cells)?;
    decide::refuse_amended(&mut session.core, &found.key, &cells)?;
    found.rewrite(app, &session, cells)
}

fn known(app: &App, session: &Session<'_>, which: &Which) -> Result<Found> {
    let core = &session.core;
    let person = spoken::person(core, &which.person)?;
    let day = spoken::day(&which.day, app.today)?;
    let none = Message::new("duty.none").with("person", core.people.id(person)).with("day", day);
    Found::first(&DUTY, None, &core.committee.duty, |_, row| row.person == person && row.date == day, none)
}

fn decisions(app: &App, arguments: &Decisions) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let person = spoken::asked_id(&core, arguments.person.as_deref())?;
    app.show(&listing(app, &opened, &core, &DUTY, |cell| person.is_none_or(|person| cell("person") == person)))?;
    Ok(Exit::Fine)
}
