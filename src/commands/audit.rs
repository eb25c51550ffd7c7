//! `audit`: signs in the records that people should look at (rules.md R11). There is no "no" in the answer: a sign is no fault.

use crate::app::App;
use crate::commands::reading::{self, Opened};
use crate::failure::Result;
use crate::finding::Findings;
use crate::model::closed::ClosedMonth;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::reports::audit::{AuditReport, GitEvidence};
use crate::rules::audit::{Committed, Evidence, Said, seen, signs};
use crate::rules::closing::Comparison;
use crate::rules::relations::Looking;
use crate::rules::said::{self, Logged};
use crate::store::git_history::{History, committed};
use crate::store::load::each_branch;
use crate::store::month_records::{compared, settings_digest};
use crate::store::needs::{Needs, Tables};
use crate::ui::Exit;

/// Signs in the records, for people to judge
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only signs of this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// The day as of which to look (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    /// Do not ask git on which day records were first committed
    #[arg(long)]
    no_git: bool,
}

/// Looks for signs and lists them.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = reading::open(app)?;
    let core = reading::core_or_refuse(app, &opened, Needs::texts(Tables::VISITS.and(Tables::OUTCOMES)))?;
    let branch = reading::asked_branch(&core, arguments.branch.as_deref())?;
    let parts = each_branch(&opened.root, &core, Needs::texts(Tables::CONTACTS), Looking::Errors, |branch, records| {
        let logged: Vec<Logged> = core.committee.visits.iter().map(|(_, visit)| Logged::of(&core, visit, &records.contacts)).collect();
        (seen(&core, branch, &records.contacts, as_of), logged)
    });
    app.refuse_errors(&opened.root, &parts.findings)?;
    let (contacts, logged): (Vec<_>, Vec<_>) = parts.value.into_iter().unzip();
    let said = remembered(&core, as_of, &logged);
    let (git, commits) = if arguments.no_git { (GitEvidence::None, Vec::new()) } else { commits(&opened, &core, as_of) };
    let evidence = Evidence { contacts: contacts.concat(), said, closed: closed_months(app, &opened, &core, as_of)?, commits };
    app.show(&AuditReport::new(&core, as_of, signs(&core, &evidence), branch, git, app.lang))?;
    Ok(Exit::Fine)
}

/// What the students visited by a day say, set against the logs of all branches.
fn remembered(core: &Core, as_of: Day, logged: &[Vec<Logged>]) -> Vec<Said> {
    let visits = core.committee.visits.iter().filter(|(_, visit)| visit.date <= as_of);
    let all = |row: usize| logged.iter().filter_map(|branch| branch.get(row).copied()).fold(Logged::default(), Logged::and);
    visits.filter_map(|(row, visit)| Some((row, said::compared(core, visit, all(row))?))).collect()
}

/// The months closed by a day, beside what is now.
fn closed_months(app: &App, opened: &Opened, core: &Core, as_of: Day) -> Result<Vec<(ClosedMonth, Comparison)>> {
    let mut findings = Findings::default();
    let known = reading::closed_months(app, &opened.root)?;
    let settings = settings_digest(&opened.root, &mut findings);
    let closed = known.months.into_iter().filter(|month| month.closed <= as_of);
    let beside = closed.map(|month| {
        let comparison = compared(&opened.root, core, &month, &settings, &mut findings);
        (month, comparison)
    });
    Ok(beside.collect())
}

/// The records with their first commits by a day; nothing where git has nothing to say.
fn commits(opened: &Opened, core: &Core, as_of: Day) -> (GitEvidence, Vec<Committed>) {
    let evidence = match committed(&opened.root, core) {
        History::Read(commits) => {
            let by_then = commits.into_iter().filter(|one| one.day <= as_of && one.date <= as_of).collect();
            return (GitEvidence::Read, by_then);
        }
        History::None => GitEvidence::None,
        History::Cut => GitEvidence::Cut,
        History::Failed(reason) => GitEvidence::Failed(reason),
    };
    (evidence, Vec::new())
}
