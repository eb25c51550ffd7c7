//! `[[assessment]]`: weighted parts with the participation that each needs, the bands of the result, and what fails a person whatever
//! the marks (data.md). Not here: how a result is computed (`rules::assessment`).

use super::decimal::{Decimal, Fraction};
use super::word::{meaning, word_of};

/// `[[assessment]]`.
#[derive(Clone, Debug)]
pub struct Assessment {
    /// Key.
    pub key: String,
    /// Name.
    pub name: String,
    /// The document's clause.
    pub clause: Option<String>,
    /// Weighted parts.
    pub parts: Vec<AssessmentPart>,
    /// Bands, highest first.
    pub bands: Vec<Band>,
    /// Where a result goes that lies between two bands or on an edge that both name; without it the bands must meet.
    pub edges: Option<BandEdges>,
    /// What fails a person by itself, in the file's order.
    pub fails: Vec<Fail>,
}

/// `[[assessment.part]]`.
#[derive(Clone, Debug)]
pub struct AssessmentPart {
    /// Key.
    pub key: String,
    /// Weight.
    pub weight: Decimal,
    /// The share of the electorate that must have voted.
    pub quorum: Option<Fraction>,
}

/// `[[assessment.band]]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// Its lowest result, included.
    pub from: Decimal,
    /// Its highest result, included; none: up to the next band.
    pub to: Option<Decimal>,
    /// Name.
    pub name: String,
}

/// Which of two bands a result belongs to that lies between them or on the edge that both name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BandEdges {
    /// The lower.
    Lower,
    /// The upper.
    Upper,
}

impl BandEdges {
    /// Both with their words in the file.
    pub const WORDS: [(&'static str, Self); 2] = [("lower", Self::Lower), ("upper", Self::Upper)];

    /// The word in the file.
    #[must_use]
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, &self)
    }
}

/// What fails a person by itself, in the scheme's time up to the day of asking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fail {
    /// A disciplinary outcome.
    Discipline,
    /// A criticism that was decided.
    Criticism,
    /// An extension of probation that was decided.
    Extension,
    /// A serious finding about the person.
    Serious,
    /// An outcome of any kind whose `what` is this text.
    Named(String),
}

impl Fail {
    /// The ways to fail that have a word of their own.
    const WORDS: [(&'static str, Self); 4] =
        [("discipline", Self::Discipline), ("criticism", Self::Criticism), ("extension", Self::Extension), ("serious", Self::Serious)];

    /// What a word of the file means.
    #[must_use]
    pub fn of(word: &str) -> Self {
        meaning(&Self::WORDS, word).unwrap_or_else(|| Self::Named(word.to_owned()))
    }

    /// The word in the file.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Named(what) => what,
            known => word_of(&Self::WORDS, known),
        }
    }
}

impl Assessment {
    /// The band of a result. None: the result lies below all bands, or the scheme names none.
    #[must_use]
    pub fn band(&self, result: &Fraction) -> Option<&Band> {
        let begun = self.bands.iter().position(|band| band.from.fraction() <= *result);
        let Some(index) = begun else { return self.bands.last().filter(|_| self.edges == Some(BandEdges::Upper)) };
        let band = self.bands.get(index)?;
        let past = band.to.is_some_and(|to| to.fraction() < *result);
        match self.edges {
            Some(BandEdges::Upper) if past => self.bands.get(index.checked_sub(1)?),
            Some(BandEdges::Lower) => {
                let below = self.bands.get(index + 1).filter(|below| below.to.is_some_and(|to| to.fraction() >= *result));
                Some(below.unwrap_or(band))
            }
            _ => Some(band),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Assessment, Band, BandEdges};
    use crate::model::decimal::{Decimal, Fraction};

    fn assessment(bands: &[(&str, Option<&str>, &str)], edges: Option<BandEdges>) -> Assessment {
        let number = |text: &str| Decimal::parse(text).unwrap();
        let band =
            |(from, to, name): &(&str, Option<&str>, &str)| Band { from: number(from), to: to.map(number), name: (*name).to_owned() };
        let bands = bands.iter().map(band).collect();
        Assessment { key: "y".into(), name: "年".into(), clause: None, parts: Vec::new(), bands, edges, fails: Vec::new() }
    }

    fn named(assessment: &Assessment, result: &str) -> String {
        let result: Fraction = Decimal::parse(result).unwrap().fraction();
        assessment.band(&result).map_or(String::new(), |band| band.name.clone())
    }

    #[test]
    fn a_band_includes_its_first_result_and_reaches_to_the_next() {
        let plain = assessment(&[("90", None, "A"), ("60", None, "B"), ("0", None, "C")], None);
        let found = ["100", "90", "89.999999", "60", "59.999999", "0"].map(|result| named(&plain, result));
        assert_eq!(found, ["A", "A", "B", "B", "C", "C"]);
        assert_eq!(named(&assessment(&[("60", None, "B")], None), "59.99"), "");
    }

    #[test]
    fn a_result_between_two_bands_goes_where_the_setting_says() {
        let bands = [("90", Some("100"), "A"), ("60", Some("89"), "B"), ("0", Some("59"), "C")];
        let found = |edges| ["90", "89.5", "89", "59.01", "59"].map(|result| named(&assessment(&bands, Some(edges)), result));
        assert_eq!(found(BandEdges::Lower), ["A", "B", "B", "C", "C"]);
        assert_eq!(found(BandEdges::Upper), ["A", "A", "B", "B", "C"]);
    }

    #[test]
    fn an_edge_that_two_bands_name_goes_where_the_setting_says() {
        let bands = [("90", Some("100"), "A"), ("60", Some("90"), "B"), ("0", Some("60"), "C")];
        let found = |edges| ["90", "60", "89"].map(|result| named(&assessment(&bands, Some(edges)), result));
        assert_eq!(found(BandEdges::Lower), ["B", "C", "B"]);
        assert_eq!(found(BandEdges::Upper), ["A", "B", "B"]);
    }
}
