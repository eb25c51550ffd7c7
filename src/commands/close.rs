//! `close`: keeps the digests of a month's records, settings and figures, so that later changes show (rules.md R11); without a month it
//! lists what is closed.

use crate::app::App;
use crate::commands::reading;
use crate::commands::spoken;
use crate::commands::writing::{Done, Session};
use crate::failure::{Failure, Result};
use crate::finding::Findings;
use crate::i18n::Message;
use crate::model::closed::ClosedMonth;
use crate::model::day::{Day, Month};
use crate::reports::closing::{ClosedList, figures_digest};
use crate::reports::rollup::{Rollup, RollupQuestion, part};
use crate::rules::closing::{Comparison, Scope, Span};
use crate::rules::forms::due_day;
use crate::rules::relations::Looking;
use crate::rules::rollup::default_day;
use crate::store::closed::{self, CLOSED_FILE};
use crate::store::load::{each_branch, load_core};
use crate::store::month_records::{compared, month_digest, settings_digest};
use crate::store::needs::Needs;
use crate::store::open::Root;
use crate::ui::Exit;

/// Close a month
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The month, YYYY-MM; without one the closed months are listed
    #[arg(value_name = "MONTH")]
    month: Option<String>,
    /// Who closes it
    #[arg(long, value_name = "NAME", requires = "month")]
    by: Option<String>,
    /// The day as of which its figures are reckoned (the day after the month's forms are due, or today)
    #[arg(long, value_name = "DAY", requires = "month")]
    as_of: Option<String>,
}

/// Closes a month, or lists the closed ones.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let Some(month) = arguments.month.as_deref().map(reading::month).transpose()? else { return list(app) };
    let as_of = arguments.as_of.as_deref().map(reading::day).transpose()?;
    let session = Session::begin(app)?;
    session.refuse_settings()?;
    refuse_unfinished(&session, month, as_of, app.today)?;
    let mut known = reading::closed_months(app, session.root())?;
    let named = |key| Message::new(key).with("month", month);
    if let Some(before) = known.get(month) {
        return Err(Failure::usage(named("closed.already").with("day", before.closed)).hint(named("closed.reopen-hint")));
    }
    let as_of = as_of.unwrap_or_else(|| default_day(&session.core, month, app.today));
    let by = arguments.by.as_deref().map(|by| spoken::actor(&session.core, by));
    known.months.push(kept(app, session.root(), month, as_of, by)?);
    if session.put_file(CLOSED_FILE, closed::bytes(&known))? == Done::Written {
        app.say(&named("closed.done").with("as_of", as_of))?;
        if as_of <= due_day(&session.core.scheme, month) {
            app.note(&named("closed.forms-pending").with("due", due_day(&session.core.scheme, month)));
        }
    }
    Ok(Exit::Fine)
}

/// A month is closed when it is over, and its figures are never of a day before that or after today.
fn refuse_unfinished(session: &Session<'_>, month: Month, as_of: Option<Day>, today: Day) -> Result<()> {
    let scheme = session.core.scheme.info.period;
    let named = |key| Failure::usage(Message::new(key).with("month", month).with("today", today));
    if !month.period().overlaps(scheme) {
        return Err(named("closed.outside-scheme"));
    }
    if today <= month.last_day() || as_of.is_some_and(|day| day < month.last_day()) {
        return Err(named("closed.not-over"));
    }
    if as_of.is_some_and(|day| day > today) {
        return Err(named("closed.future"));
    }
    Ok(())
}

/// What is kept of a month.
fn kept(app: &App, root: &Root, month: Month, as_of: Day, by: Option<String>) -> Result<ClosedMonth> {
    let loaded = load_core(root, Needs::ROLLUP, Looking::Errors);
    let core = &loaded.value;
    let mut findings = Findings::from(loaded.findings);
    let question = RollupQuestion::new(core, month, as_of, default_day(core, month.previous(), as_of));
    let parts = each_branch(root, core, Needs::ROLLUP, Looking::Errors, |branch, records| part(core, branch, records, &question));
    findings.extend(parts.findings);
    let digest = month_digest(root, core, &Scope::new(month, as_of, Span::Month), &mut findings);
    let settings = settings_digest(root, &mut findings);
    app.refuse_errors(root, &findings.listed().0)?;
    Ok(ClosedMonth {
        month,
        closed: app.today,
        as_of,
        by,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        settings,
        records: digest.records(),
        figures: figures_digest(&Rollup::new(core, &question, parts.value)),
        files: digest.files,
        contacts: digest.contacts,
    })
}

fn list(app: &App) -> Result<Exit> {
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, Needs::ROLLUP)?;
    let mut findings = Findings::default();
    let known = reading::closed_months(app, &opened.root)?;
    let settings = settings_digest(&opened.root, &mut findings);
    let compare = |month: &ClosedMonth| compared(&opened.root, &core, month, &settings, &mut findings);
    let comparisons: Vec<Comparison> = known.months.iter().map(compare).collect();
    app.refuse_errors(&opened.root, &findings.listed().0)?;
    let changed = comparisons.iter().any(|comparison| !comparison.matches());
    app.show(&ClosedList { closed: &known, comparisons })?;
    Ok(Exit::no_if(changed))
}
