//! The committee's tables.

use super::Reading;
use super::small::read_all;
use crate::finding::{Code, Findings};
use crate::model::dataset::{Committee, Pairs};
use crate::model::decimal::Decimal;
use crate::model::outcome_level::{level_called, levels, listed};
use crate::model::records::{
    Apart, AssessmentMark, BranchIx, Case, Draw, DutyDecision, Inspection, Meeting, Outcome, PairIx, Seriousness, Visit,
};
use crate::model::roster::Roster;
use crate::model::scheme::Scheme;
use crate::model::table::{APART, ASSESSMENTS, CASES, DRAWS, DUTY, INSPECTIONS, MEETINGS, OUTCOMES, VISITS};
use crate::model::text_table::Records;
use crate::model::word::{CaseScope, CriticismScope, Measure, MeetingKind, OutcomeKind, Stage, YesNo};
use crate::model::word_distance::nearest;
use crate::store::needs::Tables;
use crate::store::row::{Reported, Row};
use crate::store::table_reader::Buffers;

/// The most persons that a count may tell of.
const MOST_PERSONS: u32 = 1_000_000;

/// Reads the tables of the committee that are asked for.
pub fn read(reading: &Reading<'_>, roster: &Roster, pairs: &Pairs, buffers: &mut Buffers, findings: &mut Findings) -> Committee {
    let asked = |table| reading.needs.tables.has(table);
    let mut committee = Committee::default();
    if asked(Tables::INSPECTIONS) {
        committee.inspections = inspections(reading, roster, buffers, findings);
    }
    if asked(Tables::DRAWS) {
        committee.draws = draws(reading, roster, buffers, findings);
    }
    if asked(Tables::VISITS) {
        committee.visits = visits(reading, roster, buffers, findings);
    }
    if asked(Tables::MEETINGS) {
        committee.meetings = meetings(reading, buffers, findings);
    }
    if asked(Tables::OUTCOMES) {
        committee.outcomes = outcomes(reading, roster, buffers, findings);
    }
    if asked(Tables::APART) {
        committee.apart = apart(reading, roster, buffers, findings);
    }
    if asked(Tables::DUTY) {
        committee.duty = duty(reading, roster, buffers, findings);
    }
    if asked(Tables::CASES) {
        committee.cases = cases(reading, pairs, buffers, findings);
    }
    if asked(Tables::ASSESSMENTS) {
        committee.assessments = assessments(reading, roster, buffers, findings);
    }
    committee
}

fn branch(row: &mut Row<'_>, column: usize, scheme: &Scheme) -> Option<BranchIx> {
    if !row.required(column) {
        return None;
    }
    let found = scheme.branch(row.text(column));
    if found.is_none() {
        unknown_branch(row, column, row.text(column).to_owned(), scheme);
    }
    found.map(|index| BranchIx(index as u16))
}

fn unknown_branch(row: &mut Row<'_>, column: usize, value: String, scheme: &Scheme) {
    let near = nearest(&value, scheme.branches.iter().map(|branch| branch.key.as_str()));
    row.fault(Code::UnknownBranch, column, |_, finding| finding.with("value", value).with("nearest", near));
}

fn inspections(reading: &Reading<'_>, roster: &Roster, buffers: &mut Buffers, findings: &mut Findings) -> Records<Inspection> {
    read_all(
        reading,
        &INSPECTIONS,
        "",
        buffers,
        findings,
        |row: &Inspection| row.line,
        |row| {
            let date = row.day(0);
            let branch = branch(row, 1, reading.scheme);
            let person = if row.bytes(2).is_empty() { Some(None) } else { row.person(2, roster).map(Some) };
            row.required(3);
            let rating = row.score(4);
            let serious = row.optional_word::<YesNo>(6);
            let serious = if serious.ok()? == Some(YesNo::Yes) { Seriousness::Serious } else { Seriousness::Ordinary };
            Some(Inspection { line: row.line, date: date?, branch: branch?, person: person?, rating: rating.ok()?, serious })
        },
    )
}

fn draws(reading: &Reading<'_>, roster: &Roster, buffers: &mut Buffers, findings: &mut Findings) -> Records<Draw> {
    read_all(
        reading,
        &DRAWS,
        "",
        buffers,
        findings,
        |row: &Draw| row.line,
        |row| {
            let id = row.id(0);
            let date = row.day(1);
            let rest = row.required(2) & row.required(3) & row.required(4);
            if !row.bytes(5).is_empty() {
                row.required(6);
            }
            let stranger = row.text(4).split(';').find(|person| !person.is_empty() && roster.find(person).is_none()).map(str::to_owned);
            if let Some(stranger) = stranger {
                row.fault(Code::UnknownPerson, 4, |_, finding| finding.with("value", stranger));
            }
            (id && rest).then_some(Draw { line: row.line, date: date? })
        },
    )
}

fn visits(reading: &Reading<'_>, roster: &Roster, buffers: &mut Buffers, findings: &mut Findings) -> Records<Visit> {
    read_all(
        reading,
        &VISITS,
        "",
        buffers,
        findings,
        |row: &Visit| row.line,
        |row| {
            let date = row.day(0);
            let person = row.person(1, roster);
            row.required(2);
            if !row.bytes(3).is_empty() {
                row.id(3);
            }
            let score = row.score(4);
            let said_contacts = row.integer(5, 0, 999);
            let said_last = row.optional_day(6);
            Some(Visit {
                line: row.line,
                date: date?,
                person: person?,
                score: score.ok()?,
                said_contacts: said_contacts.ok()?,
                said_last: said_last.ok()?,
            })
        },
    )
}

fn meetings(reading: &Reading<'_>, buffers: &mut Buffers, findings: &mut Findings) -> Records<Meeting> {
    read_all(
        reading,
        &MEETINGS,
        "",
        buffers,
        findings,
        |row: &Meeting| row.line,
        |row| {
            let date = row.day(0);
            let kind = row.word::<MeetingKind>(1);
            if row.required(3) {
                let stranger = row.text(3).split(';').find(|key| reading.scheme.branch(key).is_none()).map(str::to_owned);
                if let Some(stranger) = stranger {
                    unknown_branch(row, 3, stranger, reading.scheme);
                }
            }
            let present = row.integer(4, 0, MOST_PERSONS);
            Some(Meeting { line: row.line, date: date?, kind: kind?, present: present.ok()? })
        },
    )
}

fn outcomes(reading: &Reading<'_>, roster: &Roster, buffers: &mut Buffers, findings: &mut Findings) -> Records<Outcome> {
    read_all(
        reading,
        &OUTCOMES,
        "",
        buffers,
        findings,
        |row: &Outcome| row.line,
        |row| {
            let date = row.day(0);
            let person = row.person(1, roster);
            let kind = row.word::<OutcomeKind>(2);
            let what = row.required(3);
            let stage = if kind == Some(OutcomeKind::Stage) && what { row.word::<Stage>(3) } else { None };
            let value = row.decimal(5);
            let points = row.decimal(6);
            let kind = kind?;
            let level = level(row, kind, reading.scheme);
            if kind == OutcomeKind::Grade {
                row.required(5);
            }
            let points = points.ok()?;
            check_points(row, kind, points);
            (what && (kind != OutcomeKind::Stage || stage.is_some())).then_some(Outcome {
                line: row.line,
                date: date?,
                person: person?,
                kind,
                stage,
                level: level.ok()?,
                value: value.ok()?,
                points,
            })
        },
    )
}

/// The level of an honour or a disciplinary act in its table of points; other outcomes have none.
fn level(row: &mut Row<'_>, kind: OutcomeKind, scheme: &Scheme) -> Result<Option<u16>, Reported> {
    let Some(table) = levels(scheme, kind) else { return Ok(None) };
    let text = row.text(4);
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(index) = table.iter().position(|(level, _)| level == text) {
        return Ok(Some(index as u16));
    }
    let near = level_called(table, text).map_or_else(|| nearest(text, table.iter().map(|(level, _)| level.as_str())), str::to_owned);
    row.unknown_word(Code::UnknownLevel, 4, near, listed(table));
    Err(Reported)
}

fn check_points(row: &mut Row<'_>, kind: OutcomeKind, points: Option<Decimal>) {
    let Some(points) = points else { return };
    let code = match kind {
        OutcomeKind::Discipline if points.is_positive() => Code::DisciplineWithPoints,
        OutcomeKind::Honour if points.is_negative() => Code::HonourAgainstPoints,
        _ => return,
    };
    row.fault(code, 6, |_, finding| finding.with("value", points.to_string()));
}

fn apart(reading: &Reading<'_>, roster: &Roster, buffers: &mut Buffers, findings: &mut Findings) -> Records<Apart> {
    read_all(
        reading,
        &APART,
        "",
        buffers,
        findings,
        |row: &Apart| row.line,
        |row| {
            let a = row.person(0, roster);
            let b = row.person(1, roster);
            let since = row.optional_day(2);
            let until = row.optional_day(3);
            Some(Apart { line: row.line, a: a?, b: b?, since: since.ok()?, until: until.ok()? })
        },
    )
}

fn duty(reading: &Reading<'_>, roster: &Roster, buffers: &mut Buffers, findings: &mut Findings) -> Records<DutyDecision> {
    read_all(
        reading,
        &DUTY,
        "",
        buffers,
        findings,
        |row: &DutyDecision| row.line,
        |row| {
            let date = row.day(0);
            let person = row.person(1, roster);
            let measure = row.word::<Measure>(2);
            let until = row.optional_day(3);
            let meeting = row.optional_day(4);
            let votes = [5, 6, 7].map(|column| row.integer(column, 0, MOST_PERSONS));
            let approved = row.optional_day(8);
            let scope = row.optional_word::<CriticismScope>(10);
            let sound = row.required(11) & votes.iter().all(Result::is_ok);
            sound.then_some(())?;
            Some(DutyDecision {
                line: row.line,
                date: date?,
                person: person?,
                measure: measure?,
                until: until.ok()?,
                meeting: meeting.ok()?,
                approved: approved.ok()?,
                scope: scope.ok()?,
            })
        },
    )
}

fn cases(reading: &Reading<'_>, pairs: &Pairs, buffers: &mut Buffers, findings: &mut Findings) -> Records<Case> {
    read_all(
        reading,
        &CASES,
        "",
        buffers,
        findings,
        |row: &Case| row.line,
        |row| {
            let id = row.id(0);
            let pair = pair(row, pairs);
            let consent = row.day(2);
            let scope = row.word::<CaseScope>(3);
            row.required(4);
            id.then_some(Case { line: row.line, pair: pair?, consent: consent?, scope: scope? })
        },
    )
}

fn pair(row: &mut Row<'_>, pairs: &Pairs) -> Option<PairIx> {
    if !row.required(1) {
        return None;
    }
    let found = pairs.find(row.text(1));
    if found.is_none() {
        row.unknown_id(Code::UnknownPair, 1, |text| pairs.meant(text));
    }
    found
}

fn assessments(reading: &Reading<'_>, roster: &Roster, buffers: &mut Buffers, findings: &mut Findings) -> Records<AssessmentMark> {
    read_all(
        reading,
        &ASSESSMENTS,
        "",
        buffers,
        findings,
        |row: &AssessmentMark| row.line,
        |row| {
            let known = &reading.scheme.assessments;
            let assessment = choice_of(row, 0, &known.iter().map(|assessment| assessment.key.as_str()).collect::<Vec<_>>());
            let person = row.person(1, roster);
            let parts = assessment.and_then(|index| known.get(usize::from(index))).map(|assessment| &assessment.parts);
            let part = parts.and_then(|parts| choice_of(row, 2, &parts.iter().map(|part| part.key.as_str()).collect::<Vec<_>>()));
            let mark = if row.required(3) { row.score(3) } else { Err(Reported) };
            let voters = row.integer(4, 0, MOST_PERSONS);
            let electorate = row.integer(5, 0, MOST_PERSONS);
            Some(AssessmentMark {
                line: row.line,
                assessment: assessment?,
                part: part?,
                person: person?,
                mark: mark.ok()??,
                voters: voters.ok()?,
                electorate: electorate.ok()?,
            })
        },
    )
}

fn choice_of(row: &mut Row<'_>, column: usize, known: &[&str]) -> Option<u16> {
    if !row.required(column) {
        return None;
    }
    let found = known.iter().position(|key| *key == row.text(column));
    if found.is_none() {
        let near = nearest(row.text(column), known.iter().copied());
        row.unknown_word(Code::UnknownWord, column, near, known.join(" "));
    }
    found.map(|index| index as u16)
}
