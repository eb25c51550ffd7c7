//! How a record is named in commands and answers: a contact as `PAIR@DATE` or `PAIR@DATE#N`, any other by the cells of its key.
//! Not here: finding the record.

use super::table::{CONTACTS, Table};

/// The name of a record with these key cells, in the table's order.
#[must_use]
pub fn name(table: &Table, key: &[&str]) -> String {
    match key {
        [pair, date, n] if table.file == CONTACTS.file => match *n {
            "" | "1" => format!("{pair}@{date}"),
            n => format!("{pair}@{date}#{n}"),
        },
        _ => key.iter().filter(|cell| !cell.is_empty()).copied().collect::<Vec<_>>().join(" "),
    }
}

/// Pair, date and number of a contact's name as it was typed; without a number it is the first of its day.
#[must_use]
pub fn contact(name: &str) -> Option<(&str, &str, &str)> {
    let (pair, when) = name.rsplit_once('@')?;
    let (date, n) = when.split_once('#').unwrap_or((when, "1"));
    let is_number = !n.is_empty() && n.bytes().all(|byte| byte.is_ascii_digit());
    (!pair.is_empty() && !date.is_empty() && is_number).then_some((pair, date, n))
}

#[cfg(test)]
mod tests {
    use super::{contact, name};
    use crate::model::table::{CONTACTS, GOALS, INSPECTIONS};

    #[test]
    fn a_contact_is_known_by_pair_day_and_number() {
        assert_eq!(name(&CONTACTS, &["ug1-001", "2012-11-08", "1"]), "ug1-001@2012-11-08");
        assert_eq!(name(&CONTACTS, &["ug1-001", "2012-11-08", "2"]), "ug1-001@2012-11-08#2");
        assert_eq!(contact("ug1-001@2012-11-08"), Some(("ug1-001", "2012-11-08", "1")));
        assert_eq!(contact("ug1-001@11-08#12"), Some(("ug1-001", "11-08", "12")));
        for bad in ["ug1-001", "@2012-11-08", "ug1-001@", "ug1-001@2012-11-08#", "ug1-001@2012-11-08#x", "ug1-001@2012-11-08#-1"] {
            assert_eq!(contact(bad), None, "{bad}");
        }
    }

    #[test]
    fn others_are_known_by_the_cells_of_their_key() {
        assert_eq!(name(&GOALS, &["ug1-001", "g1"]), "ug1-001 g1");
        assert_eq!(name(&INSPECTIONS, &["2012-11-27", "ug1", ""]), "2012-11-27 ug1");
    }
}
