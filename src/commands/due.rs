//! `due`: who must meet whom by when, as a list and as a calendar file.

use std::path::PathBuf;

use crate::app::App;
use crate::commands::plain::Plain;
use crate::failure::Result;
use crate::reports::check::{self, Kept, Question};
use crate::reports::due;
use crate::rules::relations::Looking;
use crate::store::load::{Loaded, each_branch, load_core};
use crate::store::needs::Needs;
use crate::ui::Exit;

/// Who must meet whom by when
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// So many days ahead
    #[arg(long, value_name = "DAYS", default_value_t = 7, value_parser = Plain(clap::value_parser!(u16).range(0..=3660)), allow_negative_numbers = true)]
    days: u16,
    /// Also write a calendar file
    #[arg(long, value_name = "FILE")]
    ics: Option<PathBuf>,
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Lists what is overdue and what falls due; problems in the records are warned of.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = super::reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = super::reading::open(app)?;
    let Loaded { value: core, mut findings } = load_core(&opened.root, Needs::CHECK, Looking::Errors);
    super::reading::refuse_settings(app, &opened.root, &findings)?;
    let mut question = Question::of(as_of);
    question.branch = super::reading::asked_branch(&core, arguments.branch.as_deref())?;
    let frames = question.frames(&core);
    let wanted = question.branches(&core);
    let parts = each_branch(&opened.root, &core, Needs::CHECK, Looking::Errors, |branch, records| {
        wanted.contains(&branch).then(|| check::part(&core, branch, &records.contacts, &frames, (&question, Kept::All)))
    });
    findings.extend(parts.findings);
    crate::finding::sort(&mut findings);
    app.warn_of(&opened.root, findings);
    let parts: Vec<_> = parts.value.into_iter().flatten().collect();
    let report = due::assemble(&core, frames, &parts, as_of, i32::from(arguments.days));
    if let Some(path) = &arguments.ics {
        app.write(path, report.ics(app.lang).as_bytes())?;
    }
    app.show(&report)?;
    Ok(Exit::Fine)
}
