//! Times of the assignment engine on made instances; `benches/ASSIGNMENT.md` says how to run it and what came out.
//!
//! Comparison with other solvers is not here but in `benches/assignment_peers.py`, which reads what `--write` writes.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::float_arithmetic,
    reason = "a bench program is not the program: it has a stopwatch, writes files and prints figures for people"
)]

#[expect(dead_code, reason = "the season needs more of it")]
#[path = "../season/chance.rs"]
mod chance;
mod made;
mod measure;
mod written;

use anyhow::Result;
use bangfu::matching::assignment::{Assignment, Pair};
use bangfu::matching::dense::solve_matrix;
use bangfu::matching::exchange::Exchange;
use bangfu::matching::graph::{Costs, Instance};
use bangfu::matching::matrix::Matrix;
use bangfu::matching::solve::solve;
use bangfu::matching::verify::verify;
use clap::Parser;
use made::Table;
use measure::seconds;
use std::path::PathBuf;

#[derive(Parser)]
#[command(about = "Measures the assignment engine on made instances")]
struct Cli {
    /// Given by cargo to every bench program.
    #[arg(long, hide = true)]
    bench: bool,
    /// Write the plain instances here for other solvers, and measure nothing.
    #[arg(long)]
    write: Option<PathBuf>,
    /// Print one JSON object a line.
    #[arg(long)]
    json: bool,
    /// Take also the ones that take long or need gigabytes.
    #[arg(long)]
    all: bool,
    /// Only the instance of this name, or those with it in their names.
    names: Vec<String>,
}

/// One instance of either kind.
enum Made {
    Sparse(Instance),
    Dense(Matrix),
}

struct Case {
    name: &'static str,
    /// Left out unless asked for by name or with `--all`.
    large: bool,
    make: fn() -> Result<Made>,
}

const CASES: [Case; 17] = [
    case("college-300x360", || Ok(Made::Sparse(made::college(300, 360, 27)?))),
    case("college-2000x2400", || Ok(Made::Sparse(made::college(2000, 2400, 25)?))),
    case("college-2400x2000", || Ok(Made::Sparse(made::college(2400, 2000, 25)?))),
    case("tiered-10000x30", || Ok(Made::Sparse(made::tiered(10_000, 30)?))),
    large("tiered-100000x30", || Ok(Made::Sparse(made::tiered(100_000, 30)?))),
    case("sparse-u-10000x30", || Ok(Made::Sparse(made::sparse(10_000, 30, 1_000_000)?))),
    case("sparse-s-10000x30", || Ok(Made::Sparse(made::sparse(10_000, 30, 100)?))),
    case("sparse-u-100000x30", || Ok(Made::Sparse(made::sparse(100_000, 30, 1_000_000)?))),
    case("sparse-s-100000x30", || Ok(Made::Sparse(made::sparse(100_000, 30, 100)?))),
    case("dense-u-1000", || Ok(Made::Dense(made::dense(1000, Table::Uniform(1_000_000))?))),
    case("dense-s-1000", || Ok(Made::Dense(made::dense(1000, Table::Uniform(100))?))),
    case("dense-u-5000", || Ok(Made::Dense(made::dense(5000, Table::Uniform(1_000_000))?))),
    case("dense-s-5000", || Ok(Made::Dense(made::dense(5000, Table::Uniform(100))?))),
    case("dense-geo-5000", || Ok(Made::Dense(made::dense(5000, Table::Distance)?))),
    large("dense-u-10000", || Ok(Made::Dense(made::dense(10_000, Table::Uniform(1_000_000))?))),
    large("dense-s-10000", || Ok(Made::Dense(made::dense(10_000, Table::Uniform(100))?))),
    large("dense-geo-10000", || Ok(Made::Dense(made::dense(10_000, Table::Distance)?))),
];

const fn case(name: &'static str, make: fn() -> Result<Made>) -> Case {
    Case { name, large: false, make }
}

const fn large(name: &'static str, make: fn() -> Result<Made>) -> Case {
    Case { name, large: true, make }
}

fn main() -> Result<()> {
    let cli = Cli::parse();
    if !cli.json && cli.write.is_none() {
        println!("{:20} {:>9} {:>11} {:>11} {:>11} {:>9}", "CPU seconds", "pairs", "solve", "verify", "why", "made");
    }
    for case in CASES.iter().filter(|case| cli.takes(case)) {
        let made = (case.make)()?;
        match (&cli.write, &made) {
            (Some(folder), Made::Sparse(instance)) => written::sparse(folder, case.name, instance)?,
            (Some(folder), Made::Dense(matrix)) => written::dense(folder, case.name, matrix)?,
            (None, Made::Sparse(instance)) => report(&cli, case.name, instance, instance.pair_count(), || solve(instance))?,
            (None, Made::Dense(matrix)) => report(&cli, case.name, matrix, matrix.rows() * matrix.columns(), || solve_matrix(matrix))?,
        }
    }
    Ok(())
}

impl Cli {
    fn takes(&self, case: &Case) -> bool {
        match self.names.is_empty() {
            true => self.all || !case.large,
            false => self.names.iter().any(|name| match CASES.iter().any(|other| other.name == name) {
                true => case.name == name,
                false => case.name.contains(name),
            }),
        }
    }
}

/// For how many seconds solving and verifying are repeated, since the system counts processor time in steps.
const ENOUGH: f64 = 1.0;

/// The same for each question.
const SOME: f64 = 0.1;

/// Measures solving, verifying and the slowest of ten questions why a pair was not made, and prints the line.
fn report(cli: &Cli, name: &str, costs: &impl Costs, pairs: usize, solve: impl Fn() -> Assignment) -> Result<()> {
    let (answer, solving) = seconds(ENOUGH, &solve);
    let (proof, verifying) = seconds(ENOUGH, || verify(costs, &answer));
    let proof = proof?;
    let exchange = Exchange::new(costs, &answer);
    let question = |pair: &Pair| seconds(SOME, || exchange.with_pair(pair.row, pair.column)).1;
    let asking = absent(costs, &answer).iter().map(question).fold(0.0, f64::max);
    let made = answer.pairs.len();
    if cli.json {
        let line = serde_json::json!({"name": name, "solve": solving, "verify": verifying, "why": asking, "objective": proof.objective.to_string()});
        println!("{line}");
    } else {
        println!("{name:20} {pairs:>9} {solving:>11.6} {verifying:>11.6} {asking:>11.6} {made:>9}");
    }
    Ok(())
}

/// Eligible pairs that were not made, of ten rows spread over the instance.
fn absent(costs: &impl Costs, answer: &Assignment) -> Vec<Pair> {
    let rows = (0..costs.rows()).step_by((costs.rows() / 10).max(1));
    let pair = |row| costs.pairs(row).map(|(column, _)| Pair { row, column }).find(|pair| !answer.pairs.contains(pair));
    rows.filter_map(pair).collect()
}
