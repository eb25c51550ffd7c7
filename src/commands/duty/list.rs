//! `duty list`: the proposals as of a day, with the records they rest on.

use crate::app::App;
use crate::commands::{reading, spoken};
use crate::failure::Result;
use crate::reports::duty::{DutyQuestion, DutyReport};
use crate::rules::cadence::CadenceFrame;
use crate::rules::duty;
use crate::rules::relations::Looking;
use crate::store::load::each_branch;
use crate::store::needs::{Care, Needs, Tables};
use crate::ui::Exit;

/// What the committee's tables and the branches' are read for: of the committee's the texts too.
const TABLES: Tables = Tables::CONTACTS.and(Tables::FORMS).and(Tables::OUTCOMES).and(Tables::INSPECTIONS).and(Tables::DUTY);

/// What the scheme provides, with the evidence
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// Only members of this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Only this member
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Works the proposals out and shows them; nothing is changed.
pub(super) fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, Needs::texts(TABLES))?;
    let asked = DutyQuestion {
        branch: reading::asked_branch(&core, arguments.branch.as_deref())?,
        person: spoken::asked_person(&core, arguments.person.as_deref())?,
    };
    let frames = CadenceFrame::all(&core, as_of);
    let needs = Needs { tables: TABLES, care: Care::Figures };
    let parts =
        each_branch(&opened.root, &core, needs, Looking::Errors, |branch, records| duty::of_branch(&core, branch, records, &frames, as_of));
    app.refuse_errors(&opened.root, &parts.findings)?;
    app.show(&DutyReport::new(&core, &parts.value.concat(), as_of, asked, app.lang))?;
    Ok(Exit::Fine)
}
