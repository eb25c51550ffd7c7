//! `status`: where the scheme stands, and what each role should do now.

use clap::builder::PossibleValuesParser;

use crate::app::App;
use crate::commands::{reading, sealing, spoken};
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::{BranchIx, PersonIx};
use crate::model::word::meaning;
use crate::reports::sheet::Format;
use crate::reports::status::{Question, StatusReport};
use crate::rules::relations::Looking;
use crate::rules::status::Role;
use crate::store::load::load;
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Where the scheme stands, and what each role should do now
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Whose tasks: a branch, or a person by id or name
    #[arg(value_name = "WHO")]
    who: Option<String>,
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

/// Shows the day's tasks; problems in the records are warned of, settings that cannot be read refuse.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let identities = if may_tell(app) { sealing::identities(app)? } else { None };
    let opened = reading::open(app)?;
    let loaded = load(&opened.root, Needs { tables: Needs::AWARD.tables.and(Tables::MEETINGS), ..Needs::AWARD }, Looking::Errors);
    reading::warn_unless_of_settings(app, &opened.root, loaded.findings)?;
    let core = &loaded.value.core;
    let role = arguments.role.as_deref().and_then(|word| meaning(&Role::WORDS, word));
    let who = arguments.who.as_deref().map(|text| who(core, role, text)).transpose()?.unwrap_or_default();
    let branch = reading::asked_branch(core, arguments.branch.as_deref())?.or(who.0);
    let boxes = identities.and_then(|identities| sealing::open_boxes(app, &opened.root, &core.scheme, &identities));
    let report = StatusReport::new(&loaded.value, Question { as_of, role, branch, person: who.1 });
    match &boxes {
        Some(boxes) => app.show(&report.with_boxes(boxes))?,
        None => app.show(&report)?,
    }
    Ok(Exit::Fine)
}

/// Whether what is sealed may be told: on the screen, never in a file.
fn may_tell(app: &App) -> bool {
    app.output.is_none() && !matches!(app.format, Format::Html | Format::Xlsx | Format::Docx)
}

/// The branch or the person that is meant; the role tells which, where one is named.
fn who(core: &Core, role: Option<Role>, text: &str) -> Result<(Option<BranchIx>, Option<PersonIx>)> {
    match role {
        Some(Role::Secretary) => Err(Failure::usage(Message::new("status.secretary-alone").with("value", text))),
        Some(Role::Branch) => Ok((Some(reading::branch(core, text)?), None)),
        Some(Role::Helper) => Ok((None, Some(spoken::person(core, text)?))),
        None => match reading::branch(core, text) {
            Ok(branch) => Ok((Some(branch), None)),
            Err(_) => Ok((None, Some(spoken::person(core, text)?))),
        },
    }
}
