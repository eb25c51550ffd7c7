//! Small cells of a count are hidden, and whatever would give them away with them (rules.md R10). One row of a table is judged by
//! itself: no total over several rows is ever shown. Not here: what is counted.

/// A cell as it may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// The count.
    Count(u32),
    /// Fewer than the smallest cell that is shown.
    Few,
    /// Hidden, although it is not small, because it would give a small one away.
    Hidden,
}

/// A row with its total as it may be shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ShownRow {
    /// The cells.
    pub cells: Vec<Shown>,
    /// Their sum.
    pub total: Shown,
}

/// What of a row may be shown where cells under `least` are hidden. Whoever sees it, and knows how this function decides, still finds at
/// least two values possible for each small cell (from a `least` of 2 on; under 1 there is only nought):
///
/// - the cell that is hidden beside small ones is the first that is not small, chosen by its place and not by its size, so that
///   nothing bounds it from above;
/// - whether the total is shown hangs on a threshold so far from all small cells that neither answer narrows one of them.
#[must_use]
pub fn shown(counts: &[u32], least: u32) -> ShownRow {
    let few = |count: u32| if count < least { Shown::Few } else { Shown::Count(count) };
    let mut cells: Vec<Shown> = counts.iter().map(|count| few(*count)).collect();
    let sum = |counts: &mut dyn Iterator<Item = u32>| counts.fold(0_u32, u32::saturating_add);
    let total = sum(&mut counts.iter().copied());
    if !cells.contains(&Shown::Few) || counts.len() < 2 {
        return ShownRow { cells, total: few(total) };
    }
    let Some(beside) = cells.iter_mut().find(|cell| matches!(cell, Shown::Count(_))) else {
        return ShownRow { cells, total: Shown::Hidden };
    };
    *beside = Shown::Hidden;
    let unseen = counts.iter().zip(&cells).filter(|(_, cell)| !matches!(cell, Shown::Count(_)));
    let together = sum(&mut unseen.map(|(count, _)| *count));
    let total = if together >= least.saturating_mul(3) { Shown::Count(total) } else { Shown::Hidden };
    ShownRow { cells, total }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use Shown::{Count, Few, Hidden};

    use super::{Shown, ShownRow, shown};

    fn row(counts: &[u32]) -> (Vec<Shown>, Shown) {
        let ShownRow { cells, total } = shown(counts, 3);
        (cells, total)
    }

    #[test]
    fn a_small_cell_takes_another_with_it_or_the_total() {
        assert_eq!(row(&[5, 4, 6]), (vec![Count(5), Count(4), Count(6)], Count(15)));
        assert_eq!(row(&[5, 1, 6]), (vec![Hidden, Few, Count(6)], Hidden));
        assert_eq!(row(&[9, 1, 6]), (vec![Hidden, Few, Count(6)], Count(16)));
        assert_eq!(row(&[1, 0, 9]), (vec![Few, Few, Hidden], Count(10)));
        assert_eq!(row(&[0, 0, 3]), (vec![Few, Few, Hidden], Hidden));
        assert_eq!(row(&[0, 1]), (vec![Few, Few], Hidden));
        assert_eq!((row(&[2]), row(&[])), ((vec![Few], Few), (vec![], Few)));
    }

    /// Every row of three cells up to a size, by what is shown of it: what a reader who knows the whole rule can work out.
    #[test]
    fn whoever_knows_the_rule_finds_two_values_or_more_for_each_small_cell() {
        const MOST: u32 = 16;
        for least in 2..=4 {
            let mut seen: BTreeMap<ShownRow, Vec<[u32; 3]>> = BTreeMap::new();
            for code in 0..(MOST + 1).pow(3) {
                let counts = [code % (MOST + 1), code / (MOST + 1) % (MOST + 1), code / (MOST + 1).pow(2)];
                seen.entry(shown(&counts, least)).or_default().push(counts);
            }
            for (row, possible) in &seen {
                for (index, _) in row.cells.iter().enumerate().filter(|(_, cell)| **cell == Few) {
                    let values: BTreeSet<u32> = possible.iter().map(|counts| counts[index]).collect();
                    // At the very edge of what is tried here the hidden cell has no room.
                    let at_edge = possible.iter().all(|counts| counts.iter().any(|count| *count + 2 * least > MOST));
                    assert!(values.len() >= 2 || at_edge, "{least} {row:?} {possible:?}");
                }
            }
        }
    }

    #[test]
    fn small_cells_are_never_shown_and_cells_are_hidden_only_beside_small_ones() {
        for code in 0..6_u32.pow(4) {
            let counts: Vec<u32> = (0..4).map(|place| code / 6_u32.pow(place) % 6).collect();
            let ShownRow { cells, total } = shown(&counts, 3);
            assert!(cells.iter().zip(&counts).all(|(cell, count)| (*count < 3) == (*cell == Few)), "{counts:?}");
            assert!(cells.contains(&Few) || (total == Count(counts.iter().sum()) && !cells.contains(&Hidden)), "{counts:?}");
        }
        assert_eq!(shown(&[1, 2], 1), ShownRow { cells: vec![Count(1), Count(2)], total: Count(3) });
    }
}
