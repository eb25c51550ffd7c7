//! `summary`: the season in figures, for the summary and commendation at its end (七(一)).

use crate::app::App;
use crate::commands::reading;
use crate::failure::Result;
use crate::reports::summary::{Summary, part};
use crate::rules::relations::Looking;
use crate::rules::season::SeasonQuestion;
use crate::store::load::each_branch;
use crate::store::needs::{Care, Needs};
use crate::ui::Exit;

/// The season in figures
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Works the season out branch by branch and shows it.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let needs = Needs { care: Care::Texts, ..Needs::ROLLUP };
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, needs)?;
    let only = arguments.branch.as_deref().map(|branch| reading::branch(&core, branch)).transpose()?;
    let question = SeasonQuestion::new(&core, as_of);
    let parts = each_branch(&opened.root, &core, needs, Looking::Errors, |branch, records| {
        only.is_none_or(|only| only == branch).then(|| part(&core, branch, records, &question))
    });
    app.refuse_errors(&opened.root, &parts.findings)?;
    app.show(&Summary::new(&core, &question, parts.value.into_iter().flatten().collect()))?;
    Ok(Exit::Fine)
}
