//! `duty notice`: the criticisms that were decided, as a list for publication.

use crate::app::App;
use crate::commands::{reading, spoken};
use crate::failure::Result;
use crate::i18n::Message;
use crate::model::day::{Day, Period};
use crate::model::word::CriticismScope;
use crate::reports::duty::Notice;
use crate::reports::sheet::Format;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// The list of criticisms for publication
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// How far it goes: branch (支部), department (系) or college (学院)
    #[arg(long, value_name = "SCOPE", default_value = "college")]
    scope: String,
    /// Only members of this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Only decisions from this day on
    #[arg(long, value_name = "DAY")]
    since: Option<String>,
    /// The day of the notice (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Shows the list. What is not decided, or not for so many ears, is not on it.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let scope: CriticismScope = spoken::word(&arguments.scope)?;
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let since = arguments.since.as_deref().map_or(Ok(Day::MIN), |day| spoken::day(day, app.today))?;
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, Needs::texts(Tables::DUTY.and(Tables::OUTCOMES)))?;
    let branch = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let notice = Notice::new(&core, scope, branch, Period::new(since, as_of));
    let is_paper = matches!(app.format, Format::Docx | Format::Html);
    if notice.is_empty() {
        app.note(&Message::new("duty.notice.nothing"));
        // A circular that criticises nobody is none.
        if is_paper {
            return Ok(Exit::no_if(true));
        }
    }
    if is_paper {
        app.show_paper(&notice.paper())?
    } else {
        app.show(&notice)?
    }
    Ok(Exit::Fine)
}
