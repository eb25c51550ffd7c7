//! Data directory → dataset: the scheme, the roster, all pairs and the committee's records at once, then branch by branch the rest,
//! on as many threads as the machine has. Everything found is sorted by place, so that threads leave no trace.

use std::sync::{Arc, Mutex, PoisonError};

use super::chains;
use super::decisions;
use super::decode::{self, Reading};
use super::misnamed;
use super::needs::{Needs, Tables};
use super::open::Root;
use super::scheme::read_scheme;
use super::survey;
use super::table_reader::Buffers;
use super::threads::{self, Effort};
use super::toml_reader;
use crate::finding::{Code, Finding, Findings};
use crate::model::dataset::{BranchRecords, Committee, Core, Dataset, Pairs};
use crate::model::lost_ids::Lost;
use crate::model::records::{BranchIx, Choice};
use crate::model::roster::Roster;
use crate::model::scheme::Scheme;
use crate::model::table::{PAIRS, PEOPLE};
use crate::model::text_table::Records;
use crate::rules::relations::{self, Looking};
use crate::source::Place;

/// The name of the settings file.
pub const SCHEME_FILE: &str = "bangfu.toml";

/// The folders of the records, at the top of the data directory.
pub const FOLDERS: &[&str] = &["branches", "committee"];

/// Pairs of so many branches are read before they are put together: all of them twice would be the most that a question takes.
const BRANCHES_AT_A_TIME: usize = 256;

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
    let mut findings = Findings::default();
    let core = gather_core(root, needs, looking, &mut findings);
    let branches = work_on_branches(root, &core, needs, looking, &mut findings, |_, records| std::mem::take(records));
    Loaded { value: Dataset { core, branches }, findings: findings.listed().0 }
}

/// What every question needs: scheme, roster, pairs, the committee's records.
#[must_use]
pub fn load_core(root: &Root, needs: Needs, looking: Looking) -> Loaded<Core> {
    let mut findings = Findings::default();
    let value = gather_core(root, needs, looking, &mut findings);
    Loaded { value, findings: findings.listed().0 }
}

/// The same; what is wrong is gathered among other findings.
#[must_use]
pub fn gather_core(root: &Root, needs: Needs, looking: Looking, findings: &mut Findings) -> Core {
    root.check_folders(FOLDERS, findings);
    misnamed::tell_folders(root, FOLDERS, findings);
    let scheme = load_scheme(root, findings);
    // With faulty settings everything between records would look wrong as well.
    let looking = if findings.has_error() { Looking::Nothing } else { looking };
    if scheme.branches.is_empty() {
        return Core::new(scheme, Roster::default(), Pairs::default(), Committee::default());
    }
    survey::branch_folders(root, &scheme, findings);
    let reading = Reading { root, scheme: &scheme, needs };
    let mut buffers = Buffers::default();
    findings.hold_references();
    let people = decode::people::read(&reading, &mut buffers, findings);
    let pairs = read_pairs(&reading, &people, findings);
    let mut lost = chains::lost(root, findings, &people, &pairs);
    if people.people.is_empty() && lost.persons.is_none() && findings.holds(Code::UnknownPerson) {
        findings.push(Finding::new(Code::NobodyInRoster, Place::new(&Arc::from(PEOPLE.path("")), 1, 1)));
        findings.spare_first();
        lost.persons = Lost::Any;
    }
    let lost = Arc::new(lost);
    findings.tell_references(&lost, |id| people.meant(id));
    let mut committee = decode::committee::read(&reading, &people, &pairs, &mut buffers, findings);
    if needs.tables.has(Tables::DECISIONS) {
        committee.decisions = decisions::read(root, &scheme, &people, findings);
    }
    let mut core = Core::new(scheme, people, pairs, committee);
    core.lost = lost;
    relations::check_core(&core, unless_unread(looking, findings), findings);
    core
}

/// Nothing is looked for between records where a file could not be read at all: what stands in it would look missing from others.
fn unless_unread(looking: Looking, findings: &Findings) -> Looking {
    if findings.iter().any(|finding| finding.code == Code::UnreadableFile) { Looking::Nothing } else { looking }
}

fn read_pairs(reading: &Reading<'_>, people: &Roster, findings: &mut Findings) -> Pairs {
    let branches = reading.scheme.branches.len();
    let mut pairs = Pairs::default();
    for first in (0..branches).step_by(BRANCHES_AT_A_TIME) {
        let shared = Mutex::new(&mut *findings);
        let read = threads::with_effort(Effort::Small, BRANCHES_AT_A_TIME.min(branches - first), |index, buffers| {
            let branch = BranchIx((first + index) as u16);
            apart(&shared, |findings| decode::pairs::read(reading, people, branch, buffers, findings))
        });
        read.iter().for_each(|branch| decode::pairs::add(branch, &mut pairs));
    }
    decode::pairs::whole(reading, pairs, findings)
}

/// Does a thread's work, whose findings are gathered apart and then added to all.
fn apart<T>(all: &Mutex<&mut Findings>, work: impl FnOnce(&mut Findings) -> T) -> T {
    let lock = || all.lock().unwrap_or_else(PoisonError::into_inner);
    let mut own = lock().apart();
    let done = work(&mut own);
    own.settle();
    if !own.is_empty() {
        lock().add(own);
    }
    done
}

/// The settings alone.
pub fn load_scheme(root: &Root, findings: &mut Findings) -> Scheme {
    let path: Arc<str> = Arc::from(SCHEME_FILE);
    let before = findings.told();
    let bytes = root.read(&path, findings);
    if bytes.is_none() && findings.told() == before {
        let place = Place::new(&path, 0, 0);
        findings.push(Finding::new(Code::MissingFile, place).with("file", SCHEME_FILE));
    }
    let mut known = Findings::default();
    match bytes.as_deref().and_then(|bytes| toml_reader::text(&path, bytes, findings)) {
        Some(text) => read_scheme(&path, text, findings),
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
    let mut findings = Findings::default();
    findings.sift_references(&core.lost);
    let value = work_on_branches(root, core, needs, looking, &mut findings, work);
    Loaded { value, findings: findings.listed().0 }
}

/// Gathers what is wrong in each branch's records.
pub fn gather_branches(root: &Root, core: &Core, needs: Needs, looking: Looking, findings: &mut Findings) {
    work_on_branches(root, core, needs, looking, findings, |_, _| ());
}

/// Works on each branch's records, and adds what is wrong in a branch in one go.
fn work_on_branches<T: Send>(
    root: &Root,
    core: &Core,
    needs: Needs,
    looking: Looking,
    findings: &mut Findings,
    work: impl Fn(BranchIx, &mut BranchRecords) -> T + Sync,
) -> Vec<T> {
    let reading = Reading { root, scheme: &core.scheme, needs };
    let looking = unless_unread(looking, findings);
    let shared = Mutex::new(&mut *findings);
    let read = threads::in_parallel(core.scheme.branches.len(), |index, buffers| {
        let branch = BranchIx(index as u16);
        let mut records = apart(&shared, |findings| sound_branch(&reading, core, branch, buffers, looking, findings));
        let choices = needs.tables.has(Tables::CHOICES).then(|| records.choices.clone());
        (work(branch, &mut records), choices)
    });
    let (value, choices): (Vec<T>, Vec<Option<Records<Choice>>>) = read.into_iter().unzip();
    relations::check_choices(core, &choices.into_iter().flatten().collect::<Vec<_>>(), looking, findings);
    value
}

/// One branch's records, and what is wrong in them.
#[must_use]
pub fn load_branch(root: &Root, core: &Core, branch: BranchIx, needs: Needs, looking: Looking) -> Loaded<BranchRecords> {
    let reading = Reading { root, scheme: &core.scheme, needs };
    let mut findings = Findings::default();
    findings.sift_references(&core.lost);
    let value = sound_branch(&reading, core, branch, &mut Buffers::default(), looking, &mut findings);
    Loaded { value, findings: findings.listed().0 }
}

/// One branch's records, and what is wrong in them and between them and others. Of a branch that lost its pairs that is said once.
fn sound_branch(
    reading: &Reading<'_>,
    core: &Core,
    branch: BranchIx,
    buffers: &mut Buffers,
    looking: Looking,
    findings: &mut Findings,
) -> BranchRecords {
    let is_without_pairs = core.pairs.range(branch).is_empty() && core.lost.pairs.is_none();
    if is_without_pairs {
        findings.lose_pairs();
    }
    let records = read_branch(reading, core, branch, buffers, findings);
    if is_without_pairs && findings.met_lost() {
        let key = core.scheme.branch_key(branch);
        let place = Place::whole(&PAIRS.path(key));
        findings.push(Finding::new(Code::NoPairs, place).with("branch", key));
    }
    if looking.warns() {
        decode::twice::tell(reading.root, core, branch, &records.contacts, findings);
    }
    relations::check_branch(core, branch, &records, looking, findings);
    records
}

fn read_branch(reading: &Reading<'_>, core: &Core, branch: BranchIx, buffers: &mut Buffers, findings: &mut Findings) -> BranchRecords {
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
    if asked(Tables::UNKNOWN_FILES) {
        survey::branch_files(reading.root, reading.scheme.branch_key(branch), &mut buffers.folder, findings);
    }
    records
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests write the files themselves")]
mod tests {
    use std::path::Path;

    use super::{each_branch, load, load_branch, load_core};
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

    /// Lines behind a text that was left open, or a contact that was cut off, are counted by nobody.
    #[test]
    fn a_log_that_is_open_or_cut_off_is_refused_however_little_is_read_of_it() {
        let path = "branches/ug1/contacts.csv";
        let text = std::fs::read_to_string(Path::new("examples/gzu-2012").join(path)).unwrap();
        // The pair of the last line, which is known again in one step.
        let pair = text.lines().last().and_then(|line| line.split(',').next()).unwrap();
        let sound = format!("{pair},2013-05-30,1,talk,,study,,,谈");
        for rest in [&format!("{sound},,,,\n"), "", &format!("{sound}\"甲\n"), &format!("{sound},\"甲\n{sound}乙\",,,\n"), &sound] {
            let root = Root::new(Path::new("examples/gzu-2012")).with([(path.to_owned(), format!("{text}{rest}").into_bytes())].into());
            for needs in [Needs::CHECK, Needs::ROLLUP, Needs::VALIDATE] {
                let core = load_core(&root, needs, Looking::Errors);
                let faults = each_branch(&root, &core.value, needs, Looking::Errors, |_, _| ()).findings.len();
                assert_eq!(faults > 0, !rest.is_empty() && !rest.ends_with(",,,,\n"), "{rest}");
            }
        }
    }

    /// Whoever names a pair whose line could not be read is not at fault, in whatever way the branches are read.
    #[test]
    fn what_follows_from_a_line_that_cannot_be_read_is_not_told() {
        let path = "branches/ug1/pairs.csv";
        let text = std::fs::read_to_string(Path::new("examples/gzu-2012").join(path)).unwrap();
        let broken = text.replacen(",2012-11-", ",2012-11/", 1);
        assert_ne!(text, broken);
        let root = Root::new(Path::new("examples/gzu-2012")).with([(path.to_owned(), broken.into_bytes())].into());
        let core = load_core(&root, Needs::VALIDATE, Looking::Errors);
        let branches = each_branch(&root, &core.value, Needs::VALIDATE, Looking::Errors, |_, _| ()).findings;
        let one = |branch| load_branch(&root, &core.value, branch, Needs::VALIDATE, Looking::Errors).findings;
        assert_eq!((core.findings.len(), branches), (1, vec![]));
        assert!(core.value.branch_indexes().all(|branch| one(branch).is_empty()));
        assert_eq!(load(&root, Needs::VALIDATE, Looking::Errors).findings, core.findings);
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
