//! Rows in the order of their ids, found by comparing. Not here: rows in another order (`id_index`).

use std::cmp::Ordering;
use std::ops::Range;

/// The row, of some in order, that an order tells to be equal to what is looked for: it halves them.
///
/// # Errors
/// There is none: the row before which it would stand.
pub fn by_halves(rows: Range<u32>, order: impl Fn(u32) -> Ordering) -> Result<u32, u32> {
    let Range { start: mut low, end: mut high } = rows;
    while low < high {
        let middle = low + (high - low) / 2;
        match order(middle) {
            Ordering::Less => low = middle + 1,
            Ordering::Equal => return Ok(middle),
            Ordering::Greater => high = middle,
        }
    }
    Err(low)
}

/// The same, from a row on near which it may stand: the nearer, the fewer are looked at.
///
/// # Errors
/// As `by_halves`.
pub fn from_near(rows: Range<u32>, near: u32, order: impl Fn(u32) -> Ordering) -> Result<u32, u32> {
    if !rows.contains(&near) {
        return by_halves(rows, order);
    }
    match order(near) {
        Ordering::Less => by_halves(behind(near, rows.end, &order), order),
        Ordering::Equal => Ok(near),
        Ordering::Greater => by_halves(before(near, rows.start, &order), order),
    }
}

/// Where an id is likely to stand, given the id of a row near it: numbers at their end mostly follow each other without a gap, as those
/// of a class do. Where they differ in more than that, or there is no row near, it is that row.
#[must_use]
pub fn likely_row(rows: &Range<u32>, near: u32, (near_id, id): (&[u8], &[u8])) -> u32 {
    let number = |digits: &[u8; 4]| digits.iter().fold(0, |sum, digit| sum * 10 + i32::from(*digit) - i32::from(b'0'));
    match (near_id.split_last_chunk(), id.split_last_chunk()) {
        (Some((near_start, near_end)), Some((start, end))) if near_start == start => {
            let row = near.saturating_add_signed(number(end) - number(near_end));
            row.clamp(rows.start, rows.end.saturating_sub(1))
        }
        _ => near,
    }
}

/// The rows behind one among which it stands, if at all: steps that grow lead past it.
fn behind(near: u32, end: u32, order: impl Fn(u32) -> Ordering) -> Range<u32> {
    let (mut start, mut step) = (near + 1, 1);
    loop {
        let probe = near.saturating_add(step);
        if probe >= end {
            return start..end;
        }
        if order(probe) != Ordering::Less {
            return start..probe + 1;
        }
        start = probe + 1;
        step = step.saturating_mul(2);
    }
}

/// The rows before one among which it stands, if at all.
fn before(near: u32, start: u32, order: impl Fn(u32) -> Ordering) -> Range<u32> {
    let (mut end, mut step) = (near, 1);
    loop {
        let probe = near.saturating_sub(step);
        if probe <= start {
            return start..end;
        }
        if order(probe) != Ordering::Greater {
            return probe..end;
        }
        end = probe;
        step = step.saturating_mul(2);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{by_halves, from_near, likely_row};

    #[test]
    fn numbers_that_follow_each_other_are_where_they_should_be() {
        let likely = |near: u32, near_id: &str, id: &str| likely_row(&(0..100), near, (near_id.as_bytes(), id.as_bytes()));
        assert_eq!((likely(40, "2012000005", "2012000017"), likely(40, "2012000017", "2012000005")), (52, 28));
        assert_eq!((likely(40, "2012000005", "2012009999"), likely(4, "2012000017", "2012000005")), (99, 0));
        // An id of another year, of another length, or one that has no number.
        assert_eq!(["2010000017", "20120000017", "017", "", "2012甲"].map(|id| likely(40, "2012000005", id)), [40; 5]);
        assert_eq!(likely(u32::MAX, "", "2012000005"), u32::MAX);
    }

    proptest! {
        #[test]
        fn a_row_is_found_from_wherever_it_is_looked_for(ids in proptest::collection::btree_set(0..200_u32, 0..60), wanted in 0..200_u32, near in 0..80_u32) {
            let ids: Vec<u32> = ids.into_iter().collect();
            let order = |row: u32| ids[row as usize].cmp(&wanted);
            let there = ids.binary_search(&wanted).map(|row| row as u32).map_err(|row| row as u32);
            let rows = 0..ids.len() as u32;
            prop_assert_eq!((by_halves(rows.clone(), order), from_near(rows, near, order)), (there, there));
        }

        #[test]
        fn few_rows_are_looked_at_where_it_stands_near(near in 0..1_000_000_u32, away in 0..1_000_u32, back: bool) {
            let wanted = if back { near.saturating_sub(away) } else { (near + away).min(999_999) };
            let looked = Cell::new(0);
            let order = |row: u32| {
                looked.set(looked.get() + 1);
                row.cmp(&wanted)
            };
            prop_assert_eq!(from_near(0..1_000_000, near, order), Ok(wanted));
            prop_assert!(looked.get() <= 2 * (away + 1).ilog2() + 4, "{} for {}", looked.get(), away);
        }
    }
}
