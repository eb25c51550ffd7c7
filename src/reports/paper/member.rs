//! A member's own record over the year, for the member's assessment (the scheme, 九(一)): the pairs as a helper with what was done,
//! own outcomes, findings of inspections, decisions. Not here: an opinion; and nothing of whom is helped but the name.

use super::file::table;
use super::record_form::stage;
use super::{Block, Boxed, Grid, JudgedBranch, Paper, Row, Style, day, day_or_empty, pair_places};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{BranchIx, Pair, PairIx, PersonIx};
use crate::model::word::{Side, Word};
use crate::reports::places::{Filling, List, Place};
use crate::reports::sheet::Cell;
use crate::rules::forms::FormCounts;

/// A member's record as of a day. `branches` holds every branch in which the member has a pair, judged as of that day.
#[must_use]
pub fn member_record(core: &Core, person: PersonIx, branches: &[(BranchIx, JudgedBranch<'_>)], as_of: Day) -> Paper {
    let record = Member { core, person, branches, as_of };
    let title = Message::new("paper.member.of").with("name", core.people.name(person)).with("id", core.people.id(person));
    Paper { title, style: Style::Form, pages: vec![record.page()] }
}

/// What a school's own document for a member's record is filled with.
#[must_use]
pub fn member_filling(core: &Core, person: PersonIx, branches: &[(BranchIx, JudgedBranch<'_>)], as_of: Day) -> Filling {
    Member { core, person, branches, as_of }.filling()
}

struct Member<'a> {
    core: &'a Core,
    person: PersonIx,
    branches: &'a [(BranchIx, JudgedBranch<'a>)],
    as_of: Day,
}

impl Member<'_> {
    fn page(&self) -> Vec<Block> {
        let info = &self.core.scheme.info;
        let of = Message::new("paper.of-scheme").with("organization", info.organization.as_str()).with("name", info.name.as_str());
        vec![
            Block::Subtitle(Cell::Say(of)),
            Block::Title(Cell::word("paper.member.title")),
            self.head(),
            Block::Heading(Cell::word("paper.member.pairs")),
            self.pairs(),
            Block::Heading(Cell::word("paper.member.outcomes")),
            self.outcomes(),
            Block::Heading(Cell::word("paper.member.inspections")),
            self.inspections(),
            Block::Heading(Cell::word("paper.member.decisions")),
            self.decisions(),
            Block::Note(Cell::Say(Message::new("paper.member.note").with("day", self.as_of))),
            Block::Grid(Grid {
                widths: vec![1, 5],
                head: 0,
                rows: vec![Row::tall(vec![Boxed::label("paper.form.opinion", 1), Boxed::signature("paper.sign.branch", 1)], 28)],
            }),
        ]
    }

    fn head(&self) -> Block {
        let text = |column| Cell::text(self.core.people.text(self.person, column));
        let branch = self.core.people.get(self.person).map_or("", |person| self.core.scheme.branch_name(person.branch));
        let stage = stage(self.core, self.person, self.as_of);
        let row = |fields| Row::of_fields(fields, [(1, 1); 3]);
        let rows = vec![
            row([("paper.name", text("name")), ("paper.id", text("id")), ("paper.class", text("class"))]),
            row([("paper.branch", Cell::text(branch)), ("paper.stage-now", stage), ("paper.major", text("major"))]),
        ];
        Block::Grid(Grid { widths: vec![3, 5, 3, 5, 3, 4], head: 0, rows })
    }

    fn own_pairs(&self) -> impl Iterator<Item = (PairIx, &Pair)> {
        let own = self.core.pairs_of(self.person).iter().filter(|(_, side, _)| *side == Side::Helper);
        own.filter_map(|(_, _, pair)| self.core.pairs.get(*pair).map(|row| (*pair, row))).filter(|(_, row)| row.start <= self.as_of)
    }

    fn pairs(&self) -> Block {
        let labels =
            ["paper.id-of-pair", "paper.helped", "paper.file.opened", "paper.file.closed", "paper.member.duty", "paper.member.forms"];
        table(&labels, vec![4, 4, 5, 5, 8, 7], self.pair_cells().map(|cells| boxed(cells, &[4, 5])).collect())
    }

    fn pair_cells(&self) -> impl Iterator<Item = [Cell; 6]> {
        self.own_pairs().filter_map(|(pair, row)| {
            let (_, branch) = self.branches.iter().find(|(branch, _)| *branch == row.branch)?;
            Some([
                Cell::text(self.core.pairs.id(pair)),
                Cell::text(self.core.people.name(row.helped)),
                day(row.start),
                day_or_empty(row.end.filter(|end| *end <= self.as_of)),
                branch.duty(pair),
                forms(pair, branch),
            ])
        })
    }

    fn outcomes(&self) -> Block {
        let labels = ["paper.date", "paper.member.kind", "paper.member.what", "paper.member.level", "paper.remark"];
        table(&labels, vec![5, 3, 8, 3, 6], self.outcome_cells().map(|cells| boxed(cells, &[2, 4])).collect())
    }

    fn outcome_cells(&self) -> impl Iterator<Item = [Cell; 5]> {
        let outcomes = &self.core.committee.outcomes;
        let own = outcomes.iter().filter(|(_, outcome)| outcome.person == self.person && outcome.date <= self.as_of);
        own.map(|(row, outcome)| {
            let text = |column| Cell::text(outcomes.text(row, column));
            let what = match (outcome.stage, outcomes.text(row, "value")) {
                (Some(stage), _) => Cell::word(stage.label()),
                (None, "") => text("what"),
                (None, value) => Cell::Text(format!("{} {value}", outcomes.text(row, "what"))),
            };
            [day(outcome.date), Cell::word(outcome.kind.label()), what, text("level"), text("note")]
        })
    }

    fn inspections(&self) -> Block {
        let labels = ["paper.date", "paper.score", "paper.member.finding"];
        table(&labels, vec![5, 3, 17], self.inspection_cells().map(|cells| boxed(cells, &[2])).collect())
    }

    fn inspection_cells(&self) -> impl Iterator<Item = [Cell; 3]> {
        let inspections = &self.core.committee.inspections;
        let own = inspections.iter().filter(|(_, row)| row.person == Some(self.person) && row.date <= self.as_of);
        own.map(|(row, inspection)| {
            let text = |column| Cell::text(inspections.text(row, column));
            [day(inspection.date), text("rating"), text("finding")]
        })
    }

    fn decisions(&self) -> Block {
        let labels = ["paper.date", "paper.member.measure", "paper.member.grounds", "paper.member.document"];
        table(&labels, vec![5, 5, 9, 6], self.decision_cells().map(|cells| boxed(cells, &[2])).collect())
    }

    fn decision_cells(&self) -> impl Iterator<Item = [Cell; 4]> {
        let duty = &self.core.committee.duty;
        let own = duty.iter().filter(|(_, row)| row.person == self.person && row.date <= self.as_of);
        own.map(|(row, decision)| {
            let text = |column| Cell::text(duty.text(row, column));
            [day(decision.date), Cell::word(decision.measure.label()), text("grounds"), text("document")]
        })
    }

    fn filling(&self) -> Filling {
        let text = |column| Cell::text(self.core.people.text(self.person, column));
        let branch = self.core.people.get(self.person).map_or("", |person| self.core.scheme.branch_name(person.branch));
        let mut places = pair_places::of_scheme(self.core);
        places.extend([
            Place::of("place.name", text("name")),
            Place::of("place.id", text("id")),
            Place::of("place.class", text("class")),
            Place::of("place.major", text("major")),
            Place::of("place.grade", text("grade")),
            Place::of("place.branch", Cell::text(branch)),
            Place::of("place.stage", stage(self.core, self.person, self.as_of)),
            Place::of("place.as-of", day(self.as_of)),
        ]);
        let pair = ["place.pair", "place.helped", "place.start", "place.end", "place.figures", "place.forms"];
        let outcome = ["place.date", "place.kind", "place.what", "place.level", "place.note"];
        let decision = ["place.date", "place.handling", "place.grounds", "place.document"];
        let lists = vec![
            List::of("place.help", pair, self.pair_cells()),
            List::of("place.outcome", outcome, self.outcome_cells()),
            List::of("place.inspection", ["place.date", "place.score", "place.finding"], self.inspection_cells()),
            List::of("place.decision", decision, self.decision_cells()),
        ];
        Filling { name: self.core.people.id(self.person).to_owned(), places, lists }
    }
}

/// A row of cells, those at the given places as long texts.
fn boxed<const N: usize>(cells: [Cell; N], running: &[usize]) -> Row {
    let one = |(at, cell)| if running.contains(&at) { Boxed::running(cell, 1) } else { Boxed::short(cell, 1) };
    Row::of(cells.into_iter().enumerate().map(one).collect())
}

/// How a pair's monthly forms stand, in one sentence.
fn forms(pair: PairIx, branch: &JudgedBranch<'_>) -> Cell {
    let mut counts = FormCounts::default();
    branch.forms.of_pair(pair, branch.as_of).for_each(|form| counts.add(&form));
    let said = Message::new("paper.member.form-counts").with("due", counts.due).with("on_time", counts.on_time);
    Cell::Say(said.with("late", counts.late).with("missing", counts.missing).with("passed", counts.passed))
}
