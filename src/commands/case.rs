//! `case`: typical good cases (典型事例), made known with the consent of those they are about (the scheme, 九(四)).

use crate::app::App;
use crate::commands::found::{Found, amend, remove};
use crate::commands::records::{adding, assignments, carry_out, listing};
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::Result;
use crate::i18n::Message;
use crate::model::table::CASES;
use crate::model::word::{CaseScope, Word};
use crate::reports::paper::published_cases;
use crate::reports::sheet::Format;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Good cases
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Record a case and the consent to make it known
    Add(Add),
    /// The cases; as a document or a page only their texts, for publication
    List(List),
    /// Correct a case
    Amend(Amend),
    /// Take a case out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct Add {
    /// The pair: its id, or the id or name of one of the two
    #[arg(value_name = "PAIR")]
    pair: String,
    /// The text as it may be made known
    #[arg(value_name = "TEXT")]
    text: String,
    /// The day on which both agreed
    #[arg(long, value_name = "DAY")]
    consent: String,
    /// How far it may go: branch (支部), college (学院) or public (公开)
    #[arg(long, value_name = "SCOPE")]
    scope: String,
    /// The case's id (c1, c2, …)
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only cases that may go so far: branch, college or public
    #[arg(long, value_name = "SCOPE")]
    scope: Option<String>,
    /// Only cases of this branch's pairs
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The case's id
    #[arg(value_name = "ID")]
    id: String,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance scope=college
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Add(arguments) => record(app, arguments),
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(Amend { which, fields }) => amend(app, assignments(&CASES, fields)?, |session| known(session, which)),
        Verb::Remove(which) => remove(app, |session| known(session, which)),
    }
}

fn known(session: &Session<'_>, which: &Which) -> Result<Found> {
    let cases = &session.core.committee.cases;
    let none = Message::new("case.none").with("id", which.id.as_str());
    Found::first(&CASES, None, cases, |row, _| cases.text(row, "id") == which.id, none)
}

fn record(app: &App, arguments: &Add) -> Result<Exit> {
    let consent = spoken::past_day(Some(&arguments.consent), app.today)?;
    let scope: CaseScope = spoken::word(&arguments.scope)?;
    let session = Session::begin(app)?;
    let core = &session.core;
    let pair = spoken::pair(core, &arguments.pair, app.today)?;
    let cases = &core.committee.cases;
    let number = |row: usize| cases.text(row, "id").strip_prefix('c').and_then(|number| number.parse::<u64>().ok());
    let last = (0..cases.rows.len()).filter_map(number).max().unwrap_or(0);
    let id = arguments.id.clone().unwrap_or_else(|| format!("c{}", last.saturating_add(1)));
    let cells = vec![
        ("id", id.clone()),
        ("pair", core.pairs.id(pair).to_owned()),
        ("consent", consent.to_string()),
        ("scope", scope.key().to_owned()),
        ("text", arguments.text.clone()),
    ];
    let said = Message::new("case.recorded").with("id", id).with("pair", core.pairs.id(pair)).word("scope", scope.label());
    carry_out(app, &session, adding(&CASES, None, cells), |answer| answer.saying(said))
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, Needs::texts(Tables::CASES))?;
    let scope = arguments.scope.as_deref().map(spoken::word::<CaseScope>).transpose()?;
    let branch = reading::asked_branch(&core, arguments.branch.as_deref())?;
    if matches!(app.format, Format::Docx | Format::Html) {
        app.show_paper(&published_cases(&core, scope.unwrap_or(CaseScope::Public), branch, app.today))?;
        return Ok(Exit::Fine);
    }
    let listing = listing(app, &opened, &core, &CASES, |cell| {
        let reaches = scope.is_none_or(|scope| CaseScope::parse(&cell("scope")).is_some_and(|known| known >= scope));
        let own = branch.is_none_or(|branch| core.pairs.find_in(branch, cell("pair").as_bytes()).is_some());
        reaches && own
    });
    app.show(&listing)?;
    Ok(Exit::Fine)
}
