//! Errors of the system: each operation fails in turn, once or from then on, until a run passes without meeting the fault.

use bangfu::failure::{Failure, Kind};
use bangfu::store::directory::Access;

use crate::disk::{Disk, Fault, Lasting};
use crate::scenario::{Local, SCENARIOS, Scenario, Stand, deaths, open};

/// EIO, ENOSPC, EROFS, EMFILE.
const ERRORS: [i32; 4] = [5, 28, 30, 24];
/// EINTR, which never lasts: whoever meets it tries again.
const INTERRUPTED: i32 = 4;

/// Runs with the fault at each operation in turn; gives how many faults struck.
fn each_fault(mut run: impl FnMut(Fault) -> usize) -> usize {
    let mut strikes = 0;
    let lasting = ERRORS.map(|errno| (errno, Lasting::ForEver));
    let once = ERRORS.iter().chain([&INTERRUPTED]).map(|errno| (*errno, Lasting::Once));
    for (errno, lasting) in lasting.into_iter().chain(once) {
        for at in 0.. {
            let struck = run(Fault { at, errno, lasting });
            if struck == 0 {
                break;
            }
            strikes += 1;
        }
    }
    strikes
}

/// What a failure's sentence says of the files.
fn said(failure: &Failure) -> &'static [Stand] {
    match failure.message.key {
        "store.cannot-read" | "store.cannot-lock" | "store.cannot-recover" | "store.not-written" | "store.none-written" => &[Stand::Before],
        "store.untidy" | "store.pending" | "store.unconfirmed" => &[Stand::After],
        other => panic!("a failure without a known meaning: {other}"),
    }
}

/// After a run: what was said is so, now and after a power cut.
fn judge(scenario: &Scenario, disk: &Disk, outcome: &Result<(), Failure>, access: Access) {
    let cut = disk.after_power_cut();
    let (now, then): (&[Stand], &[Stand]) = match outcome {
        Ok(()) => (&[Stand::After], &[Stand::After]),
        Err(failure) => {
            assert_eq!(failure.kind, Kind::Io);
            let sure = failure.message.key == "store.untidy";
            (said(failure), if sure { &[Stand::After] } else { &[Stand::Before, Stand::After] })
        }
    };
    let stand = scenario.stand_for_the_next(disk, access);
    assert!(now.contains(&stand), "{}: {outcome:?}, but {stand:?}", scenario.name);
    for state in cut {
        let stand = scenario.stand_for_the_next(&Disk::holding(&state), access);
        assert!(then.contains(&stand), "{}: {outcome:?}, but after a power cut {stand:?}", scenario.name);
    }
}

#[test]
fn a_command_says_what_it_did_whatever_fails() {
    for scenario in SCENARIOS {
        for local in [Local::There, Local::Missing] {
            let strikes = each_fault(|fault| {
                let disk = scenario.disk(local);
                disk.fail(Some(fault));
                let outcome = scenario.run(&disk);
                let (_, struck) = disk.count();
                assert!(struck > 0 || outcome.is_ok(), "a failure without a fault");
                for access in [Access::Read, Access::Write] {
                    judge(&scenario, &Disk::copy(&disk), &outcome, access);
                }
                struck
            });
            assert!(strikes > ERRORS.len() * 2 * 15, "{}: only {strikes} faults struck", scenario.name);
        }
    }
}

/// Disks on which a command died at each of its operations: what the next one finds.
fn dead_commands(scenario: &Scenario) -> Vec<Disk> {
    deaths(&scenario.disk(Local::There), |disk| scenario.run(disk)).into_iter().map(|death| death.disk).collect()
}

#[test]
fn recovery_survives_whatever_fails() {
    let mut strikes = 0;
    for scenario in SCENARIOS {
        for dead in dead_commands(&scenario) {
            let meant = scenario.stand_for_the_next(&Disk::copy(&dead), Access::Write);
            strikes += each_fault(|fault| {
                let disk = Disk::copy(&dead);
                disk.fail(Some(fault));
                let opened = open(&disk, Access::Write);
                let (_, struck) = disk.count();
                assert!(struck > 0 || opened.is_ok());
                let seen = opened.as_ref().ok().and_then(|store| scenario.stand(store).ok());
                drop(opened);
                assert!(seen.is_none_or(|stand| stand == meant), "{}: {seen:?} instead of {meant:?}", scenario.name);
                assert_eq!(scenario.stand_for_the_next(&disk, Access::Write), meant);
                struck
            });
        }
    }
    assert!(strikes > 1_000, "{strikes}");
}

/// A reader sees the records as they were or as they are to be, also where nothing can be written; or it says why it cannot read.
#[test]
fn readers_read_or_say_why_not() {
    let mut read_beside_faults = 0;
    for scenario in SCENARIOS {
        for dead in dead_commands(&scenario) {
            let meant = scenario.stand_for_the_next(&Disk::copy(&dead), Access::Write);
            each_fault(|fault| {
                let disk = Disk::copy(&dead);
                disk.fail(Some(fault));
                if let Ok(store) = open(&disk, Access::Read) {
                    match scenario.stand(&store) {
                        Ok(stand) => {
                            assert_eq!(stand, meant, "{}", scenario.name);
                            read_beside_faults += usize::from(disk.count().1 > 0);
                        }
                        Err(failure) => assert_eq!(failure.kind, Kind::Io),
                    }
                }
                let (_, struck) = disk.count();
                assert_eq!(scenario.stand_for_the_next(&disk, Access::Write), meant);
                struck
            });
        }
    }
    assert!(read_beside_faults > 500, "{read_beside_faults}");
}

/// A disk on which nothing can be written at all is read after a crash at any operation.
#[test]
fn a_read_only_disk_is_read() {
    for scenario in SCENARIOS {
        for dead in dead_commands(&scenario) {
            let meant = scenario.stand_for_the_next(&Disk::copy(&dead), Access::Write);
            for errno in [30, 28, 13] {
                let disk = Disk::copy(&dead);
                disk.refuse_writing(Some(errno));
                let before = disk.now();
                let store = open(&disk, Access::Read).unwrap();
                assert_eq!(scenario.stand(&store).unwrap(), meant, "{}", scenario.name);
                assert_eq!(disk.now(), before);
                drop(store);
                match scenario.run(&disk) {
                    Ok(()) => assert_eq!(meant, Stand::After, "there was nothing to write"),
                    Err(failure) => assert_eq!(failure.kind, Kind::Io),
                }
                assert_eq!(disk.now(), before);
            }
        }
    }
}
