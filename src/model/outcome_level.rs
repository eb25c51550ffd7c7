//! What offices call the levels of honours and disciplinary acts that a scheme may have under an English key. Not here: their points,
//! which are the scheme's own.

use super::decimal::Decimal;
use super::scheme::Scheme;
use super::word::{OutcomeKind, key_and_name};

/// Levels of honours and of disciplinary acts; of several names of a key the first is shown.
const NAMES: [(&str, &str); 18] = [
    ("国家级", "national"),
    ("省级", "province"),
    ("省级", "provincial"),
    ("市级", "city"),
    ("校级", "school"),
    ("院级", "college"),
    ("班级", "class"),
    ("警告", "warning"),
    ("警告处分", "warning"),
    ("通报批评", "criticism"),
    ("批评", "criticism"),
    ("严重警告", "serious-warning"),
    ("严重警告处分", "serious-warning"),
    ("记过", "demerit"),
    ("记过处分", "demerit"),
    ("留校察看", "probation"),
    ("留校察看处分", "probation"),
    ("开除学籍", "expulsion"),
];

/// A scheme's levels of an outcome with their points; none for outcomes that have no levels.
#[must_use]
pub fn levels(scheme: &Scheme, kind: OutcomeKind) -> Option<&[(String, Decimal)]> {
    match kind {
        OutcomeKind::Honour => Some(&scheme.honour_points),
        OutcomeKind::Discipline => Some(&scheme.discipline_points),
        OutcomeKind::Stage | OutcomeKind::Grade | OutcomeKind::Other => None,
    }
}

/// The level of a table that is called so: by its key, else as offices call it.
#[must_use]
pub fn level_called<'t, P>(table: &'t [(String, P)], name: &str) -> Option<&'t str> {
    let known = |key: &str| table.iter().map(|(level, _)| level.as_str()).find(|level| *level == key);
    known(name).or_else(|| NAMES.iter().filter(|(zh, _)| *zh == name).find_map(|(_, key)| known(key)))
}

/// The levels of a table with what offices call them.
#[must_use]
pub fn listed<P>(table: &[(String, P)]) -> String {
    let name = |key: &str| NAMES.iter().find(|(_, known)| *known == key).map_or("", |(zh, _)| *zh);
    table.iter().map(|(level, _)| key_and_name(level, name(level))).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{level_called, listed};

    #[test]
    fn a_level_is_called_by_its_key_or_as_offices_do() {
        let table = ["school", "provincial", "criticism", "院级"].map(|key| (key.to_owned(), ()));
        for (name, key) in [("school", "school"), ("校级", "school"), ("省级", "provincial"), ("批评", "criticism"), ("院级", "院级")]
        {
            assert_eq!(level_called(&table, name), Some(key), "{name}");
        }
        assert_eq!(level_called(&table, "国家级"), None);
        assert_eq!(listed(&table), "school (校级) provincial (省级) criticism (通报批评) 院级");
    }
}
