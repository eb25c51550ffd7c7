//! `status`: where the scheme stands, and what each role should do now.

use clap::builder::PossibleValuesParser;

use crate::app::App;
use crate::failure::Result;
use crate::reports::status::{Question, StatusReport};
use crate::rules::relations::Looking;
use crate::rules::status::Role;
use crate::store::load::load;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Where the scheme stands, and what each role should do now
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only the tasks of a role
    #[arg(long, value_name = "ROLE", value_parser = PossibleValuesParser::new(Role::WORDS.map(|(word, _)| word)))]
    role: Option<String>,
    /// Only the tasks of a branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The day as of which to look (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Shows the day's tasks; problems in the records are warned of.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = super::reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = super::reading::open(app)?;
    let loaded = load(&opened.root, Needs { tables: Needs::AWARD.tables.and(Tables::MEETINGS), ..Needs::AWARD }, Looking::Errors);
    app.warn_of(&opened.root, loaded.findings);
    let data = loaded.value;
    let branch = arguments.branch.as_deref().map(|branch| super::reading::branch(&data.core, branch)).transpose()?;
    let role = arguments.role.as_deref().and_then(|word| Role::WORDS.iter().find(|(known, _)| *known == word)).map(|(_, role)| *role);
    app.show(&StatusReport::new(&data, Question { as_of, role, branch }))?;
    Ok(Exit::Fine)
}
