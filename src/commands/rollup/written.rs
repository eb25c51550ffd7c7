//! `rollup --format docx`: the branches' written reports for a month, a page each, with the college's page where all are asked for.

use super::{Arguments, foot};
use crate::app::App;
use crate::commands::reading::Opened;
use crate::failure::Result;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::BranchIx;
use crate::reports::closing::said_under;
use crate::reports::paper::{MonthlyReport, monthly_filling, monthly_report};
use crate::reports::rollup::{Rollup, RollupQuestion, part};
use crate::rules::relations::Looking;
use crate::store::load::each_branch;
use crate::store::needs::{Care, Needs};

/// What is asked.
pub(super) struct Asked<'q, 'c> {
    /// One branch alone.
    pub only: Option<BranchIx>,
    /// The figures.
    pub question: &'q RollupQuestion<'c>,
    /// The day by which the branches' own texts are taken; it may be later than that of the figures.
    pub as_of: Day,
}

/// Works the month out with what each branch wrote, and shows it as one document with what is said under a rollup at its end.
pub(super) fn show(app: &App, arguments: &Arguments, opened: &Opened, core: &Core, asked: &Asked<'_, '_>) -> Result<()> {
    let needs = Needs { care: Care::Texts, ..Needs::ROLLUP };
    let Asked { only, question, as_of } = *asked;
    let month = question.month.month;
    let parts = each_branch(&opened.root, core, needs, Looking::Errors, |branch, records| {
        let wanted = only.is_none_or(|only| only == branch);
        let written = || MonthlyReport::of(branch, records, month, as_of);
        wanted.then(|| (written(), part(core, branch, records, question)))
    });
    app.refuse_errors(&opened.root, &parts.findings)?;
    let (written, parts): (Vec<_>, Vec<_>) = parts.value.into_iter().flatten().unzip();
    let whole = Rollup::new(core, question, parts.clone());
    let own = parts.into_iter().map(|part| Rollup::new(core, question, vec![part]));
    let branches: Vec<_> = written.into_iter().zip(own).collect();
    let college = Some(&whole).filter(|_| branches.len() > 1);
    if arguments.own.is_asked() {
        return arguments.own.answer(app, &monthly_filling(core, college, &branches), app.lang);
    }
    let foot = foot::foot(app, arguments, &opened.root, core, month, std::slice::from_ref(question), Some(as_of));
    let said = said_under(&foot::closings(app, &opened.root, core, std::slice::from_ref(&whole), only.is_none())?, foot.as_ref());
    app.show_paper(&monthly_report(core, college, &branches, said))
}
