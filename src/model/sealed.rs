//! What lies in a sealed record (rules.md R10): kind, person, day, by whom, and fields by name. Every value is a [`Secret`].
//! Not here: encryption and the file (`store::sealed`), what is shown of it (`reports::screen`).

use std::fmt;

use super::day::Day;
use super::secret::Secret;
use super::word::SealedKind;

/// The first line of an opened record, by which a copy that was kept is known.
pub const OPENED_MARK: &str = "# bangfu: an opened sealed record; keep no copy of it";

/// Screening categories by key, joined by `;`.
pub const CATEGORY: &str = "category";
/// 1–3, the most severe last.
pub const SEVERITY: &str = "severity";
/// Free text.
pub const NOTE: &str = "note";
/// The day on which the person agreed.
pub const CONSENT: &str = "consent";
/// What the person agreed to.
pub const SCOPE: &str = "scope";
/// What a referral is about.
pub const CONCERN: &str = "concern";
/// The one who owns a referral.
pub const OWNER: &str = "owner";
/// The day on which a referral was closed.
pub const CLOSED: &str = "closed";
/// How a referral ended.
pub const OUTCOME: &str = "outcome";
/// The boxes that an erasure took away, joined by `;`.
pub const BOXES: &str = "boxes";

/// The fields of a kind of record, in the order in which they are shown.
#[must_use]
pub fn fields(kind: SealedKind) -> &'static [&'static str] {
    match kind {
        SealedKind::Screening => &[CATEGORY, SEVERITY, NOTE, CONSENT, SCOPE],
        SealedKind::Profile => &["family", "character", "ethnicity", "home", "interests", "skills", NOTE, CONSENT, SCOPE],
        SealedKind::Referral => &[CONCERN, OWNER, NOTE, CLOSED, OUTCOME],
        SealedKind::Note => &[NOTE, CONSENT, SCOPE],
        SealedKind::Erased => &[BOXES],
    }
}

/// A sealed record that is open.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedRecord {
    /// What it is.
    pub kind: SealedKind,
    /// Whom it is about; nobody for an erasure.
    pub person: Secret,
    /// Its day.
    pub date: Day,
    /// Who wrote it.
    pub by: Secret,
    /// Fields by name, those without a text left out.
    fields: Vec<(Box<str>, Secret)>,
}

impl SealedRecord {
    /// A record without fields.
    #[must_use]
    pub fn new(kind: SealedKind, person: Secret, date: Day, by: Secret) -> Self {
        Self { kind, person, date, by, fields: Vec::new() }
    }

    /// A field; empty where there is none.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| &**known == name).map_or("", |(_, text)| text.reveal())
    }

    /// Sets a field; an empty text takes it away.
    pub fn set(&mut self, name: &str, text: Secret) {
        self.fields.retain(|(known, _)| &**known != name);
        if !text.is_empty() {
            self.fields.push((name.into(), text));
        }
    }

    /// All fields: those that the kind has in their order, then others by name.
    #[must_use]
    pub fn all(&self) -> Vec<(&str, &Secret)> {
        let known = fields(self.kind);
        let place = |name: &str| known.iter().position(|field| *field == name).unwrap_or(known.len());
        let mut all: Vec<(&str, &Secret)> = self.fields.iter().map(|(name, text)| (&**name, text)).collect();
        all.sort_by(|(a, _), (b, _)| (place(a), *a).cmp(&(place(b), *b)));
        all
    }

    /// The keys of the screening categories.
    pub fn categories(&self) -> impl Iterator<Item = &str> {
        self.field(CATEGORY).split(';').filter(|key| !key.is_empty())
    }

    /// How severe, where it is said.
    #[must_use]
    pub fn severity(&self) -> Option<u8> {
        self.field(SEVERITY).parse().ok().filter(|severity| (1..=3).contains(severity))
    }

    /// The day on which a referral was closed.
    #[must_use]
    pub fn closed(&self) -> Option<Day> {
        Day::parse(self.field(CLOSED).as_bytes()).ok()
    }

    /// Whether it is a referral that waits for its outcome on a day.
    #[must_use]
    pub fn is_open_referral(&self, as_of: Day) -> bool {
        self.kind == SealedKind::Referral && self.date <= as_of && self.closed().is_none_or(|closed| closed > as_of)
    }

    /// The same, whatever the order in which fields were set.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let head = |record: &Self| (record.kind, record.person.clone(), record.date, record.by.clone());
        head(self) == head(other) && self.all() == other.all()
    }
}

impl fmt::Debug for SealedRecord {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SealedRecord(…)")
    }
}

/// A sealed record that is open, with the box that it came from.
#[derive(Clone, Debug)]
pub struct OpenBox {
    /// The box's id.
    pub id: String,
    /// Its line in sealed.csv.
    pub line: u32,
    /// What is in it.
    pub record: SealedRecord,
}

#[cfg(test)]
mod tests {
    use super::{CATEGORY, CLOSED, NOTE, SEVERITY, SealedRecord};
    use crate::model::day::Day;
    use crate::model::secret::Secret;
    use crate::model::word::SealedKind;

    fn day(text: &str) -> Day {
        Day::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn fields_are_set_replaced_and_taken_away_and_the_order_says_nothing() {
        let mut record = SealedRecord::new(SealedKind::Screening, "1".into(), day("2012-10-20"), "甲".into());
        record.set(NOTE, "n".into());
        record.set("zz", "x".into());
        record.set(CATEGORY, "study;mind".into());
        record.set(SEVERITY, "2".into());
        let names: Vec<&str> = record.all().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["category", "severity", "note", "zz"]);
        assert_eq!((record.categories().collect::<Vec<_>>(), record.severity()), (vec!["study", "mind"], Some(2)));
        let mut other = record.clone();
        other.set(NOTE, Secret::default());
        assert!(!other.says_the_same(&record) && other.field(NOTE).is_empty());
        other.set(NOTE, "n".into());
        assert!(other.says_the_same(&record));
        assert!(!format!("{record:?}").contains("mind"));
    }

    #[test]
    fn a_referral_is_open_until_the_day_on_which_it_is_closed() {
        let mut record = SealedRecord::new(SealedKind::Referral, "1".into(), day("2012-11-20"), "甲".into());
        assert!(!record.is_open_referral(day("2012-11-19")) && record.is_open_referral(day("2012-11-20")));
        record.set(CLOSED, "2012-12-01".into());
        assert!(record.is_open_referral(day("2012-11-30")) && !record.is_open_referral(day("2012-12-01")));
    }
}
