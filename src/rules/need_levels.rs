//! How much help somebody needs, from sealed screening (rules.md R10): the level by which pairing may put those first who need it most.
//! Pure; whoever has no key has no levels. Not here: opening boxes.

use std::collections::BTreeMap;

use crate::model::day::Day;
use crate::model::sealed::OpenBox;
use crate::model::word::SealedKind;

/// A screening that does not say how severe it is counts as the least severe.
const UNSAID: u8 = 1;

/// The level of each person by id: the highest severity of the person's screenings dated on or before a day. Who is not screened has
/// no entry.
#[must_use]
pub fn need_levels(boxes: &[OpenBox], as_of: Day) -> BTreeMap<String, u8> {
    let mut levels = BTreeMap::new();
    let screened = boxes.iter().filter(|open| open.record.kind == SealedKind::Screening && open.record.date <= as_of);
    for open in screened {
        let level = levels.entry(open.record.person.reveal().to_owned()).or_insert(0);
        *level = (*level).max(open.record.severity().unwrap_or(UNSAID));
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::need_levels;
    use crate::model::day::Day;
    use crate::model::sealed::{OpenBox, SEVERITY, SealedRecord};
    use crate::model::word::SealedKind;

    #[test]
    fn the_highest_severity_up_to_the_day_counts() {
        let day = |text: &str| Day::parse(text.as_bytes()).unwrap();
        let open = |kind, person: &str, date, severity: &str| {
            let mut record = SealedRecord::new(kind, person.into(), day(date), "".into());
            record.set(SEVERITY, severity.into());
            OpenBox { id: String::new(), line: 2, record }
        };
        let boxes = [
            open(SealedKind::Screening, "1", "2012-10-20", "2"),
            open(SealedKind::Screening, "1", "2012-10-21", ""),
            open(SealedKind::Screening, "1", "2012-11-30", "3"),
            open(SealedKind::Screening, "2", "2012-10-20", ""),
            open(SealedKind::Note, "3", "2012-10-20", "3"),
        ];
        let levels = |date| need_levels(&boxes, day(date)).into_iter().collect::<Vec<_>>();
        assert_eq!(levels("2012-10-30"), [("1".to_owned(), 2), ("2".to_owned(), 1)]);
        assert_eq!(levels("2012-11-30"), [("1".to_owned(), 3), ("2".to_owned(), 1)]);
        assert_eq!(levels("2012-10-01"), []);
    }
}
