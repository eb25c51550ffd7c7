//! Pairs (rules.md R2, R3): ends, stages on the start day, capacity, one's own branch.

use std::sync::Arc;

use super::stages::{column, wrong_stage};
use super::{Looking, file_of, warn_of_future};
use crate::finding::{Code, Finding, Findings};
use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::{BranchIx, Pair, PairIx, PersonIx};
use crate::model::table::PAIRS;
use crate::model::word::Side;
use crate::source::Place;

pub(super) fn check(core: &Core, looking: Looking, findings: &mut Findings) {
    for branch in core.branch_indexes() {
        let file = file_of(core, &PAIRS, branch);
        for (index, pair) in core.pairs.of_branch(branch) {
            check_pair(core, pair, &file, findings);
            if let Some(today) = looking.today() {
                warn(core, pair, &file, looking, findings);
                [Side::Helper, Side::Helped].into_iter().for_each(|side| warn_of_leaving(core, index, side, today, &file, findings));
            }
        }
    }
    capacity(core, Side::Helper, core.scheme.pairing.helper_capacity, findings);
    capacity(core, Side::Helped, core.scheme.pairing.helped_capacity, findings);
}

fn in_cell(code: Code, file: &Arc<str>, pair: &Pair, column: &'static str) -> Finding {
    Finding::in_cell(code, Place::new(file, pair.line, 0), column)
}

fn check_pair(core: &Core, pair: &Pair, file: &Arc<str>, findings: &mut Findings) {
    let place = (file, pair.line);
    if let Some(end) = pair.end.filter(|end| *end < pair.start) {
        findings.tell(Code::EndBeforeStart, place, "end", |finding| finding.with("first", pair.start).with("last", end));
    }
    if pair.helper == pair.helped && pair.helper.is_known() {
        findings.tell(Code::SamePerson, place, "helped", |finding| finding.with("person", core.people.id(pair.helped)));
    }
    let stage = |side| wrong_stage(core, Core::on_side(pair, side), side, pair.start, || Place::new(file, pair.line, 0));
    [Side::Helper, Side::Helped].into_iter().filter_map(stage).for_each(|finding| findings.push(finding));
    let home = core.people.get(pair.helper).map(|helper| helper.branch);
    if let Some(home) = home.filter(|home| *home != pair.branch) {
        let key = |branch: BranchIx| core.scheme.branch_key(branch);
        findings.tell(Code::WrongBranch, place, "helper", |finding| {
            finding.with("person", core.people.id(pair.helper)).with("branch", key(pair.branch)).with("have", key(home))
        });
    }
}

fn warn(core: &Core, pair: &Pair, file: &Arc<str>, looking: Looking, findings: &mut Findings) {
    let helping = core.scheme.helping();
    let outside =
        [("start", Some(pair.start)), ("end", pair.end)].into_iter().find(|(_, day)| day.is_some_and(|day| !helping.contains(day)));
    if let Some((column, _)) = outside {
        let args = |finding: Finding| finding.with("first", helping.first).with("last", helping.last);
        findings.tell(Code::OutsideHelpingPhase, (file, pair.line), column, args);
    }
    warn_of_future(Some(pair.start), looking, file, pair.line, "start", findings);
    warn_of_future(pair.end, looking, file, pair.line, "end", findings);
}

/// Warns of somebody who has left and whose pair goes on. Who ended it later has decided that.
fn warn_of_leaving(core: &Core, index: PairIx, side: Side, today: Day, file: &Arc<str>, findings: &mut Findings) {
    let Some(pair) = core.pairs.get(index) else { return };
    let person = Core::on_side(pair, side);
    let Some(left) = core.people.get(person).and_then(|row| row.left) else { return };
    let code = match pair.end {
        _ if left < pair.start => Code::LeftBeforePair,
        None if left < today.min(core.active(pair).last) => Code::LeftWhilePaired,
        _ => return,
    };
    findings.tell(code, (file, pair.line), column(side), |finding| {
        finding.with("person", core.people.id(person)).with("day", left).with("pair", core.pairs.id(index))
    });
}

/// No person in more pairs on a day than the setting allows. Only persons with more pairs than that are looked at closely.
fn capacity(core: &Core, side: Side, limit: u32, findings: &mut Findings) {
    let mut counts = vec![0_u32; core.people.people.len()];
    for pair in &core.pairs.rows {
        if let Some(count) = counts.get_mut(Core::on_side(pair, side).0 as usize) {
            *count += 1;
        }
    }
    let many = |person: PersonIx| counts.get(person.0 as usize).is_some_and(|count| *count > limit);
    let mut spans: Vec<(PersonIx, Period, PairIx)> = core
        .pairs
        .iter()
        .filter(|(_, pair)| many(Core::on_side(pair, side)))
        .map(|(index, pair)| (Core::on_side(pair, side), core.active(pair), index))
        .filter(|(_, active, _)| !active.is_empty())
        .collect();
    spans.sort_unstable();
    for spans in spans.chunk_by(|a, b| a.0 == b.0) {
        exceeded(core, side, limit, spans, findings);
    }
}

/// Reports each pair of a person on whose first day the person is in too many pairs.
fn exceeded(core: &Core, side: Side, limit: u32, spans: &[(PersonIx, Period, PairIx)], findings: &mut Findings) {
    for (at, (person, active, pair)) in spans.iter().enumerate() {
        let day: Day = active.first;
        let others: Vec<&str> =
            spans.iter().take(at).filter(|(_, other, _)| other.contains(day)).map(|(_, _, other)| core.pairs.id(*other)).collect();
        if (others.len() as u32) < limit {
            continue;
        }
        let Some(row) = core.pairs.get(*pair) else { continue };
        let finding = in_cell(Code::CapacityExceeded, &file_of(core, &PAIRS, row.branch), row, column(side))
            .with("person", core.people.id(*person))
            .with("count", others.len() + 1)
            .with("limit", limit);
        findings.push(finding.with("day", day).with("pair", core.pairs.id(*pair)).with("other", others.join(" ")));
    }
}
