//! How wide the columns of a table are: as wide as their texts where there is room, else the wide ones give way first, and none becomes
//! narrower than what must stay in one piece. Not here: how a text is measured or broken.

/// What a column needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// What must stay in one piece.
    pub least: usize,
    /// All of it on one line.
    pub whole: usize,
}

/// The widths of columns in a room. Where even the least is too much the table is wider than the room.
#[must_use]
pub fn widths(columns: &[Span], room: usize) -> Vec<usize> {
    let at = |level: usize| columns.iter().map(move |span| level.clamp(span.least.min(span.whole), span.whole));
    let highest = columns.iter().map(|span| span.whole).max().unwrap_or(0);
    // The sum grows with the level, so the levels that fit come first.
    let (mut fits, mut above) = (0, highest + 1);
    while fits + 1 < above {
        let middle = fits + (above - fits) / 2;
        if at(middle).sum::<usize>() <= room { fits = middle } else { above = middle }
    }
    let mut found: Vec<usize> = at(fits).collect();
    let mut rest = room.saturating_sub(found.iter().sum());
    for (width, span) in found.iter_mut().zip(columns) {
        if rest > 0 && *width < span.whole {
            *width += 1;
            rest -= 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::{Span, widths};

    fn spans(spans: &[(usize, usize)]) -> Vec<Span> {
        spans.iter().map(|(least, whole)| Span { least: *least, whole: *whole }).collect()
    }

    #[test]
    fn the_wide_give_way_first() {
        assert_eq!(widths(&spans(&[(4, 4), (10, 10), (12, 90), (12, 20)]), 200), [4, 10, 90, 20]);
        assert_eq!(widths(&spans(&[(4, 4), (10, 10), (12, 90), (12, 20)]), 64), [4, 10, 30, 20]);
        assert_eq!(widths(&spans(&[(4, 4), (10, 10), (12, 90), (12, 20)]), 45), [4, 10, 16, 15]);
        assert_eq!(widths(&spans(&[(4, 4), (10, 10), (12, 90), (12, 20)]), 10), [4, 10, 12, 12]);
        assert_eq!(widths(&[], 10), [0; 0]);
    }

    proptest! {
        #[test]
        fn the_room_is_used_and_not_left(list in proptest::collection::vec((1_usize..20, 0_usize..60), 1..9), room in 0_usize..300) {
            let columns: Vec<Span> = list.iter().map(|(least, more)| Span { least: *least, whole: least + more }).collect();
            let found = widths(&columns, room);
            let sum = |part: fn(&Span) -> usize| columns.iter().map(part).sum::<usize>();
            let all_between = found.iter().zip(&columns).all(|(width, span)| (span.least..=span.whole).contains(width));
            prop_assert!(all_between, "{found:?}");
            prop_assert_eq!(found.iter().sum::<usize>(), room.clamp(sum(|span| span.least), sum(|span| span.whole)));
        }
    }
}
