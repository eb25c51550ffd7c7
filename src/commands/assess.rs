//! `assess`: the scheme's assessments: what they come to, and the marks they rest on.

use crate::app::App;
use crate::commands::found::{Found, amend, filled, remove};
use crate::commands::plain::Plain;
use crate::commands::records::{add, assignments, listing};
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::{AssessmentMark, PersonIx};
use crate::model::table::ASSESSMENTS;
use crate::model::word_distance::nearest;
use crate::reports::assessment::AssessReport;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// What an assessment rests on.
const TABLES: Tables = Tables::ASSESSMENTS.and(Tables::OUTCOMES).and(Tables::DUTY).and(Tables::INSPECTIONS);

/// Assessments
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// The assessment: key or name (the only one)
    #[arg(value_name = "ASSESSMENT")]
    assessment: Option<String>,
    /// Only this person
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Record a mark
    Mark(Mark),
    /// The marks
    List(List),
    /// Correct a mark
    Amend(Amend),
    /// Take a mark out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct Mark {
    #[command(flatten)]
    which: Which,
    /// The mark, 0 to 100
    #[arg(value_name = "SCORE")]
    mark: String,
    /// How many voted
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    voters: Option<u32>,
    /// How many might have voted
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    electorate: Option<u32>,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only marks of this person
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The assessment: key or name
    #[arg(value_name = "ASSESSMENT")]
    assessment: String,
    /// The person: id or name
    #[arg(value_name = "PERSON")]
    person: String,
    /// The part: its key
    #[arg(value_name = "PART")]
    part: String,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance mark=90
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says; without one the assessment is worked out.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        None => compute(app, arguments),
        Some(Verb::Mark(arguments)) => mark(app, arguments),
        Some(Verb::List(arguments)) => list(app, arguments),
        Some(Verb::Amend(Amend { which, fields })) => amend(app, assignments(&ASSESSMENTS, fields)?, |session| known(session, which)),
        Some(Verb::Remove(which)) => remove(app, |session| known(session, which)),
    }
}

fn compute(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, Needs::texts(TABLES))?;
    let index = match (&arguments.assessment, core.scheme.assessments.len()) {
        (Some(text), _) => assessment(&core, text)?,
        (None, 0) => return Err(Failure::usage(Message::new("assess.none-defined"))),
        (None, 1) => 0,
        (None, _) => return Err(Failure::usage(Message::new("assess.which").with("known", keys(&core)))),
    };
    let person = spoken::asked_person(&core, arguments.person.as_deref())?;
    if let Some(report) = AssessReport::new(&core, index, as_of, person) {
        app.show(&report)?;
    }
    Ok(Exit::Fine)
}

fn keys(core: &Core) -> String {
    core.scheme.assessments.iter().map(|rule| rule.key.as_str()).collect::<Vec<_>>().join(" ")
}

/// The index of an assessment by key or name.
fn assessment(core: &Core, text: &str) -> Result<usize> {
    let known = &core.scheme.assessments;
    let found = known.iter().position(|rule| rule.key == text).or_else(|| known.iter().position(|rule| rule.name == text));
    found.ok_or_else(|| {
        if known.is_empty() {
            return Failure::usage(Message::new("assess.none-defined"));
        }
        let near = nearest(text, known.iter().flat_map(|rule| [rule.key.as_str(), rule.name.as_str()]));
        Failure::usage(Message::new("assess.no-such").with("value", text).with("nearest", near).with("known", keys(core)))
    })
}

/// Assessment, person and part by their keys as they are written.
fn named(core: &Core, which: &Which) -> Result<(usize, PersonIx, usize)> {
    let index = assessment(core, &which.assessment)?;
    let person = spoken::person(core, &which.person)?;
    let parts = core.scheme.assessments.get(index).map(|rule| rule.parts.as_slice()).unwrap_or_default();
    let part = parts.iter().position(|part| part.key == which.part).ok_or_else(|| {
        let known: Vec<&str> = parts.iter().map(|part| part.key.as_str()).collect();
        let near = nearest(&which.part, known.iter().copied());
        Failure::usage(
            Message::new("assess.no-part").with("value", which.part.as_str()).with("nearest", near).with("known", known.join(" ")),
        )
    })?;
    Ok((index, person, part))
}

/// Assessment, person and part of a mark.
fn key(mark: &AssessmentMark) -> (usize, PersonIx, usize) {
    (usize::from(mark.assessment), mark.person, usize::from(mark.part))
}

fn known(session: &Session<'_>, which: &Which) -> Result<Found> {
    session.refuse_settings()?;
    let core = &session.core;
    let meant = named(core, which)?;
    let none = told(core, which, meant.1, "assess.none");
    Found::first(&ASSESSMENTS, None, &core.committee.assessments, |_, mark| key(mark) == meant, none)
}

fn told(core: &Core, which: &Which, person: PersonIx, key: &'static str) -> Message {
    let id = core.people.id(person);
    Message::new(key).with("assessment", which.assessment.as_str()).with("person", id).with("part", which.part.as_str())
}

fn mark(app: &App, arguments: &Mark) -> Result<Exit> {
    let which = &arguments.which;
    let session = Session::begin(app)?;
    session.refuse_settings()?;
    let core = &session.core;
    let meant @ (assessment, person, _) = named(core, which)?;
    if core.committee.assessments.rows.iter().any(|mark| key(mark) == meant) {
        let told = |key| told(core, which, person, key);
        return Err(Failure::usage(told("assess.marked-already")).hint(told("assess.amend-hint")));
    }
    if let (Some(voters), Some(electorate)) = (arguments.voters, arguments.electorate)
        && voters > electorate
    {
        return Err(Failure::usage(Message::new("assess.more-voters").with("voters", voters).with("electorate", electorate)));
    }
    let number = |count: Option<u32>| count.map(|count| count.to_string());
    let cells = filled(vec![
        ("assessment", core.scheme.assessments.get(assessment).map(|rule| rule.key.clone())),
        ("person", Some(core.people.id(person).to_owned())),
        ("part", Some(which.part.clone())),
        ("mark", Some(arguments.mark.clone())),
        ("voters", number(arguments.voters)),
        ("electorate", number(arguments.electorate)),
    ]);
    add(app, &session, &ASSESSMENTS, None, cells)
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let person = spoken::asked_id(&core, arguments.person.as_deref())?;
    app.show(&listing(app, &opened, &core, &ASSESSMENTS, |cell| person.is_none_or(|person| cell("person") == person)))?;
    Ok(Exit::Fine)
}
