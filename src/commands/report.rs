//! `report`: the branch's written monthly report to the committee: sent, listed, corrected (rules.md R5).

use crate::app::App;
use crate::commands::found::{Found, amend, filled, remove};
use crate::commands::records::{adding, assignments, carry_out};
use crate::commands::writing::Session;
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::day::Month;
use crate::model::records::BranchIx;
use crate::model::table::REPORTS;
use crate::reports::branch_reports::{BranchReports, part};
use crate::rules::forms::{Delivery, is_report_due, report_due_day};
use crate::rules::relations::Looking;
use crate::store::load::each_branch;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// The branches' monthly reports to the committee
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// A branch sends its report for a month
    Send(Send),
    /// How each report that is due stands
    List(List),
    /// Correct a report
    Amend(Amend),
    /// Take a report out of the records
    Remove(Which),
}

#[derive(Debug, clap::Args)]
struct Which {
    /// The branch: its key or name
    #[arg(value_name = "BRANCH")]
    branch: String,
    /// The month, YYYY-MM
    #[arg(value_name = "MONTH")]
    month: String,
}

#[derive(Debug, clap::Args)]
struct Send {
    #[command(flatten)]
    which: Which,
    /// The day on which it was sent (today)
    #[arg(long, alias = "date", value_name = "DAY")]
    on: Option<String>,
    /// Who sent it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// How the month's activity went
    #[arg(long, value_name = "TEXT")]
    assessment: Option<String>,
    /// Problems
    #[arg(long, value_name = "TEXT")]
    problems: Option<String>,
    /// What is planned for the next month
    #[arg(long, value_name = "TEXT")]
    plan: Option<String>,
}

#[derive(Debug, clap::Args)]
struct List {
    /// Only this month, YYYY-MM (every month begun)
    #[arg(long, value_name = "MONTH")]
    month: Option<String>,
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

#[derive(Debug, clap::Args)]
struct Amend {
    #[command(flatten)]
    which: Which,
    /// What to correct, for instance sent=2012-12-09
    #[arg(value_name = "FIELD=VALUE")]
    fields: Vec<String>,
}

/// Does what the verb says.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    match &arguments.verb {
        Verb::Send(arguments) => send(app, arguments),
        Verb::List(arguments) => list(app, arguments),
        Verb::Amend(Amend { which, fields }) => amend(app, assignments(&REPORTS, fields)?, |session| known(session, which)),
        Verb::Remove(which) => remove(app, |session| known(session, which)),
    }
}

/// The report that was sent for a month, if any.
fn sent(session: &Session<'_>, branch: BranchIx, month: Month) -> Option<Found> {
    let reports = session.branch(branch).reports;
    let row = reports.rows.iter().position(|report| report.month == month)?;
    Some(Found::at(&REPORTS, Some(branch), &reports, row))
}

fn known(session: &Session<'_>, which: &Which) -> Result<Found> {
    let branch = reading::branch(&session.core, &which.branch)?;
    let month = reading::month(&which.month)?;
    let missing = || Failure::usage(Message::new("report.none").with("branch", which.branch.as_str()).with("month", month));
    sent(session, branch, month).ok_or_else(missing)
}

fn send(app: &App, arguments: &Send) -> Result<Exit> {
    let day = spoken::past_day(arguments.on.as_deref(), app.today)?;
    let month = reading::month(&arguments.which.month)?;
    let session = Session::begin(app)?;
    let core = &session.core;
    let branch = reading::branch(core, &arguments.which.branch)?;
    let named = |key| Message::new(key).with("branch", arguments.which.branch.as_str()).with("month", month);
    if sent(&session, branch, month).is_some() {
        return Err(Failure::usage(named("report.sent-already")).hint(named("report.amend-hint")));
    }
    let cells = filled(vec![
        ("month", Some(month.to_string())),
        ("sent", Some(day.to_string())),
        ("by", arguments.by.as_deref().map(|by| spoken::actor(core, by))),
        ("assessment", arguments.assessment.clone()),
        ("problems", arguments.problems.clone()),
        ("plan", arguments.plan.clone()),
    ]);
    let due = report_due_day(&core.scheme, month);
    let state = Delivery::of(Some(day), due, day);
    let said = named("report.sent").with("day", day).with("due", due).word("state", state.label());
    carry_out(app, &session, adding(&REPORTS, Some(branch), cells), |answer| answer.saying(said).fact("state", state.word()))?;
    if day <= month.last_day() {
        app.note(&named("report.month-not-over").with("day", day));
    }
    if !is_report_due(core, branch, month, app.today) {
        app.note(&named("report.not-due"));
    }
    Ok(Exit::Fine)
}

fn list(app: &App, arguments: &List) -> Result<Exit> {
    let needs = Needs::texts(Tables::REPORTS);
    let opened = reading::open(app)?;
    let core = reading::core_or_warn(app, &opened, needs)?;
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let month = arguments.month.as_deref().map(reading::month).transpose()?;
    let only = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let parts = each_branch(&opened.root, &core, needs, Looking::Errors, |branch, records| {
        let asked = only.is_none_or(|only| only == branch);
        if asked { part(&core, branch, records, month, as_of) } else { Vec::new() }
    });
    app.warn_of(&opened.root, parts.findings);
    app.show(&BranchReports::new(&core, as_of, parts.value.concat()))?;
    Ok(Exit::Fine)
}
