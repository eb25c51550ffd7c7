//! Why somebody has no pair: the answer about one person alone. Not here: how it is found out (`matching::pairing`), two persons (`why`).

use std::collections::HashSet;

use serde::ser::{Serialize, Serializer};
use serde_json::{Value, json};

use super::why::{Basis, SpokenOf};
use super::words;
use crate::i18n::{Lang, Message};
use crate::matching::assignment::{Assignment, Pair};
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
    /// Whom the pairs that are spoken of have for the person.
    others: Vec<PersonIx>,
    /// Whether everybody of the side who has a place gets somebody.
    all_served: bool,
    basis: Basis,
    lang: Lang,
}

impl<'p, 'a> UnpairedReport<'p, 'a> {
    /// Finds out why pairs and prices have nobody for a person on a side.
    #[must_use]
    pub fn new<C: Costs>(
        sides: &'p Sides<'a>,
        (costs, assignment): (&C, &Assignment),
        (person, side): (PersonIx, Side),
        basis: Basis,
        lang: Lang,
    ) -> Self {
        let why = Asked::new(sides, costs, assignment).why_unpaired(person, side);
        let both = |pair: &Pair| (sides.helper(pair.column).person, sides.student(pair.row).person);
        let turned = |(helper, helped)| if side == Side::Helper { (helper, helped) } else { (helped, helper) };
        let pairs = assignment.pairs.iter().map(|pair| turned(both(pair)));
        let others = pairs.clone().filter(|(own, _)| *own == person).map(|(_, other)| other).collect();
        let served: HashSet<PersonIx> = pairs.map(|(own, _)| own).collect();
        let places = if side == Side::Helper { sides.column_count() } else { sides.row_count() };
        Self { sides, person, side, why, others, all_served: served.len() == places, basis, lang }
    }

    fn sentences(&self) -> Vec<Message> {
        let anew = matches!(self.basis.of, SpokenOf::Anew { .. });
        let said = match &self.why {
            None => {
                let key = if anew { "pairing.unpaired.proposed-anew" } else { "pairing.unpaired.proposed" };
                let others = self.others.iter().map(|other| words::person(self.sides.question.core, *other));
                Message::new(key).with("others", words::listed(others))
            }
            Some(why) => {
                let key = match (self.side, anew) {
                    (Side::Helped, false) => "pairing.unpaired.helped",
                    (Side::Helped, true) => "pairing.unpaired.helped-anew",
                    (Side::Helper, false) => "pairing.unpaired.helper",
                    (Side::Helper, true) => "pairing.unpaired.helper-anew",
                };
                Message::new(key).with("reason", words::left_over(self.sides, why, self.side))
            }
        };
        let open = self.hangs_on_the_lot().then(|| Message::new("pairing.unpaired.open"));
        self.basis.lines.iter().cloned().chain([said]).chain(open).collect()
    }

    /// Whether other pairs, as good, might say otherwise of the person.
    fn hangs_on_the_lot(&self) -> bool {
        let out_of_question = matches!(self.why, Some(LeftOverWhy::Barred(_) | LeftOverWhy::NobodyEligible(_)));
        self.basis.of == SpokenOf::Anew { tied: true } && !out_of_question && !(self.why.is_none() && self.all_served)
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
            "proven": self.basis.proven.key(),
            "standing": if self.why.is_some() { "unpaired" } else { "proposed" },
            "proposed_with": self.others.iter().map(|other| question.core.people.id(*other)).collect::<Vec<_>>(),
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
