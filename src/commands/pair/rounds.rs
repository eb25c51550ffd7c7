//! The days that a question is asked of, and the pairs that answer it where no proposal does: those recorded from a day on, if they are as
//! good as any, by the settings or as a change of helpers; else the best, worked out for the answer. Not here: proposals (`why`).

use crate::i18n::Message;
use crate::matching::assignment::{Assignment, Pair};
use crate::matching::pairing::{Proposal, Question, TooLarge, recorded_change};
use crate::matching::verify::verify;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{Pair as RecordedPair, PairIx, PersonIx};
use crate::model::word::Side;
use crate::reports::pairing::SpokenOf;

/// Whom a question is about.
#[derive(Clone, Copy)]
pub(super) enum About {
    /// A helper and a student, and their pair where one is recorded.
    Two { helper: PersonIx, helped: PersonIx, pair: Option<PairIx> },
    /// Somebody who is in no pair, on the side where the person could be.
    Alone(PersonIx, Side),
}

/// The days of whose proposals a question may be asked, the likeliest first. Of two: the day on which their pair started; else the latest
/// on which both were paired, each with somebody else; else the start of the student's or the helper's latest pair. Of one alone: every
/// day on which pairs started, the latest first.
pub(super) fn days(core: &Core, about: About, today: Day) -> Vec<Day> {
    let (helper, helped, pair) = match about {
        About::Two { helper, helped, pair } => (helper, helped, pair),
        About::Alone(..) => {
            let mut days: Vec<Day> = core.pairs.iter().map(|(_, row)| row.start).filter(|start| *start <= today).collect();
            days.sort_unstable_by(|one, other| other.cmp(one));
            days.dedup();
            return days;
        }
    };
    if let Some(row) = pair.and_then(|pair| core.pairs.get(pair)) {
        return vec![row.start];
    }
    let starts = |person: PersonIx, side: Side| -> Vec<Day> {
        let own = core.pairs_of(person).iter().filter(|(_, on, _)| *on == side);
        own.filter_map(|(_, _, pair)| core.pairs.get(*pair)).map(|row| row.start).filter(|start| *start <= today).collect()
    };
    let (helped, helper) = (starts(helped, Side::Helped), starts(helper, Side::Helper));
    let both = helped.iter().filter(|day| helper.contains(day)).max();
    both.or_else(|| helped.iter().max()).or_else(|| helper.iter().max()).copied().into_iter().collect()
}

/// Asks of the pairs that began on a day: they take nobody's place.
pub(super) fn ask_of(question: &mut Question<'_>, day: Day) {
    (question.as_of, question.first_day, question.counted_until) = (day, day, Some(day));
    question.open = question.core.pairs.iter().filter(|(_, row)| row.start == day).map(|(pair, _)| pair).collect();
}

/// Pairs with their prices, what they are, and what to say of that.
pub(super) type Spoken<'a> = (Proposal<'a>, SpokenOf, Message);

/// The pairs that answer a question, of the pairs that began on a day or of everybody unpaired.
pub(super) fn of_records(question: Question<'_>, round: Option<Day>) -> Result<Spoken<'_>, TooLarge> {
    let first_day = question.first_day;
    let Some(day) = round else {
        return Ok(anew(Proposal::best(question)?, Message::new("pairing.why.ground-open").with("day", first_day)));
    };
    let count = question.open.len();
    let ground = |key: &'static str| Message::new(key).with("day", day).with("count", count);
    if let Some(change) = recorded_change(&question) {
        let mut proposal = Proposal::best(change)?;
        if take_recorded(&mut proposal) {
            let ended = proposal.programme.question.bereft.len();
            return Ok((proposal, SpokenOf::Recorded, ground("pairing.why.ground-change").with("ended", ended)));
        }
    }
    let mut best = Proposal::best(question)?;
    match take_recorded(&mut best) {
        true => Ok((best, SpokenOf::Recorded, ground("pairing.why.ground-recorded"))),
        false => Ok(anew(best, ground("pairing.why.ground-other"))),
    }
}

/// The best pairs, which nobody has written down.
fn anew(best: Proposal<'_>, ground: Message) -> Spoken<'_> {
    let tied = !best.is_unique();
    let ground = ground.with("seed", best.programme.question.seed.as_deref().unwrap_or_default());
    (best, SpokenOf::Anew { tied }, ground)
}

/// Puts the pairs as they were recorded in place of the best, if they are as good; whether they are.
fn take_recorded(best: &mut Proposal<'_>) -> bool {
    let proven = recorded(best).and_then(|assignment| Some((verify(&best.programme.instance, &assignment).ok()?, assignment)));
    let Some((proof, assignment)) = proven else { return false };
    (best.proof, best.assignment) = (Ok(proof), assignment);
    true
}

/// The open pairs that are active on the first day, at the prices of the best; none where somebody of them has no place.
fn recorded(best: &Proposal<'_>) -> Option<Assignment> {
    let programme = &best.programme;
    let (core, day) = (programme.question.core, programme.question.first_day);
    let open = programme.question.open.iter().filter_map(|pair| core.pairs.get(*pair));
    let active = open.filter(|row| core.active(row).contains(day));
    let place = |row: &RecordedPair| Some(Pair { row: programme.row_of(row.helped)?, column: programme.column_of(row.helper)? });
    let mut pairs = active.map(place).collect::<Option<Vec<Pair>>>()?;
    pairs.sort_unstable();
    Some(Assignment { pairs, ..best.assignment.clone() })
}
