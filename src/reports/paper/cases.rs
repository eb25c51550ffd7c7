//! Typical good cases for publication (九(四)): the texts that were agreed to, and nothing else of anybody. Not here: who may be told
//! what, which each case's scope says.

use super::{Block, Paper, Style};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::BranchIx;
use crate::model::word::CaseScope;
use crate::reports::sheet::Cell;

/// The cases to which consent was given by `today` and that may go as far as `scope`, of a branch's pairs or of all, in the order of their ids.
#[must_use]
pub fn published_cases(core: &Core, scope: CaseScope, branch: Option<BranchIx>, today: Day) -> Paper {
    let cases = &core.committee.cases;
    let of_branch = |pair| branch.is_none_or(|branch| core.pairs.get(pair).is_some_and(|row| row.branch == branch));
    let told = cases.iter().filter(|(_, case)| case.scope >= scope && case.consent <= today && of_branch(case.pair));
    let mut page = vec![
        Block::Title(Cell::word("paper.cases.title")),
        Block::Subtitle(Cell::text(&core.scheme.info.name)),
        Block::Subtitle(Cell::text(&core.scheme.info.organization)),
        Block::Gap,
    ];
    for (number, (row, _)) in told.enumerate() {
        page.push(Block::Heading(Cell::Say(Message::new("paper.cases.number").with("number", number + 1))));
        page.push(Block::Text(Cell::text(cases.text(row, "text"))));
    }
    if page.len() == 4 {
        page.push(Block::Text(Cell::word("paper.none")));
    }
    Paper { title: Message::new("paper.cases.title"), style: Style::Official, pages: vec![page] }
}
