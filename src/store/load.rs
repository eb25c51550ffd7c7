//! Data directory → dataset: the scheme, the roster, all pairs and the committee's records at once, then branch by branch the rest,
//! on as many threads as the machine has. Everything found is sorted by place, so that threads leave no trace.

use std::sync::{Arc, Mutex, PoisonError};

use super::chains;
use super::decisions;
use super::decode::{self, Reading};
use super::needs::{Needs, Tables};
use super::open::Root;
use super::scheme::read_scheme;
use super::survey;
use super::table_reader::Buffers;
use super::threads::{self, Effort};
use crate::finding::{self, Code, Finding, Gathered};
use crate::model::dataset::{BranchRecords, Committee, Core, Dataset, Pairs};
use crate::model::records::{BranchIx, Choice};
use crate::model::roster::Roster;
use crate::model::scheme::Scheme;
use crate::model::text_table::Records;
use crate::rules::relations::{self, Looking};
use crate::source::Place;

/// The name of the settings file.
pub const SCHEME_FILE: &str = "bangfu.toml";

/// Something read, and everything found wrong on the way, in order.
#[derive(Debug)]
pub struct Loaded<T> {
    /// What was read.
    pub value: T,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// A whole data directory.
#[must_use]
pub fn load(root: &Root, needs: Needs, looking: Looking) -> Loaded<Dataset> {
    let core = load_core(root, needs, looking);
    let branches = each_branch(root, &core.value, needs, looking, |_, records| std::mem::take(records));
    let mut findings = core.findings;
    findings.extend(branches.findings);
    finding::sort(&mut findings);
    Loaded { value: Dataset { core: core.value, branches: branches.value }, findings }
}

/// What every question needs: scheme, roster, pairs, the committee's records.
#[must_use]
pub fn load_core(root: &Root, needs: Needs, looking: Looking) -> Loaded<Core> {
    let mut findings = Vec::new();
    root.check_folders(&["branches", "committee"], &mut findings);
    let scheme = load_scheme(root, &mut findings);
    // With faulty settings everything between records would look wrong as well.
    let looking = if finding::has_error(&findings) { Looking::Nothing } else { looking };
    if scheme.branches.is_empty() {
        finding::sort(&mut findings);
        return Loaded { value: Core::new(scheme, Roster::default(), Pairs::default(), Committee::default()), findings };
    }
    survey::branch_folders(root, &scheme, &mut findings);
    let reading = Reading { root, scheme: &scheme, needs };
    let mut buffers = Buffers::default();
    let people = decode::people::read(&reading, &mut buffers, &mut findings);
    let branches = threads::with_effort(Effort::Small, scheme.branches.len(), |index, buffers| {
        let mut findings = Vec::new();
        (decode::pairs::read(&reading, &people, BranchIx(index as u16), buffers, &mut findings), findings)
    });
    let (branches, found): (Vec<_>, Vec<_>) = branches.into_iter().unzip();
    findings.extend(found.into_iter().flatten());
    let pairs = decode::pairs::gather(&reading, branches, &mut findings);
    let lost = chains::lost(root, &findings, &people, &pairs);
    let mut committee = decode::committee::read(&reading, &people, &pairs, &mut buffers, &mut findings);
    if needs.tables.has(Tables::DECISIONS) {
        committee.decisions = decisions::read(root, &scheme, &people, &mut findings);
    }
    let mut core = Core::new(scheme, people, pairs, committee);
    core.lost = lost;
    chains::drop_chained(&core.lost, &mut findings);
    relations::check_core(&core, looking, &mut findings);
    finding::sort(&mut findings);
    Loaded { value: core, findings }
}

/// The settings alone.
pub fn load_scheme(root: &Root, findings: &mut Vec<Finding>) -> Scheme {
    let path: Arc<str> = Arc::from(SCHEME_FILE);
    let before = findings.len();
    let bytes = root.read(&path, findings);
    if bytes.is_none() && findings.len() == before {
        let place = Place { file: Arc::clone(&path), line: 0, column: 0 };
        findings.push(Finding::new(Code::MissingFile, place).with("file", SCHEME_FILE));
    }
    let mut known = Vec::new();
    match bytes.as_deref().map(std::str::from_utf8) {
        Some(Ok(text)) => read_scheme(&path, text, findings),
        Some(Err(error)) => {
            let line = bytes.as_deref().unwrap_or_default().iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count();
            findings.push(Finding::new(Code::BadEncoding, Place::new(&path, line as u32 + 1, 1)).with("guess", "GB18030"));
            read_scheme(&path, "", &mut known)
        }
        None => read_scheme(&path, "", &mut known),
    }
}

/// Reads each branch's records and works on them, in the scheme's order; a branch's records are dropped when its work is done.
pub fn each_branch<T: Send>(
    root: &Root,
    core: &Core,
    needs: Needs,
    looking: Looking,
    work: impl Fn(BranchIx, &mut BranchRecords) -> T + Sync,
) -> Loaded<Vec<T>> {
    let all = Mutex::new(Vec::new());
    let tell = |found| add_to(&all, |all| all.extend::<Vec<Finding>>(found));
    let value = work_on_branches(root, core, needs, looking, &tell, work);
    let mut findings = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    finding::sort(&mut findings);
    Loaded { value, findings }
}

/// Gathers what is wrong in each branch's records.
#[must_use]
pub fn gather_branches(root: &Root, core: &Core, needs: Needs, looking: Looking, gathered: Gathered) -> Gathered {
    let all = Mutex::new(gathered);
    work_on_branches(root, core, needs, looking, &|found| add_to(&all, |all| all.add(found)), |_, _| ());
    all.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn add_to<T>(all: &Mutex<T>, add: impl FnOnce(&mut T)) {
    add(&mut all.lock().unwrap_or_else(PoisonError::into_inner));
}

/// Works on each branch's records, and tells what is wrong in a branch in one go.
fn work_on_branches<T: Send>(
    root: &Root,
    core: &Core,
    needs: Needs,
    looking: Looking,
    tell: &(impl Fn(Vec<Finding>) + Sync),
    work: impl Fn(BranchIx, &mut BranchRecords) -> T + Sync,
) -> Vec<T> {
    let reading = Reading { root, scheme: &core.scheme, needs };
    let read = threads::in_parallel(core.scheme.branches.len(), |index, buffers| {
        let branch = BranchIx(index as u16);
        let mut findings = Vec::new();
        let mut records = read_branch(&reading, core, branch, buffers, &mut findings);
        relations::check_branch(core, branch, &records, looking, &mut findings);
        chains::drop_chained(&core.lost, &mut findings);
        if !findings.is_empty() {
            tell(findings);
        }
        let choices = needs.tables.has(Tables::CHOICES).then(|| records.choices.clone());
        (work(branch, &mut records), choices)
    });
    let (value, choices): (Vec<T>, Vec<Option<Records<Choice>>>) = read.into_iter().unzip();
    let mut findings = Vec::new();
    relations::check_choices(core, &choices.into_iter().flatten().collect::<Vec<_>>(), looking, &mut findings);
    if !findings.is_empty() {
        tell(findings);
    }
    value
}

/// One branch's records, and what is wrong in them.
#[must_use]
pub fn load_branch(root: &Root, core: &Core, branch: BranchIx, needs: Needs, looking: Looking) -> Loaded<BranchRecords> {
    let reading = Reading { root, scheme: &core.scheme, needs };
    let mut findings = Vec::new();
    let value = read_branch(&reading, core, branch, &mut Buffers::default(), &mut findings);
    chains::drop_chained(&core.lost, &mut findings);
    relations::check_branch(core, branch, &value, looking, &mut findings);
    finding::sort(&mut findings);
    Loaded { value, findings }
}

fn read_branch(reading: &Reading<'_>, core: &Core, branch: BranchIx, buffers: &mut Buffers, findings: &mut Vec<Finding>) -> BranchRecords {
    let asked = |table| reading.needs.tables.has(table);
    let references = decode::small::References { roster: &core.people, pairs: &core.pairs, branch };
    let mut records = BranchRecords::default();
    if asked(Tables::CONTACTS) {
        records.contacts = decode::contacts::read(reading, &core.pairs, branch, buffers, findings);
    }
    if asked(Tables::FORMS) {
        records.forms = decode::forms::read(reading, &core.pairs, branch, buffers, findings);
    }
    if asked(Tables::GOALS) {
        records.goals = decode::small::goals(reading, &references, buffers, findings);
    }
    if asked(Tables::NOMINATIONS) {
        records.nominations = decode::small::nominations(reading, &references, buffers, findings);
    }
    if asked(Tables::REPORTS) {
        records.reports = decode::small::reports(reading, &references, buffers, findings);
    }
    if asked(Tables::CHOICES) {
        records.choices = decode::small::choices(reading, &references, buffers, findings);
    }
    records
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write the files themselves")]
mod tests {
    use std::path::Path;

    use super::{each_branch, load, load_core};
    use crate::model::day::{Day, Month};
    use crate::model::records::PersonIx;
    use crate::reports::rollup::{Rollup, RollupQuestion, part};
    use crate::rules::relations::Looking;
    use crate::store::needs::Needs;
    use crate::store::open::Root;

    fn day(text: &str) -> Day {
        Day::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_example_has_no_problem() {
        let root = Root::new(Path::new("examples/gzu-2012"));
        let loaded = load(&root, Needs::ALL, Looking::Warnings(day("2013-07-01")));
        assert_eq!(loaded.findings, []);
        let data = loaded.value;
        assert_eq!((data.core.people.people.len(), data.core.pairs.rows.len()), (128, 60));
        assert_eq!(data.branches.iter().map(|branch| branch.contacts.contacts.len()).sum::<usize>(), 933);
    }

    /// Figures need only some columns of the roster, but those wherever they stand.
    #[test]
    fn units_of_awards_are_read_behind_the_stage_too() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy("data-template/gzu-2012/bangfu.toml", folder.path().join("bangfu.toml")).unwrap();
        std::fs::write(folder.path().join("people.csv"), "id,name,stage,class,grade,major\n1,甲,league,一班,2010,英语\n").unwrap();
        let core = load_core(&Root::new(folder.path()), Needs::AWARD, Looking::Errors);
        let texts = ["class", "grade", "major"].map(|column| core.value.people.text(PersonIx(0), column));
        assert_eq!((core.findings.len(), texts), (0, ["一班", "2010", "英语"]));
    }

    #[test]
    fn the_example_rolls_up_branch_by_branch() {
        let root = Root::new(Path::new("examples/gzu-2012"));
        let core = load_core(&root, Needs::ROLLUP, Looking::Errors);
        let month = Month::parse(b"2012-12").unwrap();
        let question = RollupQuestion::new(&core.value, month, day("2013-01-06"), day("2012-12-06"));
        let parts = each_branch(&root, &core.value, Needs::ROLLUP, Looking::Errors, |branch, records| {
            part(&core.value, branch, records, &question)
        });
        assert_eq!((core.findings, parts.findings), (vec![], vec![]));
        let json = serde_json::to_value(Rollup::new(&core.value, &question, parts.value)).unwrap();
        let figures =
            |branch: usize| ["contacts", "keeping", "late_days", "breaches"].map(|key| json["branches"][branch][key].as_i64().unwrap());
        assert_eq!([figures(0), figures(1), figures(2)], [[64, 18, 8, 4], [47, 12, 75, 9], [35, 8, 35, 7]]);
    }
}
