//! From a computed list to a decision (rules.md R7): people take the list as it is, or take and pass over by name with a written reason;
//! a tie at the cut is settled by people, never by the program. What contradicts itself is refused. Not here: the file.

use std::collections::BTreeMap;

use super::cut::Fate;
use super::ranking::{Candidate, Ranking};
use crate::model::decimal::rounded;
use crate::model::decision::{Computed, Decided, Judged};
use crate::model::records::PersonIx;

/// Someone named by people, with their reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Who.
    pub person: PersonIx,
    /// Why.
    pub reason: String,
}

/// What people decide beyond the computed list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Taken though not on the list.
    pub take: Vec<Wish>,
    /// Passed over though on the list or tied.
    pub pass: Vec<Wish>,
}

/// What contradicts itself, or is left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// Named twice.
    Twice(PersonIx),
    /// Without a reason.
    NoReason(PersonIx),
    /// Not in the pool.
    NotInPool(PersonIx),
    /// To be taken, but on the list already.
    OnTheList(PersonIx),
    /// To be passed over, but not taken by the list.
    NotOnTheList(PersonIx),
    /// Tied across the cut, and people have not said what becomes of them.
    Unsettled(Vec<PersonIx>),
}

/// Everyone of the pool as computed, nobody decided otherwise.
#[must_use]
pub fn as_computed(ranking: &Ranking) -> Vec<Judged> {
    let barred = ranking.barred.iter().map(|barred| Judged {
        person: barred.person,
        rank: None,
        score: None,
        fractions: Vec::new(),
        computed: Computed::Barred,
        code: barred.verdicts.iter().find_map(|verdict| verdict.bar.as_ref()).map(|bar| bar.code().to_owned()),
        decided: Decided::NotTaken,
        reason: None,
    });
    ranking.candidates.iter().map(judged).chain(barred).collect()
}

fn judged(candidate: &Candidate) -> Judged {
    let computed = match candidate.fate {
        Fate::Taken | Fate::TakenWithTie | Fate::TakenByTieBreak => Computed::Taken,
        Fate::LeftOutByTie => Computed::Tied,
        Fate::Below | Fate::LostTieBreak => Computed::Below,
    };
    Judged {
        person: candidate.person,
        rank: Some(candidate.rank),
        score: Some(rounded(&candidate.score, 2)),
        fractions: candidate.fractions.iter().map(|known| known.as_ref().map_or_else(String::new, |known| rounded(known, 4))).collect(),
        computed,
        code: None,
        decided: if computed == Computed::Taken { Decided::Taken } else { Decided::NotTaken },
        reason: None,
    }
}

/// The decision of people on a computed list. Errors: everything in it that contradicts itself or is left open.
pub fn decide(ranking: &Ranking, wishes: &Wishes) -> Result<Vec<Judged>, Vec<Contradiction>> {
    let mut all = as_computed(ranking);
    let mut wrong = Vec::new();
    let mut named: BTreeMap<PersonIx, (Decided, &Wish)> = BTreeMap::new();
    let take = wishes.take.iter().map(|wish| (Decided::Taken, wish));
    for (decided, wish) in take.chain(wishes.pass.iter().map(|wish| (Decided::PassedOver, wish))) {
        if named.insert(wish.person, (decided, wish)).is_some() {
            wrong.push(Contradiction::Twice(wish.person));
        }
    }
    for (decided, wish) in named.values() {
        match all.iter_mut().find(|judged| judged.person == wish.person) {
            Some(judged) => wrong.extend(settle(judged, *decided, wish)),
            None => wrong.push(Contradiction::NotInPool(wish.person)),
        }
    }
    let open = all.iter().filter(|judged| judged.computed == Computed::Tied && judged.reason.is_none());
    let open: Vec<PersonIx> = open.map(|judged| judged.person).filter(|person| !named.contains_key(person)).collect();
    if !open.is_empty() {
        wrong.push(Contradiction::Unsettled(open));
    }
    if wrong.is_empty() { Ok(all) } else { Err(wrong) }
}

/// Puts one wish into effect, or says what is wrong with it.
fn settle(judged: &mut Judged, decided: Decided, wish: &Wish) -> Option<Contradiction> {
    if wish.reason.trim().is_empty() {
        return Some(Contradiction::NoReason(wish.person));
    }
    match (decided, judged.computed) {
        (Decided::Taken, Computed::Taken) => return Some(Contradiction::OnTheList(wish.person)),
        (Decided::PassedOver, Computed::Below | Computed::Barred) => return Some(Contradiction::NotOnTheList(wish.person)),
        _ => {}
    }
    judged.decided = decided;
    judged.reason = Some(wish.reason.trim().to_owned());
    None
}
