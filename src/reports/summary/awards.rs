//! The awards of the season: by the committee's decision where there is one by the day, else the computed list, marked as not decided.
//! Not here: computing and deciding.

use serde_json::{Value, json};

use crate::i18n::Message;
use crate::model::award_rule::AwardRule;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::decision::{Decision, Standing};
use crate::model::records::{BranchIx, PersonIx};
use crate::reports::sheet::{Cell, Column, Sheet};
use crate::rules::award::pool::branch;
use crate::rules::award::{RecordIndex, compute};

/// What the winners of an award rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Basis {
    /// The committee's decision, how far it had come, and its day.
    Decided(Standing, Day),
    /// The computed list alone; whether a tie at the cut is left for people.
    Computed(bool),
    /// Settings from which no list can be computed.
    Faulty(Message),
}

impl Basis {
    fn word(&self) -> Option<&'static str> {
        match self {
            Self::Decided(..) => Some("decision"),
            Self::Computed(_) => Some("computed"),
            Self::Faulty(_) => None,
        }
    }

    fn cell(&self) -> Cell {
        match self {
            Self::Decided(standing, _) => Cell::word(standing.label()),
            Self::Computed(false) => Cell::word("summary.award.computed"),
            Self::Computed(true) => Cell::word("summary.award.computed-tied"),
            Self::Faulty(message) => Cell::Say(message.clone()),
        }
    }
}

/// An award of the season.
pub(super) struct SeasonAward<'a> {
    rule: &'a AwardRule,
    basis: Basis,
    pool: Option<u32>,
    seats: Option<u32>,
    winners: Vec<(PersonIx, Option<BranchIx>)>,
}

/// All awards in the scheme's order, with the winners of one branch where one is asked for.
pub(super) fn awards<'a>(index: &RecordIndex<'a>, only: Option<BranchIx>) -> Vec<SeasonAward<'a>> {
    let core = index.core;
    let decision = |award| core.committee.decisions.iter().find(|file| file.award == award).and_then(|file| file.decision.as_ref());
    let one = |(award, rule): (usize, &'a AwardRule)| {
        let mut told = match decision(award).filter(|decision| decision.date <= index.as_of) {
            Some(decision) => decided(index, rule, decision),
            None => computed(index, award, rule),
        };
        told.winners.retain(|(_, branch)| only.is_none() || *branch == only);
        told
    };
    core.scheme.awards.iter().enumerate().map(one).collect()
}

fn decided<'a>(index: &RecordIndex<'a>, rule: &'a AwardRule, decision: &Decision) -> SeasonAward<'a> {
    let standing = match (&decision.fixed, &decision.notice) {
        (Some(fixed), _) if fixed.date <= index.as_of => Standing::Final,
        (_, Some(notice)) if notice.from <= index.as_of => Standing::Noticed,
        _ => Standing::Approved,
    };
    let winners = decision.taken().map(|person| (person, branch(index, person))).collect();
    let basis = Basis::Decided(standing, decision.date);
    SeasonAward { rule, basis, pool: Some(decision.pool), seats: Some(decision.seats), winners }
}

fn computed<'a>(index: &RecordIndex<'a>, award: usize, rule: &'a AwardRule) -> SeasonAward<'a> {
    match compute(index, award) {
        Ok(list) => SeasonAward {
            rule,
            basis: Basis::Computed(list.is_tied()),
            pool: Some(list.pool()),
            seats: Some(list.seats()),
            winners: list.candidates.iter().filter(|one| one.fate.is_taken()).map(|one| (one.person, one.branch)).collect(),
        },
        Err(fault) => SeasonAward { rule, basis: Basis::Faulty(fault.message()), pool: None, seats: None, winners: Vec::new() },
    }
}

/// A winner a line; an award without one keeps its line.
pub(super) fn sheet(core: &Core, as_of: Day, awards: &[SeasonAward<'_>]) -> Sheet {
    let columns = vec![
        Column::left("award", "column.award"),
        Column::left("state", "column.status"),
        Column::right("seats", "award.column.seats"),
        Column::left("person", "column.person"),
        Column::left("name", "column.name"),
        Column::left("branch", "column.branch"),
    ];
    let head = |award: &SeasonAward<'_>| {
        let seats = award.seats.map_or(Cell::Empty, |seats| Cell::Number(seats.into()));
        vec![Cell::text(&award.rule.name), award.basis.cell(), seats]
    };
    let mut rows = Vec::new();
    for award in awards {
        let winner = |(person, branch): &(PersonIx, Option<BranchIx>)| {
            let branch = branch.map_or(Cell::Empty, |branch| Cell::text(core.scheme.branch_name(branch)));
            [Cell::text(core.people.id(*person)), Cell::text(core.people.name(*person)), branch]
        };
        rows.extend(award.winners.iter().map(|one| head(award).into_iter().chain(winner(one)).collect()));
        if award.winners.is_empty() {
            rows.push(head(award).into_iter().chain([Cell::Empty, Cell::Empty, Cell::Empty]).collect());
        }
    }
    let undecided = awards.iter().any(|award| matches!(award.basis, Basis::Computed(_)));
    let footer = undecided.then(|| Message::new("summary.award.not-decided").with("day", as_of));
    Sheet { title: Some(Message::new("summary.awards")), columns, rows, footer: footer.into_iter().collect() }
}

/// The awards for programs.
pub(super) fn json(core: &Core, awards: &[SeasonAward<'_>]) -> Vec<Value> {
    let one = |award: &SeasonAward<'_>| {
        let winner = |(person, branch): &(PersonIx, Option<BranchIx>)| {
            let branch = branch.map(|branch| core.scheme.branch_key(branch));
            json!({ "person": core.people.id(*person), "name": core.people.name(*person), "branch": branch })
        };
        let (standing, decided) = match award.basis {
            Basis::Decided(standing, day) => (Some(standing.word()), Some(day)),
            Basis::Computed(_) | Basis::Faulty(_) => (None, None),
        };
        json!({
            "award": award.rule.key,
            "name": award.rule.name,
            "basis": award.basis.word(),
            "standing": standing,
            "decided": decided,
            "pool": award.pool,
            "seats": award.seats,
            "tie_at_cut": matches!(award.basis, Basis::Computed(true)),
            "winners": award.winners.iter().map(winner).collect::<Vec<_>>(),
        })
    };
    awards.iter().map(one).collect()
}
