//! Points for what two persons have in common, by the table `[[pairing.fit]]`; whole numbers of the smallest unit that the table uses.

use std::collections::HashMap;

use super::question::Question;
use crate::model::decimal::Decimal;
use crate::model::pairing_words::FitAttribute;
use crate::model::records::PersonIx;
use crate::model::word::Side;

/// What is known of persons beyond the roster, by attribute: sealed profiles, opened, and for `Skills` what each person needs.
#[derive(Clone, Debug, Default)]
pub struct Profiles {
    values: HashMap<(FitAttribute, PersonIx), Vec<String>>,
    needs: HashMap<PersonIx, Vec<String>>,
}

impl Profiles {
    /// Adds what is known of a person.
    pub fn add(&mut self, attribute: FitAttribute, person: PersonIx, value: &str) {
        if !value.trim().is_empty() {
            self.values.entry((attribute, person)).or_default().push(value.trim().to_owned());
        }
    }

    /// Adds what a person needs.
    pub fn add_need(&mut self, person: PersonIx, need: &str) {
        self.needs.entry(person).or_default().push(need.to_owned());
    }

    /// Whether nothing is known of anybody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.needs.is_empty()
    }

    fn needs(&self, person: PersonIx) -> &[String] {
        self.needs.get(&person).map_or(&[], Vec::as_slice)
    }

    fn get(&self, attribute: FitAttribute, person: PersonIx) -> &[String] {
        self.values.get(&(attribute, person)).map_or(&[], Vec::as_slice)
    }
}

/// A part of a fit: an attribute that two persons share, and its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FitShare {
    /// The attribute.
    pub attribute: FitAttribute,
    /// Its points as in the settings.
    pub points: Decimal,
}

/// What an attribute's entries are, by person.
#[derive(Clone, Debug)]
enum Entries {
    /// One entry each; 0 is none.
    Alike(Vec<u32>),
    /// The year, where the grade is one.
    Years(Vec<Option<i64>>),
    /// Several entries each: those of the helpers, and those of the students.
    Several(Vec<Vec<u32>>, Vec<Vec<u32>>),
}

impl Entries {
    fn shared(&self, helper: usize, helped: usize) -> bool {
        let mut is_shared = [0];
        self.add_where_shared(Side::Helped, helped, &[PersonIx(helper as u32)], 1, &mut is_shared);
        is_shared == [1]
    }

    /// Adds units to the sum of each person of the other side who shares something with somebody on a side.
    fn add_where_shared(&self, side: Side, one: usize, others: &[PersonIx], units: u64, sums: &mut [u64]) {
        fn add(sums: &mut [u64], others: &[PersonIx], units: u64, shared: impl Fn(usize) -> bool) {
            sums.iter_mut().zip(others).for_each(|(sum, other)| *sum += if shared(other.0 as usize) { units } else { 0 });
        }
        match (self, side) {
            (Self::Alike(entries), _) if entries[one] == 0 => {}
            (Self::Alike(entries), _) => add(sums, others, units, |other| entries[other] == entries[one]),
            (Self::Years(years), _) => {
                let Some(own) = years[one] else { return };
                match side {
                    Side::Helped => add(sums, others, units, |helper| years[helper].is_some_and(|year| year < own)),
                    Side::Helper => add(sums, others, units, |helped| years[helped].is_some_and(|year| own < year)),
                }
            }
            (Self::Several(_, needed), Side::Helped) if needed[one].is_empty() => {}
            (Self::Several(offered, needed), Side::Helped) => {
                add(sums, others, units, |helper| offered[helper].iter().any(|entry| needed[one].contains(entry)));
            }
            (Self::Several(offered, needed), Side::Helper) => {
                add(sums, others, units, |helped| offered[one].iter().any(|entry| needed[helped].contains(entry)));
            }
        }
    }

    /// A person's entries on a side as numbers, which mean the same only within one reading of the roster.
    fn numbers(&self, side: Side, person: usize) -> Vec<u32> {
        match (self, side) {
            (Self::Alike(entries), _) => vec![entries[person]],
            (Self::Several(offered, _), Side::Helper) => offered[person].clone(),
            (Self::Several(_, needed), Side::Helped) => needed[person].clone(),
            (Self::Years(_), _) => Vec::new(),
        }
    }
}

#[derive(Clone, Debug)]
struct Row {
    share: FitShare,
    units: u64,
    entries: Entries,
}

/// The table of points with everybody's entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Fit {
    rows: Vec<Row>,
    places: u8,
}

impl Fit {
    pub(super) fn of(question: &Question<'_>) -> Self {
        let table = &question.core.scheme.pairing.fit;
        let places = table.iter().map(|(_, points)| points.places()).max().unwrap_or(0);
        let row = |&(attribute, points): &(FitAttribute, Decimal)| Row {
            share: FitShare { attribute, points },
            units: units(points, places),
            entries: entries(question, attribute),
        };
        Self { rows: table.iter().map(row).collect(), places }
    }

    /// The most points that a pair can have, in units.
    pub(super) fn most(&self) -> Option<u64> {
        self.rows.iter().try_fold(0_u64, |sum, row| sum.checked_add(row.units))
    }

    /// A pair's points in units.
    pub(super) fn units(&self, helper: PersonIx, helped: PersonIx) -> u64 {
        self.shared(helper, helped).map(|row| row.units).sum()
    }

    /// The points in units of somebody on a side with each of the other.
    pub(super) fn units_with(&self, side: Side, one: PersonIx, others: &[PersonIx]) -> Vec<u64> {
        let mut sums = vec![0; others.len()];
        self.rows.iter().for_each(|row| row.entries.add_where_shared(side, one.0 as usize, others, row.units, &mut sums));
        sums
    }

    /// The table: how many units each attribute earns.
    pub(super) fn table(&self) -> impl Iterator<Item = (FitAttribute, u64)> {
        self.rows.iter().map(|row| (row.share.attribute, row.units))
    }

    /// A person's entries on a side, by attribute of the table, as numbers that mean the same only within one reading of the roster.
    pub(super) fn numbers(&self, side: Side, person: PersonIx) -> impl Iterator<Item = (FitAttribute, Vec<u32>)> {
        self.rows.iter().map(move |row| (row.share.attribute, row.entries.numbers(side, person.0 as usize)))
    }

    /// What a pair's points are made of.
    pub(super) fn shares(&self, helper: PersonIx, helped: PersonIx) -> Vec<FitShare> {
        self.shared(helper, helped).map(|row| row.share).collect()
    }

    fn shared(&self, helper: PersonIx, helped: PersonIx) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.entries.shared(helper.0 as usize, helped.0 as usize))
    }

    /// Digits after the point of a unit.
    pub(super) fn places(&self) -> u8 {
        self.places
    }
}

/// Points as a whole number of units, which have so many places; none of them is below 0.
fn units(points: Decimal, places: u8) -> u64 {
    let digits: String = points.to_string().chars().filter(char::is_ascii_digit).collect();
    let whole: u64 = digits.parse().unwrap_or(0);
    whole.saturating_mul(10_u64.saturating_pow(u32::from(places.saturating_sub(points.places()))))
}

fn entries(question: &Question<'_>, attribute: FitAttribute) -> Entries {
    let people = &question.core.people;
    let mut numbers = Numbers::default();
    match attribute {
        FitAttribute::HigherGrade => Entries::Years(people.iter().map(|(person, _)| year(people.text(person, "grade"))).collect()),
        sealed if sealed.is_sealed() => {
            let mut number = |values: &[String]| values.iter().map(|value| numbers.of(value)).collect::<Vec<u32>>();
            let own: Vec<Vec<u32>> = people.iter().map(|(person, _)| number(question.profiles.get(sealed, person))).collect();
            let needed = match sealed {
                FitAttribute::Skills => people.iter().map(|(person, _)| number(question.profiles.needs(person))).collect(),
                _ => own.clone(),
            };
            Entries::Several(own, needed)
        }
        plain => Entries::Alike(people.iter().map(|(person, _)| numbers.of(entry(question, plain, person))).collect()),
    }
}

/// The roster's entry; a college that is left blank is the scheme's.
pub(super) fn entry<'a>(question: &Question<'a>, attribute: FitAttribute, person: PersonIx) -> &'a str {
    let core = question.core;
    let text = core.people.text(person, attribute.word()).trim();
    match attribute {
        FitAttribute::College if text.is_empty() => core.scheme.info.organization.as_str(),
        _ => text,
    }
}

/// The year that a grade begins with, as `2012` or `2012级`.
pub(super) fn year(grade: &str) -> Option<i64> {
    let grade = grade.trim();
    let digits = grade.bytes().take_while(u8::is_ascii_digit).count();
    grade.get(..digits)?.parse().ok()
}

/// Numbers for texts, from 1; 0 is the empty text.
#[derive(Default)]
pub(super) struct Numbers {
    known: HashMap<String, u32>,
}

impl Numbers {
    pub(super) fn of(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        let next = self.known.len() as u32 + 1;
        self.known.insert(text.to_owned(), next);
        next
    }
}
