//! Who of a ranked list is taken (rules.md R7, `ties`). A group tied across the cut is never divided by the program: only by the
//! criteria that the settings name.

use crate::model::award_rule::Ties;
use crate::model::decimal::Fraction;

/// What became of a candidate at the cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Taken, above the cut.
    Taken,
    /// Taken as one of a tied group that is taken as a whole.
    TakenWithTie,
    /// Taken: in a tied group, but ahead by the criteria that break ties.
    TakenByTieBreak,
    /// Below the cut.
    Below,
    /// Not taken: in a group tied across the cut.
    LeftOutByTie,
    /// Not taken: in a tied group, and behind by the criteria that break ties.
    LostTieBreak,
}

impl Fate {
    /// Whether the candidate is taken.
    #[must_use]
    pub fn is_taken(self) -> bool {
        matches!(self, Self::Taken | Self::TakenWithTie | Self::TakenByTieBreak)
    }
}

/// A group of equal scores across the cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The score.
    pub score: Fraction,
    /// How many have it.
    pub group: u32,
    /// Seats left for them.
    pub free: u32,
    /// How many stay undivided across the cut; 0 where the criteria broke the tie.
    pub undivided: u32,
}

/// The fates of a list in its order, and the tie at the cut, where there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// One for each candidate.
    pub fates: Vec<Fate>,
    /// The tie.
    pub tie: Option<Tie>,
}

impl Cut {
    /// Whether a tie across the cut remains that nothing divides.
    #[must_use]
    pub fn is_tied(&self) -> bool {
        self.tie.as_ref().is_some_and(|tie| tie.undivided > 0)
    }
}

/// Cuts a list of scores, highest first, after so many seats. `key` gives what breaks a tie for the candidate at a position, each
/// part higher first; it is asked only for tied candidates and only where the settings name criteria.
pub fn cut(scores: &[Fraction], seats: u32, ties: &Ties, key: impl Fn(usize) -> Vec<Fraction>) -> Cut {
    let seats = (seats as usize).min(scores.len());
    let mut fates: Vec<Fate> = (0..scores.len()).map(|at| if at < seats { Fate::Taken } else { Fate::Below }).collect();
    let edge = seats.checked_sub(1).and_then(|last| scores.get(last)).filter(|last| scores.get(seats) == Some(last));
    let Some(edge) = edge else { return Cut { fates, tie: None } };
    let group: Vec<usize> = (0..scores.len()).filter(|at| scores.get(*at) == Some(edge)).collect();
    let free = group.iter().filter(|at| **at < seats).count();
    let within = divide(&group, free, ties, key);
    let undivided = within.iter().filter(|fate| matches!(fate, Fate::TakenWithTie | Fate::LeftOutByTie)).count();
    for (at, fate) in group.iter().zip(within) {
        if let Some(place) = fates.get_mut(*at) {
            *place = fate;
        }
    }
    let tie = Tie { score: edge.clone(), group: group.len() as u32, free: free as u32, undivided: undivided as u32 };
    Cut { fates, tie: Some(tie) }
}

/// The fates of a tied group with fewer free seats than persons.
fn divide(group: &[usize], free: usize, ties: &Ties, key: impl Fn(usize) -> Vec<Fraction>) -> Vec<Fate> {
    match ties {
        Ties::LeaveOut => vec![Fate::LeftOutByTie; group.len()],
        Ties::TakeAll => vec![Fate::TakenWithTie; group.len()],
        Ties::Criteria(_) => by_keys(&group.iter().map(|at| key(*at)).collect::<Vec<_>>(), free),
    }
}

fn by_keys(keys: &[Vec<Fraction>], free: usize) -> Vec<Fate> {
    let ahead = |own: &Vec<Fraction>| keys.iter().filter(|other| *other > own).count();
    let level = |own: &Vec<Fraction>| keys.iter().filter(|other| *other == own).count();
    let fate = |own: &Vec<Fraction>| match ahead(own) {
        ahead if ahead + level(own) <= free => Fate::TakenByTieBreak,
        ahead if ahead >= free => Fate::LostTieBreak,
        _ => Fate::LeftOutByTie,
    };
    keys.iter().map(fate).collect()
}
