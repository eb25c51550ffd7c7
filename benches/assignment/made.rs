//! The made instances, the same on any machine: colleges with all tiers, sparse plain costs, complete tables.

use crate::chance::Chance;
use anyhow::Result;
use bangfu::matching::graph::Instance;
use bangfu::matching::lexicographic::Tiers;
use bangfu::matching::lot::lot;
use bangfu::matching::matrix::Matrix;

const LOT_BITS: u32 = 20;

/// A college: need levels 10/20/30/40 %, ten kinds of need and helpers with some of the skills, 60 % of the helpers
/// and 40 % of the students name one to three, fit by the distance of eight attributes.
pub fn college(students: usize, helpers: usize, skill_percent: usize) -> Result<Instance> {
    let mut chance = Chance::new(students as u64, helpers as u64);
    let person = |chance: &mut Chance| -> ([u8; 8], usize) { (std::array::from_fn(|_| chance.below(32) as u8), chance.below(10)) };
    let student: Vec<_> = (0..students).map(|_| person(&mut chance)).collect();
    let helper: Vec<_> = (0..helpers).map(|_| person(&mut chance)).collect();
    let level: Vec<u64> = (0..students).map(|_| [4, 3, 3, 2, 2, 2, 1, 1, 1, 1][chance.below(10)]).collect();
    let skills: Vec<[bool; 10]> = (0..helpers).map(|_| std::array::from_fn(|_| chance.percent(skill_percent))).collect();
    let by_student = names(&mut chance, students, helpers, 40);
    let by_helper = names(&mut chance, helpers, students, 60);
    let tiers = Tiers::new(&[4, 1, 1, 255, (1 << LOT_BITS) - 1], students.min(helpers))?;
    let mut instance = Instance::new(&vec![1; helpers])?;
    for s in 0..students {
        let mut pairs = Vec::new();
        for h in (0..helpers).filter(|&h| skills[h][student[s].1]) {
            let (one, other) = (by_student[s].contains(&h), by_helper[h].contains(&s));
            let distance: u64 = student[s].0.iter().zip(helper[h].0).map(|(a, b)| u64::from(a.abs_diff(b))).sum();
            let drawn = lot("bench", &format!("h{h}"), &format!("s{s}"), LOT_BITS);
            let values = [level[s], u64::from(one && other), u64::from(one || other), 255 - distance, drawn];
            pairs.push((h, tiers.cost(&values)?));
        }
        instance.add_row(&[0], pairs)?;
    }
    Ok(instance)
}

/// Whom each of `people` names: in `percent` of the cases one to three of the `others`.
fn names(chance: &mut Chance, people: usize, others: usize, percent: usize) -> Vec<Vec<usize>> {
    let one = |chance: &mut Chance| match chance.percent(percent) {
        true => (0..chance.between(1, 3)).map(|_| chance.below(others)).collect(),
        false => Vec::new(),
    };
    (0..people).map(|_| one(chance)).collect()
}

/// The eligible columns of each row: `degree` at most, one of them by a hidden perfect matching.
fn planted(chance: &mut Chance, rows: usize, degree: usize) -> Vec<Vec<usize>> {
    let mut hidden: Vec<usize> = (0..rows).collect();
    for place in (1..rows).rev() {
        hidden.swap(place, chance.below(place + 1));
    }
    let row = |hidden: usize| {
        let mut columns: Vec<usize> = (1..degree).map(|_| chance.below(rows)).collect();
        columns.push(hidden);
        columns.sort_unstable();
        columns.dedup();
        columns
    };
    hidden.into_iter().map(row).collect()
}

/// As many rows as columns, plain costs from 1 to `range`, all rows to be covered.
pub fn sparse(rows: usize, degree: usize, range: usize) -> Result<Instance> {
    let mut chance = Chance::new(rows as u64, range as u64);
    let columns = planted(&mut chance, rows, degree);
    let outside = (range * (rows + 1)) as i128;
    let mut instance = Instance::new(&vec![1; rows])?;
    for columns in columns {
        let pairs: Vec<_> = columns.into_iter().map(|column| (column, chance.between(1, range) as i128)).collect();
        instance.add_row(&[outside], pairs)?;
    }
    Ok(instance)
}

/// As many rows as columns, all tiers on every pair.
pub fn tiered(rows: usize, degree: usize) -> Result<Instance> {
    let mut chance = Chance::new(rows as u64, 7);
    let tiers = Tiers::new(&[4, 1, 1, 255, (1 << LOT_BITS) - 1], rows)?;
    let columns = planted(&mut chance, rows, degree);
    let mut instance = Instance::new(&vec![1; rows])?;
    for (row, columns) in columns.into_iter().enumerate() {
        let level = 1 + chance.below(4) as u64;
        let mut pairs = Vec::new();
        for column in columns {
            let (mutual, named) = (chance.percent(1), chance.percent(3));
            let drawn = lot("bench", &format!("h{column}"), &format!("s{row}"), LOT_BITS);
            let values = [level, u64::from(mutual), u64::from(mutual || named), chance.below(256) as u64, drawn];
            pairs.push((column, tiers.cost(&values)?));
        }
        instance.add_row(&[0], pairs)?;
    }
    Ok(instance)
}

/// How the costs of a complete table are made.
#[derive(Clone, Copy)]
pub enum Table {
    /// From 1 to so many, each as likely.
    Uniform(usize),
    /// The distance of eight attributes below 1000, as a fit would be.
    Distance,
}

/// A complete table, all rows to be covered.
pub fn dense(size: usize, table: Table) -> Result<Matrix> {
    let mut chance = Chance::new(size as u64, 11);
    let costs = match table {
        Table::Uniform(range) => (0..size * size).map(|_| chance.between(1, range) as i32).collect(),
        Table::Distance => {
            let mut points = || -> Vec<[i32; 8]> { (0..size).map(|_| std::array::from_fn(|_| chance.below(1000) as i32)).collect() };
            let (rows, columns) = (points(), points());
            let distance = |a: &[i32; 8], b: &[i32; 8]| a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum();
            rows.iter().flat_map(|row| columns.iter().map(move |column| distance(row, column))).collect()
        }
    };
    Ok(Matrix::covering(size, costs)?)
}
