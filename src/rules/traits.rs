//! What sealed records say of a person that may earn points for a fit (rules.md R10): entries of profiles, and what screening found that
//! the person needs. Pure; whoever has no key has none. Not here: opening boxes, points (`matching::pairing`).

use crate::model::day::Day;
use crate::model::id::folded;
use crate::model::scheme::Vocabulary;
use crate::model::sealed::OpenBox;
use crate::model::word::SealedKind;

/// What parts one entry of a field from the next.
const BETWEEN: [char; 8] = [';', '；', '、', ',', '，', '/', '\n', '|'];

/// The entries of a profile's field with the ids of those whose they are, of profiles dated on or before a day. Several are parted by
/// semicolons, commas, strokes or line breaks; they are compared without regard to capitals and to how a letter is composed.
#[must_use]
pub fn entries<'a>(boxes: &'a [OpenBox], field: &str, as_of: Day) -> Vec<(&'a str, String)> {
    let profiles = boxes.iter().filter(|open| open.record.kind == SealedKind::Profile && open.record.date <= as_of);
    let of_one = |open: &'a OpenBox| {
        let person = open.record.person.reveal();
        let parts = open.record.field(field).split(BETWEEN).map(str::trim).filter(|part| !part.is_empty());
        parts.map(|part| (person, compared(part))).collect::<Vec<_>>()
    };
    profiles.flat_map(of_one).collect()
}

fn compared(text: &str) -> String {
    folded(text).to_lowercase()
}

/// What each person is good at: the key of the need that the entry names, else the entry.
#[must_use]
pub fn skills<'a>(boxes: &'a [OpenBox], needs: &Vocabulary, as_of: Day) -> Vec<(&'a str, String)> {
    let key = |entry: String| {
        let named = needs.terms.iter().find(|need| [&need.key, &need.name].iter().any(|word| compared(word) == entry));
        named.map_or(entry, |need| need.key.clone())
    };
    entries(boxes, "skills", as_of).into_iter().map(|(person, entry)| (person, key(entry))).collect()
}

/// The categories of each person's screenings dated on or before a day.
#[must_use]
pub fn needs(boxes: &[OpenBox], as_of: Day) -> Vec<(&str, &str)> {
    let screened = boxes.iter().filter(|open| open.record.kind == SealedKind::Screening && open.record.date <= as_of);
    screened.flat_map(|open| open.record.categories().map(|key| (open.record.person.reveal(), key))).collect()
}

#[cfg(test)]
mod tests {
    use super::{entries, needs, skills};
    use crate::model::day::Day;
    use crate::model::scheme::{Term, Vocabulary};
    use crate::model::sealed::{CATEGORY, OpenBox, SealedRecord};
    use crate::model::word::SealedKind;

    fn day(text: &str) -> Day {
        Day::parse(text.as_bytes()).unwrap()
    }

    fn open(kind: SealedKind, person: &str, date: &str, field: &str, text: &str) -> OpenBox {
        let mut record = SealedRecord::new(kind, person.into(), day(date), "".into());
        record.set(field, text.into());
        OpenBox { id: String::new(), line: 2, record }
    }

    #[test]
    fn entries_are_parted_and_compared_by_what_they_say() {
        let boxes = [
            open(SealedKind::Profile, "1", "2012-11-01", "interests", "篮球、 Guitar；"),
            open(SealedKind::Profile, "2", "2012-11-02", "interests", "guitar\n围棋"),
            open(SealedKind::Profile, "3", "2012-11-09", "interests", "篮球"),
            open(SealedKind::Note, "4", "2012-11-01", "interests", "篮球"),
        ];
        let told = |as_of| {
            entries(&boxes, "interests", day(as_of)).into_iter().map(|(person, entry)| format!("{person}{entry}")).collect::<Vec<_>>()
        };
        assert_eq!(told("2012-11-05"), ["1篮球", "1guitar", "2guitar", "2围棋"]);
        assert_eq!(told("2012-11-09").len(), 5);
        assert!(entries(&boxes, "family", day("2012-11-09")).is_empty());
    }

    #[test]
    fn a_skill_is_told_by_the_need_that_it_names() {
        let term = |key: &str, name: &str| Term { key: key.into(), name: name.into(), counts: true };
        let known = Vocabulary { terms: vec![term("study", "学业困难"), term("mind", "心理脆弱")] };
        let boxes = [
            open(SealedKind::Profile, "1", "2012-11-01", "skills", "学业困难;mind;唱歌"),
            open(SealedKind::Screening, "2", "2012-11-01", CATEGORY, "study;mind"),
            open(SealedKind::Screening, "2", "2012-11-20", CATEGORY, "money"),
        ];
        let skills = skills(&boxes, &known, day("2012-11-05"));
        assert_eq!(skills.iter().map(|(_, key)| key.as_str()).collect::<Vec<_>>(), ["study", "mind", "唱歌"]);
        assert_eq!(needs(&boxes, day("2012-11-05")), [("2", "study"), ("2", "mind")]);
    }
}
