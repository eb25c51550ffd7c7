//! How long a sealed record is kept, by its class (`[privacy.retention]`, rules.md R10): the class is the kind of record. Not here:
//! taking it away.

use crate::model::day::Day;
use crate::model::scheme::PrivacyRules;
use crate::model::sealed::{OpenBox, SealedRecord};
use crate::model::word::{SealedKind, Word};

/// The last day on which a record is kept; `None` where its class has no time, and for a referral that is still open.
#[must_use]
pub fn kept_until(record: &SealedRecord, rules: &PrivacyRules) -> Option<Day> {
    let class = rules.retention.iter().find(|(class, _)| SealedKind::parse(class) == Some(record.kind));
    let from = if record.kind == SealedKind::Referral { record.closed()? } else { record.date };
    class.map(|(_, days)| from.plus(*days))
}

/// The boxes whose time has run out on a day.
#[must_use]
pub fn expired<'b>(boxes: &'b [OpenBox], rules: &PrivacyRules, as_of: Day) -> Vec<&'b OpenBox> {
    boxes.iter().filter(|open| kept_until(&open.record, rules).is_some_and(|until| until < as_of)).collect()
}

#[cfg(test)]
mod tests {
    use super::expired;
    use crate::model::day::Day;
    use crate::model::scheme::PrivacyRules;
    use crate::model::sealed::{CLOSED, OpenBox, SealedRecord};
    use crate::model::word::SealedKind;

    #[test]
    fn a_record_is_kept_for_its_days_and_an_open_referral_for_ever() {
        let day = |text: &str| Day::parse(text.as_bytes()).unwrap();
        let open = |kind, closed: &str| {
            let mut record = SealedRecord::new(kind, "1".into(), day("2012-10-20"), "".into());
            record.set(CLOSED, closed.into());
            OpenBox { id: closed.to_owned(), line: 2, record }
        };
        let boxes = [
            open(SealedKind::Screening, ""),
            open(SealedKind::Note, ""),
            open(SealedKind::Referral, ""),
            open(SealedKind::Referral, "2012-10-30"),
        ];
        let retention = [("排查", 10), ("referral", 5)].map(|(class, days)| (class.to_owned(), days)).to_vec();
        let rules = PrivacyRules { retention, ..PrivacyRules::default() };
        let count = |date| expired(&boxes, &rules, day(date)).len();
        assert_eq!(["2012-10-30", "2012-10-31", "2012-11-04", "2012-11-05", "2020-01-01"].map(count), [0, 1, 1, 2, 2]);
    }
}
