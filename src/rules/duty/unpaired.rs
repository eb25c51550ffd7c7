//! Days of the helping phase on which a member was in no pair (rules.md R8). A pair on either side counts as one.

use crate::model::dataset::Core;
use crate::model::day::{Day, Period};
use crate::model::records::{PairIx, PersonIx};
use crate::model::word::Stage;

/// The first run of consecutive counted days without a pair that reached the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpaired {
    /// Its first counted day.
    pub first: Day,
    /// The counted day on which it reached the limit.
    pub reached: Day,
    /// The limit.
    pub limit: i32,
    /// The pair that ended before it, where there was one.
    pub before: Option<PairIx>,
}

/// Walks through the counted days of the helping phase up to a day; none where no run of unpaired days as a member reached the limit.
#[must_use]
pub fn first_run(core: &Core, person: PersonIx, limit: i32, as_of: Day) -> Option<Unpaired> {
    if !was_ever_member(core, person) {
        return None;
    }
    let helping = core.scheme.helping();
    let left = core.people.get(person).and_then(|row| row.left).unwrap_or(Day::MAX);
    let last = helping.last.min(as_of).min(left);
    let pairs: Vec<(PairIx, Period)> =
        core.pairs_of(person).iter().filter_map(|(_, _, pair)| core.pairs.get(*pair).map(|row| (*pair, core.active(row)))).collect();
    let mut first = None;
    let mut run = 0;
    let mut day = helping.first;
    while day <= last {
        if core.calendar.is_counted(day) {
            let free = !pairs.iter().any(|(_, active)| active.contains(day)) && is_member(core, person, day);
            run = if free { run + 1 } else { 0 };
            first = first.filter(|_| free).or(free.then_some(day));
            if let Some(first) = first.filter(|_| run == limit) {
                return Some(Unpaired { first, reached: day, limit, before: ended_before(&pairs, first) });
            }
        }
        day = day.next();
    }
    None
}

fn is_member(core: &Core, person: PersonIx, day: Day) -> bool {
    core.stage_on(person, day).is_some_and(Stage::is_member)
}

/// Spares those the walk who were a member on no day.
fn was_ever_member(core: &Core, person: PersonIx) -> bool {
    let on_roster = core.people.get(person).is_some_and(|row| row.stage.is_member());
    on_roster || core.stages_of(person).iter().any(|(_, _, stage)| stage.is_member())
}

fn ended_before(pairs: &[(PairIx, Period)], day: Day) -> Option<PairIx> {
    let ended = pairs.iter().filter(|(_, active)| active.last < day && !active.is_empty());
    ended.max_by_key(|(pair, active)| (active.last, *pair)).map(|(pair, _)| *pair)
}
