//! The file of a pair (帮扶档案, the scheme, 八(三)): cover, who they are, goals, all contacts, forms, visits, how it ended. Nothing of
//! a sealed record is in it. Not here: the form of one month.

use super::record_form::{CONTACT_PLACES, contact_cells, ended, stage, topics};
use super::{Block, Boxed, Grid, JudgedBranch, Paper, Row, Style, day, day_or_empty, month, pair_places};
use crate::i18n::Message;
use crate::model::dataset::Core;
use crate::model::records::{Pair, PairIx, PersonIx};
use crate::model::word::{Review, Word};
use crate::reports::places::{Filling, List, Place};
use crate::reports::sheet::Cell;

/// A pair's file as of the day on which its branch is judged. Nothing for a pair that does not exist.
#[must_use]
pub fn pair_file(core: &Core, pair_ix: PairIx, branch: &JudgedBranch<'_>) -> Option<Paper> {
    let pair = core.pairs.get(pair_ix)?;
    let file = File { core, pair, pair_ix, branch };
    let title = Message::new("paper.file.of").with("pair", core.pairs.id(pair_ix));
    let title = title.with("helper", core.people.name(pair.helper)).with("helped", core.people.name(pair.helped));
    Some(Paper { title, style: Style::Form, pages: vec![file.cover(), file.persons(), file.contacts(), file.end()] })
}

/// What a school's own document is filled with for a pair's file. Nothing for a pair that does not exist.
#[must_use]
pub fn file_filling(core: &Core, pair_ix: PairIx, branch: &JudgedBranch<'_>) -> Option<Filling> {
    let pair = core.pairs.get(pair_ix)?;
    Some(File { core, pair, pair_ix, branch }.filling())
}

struct File<'a> {
    core: &'a Core,
    pair: &'a Pair,
    pair_ix: PairIx,
    branch: &'a JudgedBranch<'a>,
}

impl File<'_> {
    fn cover(&self) -> Vec<Block> {
        let info = &self.core.scheme.info;
        let lines = [
            ("paper.id-of-pair", Cell::text(self.core.pairs.id(self.pair_ix))),
            ("paper.branch", Cell::text(self.core.scheme.branch_name(self.pair.branch))),
            ("paper.helper", Cell::text(self.core.people.name(self.pair.helper))),
            ("paper.helped", Cell::text(self.core.people.name(self.pair.helped))),
            ("paper.file.opened", day(self.pair.start)),
            ("paper.file.closed", ended(self.pair)),
        ];
        let rows = lines.into_iter().map(|(label, cell)| Row::tall(vec![Boxed::label(label, 1), Boxed::short(cell, 1)], 12)).collect();
        let mut blocks = vec![Block::Gap; 4];
        blocks.push(Block::Subtitle(Cell::text(&info.organization)));
        blocks.push(Block::Subtitle(Cell::text(&info.name)));
        blocks.extend([Block::Gap, Block::Title(Cell::word("paper.file.title"))]);
        blocks.extend(vec![Block::Gap; 4]);
        blocks.push(Block::Grid(Grid { widths: vec![3, 7], head: 0, rows }));
        blocks
    }

    fn persons(&self) -> Vec<Block> {
        let mut rows = self.person("paper.helper", self.pair.helper);
        rows.extend(self.person("paper.helped", self.pair.helped));
        rows.push(Row::of(vec![
            Boxed::label("paper.basis", 1),
            Boxed::short(Cell::word(self.pair.basis.label()), 1),
            Boxed::label("paper.topics", 1),
            Boxed::short(topics(self.core, self.pair), 3),
        ]));
        let mut blocks =
            vec![Block::Heading(Cell::word("paper.file.persons")), Block::Grid(Grid { widths: vec![4, 6, 4, 5, 3, 4], head: 0, rows })];
        blocks.extend([Block::Heading(Cell::word("paper.file.goals")), self.goals()]);
        blocks
    }

    fn person(&self, label: &'static str, who: PersonIx) -> Vec<Row> {
        let text = |column| Cell::text(self.core.people.text(who, column));
        let row = |fields| Row::of_fields(fields, [(1, 1); 3]);
        let branch = self.core.people.get(who).map_or("", |person| self.core.scheme.branch_name(person.branch));
        vec![
            row([(label, text("name")), ("paper.id", text("id")), ("paper.gender", text("gender"))]),
            row([("paper.class", text("class")), ("paper.major", text("major")), ("paper.grade", text("grade"))]),
            row([
                ("paper.branch", Cell::text(branch)),
                ("paper.stage-then", stage(self.core, who, self.pair.start)),
                ("paper.stage-now", stage(self.core, who, self.branch.as_of)),
            ]),
        ]
    }

    fn goals(&self) -> Block {
        let row = |[topic, goal, measure, due, met]: [Cell; 5]| {
            vec![Boxed::short(topic, 1), Boxed::running(goal, 1), Boxed::running(measure, 1), Boxed::short(due, 1), Boxed::short(met, 1)]
        };
        let labels = ["paper.field", "paper.goal", "paper.measure", "paper.due", "paper.met"];
        table(&labels, vec![2, 6, 4, 5, 5], self.goal_cells().map(row).map(Row::of).collect())
    }

    fn goal_cells(&self) -> impl Iterator<Item = [Cell; 5]> {
        let goals = &self.branch.records.goals;
        goals.iter().filter(|(_, goal)| goal.pair == self.pair_ix).map(|(row, goal)| {
            let topic = self.core.scheme.topics.get(goal.topic).map_or("", |topic| topic.name.as_str());
            let met = goal.met.filter(|met| *met <= self.branch.as_of);
            let text = |column| Cell::text(goals.text(row, column));
            [Cell::text(topic), text("goal"), text("measure"), day_or_empty(goal.due), day_or_empty(met)]
        })
    }

    fn contacts(&self) -> Vec<Block> {
        let row = |[date, mode, place, _, topics, content, problem, next]: [Cell; 8]| {
            let short = [date, mode, place, topics].map(|cell| Boxed::short(cell, 1));
            short.into_iter().chain([content, problem, next].map(|cell| Boxed::running(cell, 1))).collect()
        };
        let labels = ["paper.date", "paper.mode", "paper.place", "paper.field", "paper.content", "paper.problem", "paper.next"];
        let grid = table(&labels, vec![17, 7, 11, 9, 28, 14, 14], self.contact_cells().map(row).map(Row::of).collect());
        vec![Block::Heading(Cell::word("paper.file.contacts")), grid]
    }

    fn contact_cells(&self) -> impl Iterator<Item = [Cell; 8]> {
        let log = &self.branch.records.contacts;
        log.range_of(self.pair_ix).filter_map(|index| {
            let date = log.contacts.get(index).map(|contact| contact.date).filter(|date| *date <= self.branch.as_of)?;
            let [_, mode, place, minutes, topics, content, problem, next] = contact_cells(self.core, log, index);
            Some([Cell::Day(date), mode, place, minutes, topics, content, problem, next])
        })
    }

    fn end(&self) -> Vec<Block> {
        vec![
            Block::Heading(Cell::word("paper.file.forms")),
            self.forms(),
            Block::Heading(Cell::word("paper.file.visits")),
            self.visits(),
            Block::Heading(Cell::word("paper.file.end")),
            self.closing(),
            Block::Note(Cell::Say(Message::new("paper.file.note").with("day", self.branch.as_of))),
        ]
    }

    fn forms(&self) -> Block {
        let row = |[month, received, state, review, comment]: [Cell; 5]| {
            let short = [month, received, state, review].map(|cell| Boxed::short(cell, 1));
            short.into_iter().chain([Boxed::running(comment, 1)]).collect()
        };
        let labels = ["paper.months", "paper.received", "paper.state", "paper.review", "paper.comment"];
        table(&labels, vec![5, 6, 4, 3, 7], self.form_cells().map(row).map(Row::of).collect())
    }

    fn form_cells(&self) -> impl Iterator<Item = [Cell; 5]> {
        let forms = &self.branch.records.forms;
        self.branch.forms.of_pair(self.pair_ix, self.branch.as_of).map(|standing| {
            let text = |column| standing.row.map_or("", |row| forms.text(row, column));
            let received = standing.row.and_then(|row| forms.rows.get(row)).map(|form| form.received);
            let review = standing.review.map_or(Cell::Empty, |review: Review| Cell::word(review.label()));
            let comment = if standing.review.is_some() { Cell::text(text("comment")) } else { Cell::Empty };
            [Cell::Say(month(standing.month)), day_or_empty(received), Cell::word(standing.state.label()), review, comment]
        })
    }

    fn visits(&self) -> Block {
        let row = |[date, by, score, note]: [Cell; 4]| {
            let short = [date, by, score].map(|cell| Boxed::short(cell, 1));
            short.into_iter().chain([Boxed::running(note, 1)]).collect()
        };
        let labels = ["paper.date", "paper.visitor", "paper.score", "paper.remark"];
        table(&labels, vec![5, 5, 3, 11], self.visit_cells().map(row).map(Row::of).collect())
    }

    fn visit_cells(&self) -> impl Iterator<Item = [Cell; 4]> {
        let visits = &self.core.committee.visits;
        let known = self.core.active(self.pair);
        let own = visits
            .iter()
            .filter(move |(_, visit)| visit.person == self.pair.helped && known.contains(visit.date) && visit.date <= self.branch.as_of);
        own.map(|(row, visit)| {
            let [by, score, note] = ["by", "score", "note"].map(|column| Cell::text(visits.text(row, column)));
            [day(visit.date), by, score, note]
        })
    }

    /// What a school's own file is filled with.
    fn filling(&self) -> Filling {
        let mut places = pair_places::of_pair(self.core, self.pair_ix, self.branch.as_of);
        places.push(Place::of("place.figures", self.branch.duty(self.pair_ix)));
        let goal = ["place.topics", "place.goal-text", "place.measure", "place.due", "place.met"];
        let form = ["place.month", "place.received", "place.state", "place.review", "place.comment"];
        let visit = ["place.date", "place.by", "place.score", "place.note"];
        let lists = vec![
            List::of("place.contact", CONTACT_PLACES, self.contact_cells()),
            List::of("place.goal", goal, self.goal_cells()),
            List::of("place.form", form, self.form_cells()),
            List::of("place.visit", visit, self.visit_cells()),
        ];
        Filling { name: self.core.pairs.id(self.pair_ix).to_owned(), places, lists }
    }

    fn closing(&self) -> Block {
        let rows = vec![
            Row::of(vec![Boxed::label("paper.file.closed", 1), Boxed::short(ended(self.pair), 1)]),
            Row::of(vec![
                Boxed::label("paper.file.reason", 1),
                Boxed::running(Cell::text(self.core.pairs.text(self.pair_ix, "end_reason")), 1),
            ]),
            Row::of(vec![Boxed::label("paper.file.figures", 1), Boxed::running(self.branch.duty(self.pair_ix), 1)]),
            Row::tall(vec![Boxed::signature("paper.sign.helper", 2)], 14),
            Row::tall(vec![Boxed::signature("paper.sign.helped", 2)], 14),
            Row::tall(vec![Boxed::label("paper.form.opinion", 1), Boxed::signature("paper.sign.branch", 1)], 28),
        ];
        Block::Grid(Grid { widths: vec![1, 5], head: 0, rows })
    }
}

/// A table with a head that is repeated; one empty row where there is nothing, so that nobody takes it for left out.
pub(super) fn table(labels: &[&'static str], widths: Vec<u32>, mut rows: Vec<Row>) -> Block {
    if rows.is_empty() {
        rows.push(Row::of(vec![Boxed::short(Cell::word("paper.none"), labels.len())]));
    }
    rows.insert(0, Row::of(labels.iter().map(|label| Boxed::label(label, 1)).collect()));
    Block::Grid(Grid { widths, head: 1, rows })
}
