//! `check`: the two-week rule and every other cadence (rules.md R4).

use crate::app::App;
use crate::commands::reading::Opened;
use crate::failure::{Failure, Result};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::word::key_and_name;
use crate::model::word_distance::nearest;
use crate::reports::check::{self, Kept, Question, Show, StudentReport, Verdict};
use crate::reports::sheet::Format;
use crate::rules::cadence::CadenceFrame;
use crate::rules::relations::Looking;
use crate::store::load::each_branch;
use crate::store::needs::Needs;
use crate::ui::Exit;

/// Who keeps the contact duty, and who does not
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Only this branch
    #[arg(long, value_name = "BRANCH")]
    branch: Option<String>,
    /// Only this pair: its id, or the id or name of one of the two
    #[arg(long, value_name = "PAIR")]
    pair: Option<String>,
    /// One helped student over all pairs: each breach charged to the pair responsible on the day it fell overdue
    #[arg(long, value_name = "PERSON", conflicts_with_all = ["branch", "pair", "all", "overdue_only", "explain"])]
    student: Option<String>,
    /// Only this cadence
    #[arg(long, value_name = "KEY")]
    cadence: Option<String>,
    /// Show every pair, not only those that need a look
    #[arg(long)]
    all: bool,
    /// Judge only the present: exit 1 only if a pair is overdue now
    #[arg(long)]
    overdue_only: bool,
    /// Show how the figures of a pair come about, with the places of the records
    #[arg(long, requires = "pair")]
    explain: bool,
    /// The day as of which to judge (today)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
}

/// Judges the pairs; the answer is "no" if any is overdue or has a breach.
pub fn run(app: &App, arguments: &Arguments) -> Result<Exit> {
    let as_of = super::reading::as_of(app, arguments.as_of.as_deref())?;
    let opened = super::reading::open(app)?;
    let needs = if arguments.student.is_some() || arguments.pair.is_some() { Needs::CHECK_BY_NAME } else { Needs::CHECK };
    let core = super::reading::core_or_refuse(app, &opened, needs)?;
    if let Some(student) = &arguments.student {
        return student_line(app, &opened, &core, student, arguments.cadence.as_deref(), as_of);
    }
    let question = Question {
        as_of,
        branch: super::reading::asked_branch(&core, arguments.branch.as_deref())?,
        pair: arguments.pair.as_deref().map(|pair| super::spoken::pair(&core, pair, as_of)).transpose()?,
        cadence: arguments.cadence.as_deref().map(|key| cadence(&core, key)).transpose()?,
        show: if arguments.all { Show::All } else { Show::Noteworthy },
        verdict: if arguments.overdue_only { Verdict::Present } else { Verdict::Whole },
    };
    let frames = question.frames(&core);
    let wanted = question.branches(&core);
    let kept = if app.format == Format::Json { Kept::All } else { Kept::Shown };
    let parts = each_branch(&opened.root, &core, Needs::CHECK, Looking::Errors, |branch, records| {
        let part = wanted.contains(&branch).then(|| check::part(&core, branch, &records.contacts, &frames, (&question, kept)));
        let log = (question.pair.is_some() && part.is_some()).then(|| std::mem::take(&mut records.contacts));
        (part, log)
    });
    app.refuse_errors(&opened.root, &parts.findings)?;
    let (parts, logs): (Vec<_>, Vec<_>) = parts.value.into_iter().unzip();
    let derivations: Vec<_> = match (question.pair, logs.into_iter().flatten().next(), arguments.explain) {
        (Some(pair), Some(log), true) => frames.iter().map(|frame| check::explain(&core, frame, pair, &log)).collect(),
        _ => Vec::new(),
    };
    let report = check::assemble(&core, frames, parts.into_iter().flatten().collect(), question);
    if derivations.is_empty() || app.format == Format::Json {
        app.show(&report)?;
    } else {
        app.show_sheets(derivations.iter().flat_map(crate::reports::sheet::Sheets::sheets).collect())?;
    }
    Ok(Exit::no_if(report.is_broken()))
}

/// One student's own line of contacts.
fn student_line(app: &App, opened: &Opened, core: &Core, student: &str, key: Option<&str>, as_of: Day) -> Result<Exit> {
    let student = super::spoken::person(core, student)?;
    let pairs = check::pairs_of(core, student);
    if pairs.is_empty() {
        return Err(Failure::usage(Message::new("student.no-pair").with("student", core.people.id(student))));
    }
    let mut frames = CadenceFrame::all(core, as_of);
    if let Some(index) = key.map(|key| cadence(core, key)).transpose()? {
        frames.retain(|frame| usize::from(frame.index) == index);
    }
    let parts = each_branch(&opened.root, core, Needs::CHECK, Looking::Errors, |branch, records| {
        check::contacts_of(core, branch, &pairs, &records.contacts)
    });
    app.refuse_errors(&opened.root, &parts.findings)?;
    let report = StudentReport::new(core, student, as_of, frames, parts.value.concat());
    app.show(&report)?;
    Ok(Exit::no_if(report.is_broken()))
}

fn cadence(core: &Core, key: &str) -> Result<usize> {
    let cadences = &core.scheme.cadences;
    cadences.iter().position(|cadence| cadence.key == key).ok_or_else(|| {
        let near = nearest(key, cadences.iter().map(|cadence| cadence.key.as_str()));
        let known: Vec<String> = cadences.iter().map(|cadence| key_and_name(&cadence.key, &cadence.name)).collect();
        Failure::usage(Message::new("failure.unknown-cadence").with("value", key).with("nearest", near).with("known", known.join(" ")))
    })
}
