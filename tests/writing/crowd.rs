//! Writers at the same time: nothing is lost.

use std::collections::BTreeSet;
use std::process::{Child, Stdio};
use std::thread;

use crate::bench::{Bench, ran};

const WRITERS: usize = 8;
const EACH: usize = 25;

#[test]
fn eight_writers_lose_nothing() {
    let bench = Bench::new();
    let start = |words: &[&str]| -> Child { bench.command().args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap() };
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                for turn in 0..EACH {
                    let content = format!("w{writer}t{turn}");
                    let pair = if writer % 2 == 0 { "ug1-001" } else { "pg-001" };
                    let child = start(&["log", pair, &content, "--date", "2013-04-09"]);
                    let ran = ran(child.wait_with_output().unwrap());
                    assert_eq!(ran.code, 0, "{content}: {}", ran.err);
                }
            });
        }
    });
    let mut seen = BTreeSet::new();
    for (branch, pair) in [("ug1", "ug1-001"), ("pg", "pg-001")] {
        let text = bench.text(&format!("branches/{branch}/contacts.csv"));
        let rows: Vec<Vec<&str>> =
            text.lines().map(|line| line.split(',').collect()).filter(|row: &Vec<&str>| row[0] == pair && row[1] == "2013-04-09").collect();
        let numbers: Vec<usize> = rows.iter().map(|row| row[2].parse().unwrap()).collect();
        assert_eq!(numbers, (1..=WRITERS / 2 * EACH).collect::<Vec<_>>());
        seen.extend(rows.iter().map(|row| row[8].to_owned()));
    }
    assert_eq!(seen.len(), WRITERS * EACH);
    bench.sound();
}
