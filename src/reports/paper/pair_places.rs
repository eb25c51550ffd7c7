//! Places that any paper about a pair has: the scheme, the pair, its two persons. Not here: what one kind of paper adds.

use super::record_form::{ended, stage, topics};
use super::{day, day_or_empty};
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::{PairIx, PersonIx};
use crate::model::word::Word;
use crate::reports::masthead::leaders;
use crate::reports::places::Place;
use crate::reports::sheet::Cell;

/// Places for a person: name, id, gender, class, major, grade, stage.
type OfPerson = [&'static str; 7];

const HELPER: OfPerson = [
    "place.helper",
    "place.helper-id",
    "place.helper-gender",
    "place.helper-class",
    "place.helper-major",
    "place.helper-grade",
    "place.helper-stage",
];
const HELPED: OfPerson = [
    "place.helped",
    "place.helped-id",
    "place.helped-gender",
    "place.helped-class",
    "place.helped-major",
    "place.helped-grade",
    "place.helped-stage",
];

/// The places of the scheme.
#[must_use]
pub fn of_scheme(core: &Core) -> Vec<Place> {
    let info = &core.scheme.info;
    vec![
        Place::of("place.organization", Cell::text(&info.organization)),
        Place::of("place.scheme", Cell::text(&info.name)),
        Place::of("place.document", Cell::text(&super::official::bracketed(&info.document))),
        Place::of("place.leaders", Cell::text(&leaders(&core.scheme))),
    ]
}

/// The places of the scheme and of a pair, with the stages of the two on a day.
pub(super) fn of_pair(core: &Core, pair: PairIx, on: Day) -> Vec<Place> {
    let mut places = of_scheme(core);
    let Some(row) = core.pairs.get(pair) else { return places };
    places.extend([
        Place::of("place.pair", Cell::text(core.pairs.id(pair))),
        Place::of("place.branch", Cell::text(core.scheme.branch_name(row.branch))),
    ]);
    places.extend(of_person(core, row.helper, HELPER, on));
    places.extend(of_person(core, row.helped, HELPED, on));
    places.extend([
        Place::of("place.topics", topics(core, row)),
        Place::of("place.basis", Cell::word(row.basis.label())),
        Place::of("place.start", day(row.start)),
        Place::of("place.end", ended(row)),
        Place::of("place.end-reason", Cell::text(core.pairs.text(pair, "end_reason"))),
        Place::of("place.as-of", day_or_empty(Some(on))),
    ]);
    places
}

fn of_person(core: &Core, person: PersonIx, keys: OfPerson, on: Day) -> impl Iterator<Item = Place> {
    let [name, id, gender, class, major, grade] =
        ["name", "id", "gender", "class", "major", "grade"].map(|column| Cell::text(core.people.text(person, column)));
    keys.into_iter().zip([name, id, gender, class, major, grade, stage(core, person, on)]).map(|(key, cell)| Place::of(key, cell))
}
