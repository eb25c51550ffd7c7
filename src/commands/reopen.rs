//! `reopen`: opens a closed month again, with the reason; what was kept of it stays on record.

use crate::app::App;
use crate::commands::writing::{Done, Session};
use crate::commands::{reading, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::closed::Reopened;
use crate::store::closed::{self, CLOSED_FILE};
use crate::ui::Exit;

/// Open a closed month again
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The month, YYYY-MM
    #[arg(value_name = "MONTH")]
    month: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Who opens it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

/// Opens the month.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let month = reading::month(&arguments.month)?;
    let named = |key| Message::new(key).with("month", month);
    if arguments.reason.trim().is_empty() {
        return Err(Failure::usage(named("closed.no-reason")));
    }
    let session = Session::begin(app)?;
    let mut known = reading::closed_months(app, session.root())?;
    let Some(index) = known.months.iter().position(|closed| closed.month == month) else {
        return Err(Failure::usage(named("closed.not-closed")));
    };
    let before = known.months.remove(index);
    known.reopened.push(Reopened {
        month,
        closed: before.closed,
        reopened: app.today,
        reason: arguments.reason.trim().to_owned(),
        by: arguments.by.as_deref().map(|by| spoken::actor(&session.core, by)),
        records: before.records,
    });
    if session.put_file(CLOSED_FILE, closed::bytes(&known))? == Done::Written {
        app.say(&named("closed.reopened"))?;
    }
    Ok(Exit::Fine)
}
