//! `visit`: talks with helped students who were drawn: drawn, recorded, listed, corrected (rules.md R9). The draw is in `draw` and
//! `draws`, a visit and what the student says in `record`.

mod draw;
mod draws;
mod record;

use crate::app::App;
use crate::commands::found::{Found, amend, remove};
use crate::commands::records::{assignments, listing};
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::Result;
use crate::i18n::Message;
use crate::model::table::VISITS;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Draw and record visits to helped students
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Draw who is visited, draw again, or verify a draw
    Draw(draw::Arguments),
    /// The draws
    Draws(draws::List),
    /// Correct a draw
    DrawAmend(draws::Amend),
    /// Take a draw out of the records
    DrawRemove(draws::Which),
    /// Record a visit to a helped student
    Record(record::Arguments),
    /// The visits
    List(List),
    /// Correct a visit
    Amend(Amend),
    /// Take a visit out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only visits to this student
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Only this month, YYYY-MM
    #[arg(long, value_name = "MONTH")]
    month: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The student: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// The day of the visit
    #[arg(value_name = "DAY")]
    day: String,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance score=90
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Draw(arguments) => draw::run(app, arguments),
        Verb::Draws(arguments) => draws::list(app, arguments),
        Verb::DrawAmend(arguments) => draws::amend(app, arguments),
        Verb::DrawRemove(which) => draws::remove(app, which),
        Verb::Record(arguments) => record::run(app, arguments),
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(Amend { which, fields }) => amend(app, assignments(&VISITS, fields)?, |session| known(app, session, which)),
        Verb::Remove(which) => remove(app, |session| known(app, session, which)),
    }
}

fn known(app: &App, session: &Session<'_>, which: &Which) -> Result<Found> {
    let core = &session.core;
    let person = spoken::person(core, &which.person)?;
    let day = spoken::day(&which.day, app.today)?;
    let none = Message::new("visit.none").with("person", core.people.id(person)).with("day", day);
    Found::first(&VISITS, None, &core.committee.visits, |_, visit| visit.person == person && visit.date == day, none)
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let person = spoken::asked_id(&core, arguments.person.as_deref())?;
    let month = arguments.month.as_deref().map(reading::month).transpose()?.map(|month| month.to_string());
    let listing = listing(app, &opened, &core, &VISITS, |cell| {
        person.is_none_or(|person| cell("person") == person) && month.as_ref().is_none_or(|month| cell("date").starts_with(month.as_str()))
    });
    app.show(&listing)?;
    Ok(Exit::Fine)
}
