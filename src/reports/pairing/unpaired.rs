//! Why somebody has no pair: the answer about one person alone. Not here: how it is found out (`matching::pairing`), two persons (`why`).

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::why::Proven;
use super::words;
use crate::i18n::{Lang, Message};
use crate::matching::assignment::Assignment;
use crate::matching::graph::Costs;
use crate::matching::pairing::{Asked, LeftOverWhy, Sides};
use crate::model::records::PersonIx;
use crate::model::word::Side;
use crate::reports::sheet::{Sheet, Sheets};

/// The answer `bangfu/why/1` about somebody without a pair.
pub struct UnpairedReport<'p, 'a> {
    sides: &'p Sides<'a>,
    person: PersonIx,
    side: Side,
    /// None: the proposal that is spoken of has somebody for the person.
    why: Option<LeftOverWhy>,
    proven: Proven,
    grounds: Vec<Message>,
    lang: Lang,
}

impl<'p, 'a> UnpairedReport<'p, 'a> {
    /// Finds out why pairs and prices have nobody for a person on a side.
    #[must_use]
    pub fn new<C: Costs>(
        sides: &'p Sides<'a>,
        (costs, assignment): (&C, &Assignment),
        (person, side): (PersonIx, Side),
        lang: Lang,
    ) -> Self {
        let why = Asked::new(sides, costs, assignment).why_unpaired(person, side);
        Self { sides, person, side, why, proven: Proven::Whole, grounds: Vec::new(), lang }
    }

    /// The same, with what proposal it is said of and how much of that is proven.
    #[must_use]
    pub fn by(self, proven: Proven, grounds: Vec<Message>) -> Self {
        Self { proven, grounds, ..self }
    }

    fn sentences(&self) -> Vec<Message> {
        let key = match (&self.why, self.side) {
            (None, _) => "pairing.unpaired.proposed",
            (Some(_), Side::Helped) => "pairing.unpaired.helped",
            (Some(_), Side::Helper) => "pairing.unpaired.helper",
        };
        let reason = self.why.as_ref().map(|why| words::left_over(self.sides, why, self.side));
        let said = Message::new(key).with("reason", reason.unwrap_or_else(|| Message::new("pairing.nothing")));
        self.grounds.iter().cloned().chain([said]).collect()
    }
}

impl Sheets for UnpairedReport<'_, '_> {
    fn sheets(&self) -> Vec<Sheet> {
        let title = words::person(self.sides.question.core, self.person);
        vec![Sheet { title: Some(title), footer: self.sentences(), ..Sheet::default() }]
    }
}

impl Serialize for UnpairedReport<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let question = &self.sides.question;
        let id = Value::from(question.core.people.id(self.person));
        let (helper, helped) = if self.side == Side::Helper { (id, Value::Null) } else { (Value::Null, id) };
        json!({
            "format": "bangfu/why/1",
            "pair": null,
            "helper": helper,
            "helped": helped,
            "seed": question.seed,
            "first_day": question.first_day.to_string(),
            "proven": self.proven.key(),
            "standing": if self.why.is_some() { "unpaired" } else { "proposed" },
            "bars": self.why.as_ref().map(words::left_over_key).into_iter().collect::<Vec<_>>(),
            "named": null,
            "fit": null,
            "rank_of_helper": null,
            "rank_of_helped": null,
            "loss": null,
            "sentences": self.sentences().iter().map(|line| line.text(self.lang)).collect::<Vec<_>>(),
        })
        .serialize(serializer)
    }
}
