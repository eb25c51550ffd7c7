//! Power cuts: a command stops at each of its operations, every disk that POSIX allows is looked at, and so again while the next command
//! recovers.

use std::collections::BTreeSet;

use bangfu::store::directory::Access;

use crate::disk::{Disk, Snapshot};
use crate::scenario::{Local, SCENARIOS, Scenario, Stand, deaths, open};

/// Every disk that a power cut at any operation of a scenario can leave.
fn states_of(scenario: &Scenario, local: Local) -> BTreeSet<Snapshot> {
    let mut states = BTreeSet::new();
    for death in deaths(&scenario.disk(local), |disk| scenario.run(disk)) {
        let left = death.disk.after_power_cut();
        for state in left.iter().filter(|_| death.done) {
            assert_eq!(scenario.stand_for_the_next(&Disk::holding(state), Access::Read), Stand::After, "{}", scenario.name);
        }
        states.extend(left);
    }
    states
}

#[test]
fn a_power_cut_leaves_all_or_nothing() {
    for scenario in SCENARIOS {
        let mut seen = 0;
        let (mut before, mut after) = (0, 0);
        for local in [Local::There, Local::Missing] {
            for state in states_of(&scenario, local) {
                for access in [Access::Read, Access::Write] {
                    match scenario.stand_for_the_next(&Disk::holding(&state), access) {
                        Stand::Before => before += 1,
                        _ => after += 1,
                    }
                }
                seen += 1;
            }
        }
        assert!(seen >= 20 && before > 0 && after > 0, "{}: {seen} states, {before} {after}", scenario.name);
    }
}

#[test]
fn a_power_cut_during_recovery_changes_nothing() {
    for scenario in SCENARIOS {
        let mut seen = BTreeSet::new();
        for state in states_of(&scenario, Local::There) {
            let meant = scenario.stand_for_the_next(&Disk::holding(&state), Access::Write);
            for death in deaths(&Disk::holding(&state), |disk| open(disk, Access::Write)) {
                for again in death.disk.after_power_cut() {
                    if seen.insert((again.clone(), meant == Stand::After)) {
                        assert_eq!(scenario.stand_for_the_next(&Disk::holding(&again), Access::Write), meant, "{}", scenario.name);
                    }
                }
            }
        }
        assert!(seen.len() >= 10, "{}: {}", scenario.name, seen.len());
    }
}

/// A process is killed, so that nothing is lost yet; the next one recovers, and then the power is cut.
#[test]
fn a_power_cut_while_recovering_from_a_kill_leaves_all_or_nothing() {
    for scenario in SCENARIOS {
        let mut seen = BTreeSet::new();
        for killed in deaths(&scenario.disk(Local::There), |disk| scenario.run(disk)) {
            for access in [Access::Read, Access::Write] {
                for death in deaths(&killed.disk, |disk| open(disk, access)) {
                    for state in death.disk.after_power_cut() {
                        if seen.insert((state.clone(), killed.done)) {
                            let stand = scenario.stand_for_the_next(&Disk::holding(&state), Access::Write);
                            assert!(stand == Stand::After || !killed.done, "{}", scenario.name);
                        }
                    }
                }
            }
        }
        assert!(seen.len() >= 10, "{}: {}", scenario.name, seen.len());
    }
}

/// A change over several files is followed by one of a single file. Wherever the first one's process was killed, and wherever the power
/// is cut later, the second change, once acknowledged, is never undone by what is left of the first.
#[test]
fn an_old_journal_never_undoes_a_later_change() {
    let [_, _, first] = SCENARIOS;
    let later = Scenario { name: "later", files: &[("people.csv", None, Some("even newer people"))] };
    let mut seen = BTreeSet::new();
    for killed in deaths(&first.disk(Local::There), |disk| first.run(disk)) {
        for death in deaths(&killed.disk, |disk| later.run(disk)) {
            for state in death.disk.after_power_cut() {
                if !seen.insert((state.clone(), killed.done, death.done)) {
                    continue;
                }
                let disk = Disk::holding(&state);
                let store = open(&disk, Access::Read).unwrap();
                let people = store.read_file("people.csv").unwrap().unwrap();
                let pairs = store.read_file("branches/a/pairs.csv").unwrap().unwrap();
                let is_newest = people == b"even newer people";
                assert!(is_newest || !death.done, "the later change is lost");
                assert!(pairs == b"new pairs" || !killed.done, "the first change is lost");
                assert!(is_newest || (people == b"new people") == (pairs == b"new pairs"), "half of the first change");
            }
        }
    }
    assert!(seen.len() > 50, "{}", seen.len());
}
