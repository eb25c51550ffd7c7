//! `visit`: talks with helped students who were drawn: recorded, listed, corrected (rules.md R9). What the student says is set against
//! the contact log, as a note for people to judge.

use crate::app::App;
use crate::commands::found::{Found, amend, filled, remove};
use crate::commands::records::{assignments, listing};
use crate::commands::writing::{Done, RecordChange, Session};
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::day::Day;
use crate::model::records::{PairIx, PersonIx};
use crate::model::table::VISITS;
use crate::model::word::Side;
use crate::store::edit::Change;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Visits to helped students
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Record a visit to a helped student
    Record(Record),
    /// The visits
    List(List),
    /// Correct a visit
    Amend(Amend),
    /// Take a visit out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct Record {
    /// The helped student: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// Who visited
    #[arg(long, value_name = "NAME")]
    by: String,
    /// The day of the visit (today)
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Score, 0 to 100
    #[arg(long, value_name = "SCORE")]
    score: Option<String>,
    /// How many contacts the student remembers since the pair began
    #[arg(long, value_name = "NUMBER")]
    said_contacts: Option<u32>,
    /// The day of the last contact that the student remembers
    #[arg(long, value_name = "DAY")]
    said_last: Option<String>,
    /// A note, not a sensitive one
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The draw that the visit follows
    #[arg(long, value_name = "ID")]
    draw: Option<String>,
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
        Verb::Record(arguments) => record(app, arguments),
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(Amend { which, fields }) => amend(app, assignments(&VISITS, fields)?, |session| known(app, session, which)),
        Verb::Remove(which) => remove(app, |session| known(app, session, which)),
    }
}

fn known(app: &App, session: &Session<'_>, which: &Which) -> Result<Found> {
    let core = &session.core;
    let person = spoken::person(core, &which.person)?;
    let day = spoken::day(&which.day, app.today)?;
    let visits = &core.committee.visits;
    let row = visits.rows.iter().position(|visit| visit.person == person && visit.date == day);
    let missing = || Failure::usage(Message::new("visit.none").with("person", core.people.id(person)).with("day", day));
    row.map(|row| Found::at(&VISITS, None, visits, row)).ok_or_else(missing)
}

fn record(app: &App, arguments: &Record) -> Result<Exit> {
    let day = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let said_last = arguments.said_last.as_deref().map(|text| spoken::day(text, app.today)).transpose()?;
    let session = Session::begin(app)?;
    let core = &session.core;
    let person = spoken::person(core, &arguments.person)?;
    let named = |key| Message::new(key).with("person", core.people.id(person)).with("day", day);
    if core.committee.visits.rows.iter().any(|visit| visit.person == person && visit.date == day) {
        return Err(Failure::usage(named("visit.recorded-already")).hint(named("visit.amend-hint")));
    }
    let cells = filled(vec![
        ("date", Some(day.to_string())),
        ("person", Some(core.people.id(person).to_owned())),
        ("by", Some(spoken::actor(core, &arguments.by))),
        ("draw", arguments.draw.clone()),
        ("score", arguments.score.clone()),
        ("said_contacts", arguments.said_contacts.map(|count| count.to_string())),
        ("said_last", said_last.map(|day| day.to_string())),
        ("note", arguments.note.clone()),
    ]);
    let done = session.apply(vec![RecordChange { table: &VISITS, branch: None, change: Change::Insert(cells) }])?;
    if done == Done::Written {
        app.say(&named("visit.recorded"))?;
    }
    contradictions(&session, person, day, arguments.said_contacts, said_last).iter().for_each(|note| app.note(note));
    Ok(Exit::Fine)
}

/// Where the log says something else than the student.
fn contradictions(session: &Session<'_>, person: PersonIx, day: Day, contacts: Option<u32>, last: Option<Day>) -> Vec<Message> {
    let core = &session.core;
    let sides = core.pairs_of(person).iter().filter(|(_, side, _)| *side == Side::Helped);
    let active = |pair: &PairIx| core.pairs.get(*pair).is_some_and(|row| core.active(row).contains(day));
    let Some(pair) = sides.map(|(_, _, pair)| *pair).find(active) else {
        return vec![Message::new("visit.not-paired").with("person", core.people.id(person)).with("day", day)];
    };
    let branch = core.pairs.get(pair).map(|row| row.branch);
    let records = branch.map(|branch| session.branch(branch)).unwrap_or_default();
    let counts = |act: u8| core.scheme.acts.get(act).is_none_or(|act| act.counts);
    let logged: Vec<Day> =
        records.contacts.of(pair).iter().filter(|contact| contact.date <= day && counts(contact.act)).map(|contact| contact.date).collect();
    let mut notes = Vec::new();
    if let Some(said) = contacts.filter(|said| *said as usize != logged.len()) {
        let note = Message::new("visit.other-count").with("pair", core.pairs.id(pair)).with("day", day);
        notes.push(note.with("said", said).with("logged", logged.len()));
    }
    let latest = logged.last().copied();
    if let Some(said) = last.filter(|said| Some(*said) != latest) {
        let note = Message::new("visit.other-last").with("pair", core.pairs.id(pair)).with("said", said);
        notes.push(note.with("logged", latest.map_or(String::new(), |day| day.to_string())));
    }
    notes
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let person = arguments.person.as_deref().map(|person| spoken::person(&core, person)).transpose()?;
    let person = person.map(|person| core.people.id(person));
    let month = arguments.month.as_deref().map(reading::month).transpose()?.map(|month| month.to_string());
    let listing = listing(app, &opened, &core, &VISITS, |cell| {
        person.is_none_or(|person| cell("person") == person) && month.as_ref().is_none_or(|month| cell("date").starts_with(month.as_str()))
    });
    app.show(&listing)?;
    Ok(Exit::Fine)
}
