//! The branches' smaller tables: goals, nominations, reports, choices.

use std::sync::Arc;

use super::Reading;
use super::forms::pair_of_branch;
use super::order::key_order;
use crate::finding::{Code, Findings};
use crate::model::dataset::Pairs;
use crate::model::records::{BranchIx, Choice, Goal, Nomination, PersonIx, Report};
use crate::model::roster::Roster;
use crate::model::table::{CHOICES, GOALS, NOMINATIONS, REPORTS, Table};
use crate::model::table_words::built_in;
use crate::model::text_table::{Records, TextTable};
use crate::model::word::{Review, Side};
use crate::model::word_distance::nearest;
use crate::store::row::Row;
use crate::store::table_reader::{Buffers, Depth};

/// Reads a table whose rows are few: every byte is checked and all texts are kept, words of the key by key, so that a record is the same
/// in either language.
pub fn read_all<T>(
    reading: &Reading<'_>,
    table: &'static Table,
    branch: &str,
    buffers: &mut Buffers,
    findings: &mut Findings,
    line_of: impl Fn(&T) -> u32,
    mut decode: impl FnMut(&mut Row<'_>) -> Option<T>,
) -> Records<T>
where
    T: Copy,
{
    let path: Arc<str> = Arc::from(table.path(branch));
    let mut texts = TextTable::keeping_all(table);
    let mut rows: Vec<T> = Vec::new();
    let kind = table.column("kind");
    reading.rows(table, &path, Depth::Everything, buffers, findings, |row| {
        if let Some(value) = decode(row) {
            rows.push(value);
            for (index, column) in table.columns.iter().enumerate() {
                let word = column
                    .need
                    .is_key()
                    .then(|| built_in(table, column.name, row.text(index), kind.map_or("", |kind| row.text(kind))))
                    .flatten();
                texts.push(word.map_or_else(|| row.text(index), |word| word.key));
            }
        }
    });
    let order = key_order(&texts, table, &path, |row| rows.get(row).map_or(0, &line_of), findings);
    if let Some(order) = &order {
        rows = order.iter().filter_map(|row| rows.get(*row as usize).copied()).collect();
    }
    Records::new(path, rows, texts, order)
}

/// What the branches' tables refer to.
pub struct References<'a> {
    /// The roster.
    pub roster: &'a Roster,
    /// All pairs.
    pub pairs: &'a Pairs,
    /// The branch that is read.
    pub branch: BranchIx,
}

impl References<'_> {
    fn key<'s>(&self, reading: &'s Reading<'_>) -> &'s str {
        reading.scheme.branch_key(self.branch)
    }
}

/// goals.csv.
pub fn goals(reading: &Reading<'_>, to: &References<'_>, buffers: &mut Buffers, findings: &mut Findings) -> Records<Goal> {
    let scheme = reading.scheme;
    read_all(
        reading,
        &GOALS,
        to.key(reading),
        buffers,
        findings,
        |goal: &Goal| goal.line,
        |row| {
            let pair = pair_of_branch(row, 0, scheme, to.pairs, to.branch);
            let id = row.id(1);
            let topic = row.term(2, &scheme.topics);
            let goal = row.required(3);
            let due = row.optional_day(5);
            let met = row.optional_day(6);
            (id && goal).then_some(Goal { line: row.line, pair: pair?, topic: topic?, due: due.ok()?, met: met.ok()? })
        },
    )
}

/// nominations.csv.
pub fn nominations(reading: &Reading<'_>, to: &References<'_>, buffers: &mut Buffers, findings: &mut Findings) -> Records<Nomination> {
    read_all(
        reading,
        &NOMINATIONS,
        to.key(reading),
        buffers,
        findings,
        |nomination: &Nomination| nomination.line,
        |row| {
            let award = award(row, reading);
            let person = row.person(1, to.roster);
            let by = nominator(row, reading, to.roster);
            let date = row.day(3);
            row.required(4);
            let review = row.optional_word::<Review>(5);
            let review_score = row.score(6);
            let review_date = row.optional_day(8);
            Some(Nomination {
                line: row.line,
                award: award?,
                person: person?,
                by: by?,
                date: date?,
                review: review.ok()?,
                review_score: review_score.ok()?,
                review_date: review_date.ok()?,
            })
        },
    )
}

/// The award that a nomination names, by key, name or alias.
fn award(row: &mut Row<'_>, reading: &Reading<'_>) -> Option<u16> {
    if !row.required(0) {
        return None;
    }
    let (awards, text) = (&reading.scheme.awards, row.text(0));
    let found = reading.scheme.award_index(text);
    if found.is_none() {
        let near = nearest(text, awards.iter().map(|award| award.key.as_str()));
        let known = awards.iter().map(|award| award.key.as_str()).collect::<Vec<_>>();
        row.unknown_word(Code::UnknownAward, 0, near, known.join(" "));
    }
    found.map(|index| index as u16)
}

/// Who nominated: a person of the roster, or a branch by its key (then no person).
fn nominator(row: &mut Row<'_>, reading: &Reading<'_>, roster: &Roster) -> Option<PersonIx> {
    if !row.bytes(2).is_empty() && roster.find(row.text(2)).is_none() && reading.scheme.branch(row.text(2)).is_some() {
        return Some(PersonIx::UNKNOWN);
    }
    row.person(2, roster)
}

/// reports.csv.
pub fn reports(reading: &Reading<'_>, to: &References<'_>, buffers: &mut Buffers, findings: &mut Findings) -> Records<Report> {
    read_all(
        reading,
        &REPORTS,
        to.key(reading),
        buffers,
        findings,
        |report: &Report| report.line,
        |row| {
            let month = row.month(0);
            let sent = row.optional_day(1);
            Some(Report { line: row.line, month: month?, sent: sent.ok()? })
        },
    )
}

/// choices.csv.
pub fn choices(reading: &Reading<'_>, to: &References<'_>, buffers: &mut Buffers, findings: &mut Findings) -> Records<Choice> {
    read_all(
        reading,
        &CHOICES,
        to.key(reading),
        buffers,
        findings,
        |choice: &Choice| choice.line,
        |row| {
            let helper = row.person(0, to.roster);
            let helped = row.person(1, to.roster);
            let by = row.word::<Side>(2);
            let date = row.day(3);
            Some(Choice { line: row.line, helper: helper?, helped: helped?, by: by?, date: date? })
        },
    )
}
