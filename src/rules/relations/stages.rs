//! Who may stand on which side of a pair or a choice on a day (rules.md R2).

use crate::finding::{Code, Finding};
use crate::i18n::Value;
use crate::model::dataset::Core;
use crate::model::day::Day;
use crate::model::records::PersonIx;
use crate::model::word::{Side, Stage, Word, key_and_name};
use crate::source::Place;

/// The column of a side in pairs.csv and choices.csv.
pub(super) fn column(side: Side) -> &'static str {
    match side {
        Side::Helper => "helper",
        Side::Helped => "helped",
    }
}

/// What is wrong where a person stands on a side on a day, if anything.
pub(super) fn wrong_stage(core: &Core, person: PersonIx, side: Side, day: Day, place: impl FnOnce() -> Place) -> Option<Finding> {
    let allowed = core.scheme.pairing.stages(side);
    let stage = core.stage_on(person, day).filter(|stage| !allowed.contains(stage))?;
    let want: Vec<String> = allowed.iter().map(|stage: &Stage| key_and_name(stage.key(), stage.zh())).collect();
    let mut finding = Finding::in_cell(Code::WrongStage, place(), column(side)).with("person", core.people.id(person)).with("day", day);
    finding.args.push(("stage", Value::Word(stage.label())));
    Some(finding.with("want", want.join(" ")))
}
