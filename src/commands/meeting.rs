//! `meeting`: mobilisation, symposium (座谈), commendation and other meetings: recorded, listed, corrected.

use crate::app::App;
use crate::commands::found::{Found, amend, filled, remove};
use crate::commands::plain::Plain;
use crate::commands::records::{adding, assignments, carry_out, listing};
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::Result;
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::BranchIx;
use crate::model::table::MEETINGS;
use crate::model::word::{MeetingKind, Word};
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Meetings
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Record a meeting
    Record(Record),
    /// The meetings
    List(List),
    /// Correct a meeting
    Amend(Amend),
    /// Take a meeting out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct Record {
    /// mobilisation (动员), symposium (座谈), commendation (表彰) or other (其他)
    #[arg(value_name = "KIND")]
    kind: String,
    /// The day of the meeting (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
    /// The branches that took part, joined by semicolons (all)
    #[arg(long, value_name = "BRANCHES")]
    branches: Vec<String>,
    /// Who presided
    #[arg(long, value_name = "NAME")]
    chair: Option<String>,
    /// How many were present
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true, value_parser = Plain(clap::value_parser!(u32)))]
    present: Option<u32>,
    /// Minutes of the meeting
    #[arg(long, value_name = "TEXT")]
    minutes: Option<String>,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only meetings of this kind
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Only meetings in which this branch took part
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// mobilisation (动员), symposium (座谈), commendation (表彰) or other (其他)
    #[arg(value_name = "KIND")]
    kind: String,
    /// The day of the meeting
    #[arg(value_name = "DAY")]
    day: String,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance present=21
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Record(arguments) => record(app, arguments),
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(Amend { which, fields }) => amend(app, assignments(&MEETINGS, fields)?, |session| known(app, session, which)),
        Verb::Remove(which) => remove(app, |session| known(app, session, which)),
    }
}

fn known(app: &App, session: &Session<'_>, which: &Which) -> Result<Found> {
    let kind: MeetingKind = spoken::word(&which.kind)?;
    let day = spoken::day(&which.day, app.today)?;
    let none = Message::new("meeting.none").word("kind", kind.label()).with("day", day);
    Found::first(&MEETINGS, None, &session.core.committee.meetings, |_, row| (row.date, row.kind) == (day, kind), none)
}

fn record(app: &App, arguments: &Record) -> Result<Exit> {
    let kind: MeetingKind = spoken::word(&arguments.kind)?;
    let day = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let session = Session::begin(app)?;
    let core = &session.core;
    let branches = match arguments.branches.as_slice() {
        [] => core.branch_indexes().collect(),
        said => spoken::several(said).map(|branch| reading::branch(core, branch)).collect::<Result<Vec<_>>>()?,
    };
    let cells = filled(vec![
        ("date", Some(day.to_string())),
        ("kind", Some(kind.key().to_owned())),
        ("chair", arguments.chair.clone()),
        ("branches", Some(keys(core, branches))),
        ("present", arguments.present.map(|count| count.to_string())),
        ("minutes", arguments.minutes.clone()),
    ]);
    let said = Message::new("meeting.recorded").word("kind", kind.label()).with("day", day);
    carry_out(app, &session, adding(&MEETINGS, None, cells), |answer| answer.saying(said))
}

/// The keys of branches in the scheme's order, each once.
fn keys(core: &Core, mut branches: Vec<BranchIx>) -> String {
    branches.sort_unstable();
    branches.dedup();
    branches.iter().map(|branch| core.scheme.branch_key(*branch)).collect::<Vec<_>>().join(";")
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::NONE))?;
    let kind = arguments.kind.as_deref().map(spoken::word::<MeetingKind>).transpose()?;
    let branch = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let key = branch.map(|branch| core.scheme.branch_key(branch));
    let listing = listing(app, &opened, &core, &MEETINGS, |cell| {
        let of_branch = key.is_none_or(|key| cell("branches").split(';').any(|branch| branch == key));
        of_branch && kind.is_none_or(|kind| MeetingKind::parse(&cell("kind")) == Some(kind))
    });
    app.show(&listing)?;
    Ok(Exit::Fine)
}
