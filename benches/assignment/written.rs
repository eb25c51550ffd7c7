//! Instances as raw little-endian arrays for other solvers, each file named after its instance.

use anyhow::Result;
use bangfu::matching::graph::{Costs, Instance};
use bangfu::matching::matrix::Matrix;
use std::fs;
use std::path::Path;

/// `NAME.costs.i32`, row by row.
pub fn dense(folder: &Path, name: &str, matrix: &Matrix) -> Result<()> {
    let costs = (0..matrix.rows()).flat_map(|row| matrix.pairs(row).map(|(_, cost)| cost as i32));
    fs::create_dir_all(folder)?;
    Ok(fs::write(folder.join(format!("{name}.costs.i32")), costs.flat_map(i32::to_le_bytes).collect::<Vec<u8>>())?)
}

/// `NAME.rows.i32`, `NAME.columns.i32` and `NAME.costs.i64`, pair by pair; nothing where costs need more than 64 bits.
pub fn sparse(folder: &Path, name: &str, instance: &Instance) -> Result<()> {
    let (mut rows, mut columns, mut costs) = (Vec::new(), Vec::new(), Vec::new());
    for row in 0..instance.rows() {
        for (column, cost) in instance.pairs(row) {
            let Ok(cost) = i64::try_from(cost) else { return Ok(()) };
            rows.extend((row as i32).to_le_bytes());
            columns.extend((column as i32).to_le_bytes());
            costs.extend(cost.to_le_bytes());
        }
    }
    fs::create_dir_all(folder)?;
    for (part, bytes) in [("rows.i32", rows), ("columns.i32", columns), ("costs.i64", costs)] {
        fs::write(folder.join(format!("{name}.{part}")), bytes)?;
    }
    Ok(())
}
