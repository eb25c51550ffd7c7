//! Whole runs of the release program, from the start of the process to its end: wall time, processor time, peak memory.
//!
//! Processor time is what the kernel says of finished children (`/proc/self/stat`), peak memory what GNU `time` says; where a
//! machine has neither, a dash stands in the table.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::data;

const PROGRAM: &str = env!("CARGO_BIN_EXE_bangfu");
const GNU_TIME: &str = "/usr/bin/time";
/// Contacts, and how often each job is run.
const SIZES: &[(usize, usize)] = &[(5_000, 40), (100_000, 10)];
/// A tick of the kernel's accounts, in microseconds.
const TICK: u64 = 10_000;

/// A job's name, arguments, and the exit codes that mean it was done.
type Job = (&'static str, &'static [&'static str], &'static [i32]);

const JOBS: &[Job] = &[
    ("--version", &["--version"], &[0]),
    ("check", &["--today", "2013-06-30", "check", "--as-of", "2013-05-31"], &[0, 1]),
    ("rollup", &["--today", "2013-06-30", "rollup", "2012-12"], &[0]),
    ("validate", &["--today", "2013-06-30", "validate"], &[0]),
];

struct Figures {
    wall: Duration,
    cpu_us: Option<u64>,
    peak_kib: Option<u64>,
}

/// Measures all jobs and prints the table.
pub fn table() -> anyhow::Result<()> {
    println!("{:>9}  {:<14} {:>9} {:>9} {:>9} {:>7}", "contacts", "job", "wall ms", "cpu ms", "peak MiB", "x git");
    for &(contacts, runs) in SIZES {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("data");
        data::write(&data::Options { out: out.clone(), contacts, seed: 2012, wrong: false, shuffle: false })?;
        let git = measure(&|| command("git", &["--version"]), &[0], runs);
        let base = git.as_ref().ok().map(|figures| figures.wall);
        row(contacts, "git --version", &git, base);
        for &(name, arguments, fine) in JOBS {
            let figures = measure(&|| program(&out, arguments), fine, runs);
            row(contacts, name, &figures, base);
        }
    }
    Ok(())
}

fn row(contacts: usize, name: &str, figures: &anyhow::Result<Figures>, base: Option<Duration>) {
    match figures {
        Ok(figures) => println!(
            "{contacts:>9}  {name:<14} {:>9} {:>9} {:>9} {:>7}",
            hundredths(Some(figures.wall.as_micros() / 10)),
            hundredths(figures.cpu_us.map(|us| u128::from(us / 10))),
            hundredths(figures.peak_kib.map(|kib| u128::from(kib * 100 / 1024))),
            hundredths(base.map(|base| figures.wall.as_nanos() * 100 / base.as_nanos().max(1))),
        ),
        Err(why) => println!("{contacts:>9}  {name:<14} not measured: {why:#}"),
    }
}

fn hundredths(amount: Option<u128>) -> String {
    amount.map_or_else(|| "-".to_owned(), |n| format!("{}.{:02}", n / 100, n % 100))
}

fn program(data: &Path, arguments: &[&str]) -> Command {
    let mut command = command(PROGRAM, &["--data"]);
    command.arg(data).args(arguments);
    command
}

fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The median wall time and the mean processor time of `runs` runs, after one that must answer and warms the page cache.
fn measure(make: &dyn Fn() -> Command, fine: &[i32], runs: usize) -> anyhow::Result<Figures> {
    anyhow::ensure!(says_something(make())?, "it printed nothing");
    let before = children_us();
    let mut walls = Vec::with_capacity(runs);
    for _ in 0..runs {
        let start = Instant::now();
        run(make(), fine)?;
        walls.push(start.elapsed());
    }
    let cpu_us = before.zip(children_us()).map(|(before, after)| (after - before) / runs as u64);
    walls.sort();
    Ok(Figures { wall: walls[walls.len() / 2], cpu_us, peak_kib: peak(&make()) })
}

/// Whether a run answers at all: one that does nothing would be the fastest.
fn says_something(mut command: Command) -> anyhow::Result<bool> {
    let ended = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().context("cannot be run")?;
    Ok(!ended.stdout.is_empty() || !ended.stderr.is_empty())
}

fn run(mut command: Command, fine: &[i32]) -> anyhow::Result<()> {
    let status = command.status().context("cannot be run")?;
    let code = status.code().context("ended by a signal")?;
    anyhow::ensure!(fine.contains(&code), "exit code {code}");
    Ok(())
}

/// Processor time of all children that have ended, in microseconds.
fn children_us() -> Option<u64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<u64>().ok();
    Some((ticks(13)? + ticks(14)?) * TICK)
}

/// Peak memory of one run in KiB, by GNU `time`.
fn peak(job: &Command) -> Option<u64> {
    let mut time = command(GNU_TIME, &["-f", "%M"]);
    let ended = time.arg(job.get_program()).args(job.get_args()).stderr(Stdio::piped()).output().ok()?;
    String::from_utf8(ended.stderr).ok()?.lines().last()?.trim().parse().ok()
}
