//! What `cargo bench` runs: whole runs of the release program over made-up seasons.
//!
//! `cargo bench` measures; `cargo bench --bench season -- data --out DIR` writes a season's data directory for other
//! measurements (`benches/compare.py` does). All persons and texts are made up from a seed. Comparison with other tools is not
//! here but in `compare.py`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench program is not the program: it has a stopwatch, makes folders and prints its table"
)]

mod branch;
mod chance;
mod data;
mod days;
mod faults;
mod measure;
mod roster;
mod words;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Measures whole runs of bangfu, or writes the data for it")]
struct Cli {
    /// Given by cargo to every bench program.
    #[arg(long, hide = true, global = true)]
    bench: bool,
    #[command(subcommand)]
    job: Option<Job>,
}

#[derive(Subcommand)]
enum Job {
    /// Write a data directory of a season and print what it holds.
    Data(data::Options),
}

fn main() -> anyhow::Result<()> {
    match Cli::parse().job {
        Some(Job::Data(options)) => {
            let written = data::write(&options)?;
            println!("{written}");
            Ok(())
        }
        None => measure::table(),
    }
}
