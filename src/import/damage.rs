//! What a spreadsheet does to ids that it takes for numbers: scientific notation, digits after the fifteenth cut to zeros, lost leading
//! zeros. Such an id is refused, never repaired. Not here: what an id may look like (`model::id`).

use std::collections::{BTreeMap, BTreeSet};

use super::grid::{Cell, Nature};
use crate::i18n::Message;
use crate::model::id::{self, is_digits};

/// A spreadsheet keeps so many digits of a number.
const KEPT_DIGITS: usize = 15;

/// What a column of ids looks like as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdColumn {
    /// The length that most ids of digits have, where there is one.
    usual: Option<usize>,
    /// The lengths of ids that begin with zeros: without the zeros, and with them.
    zeroed: BTreeSet<(usize, usize)>,
    /// Whether some id of more digits than a spreadsheet keeps has another end than zeros.
    keeps_digits: bool,
    /// Whether the file tells numbers from texts.
    typing: Typing,
}

/// Whether a file tells numbers from texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Typing {
    /// It does: a workbook.
    Typed,
    /// It does not: any text may have been a number once.
    #[default]
    Untyped,
}

impl IdColumn {
    /// Looks at the ids of a column, and at those that the records know.
    #[must_use]
    pub fn of<'c>(typing: Typing, ids: impl Iterator<Item = &'c str>, known: impl Iterator<Item = &'c str>) -> Self {
        let mut column = Self { typing, ..Self::default() };
        let mut lengths: BTreeMap<usize, usize> = BTreeMap::new();
        let mut count = 0_usize;
        for id in ids.filter(|id| is_digits(id)) {
            count += 1;
            *lengths.entry(id.len()).or_default() += 1;
            column.keeps_digits |= id.len() > KEPT_DIGITS && !is_cut(id);
            column.zeroed.extend(zeroed(id));
        }
        column.zeroed.extend(known.filter(|id| is_digits(id)).filter_map(zeroed));
        let most = lengths.into_iter().max_by_key(|(length, count)| (*count, *length));
        column.usual = most.filter(|(_, most)| most * 2 > count && *most >= 3).map(|(length, _)| length);
        column
    }

    /// What a spreadsheet has done to an id, if anything. `is_known` says that the records have it, so that it is right as it is.
    #[must_use]
    pub fn damage(&self, cell: Cell<'_>, is_known: bool) -> Option<Message> {
        let text = cell.text;
        let says = |key| Some(Message::new(key).with("value", text));
        if cell.nature == Nature::Day || cell.nature == Nature::Time {
            return says("import.id-is-day");
        }
        if id::is_scientific(text) || id::is_number_like(text) || cell.nature == Nature::Number && !is_digits(text) {
            return says("import.scientific");
        }
        if is_known || !is_digits(text) {
            return None;
        }
        let cut = text.len() > KEPT_DIGITS && (cell.nature == Nature::Number || is_cut(text) && !self.keeps_digits);
        if cut {
            return says("import.cut-id");
        }
        // A text of a workbook keeps its zeros, unless ids that begin with one show that such a text came from elsewhere.
        let usual = self.usual.filter(|_| cell.nature == Nature::Number || self.typing == Typing::Untyped);
        let lost = self.zeroed.iter().find(|(bare, full)| (*bare..*full).contains(&text.len())).map(|(_, full)| *full);
        let full = lost.or(usual.filter(|usual| text.len() < *usual));
        full.map(|full| Message::new("import.short-id").with("value", text).with("usual", full))
    }
}

/// The length of an id that begins with zeros, without them and with them.
fn zeroed(id: &str) -> Option<(usize, usize)> {
    id.starts_with('0').then(|| (id.trim_start_matches('0').len(), id.len()))
}

fn is_cut(text: &str) -> bool {
    text.bytes().skip(KEPT_DIGITS).all(|byte| byte == b'0')
}

#[cfg(test)]
mod tests {
    use super::{IdColumn, Typing};
    use crate::import::grid::{Cell, Nature};

    fn damage(typing: Typing, nature: Nature, ids: &[&'static str]) -> Vec<&'static str> {
        let column = IdColumn::of(typing, ids.iter().copied(), std::iter::empty());
        ids.iter().map(|text| column.damage(Cell { text, nature }, false).map_or("", |message| message.key)).collect()
    }

    fn text(ids: &[&'static str]) -> Vec<&'static str> {
        damage(Typing::Untyped, Nature::Text, ids)
    }

    #[test]
    fn numbers_that_were_ids_are_seen() {
        assert_eq!(text(&["2.0121E+09", "2010210101.0", "B2012", "2010.1"]), ["import.scientific", "import.scientific", "", ""]);
        let number = |ids| damage(Typing::Typed, Nature::Number, ids);
        assert_eq!(
            number(&["2010210101", "1234567890123456", "2010.5", "-3"]),
            ["", "import.cut-id", "import.scientific", "import.scientific"]
        );
        assert_eq!(damage(Typing::Typed, Nature::Day, &["2012-01-02"]), ["import.id-is-day"]);
    }

    #[test]
    fn digits_after_the_fifteenth_that_are_all_zeros_were_cut() {
        assert_eq!(text(&["2012101010112340", "2012101010112350"]), ["import.cut-id"; 2]);
        assert_eq!(text(&["20121010101123400"]), ["import.cut-id"]);
        assert_eq!(text(&["2012101010112340", "2012101010112357"]), ["", ""], "the column keeps its digits");
        assert_eq!(text(&["201210101011234000", "201210101011234567"]), ["import.scientific", ""]);
    }

    #[test]
    fn lost_zeros_show_in_mixed_lengths() {
        assert_eq!(text(&["0821", "0822", "0823", "824"]), ["", "", "", "import.short-id"]);
        assert_eq!(text(&["0821", "824"]), ["", "import.short-id"]);
        assert_eq!(text(&["1821", "1822", "1823", "924"]), ["", "", "", "import.short-id"]);
        assert_eq!(damage(Typing::Typed, Nature::Text, &["1821", "1822", "1823", "924"]), [""; 4], "a text keeps its zeros");
        assert_eq!(damage(Typing::Typed, Nature::Number, &["1821", "1822", "1823", "924"])[3], "import.short-id");
        assert_eq!(text(&["1821", "1822", "924", "925"]), [""; 4], "two makes of ids");
        assert_eq!(text(&["082003140001", "2010210101", "2010210102"]), [""; 3], "an older make of ids with a zero");
        let known = IdColumn::of(Typing::Untyped, ["821"].into_iter(), ["0821"].into_iter());
        let cell = Cell { text: "821", nature: Nature::Text };
        assert_eq!(known.damage(cell, false).map(|message| message.key), Some("import.short-id"));
        assert_eq!(known.damage(cell, true), None, "the records have it");
    }
}
