//! The roster by itself: days after today.

use std::sync::Arc;

use super::{Looking, warn_of_future};
use crate::finding::Findings;
use crate::model::dataset::Core;
use crate::model::table::PEOPLE;

pub(super) fn check(core: &Core, looking: Looking, findings: &mut Findings) {
    if !looking.warns() {
        return;
    }
    let file: Arc<str> = Arc::from(PEOPLE.path(""));
    for (_, person) in core.people.iter() {
        warn_of_future(person.stage_since, looking, &file, person.line, "stage_since", findings);
        warn_of_future(person.left, looking, &file, person.line, "left", findings);
    }
}
