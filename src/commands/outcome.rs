//! `outcome`: what became of a person: honours, disciplinary acts, changes of stage, grades: added, listed, corrected (rules.md R2, R7).

use crate::app::App;
use crate::commands::found::{Found, filled, remove};
use crate::commands::records::{adding, assignments, carry_out, listing};
use crate::commands::values::kept_cells;
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::outcome_level::{level_called, levels, listed};
use crate::model::table::OUTCOMES;
use crate::model::word::{OutcomeKind, Stage, Word};
use crate::reports::answer::Answer;
use crate::store::edit::Cells;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Outcomes of persons: honours, discipline, stages, grades
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Add an outcome
    Add(Add),
    /// The outcomes
    List(List),
    /// Correct an outcome
    Amend(Amend),
    /// Take an outcome out of the records
    Remove(Which),
}

/// An outcome by person, kind and content.
#[derive(Debug, clap::Args)]
struct Which {
    /// The person: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// honour (获奖), discipline (违纪), stage (发展), grade (成绩) or other (其他)
    #[arg(value_name = "KIND")]
    kind: String,
    /// What it was; for a stage the new stage, for a grade its key
    #[arg(value_name = "WHAT")]
    what: String,
    /// The day, needed where there are several such outcomes
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The person: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// honour (获奖), discipline (违纪), stage (发展), grade (成绩) or other (其他)
    #[arg(value_name = "KIND")]
    kind: String,
    /// What it is; for a stage the new stage, for a grade its key
    #[arg(value_name = "WHAT")]
    what: String,
    /// The day (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
    /// Level of an honour or a disciplinary act
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Value of a grade
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    value: Option<String>,
    /// Points, where they are not those of the level
    #[arg(long, value_name = "NUMBER", allow_hyphen_values = true)]
    points: Option<String>,
    /// A note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only outcomes of this person
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// Only outcomes of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance level=school
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Add(arguments) => add(app, arguments),
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(Amend { which, fields }) => correct(app, which, assignments(&OUTCOMES, fields)?),
        Verb::Remove(which) => remove(app, |session| known(app, session, which)),
    }
}

/// The content of an outcome as it is written: a stage by its key.
fn content(kind: OutcomeKind, what: &str) -> Result<String> {
    match kind {
        OutcomeKind::Stage => spoken::word::<Stage>(what).map(|stage| stage.key().to_owned()),
        _ => Ok(what.to_owned()),
    }
}

/// With the content of an outcome as it is called: a stage by its word in the language.
fn saying_what(message: Message, kind: OutcomeKind, what: &str) -> Message {
    match Stage::parse(what).filter(|_| kind == OutcomeKind::Stage) {
        Some(stage) => message.word("what", stage.label()),
        None => message.with("what", what),
    }
}

/// Writes an outcome anew, with a stage and a level by their keys where the record is one that has them then.
fn correct(app: &App, which: &Which, mut cells: Cells) -> Result<Exit> {
    let kind = match cells.iter().find(|(column, _)| *column == "kind") {
        Some((_, kind)) => spoken::word::<OutcomeKind>(kind)?,
        None => spoken::word(&which.kind)?,
    };
    let session = Session::begin(app)?;
    let found = known(app, &session, which)?;
    for (column, text) in &mut cells {
        match *column {
            "what" => *text = content(kind, text)?,
            "level" => *text = level_key(&session.core, kind, text.trim()),
            _ => {}
        }
    }
    let cells = kept_cells(app, &session.core, found.table, cells)?;
    found.rewrite(app, &session, cells)
}

fn known(app: &App, session: &Session<'_>, which: &Which) -> Result<Found> {
    let core = &session.core;
    let person = spoken::person(core, &which.person)?;
    let kind: OutcomeKind = spoken::word(&which.kind)?;
    let what = content(kind, &which.what)?;
    let day = which.on.as_deref().map(|day| spoken::day(day, app.today)).transpose()?;
    let outcomes = &core.committee.outcomes;
    let same = |row: usize| match outcomes.rows.get(row).and_then(|outcome| outcome.stage) {
        Some(stage) => stage.key() == what,
        None => outcomes.text(row, "what") == what,
    };
    let rows: Vec<usize> = outcomes
        .iter()
        .filter(|(row, outcome)| {
            outcome.person == person && outcome.kind == kind && day.is_none_or(|day| day == outcome.date) && same(*row)
        })
        .map(|(row, _)| row)
        .collect();
    let named = |key| saying_what(Message::new(key).with("person", core.people.id(person)).word("kind", kind.label()), kind, &what);
    match rows.as_slice() {
        [one] => Ok(Found::at(&OUTCOMES, None, outcomes, *one)),
        [] => Err(Failure::usage(named("outcome.none"))),
        several => {
            let day = |row: &usize| outcomes.rows.get(*row).map(|outcome| Message::new("outcome.on").with("day", outcome.date));
            Err(several.iter().filter_map(day).fold(Failure::usage(named("outcome.several")), Failure::hint))
        }
    }
}

fn add(app: &App, arguments: &Add) -> Result<Exit> {
    let day = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let kind: OutcomeKind = spoken::word(&arguments.kind)?;
    let what = content(kind, &arguments.what)?;
    if kind == OutcomeKind::Grade && arguments.value.is_none() {
        return Err(Failure::usage(Message::new("outcome.no-value").with("what", what)));
    }
    let session = Session::begin(app)?;
    let core = &session.core;
    let person = spoken::person(core, &arguments.person)?;
    let cells = filled(vec![
        ("date", Some(day.to_string())),
        ("person", Some(core.people.id(person).to_owned())),
        ("kind", Some(kind.key().to_owned())),
        ("what", Some(what.clone())),
        ("level", arguments.level.as_deref().map(|level| level_key(core, kind, level))),
        ("value", arguments.value.clone()),
        ("points", arguments.points.clone()),
        ("note", arguments.note.clone()),
    ]);
    let said = Message::new("outcome.added").with("person", core.people.id(person)).with("name", core.people.name(person));
    let said = saying_what(said.word("kind", kind.label()), kind, &what).with("day", day);
    let odd = without_effect(core, kind, &arguments.what, arguments);
    carry_out(app, &session, adding(&OUTCOMES, None, cells), |answer| odd.into_iter().fold(answer.saying(said), Answer::note))
}

/// A level by its key, also where it is called as offices call it.
fn level_key(core: &Core, kind: OutcomeKind, level: &str) -> String {
    levels(&core.scheme, kind).and_then(|table| level_called(table, level)).unwrap_or(level).to_owned()
}

/// What an outcome lacks to count for anything.
fn without_effect(core: &Core, kind: OutcomeKind, what: &str, arguments: &Add) -> Option<Message> {
    let scheme = &core.scheme;
    if kind == OutcomeKind::Grade {
        let used = scheme.used_grades();
        let is_odd = !used.is_empty() && !used.contains(what);
        let message = Message::new("outcome.unused").with("what", what);
        return is_odd.then(|| message.with("used", used.iter().copied().collect::<Vec<_>>().join(" ")));
    }
    let table = levels(scheme, kind)?;
    let lacks = arguments.level.is_none() && arguments.points.is_none() && !table.is_empty();
    lacks.then(|| Message::new("outcome.no-points").word("kind", kind.label()).with("levels", listed(table)))
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let person = spoken::asked_id(&core, arguments.person.as_deref())?;
    let kind = arguments.kind.as_deref().map(spoken::word::<OutcomeKind>).transpose()?;
    let listing = listing(app, &opened, &core, &OUTCOMES, |cell| {
        person.is_none_or(|person| cell("person") == person) && kind.is_none_or(|kind| OutcomeKind::parse(&cell("kind")) == Some(kind))
    });
    app.show(&listing)?;
    Ok(Exit::Fine)
}
