//! The pair that the row before named: rows usually come in the order of pairs, so the next one names it again or the pair after it.
//! Not here: what it means that a row names no pair of its branch (`forms::pair_of_branch`).

use std::ops::Range;

use crate::model::dataset::Pairs;
use crate::model::id::is_usual_id;
use crate::model::records::{BranchIx, PairIx};
use crate::store::plain_line::{Expected, PlainLine};

/// The pair of a branch that was named last.
pub(super) struct LastPair<'a> {
    pairs: &'a Pairs,
    range: Range<u32>,
    pair: PairIx,
    id: Expected<&'a [u8]>,
    /// The id that was named last of those whose line could not be read: nothing is to be told of it.
    lost: Vec<u8>,
}

impl<'a> LastPair<'a> {
    /// The branch's first pair.
    pub(super) fn first(pairs: &'a Pairs, branch: BranchIx) -> Self {
        let range = pairs.range(branch);
        let pair = PairIx(range.start);
        let id: &[u8] = if range.is_empty() { b"" } else { pairs.id_bytes(pair) };
        Self { pairs, range, pair, id: Expected::new(id), lost: Vec::new() }
    }

    /// The pair.
    pub(super) fn pair(&self) -> PairIx {
        self.pair
    }

    /// Whether it has this id.
    pub(super) fn is(&self, id: &[u8]) -> bool {
        self.id.text() == id && !id.is_empty()
    }

    /// From now on this one.
    pub(super) fn turn_to(&mut self, pair: PairIx) {
        (self.pair, self.id) = (pair, Expected::new(self.pairs.id_bytes(pair)));
    }

    /// Takes the id of the pair, or of the one that follows it in order, from the start of a line; whether one of them is there.
    #[inline]
    pub(super) fn take(&mut self, line: &mut PlainLine<'_>) -> bool {
        line.take_expected(&self.id) || self.take_next(line)
    }

    fn take_next(&mut self, line: &mut PlainLine<'_>) -> bool {
        let next = PairIx(self.pair.0 + 1);
        let taken = self.range.contains(&next.0) && line.take(self.pairs.id_bytes(next));
        if taken {
            self.turn_to(next);
        }
        taken
    }

    /// From now on this id is known to have been lost.
    pub(super) fn lose(&mut self, id: &[u8]) {
        if is_usual_id(id) {
            self.lost.clear();
            self.lost.extend_from_slice(id);
        }
    }

    /// Whether this is the id that was lost.
    pub(super) fn is_lost(&self, id: &[u8]) -> bool {
        self.lost == id && !id.is_empty()
    }

    /// Takes the id that was lost from the start of a line; whether it is there.
    pub(super) fn take_lost(&self, line: &mut PlainLine<'_>) -> bool {
        !self.lost.is_empty() && line.take(&self.lost)
    }
}
