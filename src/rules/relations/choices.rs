//! Voluntary choices (choices.csv): who may choose whom and until when, and how many a person may make. A choice lies in the folder of
//! the helper's branch, so those that one student makes lie in several branches' files: they are counted over all of them. Not here:
//! what a choice is worth when pairs are proposed (`matching`).

use std::collections::BTreeMap;

use super::stages::{column, wrong_stage};
use super::{Looking, warn_of_future};
use crate::finding::{Code, Finding, Findings};
use crate::model::dataset::Core;
use crate::model::records::{BranchIx, Choice, PersonIx};
use crate::model::text_table::Records;
use crate::model::word::Side;
use crate::source::Place;

/// A choice with the file in which it lies.
type Filed<'a> = (&'a Records<Choice>, &'a Choice);

/// What is wrong with each choice of a branch by itself.
pub(super) fn check(core: &Core, branch: BranchIx, choices: &Records<Choice>, looking: Looking, findings: &mut Findings) {
    for choice in &choices.rows {
        check_choice(core, branch, (choices, choice), findings);
        warn_of_future(Some(choice.date), looking, &choices.file, choice.line, "date", findings);
    }
}

fn place((choices, choice): Filed<'_>) -> Place {
    Place::new(&choices.file, choice.line, 0)
}

fn check_choice(core: &Core, branch: BranchIx, filed: Filed<'_>, findings: &mut Findings) {
    let choice = filed.1;
    let in_cell = |code, column| Finding::in_cell(code, place(filed), column);
    if choice.helper == choice.helped {
        findings.push(in_cell(Code::SamePerson, "helped").with("person", core.people.id(choice.helped)));
    } else {
        let stage = |side| wrong_stage(core, choice.on_side(side), side, choice.date, || place(filed));
        findings.extend([Side::Helper, Side::Helped].into_iter().filter_map(stage));
    }
    let home = core.people.get(choice.helper).map_or(branch, |helper| helper.branch);
    if home != branch {
        let finding = in_cell(Code::WrongBranch, "helper").with("person", core.people.id(choice.helper));
        findings.push(finding.with("branch", core.scheme.branch_key(branch)).with("have", core.scheme.branch_key(home)));
    }
    if let Some(last) = core.scheme.pairing.choices_until.filter(|last| choice.date > *last) {
        findings.push(in_cell(Code::ChoiceAfterClosing, "date").with("day", choice.date).with("last", last));
    }
}

/// What is wrong between the choices of all branches.
pub(super) fn check_all(core: &Core, choices: &[Records<Choice>], looking: Looking, findings: &mut Findings) {
    let all = || choices.iter().flat_map(|of_branch| of_branch.rows.iter().map(move |choice| (of_branch, choice)));
    let mut made: BTreeMap<(PersonIx, Side), Vec<Filed<'_>>> = BTreeMap::new();
    for filed in all() {
        made.entry((filed.1.on_side(filed.1.by), filed.1.by)).or_default().push(filed);
    }
    made.into_values().for_each(|choices| too_many(core, choices, findings));
    if looking.warns() {
        both_sides(core, all().collect(), findings);
    }
}

/// Reports each choice that one person made beyond the number allowed; the earlier ones stand.
fn too_many(core: &Core, mut choices: Vec<Filed<'_>>, findings: &mut Findings) {
    let limit = core.scheme.pairing.max_choices;
    let ids = |choice: &Choice| [core.people.id(choice.helper), core.people.id(choice.helped)];
    choices.sort_by_key(|(_, choice)| (choice.date, ids(choice)));
    let count = choices.len();
    for filed in choices.into_iter().skip(limit as usize) {
        let side = filed.1.by;
        let finding = Finding::in_cell(Code::TooManyChoices, place(filed), column(side)).with("count", count).with("limit", limit);
        findings.push(finding.with("person", core.people.id(filed.1.on_side(side))));
    }
}

/// Warns of each choice in which a person is helped who is a helper in another.
fn both_sides(core: &Core, all: Vec<Filed<'_>>, findings: &mut Findings) {
    let mut as_helper: BTreeMap<PersonIx, Place> = BTreeMap::new();
    for filed in &all {
        let own = place(*filed);
        let first = as_helper.entry(filed.1.helper).or_insert_with(|| own.clone());
        if own < *first {
            *first = own;
        }
    }
    for filed in all.into_iter().filter(|(_, choice)| choice.helper != choice.helped) {
        if let Some(other) = as_helper.get(&filed.1.helped) {
            let finding = Finding::in_cell(Code::ChosenOnBothSides, place(filed), "helped").with("person", core.people.id(filed.1.helped));
            findings.push(finding.with("other", other.to_string()));
        }
    }
}
