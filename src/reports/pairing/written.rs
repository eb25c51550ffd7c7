//! A proposal file as it is read again: its question, pairs and prices. What else it says is passed over, so that a large file is read at
//! once. Not here: whether it is right (`verified`, `matching::verify`), what the words in it say (`json`).

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::i18n::{Lang, Message};
use crate::matching::assignment::{Assignment, Pair};
use crate::matching::pairing::{Question, Sides};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{Choice, PairIx, PersonIx};
use crate::model::scheme::PairingPolicy;
use crate::model::word::{Side, meaning};

/// The format that proposal files name.
const FORMAT: &str = "bangfu/pairing/1";

/// A text of the file; none where something else stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Leaf(Option<String>);

impl Leaf {
    fn text(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    fn day(&self) -> Option<Day> {
        Day::parse(self.0.as_deref()?.as_bytes()).ok()
    }
}

impl<'de> Deserialize<'de> for Leaf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LeafVisitor)
    }
}

struct LeafVisitor;

impl<'de> Visitor<'de> for LeafVisitor {
    type Value = Leaf;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<Leaf, E> {
        Ok(Leaf(Some(text.to_owned())))
    }

    fn visit_unit<E>(self) -> Result<Leaf, E> {
        Ok(Leaf(None))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Leaf, E> {
        Ok(Leaf(None))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Leaf, E> {
        Ok(Leaf(None))
    }

    fn visit_u64<E>(self, _: u64) -> Result<Leaf, E> {
        Ok(Leaf(None))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Leaf, E> {
        Ok(Leaf(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Leaf, A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Leaf(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Leaf, A::Error> {
        while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Leaf(None))
    }
}

/// The prices of a side, by id and as they stand in the file.
#[derive(Clone, Debug, Default)]
struct PricesOf(Vec<(String, Leaf)>);

impl<'de> Deserialize<'de> for PricesOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PricesVisitor)
    }
}

struct PricesVisitor;

impl<'de> Visitor<'de> for PricesVisitor {
    type Value = PricesOf;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("prices by id")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<PricesOf, A::Error> {
        let mut prices = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            prices.push(entry);
        }
        Ok(PricesOf(prices))
    }
}

#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Prices {
    helped: PricesOf,
    helpers: PricesOf,
}

#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
struct WrittenPair {
    helper: Leaf,
    helped: Leaf,
}

#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Settings {
    policy: Leaf,
}

/// Which figures are told: those that rest on sealed records are not.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Figures {
    by_level: Option<IgnoredAny>,
    fit: Option<IgnoredAny>,
}

/// A proposal file.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Written {
    format: Leaf,
    seed: Leaf,
    as_of: Leaf,
    first_day: Leaf,
    counted_until: Leaf,
    lang: Leaf,
    settings: Option<Settings>,
    without: Option<Vec<Leaf>>,
    objective: Option<Figures>,
    pairs: Option<Vec<WrittenPair>>,
    prices: Option<Prices>,
    digest: Leaf,
    grounds: Leaf,
}

impl Written {
    /// Whether it says that it is a proposal.
    #[must_use]
    pub fn is_proposal(&self) -> bool {
        self.format.text() == FORMAT
    }

    /// The seed of its lot.
    #[must_use]
    pub fn seed(&self) -> Option<&str> {
        self.seed.0.as_deref()
    }

    /// How many pairs it has.
    #[must_use]
    pub fn pair_count(&self) -> usize {
        self.pairs.as_ref().map_or(0, Vec::len)
    }

    /// Whether it was asked with an office's own costs.
    #[must_use]
    pub fn has_own_costs(&self) -> bool {
        self.settings.is_none()
    }

    /// Whether its pairs begin on a day.
    #[must_use]
    pub fn begins_on(&self, day: Day) -> bool {
        self.first_day.day() == Some(day)
    }

    /// Whether it was asked as of a day.
    #[must_use]
    pub fn is_as_of(&self, day: Day) -> bool {
        self.as_of.day() == Some(day)
    }

    /// Whether this is the digest of the costs of all its pairs.
    #[must_use]
    pub fn has_digest(&self, digest: &str) -> bool {
        self.digest.text() == digest
    }

    /// Whether these are its grounds: it and the records are as it was written.
    #[must_use]
    pub fn has_grounds(&self, grounds: &str) -> bool {
        self.grounds.text() == grounds
    }

    /// The question that it answers. Pairs of it that were written since are open again. None where it is no such file.
    #[must_use]
    pub fn question<'a>(&self, core: &'a Core, choices: &'a [Choice]) -> Option<Told<'a>> {
        if !self.is_proposal() {
            return None;
        }
        let mut question = Question::new(core, choices, self.as_of.day()?);
        question.first_day = self.first_day.day()?;
        question.counted_until = self.counted_until.day();
        question.seed.clone_from(&self.seed.0);
        if let Some(word) = self.settings.as_ref().and_then(|settings| settings.policy.0.as_deref()) {
            question.policy = meaning(&PairingPolicy::WORDS, word)?;
        }
        question.without = self.without.iter().flatten().filter_map(|id| core.people.find(id.text())).collect();
        let pairs = self.pairs.as_ref()?;
        question.open = pairs.iter().filter_map(|pair| recorded(core, pair, question.first_day)).collect();
        let (own_costs, figures) = (self.has_own_costs(), self.objective.as_ref());
        Some(Told {
            question,
            own_costs,
            levels: !own_costs && figures.is_none_or(|figures| figures.by_level.is_none()),
            profiles: !own_costs && figures.is_none_or(|figures| figures.fit.is_none()),
            lang: if self.lang.text() == "zh" { Lang::Zh } else { Lang::En },
        })
    }

    /// Its pairs and prices. Errors: somebody has no place among those who can be paired, or no price.
    pub fn assignment(&self, sides: &Sides<'_>) -> Result<Assignment, Message> {
        let people = &sides.question.core.people;
        let no_place = |id: &str| Message::new("pairing.flaw.no-place").with("person", id);
        let mut pairs = Vec::with_capacity(self.pair_count());
        for pair in self.pairs.iter().flatten() {
            let (helper, helped) = (pair.helper.text(), pair.helped.text());
            let column = people.find(helper).and_then(|person| sides.column_of(person)).ok_or_else(|| no_place(helper))?;
            let row = people.find(helped).and_then(|person| sides.row_of(person)).ok_or_else(|| no_place(helped))?;
            pairs.push(Pair { row, column });
        }
        pairs.sort_unstable();
        Ok(Assignment { pairs, row_prices: self.prices(sides, Side::Helped)?, column_prices: self.prices(sides, Side::Helper)? })
    }

    /// The prices of a side in the order of its places.
    fn prices(&self, sides: &Sides<'_>, side: Side) -> Result<Vec<i128>, Message> {
        let people = &sides.question.core.people;
        let (count, written) = match side {
            Side::Helped => (sides.row_count(), self.prices.as_ref().map(|prices| &prices.helped)),
            Side::Helper => (sides.column_count(), self.prices.as_ref().map(|prices| &prices.helpers)),
        };
        let place = |person: PersonIx| if side == Side::Helped { sides.row_of(person) } else { sides.column_of(person) };
        let mut prices: Vec<Option<i128>> = vec![None; count];
        for (id, price) in written.into_iter().flat_map(|written| &written.0) {
            if let Some(place) = people.find(id).and_then(place) {
                prices[place] = price.text().parse().ok();
            }
        }
        let person = |at: usize| if side == Side::Helped { sides.student(at).person } else { sides.helper(at).person };
        let missing = |at: usize| Message::new("pairing.flaw.no-price").with("person", people.id(person(at)));
        prices.into_iter().enumerate().map(|(at, price)| price.ok_or_else(|| missing(at))).collect()
    }
}

/// What a proposal file says of the question that it answers.
pub struct Told<'a> {
    /// The question, asked again of the records.
    pub question: Question<'a>,
    /// Whether it was asked with an office's own costs.
    pub own_costs: bool,
    /// Whether it was asked with levels of need from sealed records.
    pub levels: bool,
    /// Whether it was asked with points for sealed profiles.
    pub profiles: bool,
    /// The language of the file's reasons.
    pub lang: Lang,
}

/// The recorded pair of two persons that starts on a day.
fn recorded(core: &Core, pair: &WrittenPair, first_day: Day) -> Option<PairIx> {
    let (helper, helped) = (core.people.find(pair.helper.text())?, core.people.find(pair.helped.text())?);
    recorded_on(core, helper, helped, first_day)
}

/// The pair of a helper and a student that was recorded from a day on.
#[must_use]
pub fn recorded_on(core: &Core, helper: PersonIx, helped: PersonIx, first_day: Day) -> Option<PairIx> {
    let mut own = core.pairs_of(helper).iter().map(|(_, _, pair)| *pair);
    own.find(|pair| {
        let row = core.pairs.get(*pair);
        row.is_some_and(|row| row.helper == helper && row.helped == helped && row.start == first_day)
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::Written;

    #[test]
    fn a_leaf_of_another_kind_is_none_and_does_not_hide_the_rest() {
        for odd in [json!(1), json!(-1), json!(0.5), json!(true), json!(null), json!([1, {"a": 2}]), json!({"a": [1]})] {
            let file = json!({ "format": "bangfu/pairing/1", "seed": odd, "pairs": [{ "helper": odd, "helped": "s1", "tier": odd }],
                "prices": { "helped": { "s1": odd }, "helpers": {} }, "settings": { "policy": odd }, "unknown": odd });
            for written in [Written::deserialize(&file).unwrap(), serde_json::from_str(&file.to_string()).unwrap()] {
                assert_eq!((written.is_proposal(), written.pair_count(), written.seed(), written.has_own_costs()), (true, 1, None, false));
            }
        }
    }

    #[test]
    fn what_is_no_object_is_no_proposal() {
        for text in ["1", "null", "{\"pairs\": 1}", "{\"prices\": [1]}", "", "{"] {
            assert!(serde_json::from_str::<Written>(text).is_err(), "{text}");
        }
        assert!(!serde_json::from_str::<Written>("{}").unwrap().is_proposal());
        assert!(Written::deserialize(&Value::Null).is_err());
    }
}
