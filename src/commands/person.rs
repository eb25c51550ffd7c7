//! `person`: the roster by hand.

use crate::app::App;
use crate::commands::found::{Found, filled, remove};
use crate::commands::plain::plain;
use crate::commands::records::{adding, assignments, carry_out, listing};
use crate::commands::values::kept_cells;
use crate::commands::writing::Session;
use crate::commands::{reading, spoken, values};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::id::is_digits;
use crate::model::records::PersonIx;
use crate::model::table::PEOPLE;
use crate::model::word::{Side, Stage, Word};
use crate::model::word_distance::nearest;
use crate::reports::answer::Answer;
use crate::store::edit::Cells;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// The roster
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Enter a person
    Add(Box<Add>),
    /// The roster
    List(List),
    /// Correct a person
    Amend(Amend),
    /// Take a person off the roster
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The id, for instance the student number
    #[arg(value_name = "ID")]
    id: String,
    /// The name
    #[arg(value_name = "NAME")]
    name: String,
    /// The stage, in English or Chinese
    #[arg(long, value_name = "STAGE")]
    stage: String,
    /// The branch, by key or name (needed for helpers)
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The day of admission
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// 女 or 男
    #[arg(long, value_name = "GENDER")]
    gender: Option<String>,
    /// The major
    #[arg(long, value_name = "MAJOR")]
    major: Option<String>,
    /// The grade
    #[arg(long, value_name = "GRADE")]
    grade: Option<String>,
    /// The class
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// The counsellor
    #[arg(long, value_name = "NAME")]
    counsellor: Option<String>,
    /// The college, where it is another than the scheme's
    #[arg(long, value_name = "COLLEGE")]
    college: Option<String>,
    /// The dormitory
    #[arg(long, value_name = "DORMITORY")]
    dormitory: Option<String>,
    /// A note, not a sensitive one
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only persons with this name or id
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Only this stage on the roster
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// Only persons who may stand on this side of a pair today: helper 帮扶人 or helped 帮扶对象
    #[arg(long, value_name = "SIDE")]
    side: Option<String>,
    /// Only persons who are in no pair today
    #[arg(long)]
    unpaired: bool,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The person: id or name
    #[arg(value_name = "PERSON")]
    person: String,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance class=英语1002
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Add(arguments) => enter(app, arguments),
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(arguments) => correct(app, arguments),
        Verb::Remove(which) => remove(app, |session| known(session, which)),
    }
}

fn known(session: &Session<'_>, which: &Which) -> Result<Found> {
    let person = spoken::person(&session.core, &which.person)?;
    Ok(Found { table: &PEOPLE, branch: None, key: vec![session.core.people.id(person).to_owned()] })
}

/// Corrects a person; a stage that also holds for days behind is told as such.
fn correct(app: &App, Amend { which, fields }: &Amend) -> Result<Exit> {
    let cells = with_stage_key(assignments(&PEOPLE, fields)?)?;
    let session = Session::begin(app)?;
    let found = known(&session, which)?;
    let cells = kept_cells(app, &session.core, &PEOPLE, cells)?;
    let note = stage_of_all_days(&session.core, spoken::person(&session.core, &which.person)?, &cells);
    found.rewrite_saying(app, &session, cells, |answer| note.into_iter().fold(answer, Answer::note))
}

/// What is said where somebody who is or was paired gets a higher stage on the roster: it is the one of all days before a recorded change.
fn stage_of_all_days(core: &Core, person: PersonIx, cells: &Cells) -> Option<Message> {
    let (_, key) = cells.iter().find(|(column, _)| *column == "stage")?;
    let (before, after) = (core.people.get(person)?.stage, Stage::parse(key)?);
    let holds = before < after && !core.pairs_of(person).is_empty();
    let message = Message::new("person.stage-of-all-days").with("person", core.people.id(person));
    holds.then(|| message.word("stage", after.label()).with("before", before.key()).with("after", after.key()))
}

/// The key of a stage given in English or Chinese.
fn stage(word: &str) -> Result<String> {
    spoken::word::<Stage>(word).map(|stage| stage.key().to_owned())
}

fn with_stage_key(cells: Cells) -> Result<Cells> {
    cells.into_iter().map(|(column, text)| Ok((column, if column == "stage" { stage(&text)? } else { text }))).collect()
}

fn enter(app: &App, arguments: &Add) -> Result<Exit> {
    let stage: Stage = spoken::word(&arguments.stage)?;
    let since = arguments.since.as_deref().map(|text| spoken::day(text, app.today)).transpose()?;
    refuse_swapped(&arguments.id, &arguments.name)?;
    let session = Session::begin(app)?;
    let branch = arguments.branch.as_deref().map(|text| values::branch(&session.core, text)).transpose()?;
    let id = plain(&arguments.id);
    if let Some(earlier) = session.core.people.find(&id) {
        let message = Message::new("person.there-already").with("person", id.as_ref());
        return Err(Failure::usage(message.with("name", session.core.people.name(earlier))));
    }
    let cells = filled(vec![
        ("id", Some(id.into_owned())),
        ("name", Some(arguments.name.clone())),
        ("gender", arguments.gender.clone()),
        ("major", arguments.major.clone()),
        ("grade", arguments.grade.clone()),
        ("class", arguments.class.clone()),
        ("branch", branch),
        ("stage", Some(stage.key().to_owned())),
        ("stage_since", since.map(|day| day.to_string())),
        ("counsellor", arguments.counsellor.clone()),
        ("college", arguments.college.clone()),
        ("dormitory", arguments.dormitory.clone()),
        ("note", arguments.note.clone()),
    ]);
    let lacks = arguments.branch.is_none() && session.core.scheme.pairing.stages(Side::Helper).contains(&stage);
    let lacks = lacks.then(|| Message::new("person.no-branch").with("name", arguments.name.as_str()));
    carry_out(app, &session, adding(&PEOPLE, None, cells), |answer| lacks.into_iter().fold(answer, Answer::note))
}

/// Refuses a name in place of the id: nobody is called by digits alone, and of two words of which one has digits that one is the id.
fn refuse_swapped(id: &str, name: &str) -> Result<()> {
    let has_digit = |text: &str| plain(text).bytes().any(|byte| byte.is_ascii_digit());
    let is_number = is_digits(&plain(name.trim()));
    let looks_like_id = plain(name).bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)) && has_digit(name);
    if !is_number && (has_digit(id) || !looks_like_id) {
        return Ok(());
    }
    let failure = Failure::usage(Message::new("person.swapped").with("value", name));
    // Of two numbers neither is the name.
    let may_be_name = plain(id).bytes().any(|byte| !byte.is_ascii_digit());
    Err(if may_be_name { failure.hint(Message::new("person.swapped-hint").with("person", name).with("name", id)) } else { failure })
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let branch = arguments.branch.as_deref().map(|text| values::branch(&core, text)).transpose()?;
    let stage = arguments.stage.as_deref().map(stage).transpose()?;
    let named = arguments.name.as_deref().map(|name| spoken::persons(&core, name));
    if let (Some(name), Some([])) = (&arguments.name, named.as_deref()) {
        let near = nearest(name, spoken::people_near(&core, name));
        app.note(&Message::new("failure.unknown-person").with("value", name.as_str()).with("nearest", near));
    }
    let ids: Option<Vec<&str>> = named.as_ref().map(|persons| persons.iter().map(|person| core.people.id(*person)).collect());
    let side = arguments.side.as_deref().map(spoken::word::<Side>).transpose()?;
    let may_stand = |id: &str| {
        let stage = core.people.find(id).and_then(|person| core.stage_on(person, app.today));
        side.is_none_or(|side| stage.is_some_and(|stage| core.scheme.pairing.stages(side).contains(&stage)))
    };
    let unpaired = |id: &str| core.people.find(id).is_none_or(|person| !core.is_paired_on(person, app.today));
    let listing = listing(app, &opened, &core, &PEOPLE, |cell| {
        let own_stage = Stage::parse(&cell("stage")).map(Stage::key);
        ids.as_ref().is_none_or(|ids| ids.contains(&cell("id").as_str()))
            && branch.as_ref().is_none_or(|branch| cell("branch") == *branch)
            && stage.as_ref().is_none_or(|stage| own_stage == Some(stage.as_str()))
            && may_stand(&cell("id"))
            && (!arguments.unpaired || unpaired(&cell("id")))
    });
    app.show(&listing)?;
    Ok(Exit::Fine)
}
