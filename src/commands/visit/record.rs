//! `visit record`: a visit, and what the student says of the contacts: given by flags or, on a terminal, asked. What was not said stays
//! blank. Where it contradicts the log that is told, as a note for people to judge.

use inquire::{InquireError, Text};

use crate::app::App;
use crate::commands::asking::stopped;
use crate::commands::found::filled;
use crate::commands::plain::Plain;
use crate::commands::records::{adding, carry_out};
use crate::commands::spoken;
use crate::commands::writing::Session;
use crate::failure::{Failure, Result};
use crate::i18n::{Message, say};
use crate::model::day::Day;
use crate::model::records::{PersonIx, Visit};
use crate::model::table::VISITS;
use crate::rules::said::{Comparison, Logged, Statement, branches_of, compared, pair_of};
use crate::store::needs::Tables;
use crate::ui::Exit;

/// Record a visit to a helped student
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The helped student: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// Who visited
    #[arg(long, value_name = "NAME")]
    by: String,
    /// The day of the visit (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
    /// Score, 0 to 100
    #[arg(long, value_name = "SCORE", allow_negative_numbers = true)]
    score: Option<String>,
    /// How many contacts with a helper, an earlier one's too, the student remembers in the month of the visit
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    said_contacts: Option<u32>,
    /// The day of the last contact that the student remembers
    #[arg(long, value_name = "DAY")]
    said_last: Option<String>,
    /// A note, not a sensitive one
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The draw that the visit follows
    #[arg(long, value_name = "DRAW")]
    draw: Option<String>,
}

/// What the student said.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    contacts: Option<u32>,
    last: Option<Day>,
}

/// Records the visit.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let day = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let said = said(app, arguments)?;
    let session = Session::begin(app)?;
    let core = &session.core;
    let person = spoken::person(core, &arguments.person)?;
    let named = |key| Message::new(key).with("person", core.people.id(person)).with("day", day);
    if core.committee.visits.rows.iter().any(|visit| visit.person == person && visit.date == day) {
        return Err(Failure::usage(named("visit.recorded-already")).hint(named("visit.amend-hint")));
    }
    if said.last.is_some_and(|last| last > day) {
        return Err(Failure::usage(named("visit.said-after-visit").with("last", said.last.map_or(String::new(), |last| last.to_string()))));
    }
    let cells = filled(vec![
        ("date", Some(day.to_string())),
        ("person", Some(core.people.id(person).to_owned())),
        ("by", Some(spoken::actor(core, &arguments.by))),
        ("draw", arguments.draw.clone()),
        ("score", arguments.score.clone()),
        ("said_contacts", said.contacts.map(|count| count.to_string())),
        ("said_last", said.last.map(|day| day.to_string())),
        ("note", arguments.note.clone()),
    ]);
    carry_out(app, &session, adding(&VISITS, None, cells), |answer| answer.saying(named("visit.recorded")))?;
    notes(&session, person, day, said).iter().for_each(|note| app.note(note));
    Ok(Exit::Fine)
}

/// What the flags say, else what is answered on a terminal.
fn said(app: &App, arguments: &Arguments) -> Result<Said> {
    let last = arguments.said_last.as_deref().map(|text| spoken::day(text, app.today)).transpose()?;
    let given = Said { contacts: arguments.said_contacts, last };
    if given.contacts.is_some() || given.last.is_some() || !app.can_ask() {
        return Ok(given);
    }
    let contacts = answer(app, "visit.ask-contacts", |text| text.parse().map_err(|_| Failure::usage(no_number(text))))?;
    let last = answer(app, "visit.ask-last", |text| spoken::day(text, app.today))?;
    Ok(Said { contacts, last })
}

fn no_number(text: &str) -> Message {
    Message::new("visit.no-number").with("value", text)
}

/// Asks one thing; an empty answer is silence. What cannot be read is asked again.
fn answer<T>(app: &App, key: &str, read: impl Fn(&str) -> Result<T>) -> Result<Option<T>> {
    loop {
        let text = match Text::new(&say(app.lang, key)).prompt() {
            Ok(text) => text,
            Err(InquireError::OperationCanceled) => return Ok(None),
            Err(other) => return Err(stopped(other)),
        };
        match text.trim() {
            "" => return Ok(None),
            text => match read(text) {
                Ok(value) => return Ok(Some(value)),
                Err(failure) => app.note(&failure.message),
            },
        }
    }
}

/// Where the log says something else than the student.
fn notes(session: &Session<'_>, person: PersonIx, day: Day, said: Said) -> Vec<Message> {
    let core = &session.core;
    let visit = Visit { line: 0, date: day, person, score: None, said_contacts: said.contacts, said_last: said.last };
    let logs = branches_of(core, &visit).into_iter().map(|branch| session.branch_tables(branch, Tables::CONTACTS).contacts);
    let logged = logs.fold(Logged::default(), |all, log| all.and(Logged::of(core, &visit, &log)));
    let mut notes = Vec::new();
    if pair_of(core, &visit).is_none() {
        notes.push(Message::new("visit.not-paired").with("person", core.people.id(person)).with("day", day));
    }
    notes.extend(compared(core, &visit, logged).into_iter().flat_map(|compared| contradictions(day, &compared)));
    notes
}

fn contradictions(day: Day, compared: &Comparison) -> Vec<Message> {
    let mut notes = Vec::new();
    if let Statement::Contradicts { said, logged } = compared.contacts {
        let note = Message::new("visit.other-count").with("day", day).with("month", day.month());
        notes.push(note.with("said", said).with("logged", logged.unwrap_or(0)));
    }
    if let Statement::Contradicts { said, logged } = compared.last {
        let note = Message::new("visit.other-last").with("said", said);
        notes.push(note.with("logged", logged.map_or(String::new(), |day| day.to_string())));
    }
    notes
}
