//! Writes a season as a data directory of format 1: many colleges' branches side by side in one directory.

use std::fmt;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::branch::{self, CONTACT_COLUMNS, ENTERED, FORM_COLUMNS, PAIR_COLUMNS, Rows};
use crate::days::Calendar;
use crate::faults::{self, Table};
use crate::roster::{self, BRANCHES, PAIRS};

/// Contacts that a branch has in its year, as the generator makes them on the average.
const CONTACTS_A_BRANCH: usize = 487;
const SCHEME: &str = include_str!("scheme.toml");
const BRANCHES_HERE: &str = "# branches\n";

/// What to write and where.
#[derive(clap::Args)]
pub struct Options {
    /// The folder to make; it must not exist.
    #[arg(long)]
    pub out: PathBuf,
    /// About how many contacts.
    #[arg(long, default_value_t = 5_000)]
    pub contacts: usize,
    /// The same seed writes the same bytes.
    #[arg(long, default_value_t = 2012)]
    pub seed: u64,
    /// Every record gets a fault.
    #[arg(long)]
    pub wrong: bool,
    /// Contacts in the order of their entry instead of the canonical one.
    #[arg(long)]
    pub shuffle: bool,
}

/// What was written.
#[derive(Default)]
pub struct Written {
    branches: usize,
    pairs: usize,
    contacts: usize,
    forms: usize,
    contact_bytes: usize,
    bytes: usize,
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "branches {} pairs {} contacts {} forms {} bytes {} bytes-a-contact {}",
            self.branches,
            self.pairs,
            self.contacts,
            self.forms,
            self.bytes,
            self.contact_bytes / self.contacts.max(1)
        )
    }
}

/// Writes the directory.
pub fn write(options: &Options) -> anyhow::Result<Written> {
    let branches = options.contacts.div_ceil(CONTACTS_A_BRANCH).max(1);
    let calendar = Calendar::new()?;
    let mut written = Written::default();
    fs::create_dir_all(options.out.join("branches"))?;
    fs::write(options.out.join("bangfu.toml"), scheme(branches))?;
    written.bytes += people(options, branches * PAIRS)?;
    for branch in 0..branches {
        let rows = branch::rows(options.seed, branch, in_college(branch, branches), &calendar);
        one_branch(options, branch, rows, &mut written)?;
    }
    Ok(written)
}

/// Pairs in the college of a branch; the last college may have fewer branches.
fn in_college(branch: usize, branches: usize) -> usize {
    let first = branch / BRANCHES * BRANCHES;
    (branches - first).min(BRANCHES) * PAIRS
}

fn scheme(branches: usize) -> String {
    let list: String = (0..branches)
        .map(|branch| {
            let key = roster::branch_key(branch);
            let (college, number) = (branch / BRANCHES + 1, branch % BRANCHES + 1);
            format!("[[branch]]\nkey = \"{key}\"\nname = \"{college}院第{number}党支部\"\n\n")
        })
        .collect();
    SCHEME.replacen(BRANCHES_HERE, &list, 1)
}

fn people(options: &Options, pairs: usize) -> anyhow::Result<usize> {
    let helpers = (0..pairs).map(|helper| roster::helper_row(options.seed, helper));
    let helped = (0..pairs).map(|helped| roster::helped_row(options.seed, helped));
    let rows = helpers.chain(helped);
    table(options, &options.out.join("people.csv"), roster::COLUMNS, Table::People, 0, rows)
}

fn one_branch(options: &Options, branch: usize, mut rows: Rows, written: &mut Written) -> anyhow::Result<()> {
    let folder = options.out.join("branches").join(roster::branch_key(branch));
    fs::create_dir(&folder)?;
    if options.shuffle {
        rows.contacts.sort_by(|a, b| a[ENTERED].cmp(&b[ENTERED]));
    }
    written.branches += 1;
    written.pairs += rows.pairs.len();
    written.contacts += rows.contacts.len();
    written.forms += rows.forms.len();
    let file = |name: &str| folder.join(name);
    let pairs = table(options, &file("pairs.csv"), PAIR_COLUMNS, Table::Pairs, branch, rows.pairs)?;
    let contacts = table(options, &file("contacts.csv"), CONTACT_COLUMNS, Table::Contacts, branch, rows.contacts)?;
    let forms = table(options, &file("forms.csv"), FORM_COLUMNS, Table::Forms, branch, rows.forms)?;
    written.contact_bytes += contacts;
    written.bytes += pairs + contacts + forms;
    Ok(())
}

/// Writes a file and tells its size; the faults' turns begin at `turn`.
fn table(
    options: &Options,
    path: &Path,
    columns: &str,
    kind: Table,
    turn: usize,
    rows: impl IntoIterator<Item = Vec<String>>,
) -> anyhow::Result<usize> {
    let mut out = BufWriter::with_capacity(1 << 18, File::create(path)?);
    let mut line = format!("{columns}\n");
    let mut bytes = line.len();
    out.write_all(line.as_bytes())?;
    for (place, mut row) in rows.into_iter().enumerate() {
        if options.wrong {
            faults::spoil(kind, &mut row, turn + place);
        }
        line.clear();
        csv_line(&row, &mut line);
        bytes += line.len();
        out.write_all(line.as_bytes())?;
    }
    out.flush()?;
    Ok(bytes)
}

fn csv_line(row: &[String], line: &mut String) {
    for (column, field) in row.iter().enumerate() {
        if column > 0 {
            line.push(',');
        }
        if field.contains([',', '"']) {
            line.push('"');
            line.push_str(&field.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(field);
        }
    }
    line.push('\n');
}
