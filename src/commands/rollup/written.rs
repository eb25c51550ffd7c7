//! `rollup --format docx`: the branches' written reports for a month, a page each, with the college's page where all are asked for.

use crate::app::App;
use crate::commands::reading::Opened;
use crate::failure::Result;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::BranchIx;
use crate::reports::paper::{MonthlyReport, monthly_report};
use crate::reports::rollup::{Rollup, RollupQuestion, part};
use crate::rules::relations::Looking;
use crate::store::load::each_branch;
use crate::store::needs::{Care, Needs};

/// Works the month out with what each branch wrote by a day, which may be later than that of the figures, and shows it as one document.
pub(super) fn show(
    app: &App,
    opened: &Opened,
    core: &Core,
    only: Option<BranchIx>,
    question: &RollupQuestion<'_>,
    as_of: Day,
) -> Result<()> {
    let needs = Needs { care: Care::Texts, ..Needs::ROLLUP };
    let asked = &question.month;
    let parts = each_branch(&opened.root, core, needs, Looking::Errors, |branch, records| {
        let wanted = only.is_none_or(|only| only == branch);
        let written = || MonthlyReport::of(branch, records, asked.month, as_of);
        wanted.then(|| (written(), part(core, branch, records, question)))
    });
    app.refuse_errors(&opened.root, &parts.findings)?;
    let (written, parts): (Vec<_>, Vec<_>) = parts.value.into_iter().flatten().unzip();
    let college = (parts.len() > 1).then(|| Rollup::new(core, question, parts.clone()));
    let own = parts.into_iter().map(|part| Rollup::new(core, question, vec![part]));
    let branches: Vec<_> = written.into_iter().zip(own).collect();
    app.show_paper(&monthly_report(core, college.as_ref(), &branches))
}
