//! A directory in which every record is wrong: each row gets one fault, the kinds taking turns.

/// Whose row it is.
#[derive(Clone, Copy)]
pub enum Table {
    People,
    Pairs,
    Contacts,
    Forms,
}

type Fault = fn(&mut Vec<String>);

const PEOPLE: &[Fault] = &[
    |row| set(row, 7, "preparatory"),
    |row| set(row, 8, "2012-02-30"),
    |row| set(row, 12, "next summer"),
    |row| set(row, 1, ""),
    |row| set(row, 13, "a\u{7}b"),
];

const PAIRS: &[Fault] = &[
    |row| set(row, 6, "2012-11-01"),
    |row| set(row, 1, "2010999999"),
    |row| set(row, 2, "2.012E+09"),
    |row| set(row, 3, "chosen"),
    |row| set(row, 4, "studying"),
    |row| set(row, 5, "2012-11-31"),
    |row| row[2] = row[1].clone(),
];

const CONTACTS: &[Fault] = &[
    |row| set(row, 1, "2012-02-30"),
    |row| set(row, 1, "2012/11/6"),
    |row| set(row, 0, "c0000b00-001"),
    |row| set(row, 3, "tlak"),
    |row| set(row, 5, "study;sport"),
    |row| set(row, 6, "half an hour"),
    |row| row.truncate(12),
    |row| set(row, 11, "2012-10-20"),
    |row| set(row, 2, "0"),
    |row| row[8].push('\u{7}'),
    |row| set(row, 1, "2012-10-20"),
    |row| set(row, 4, "telepathy"),
    |row| set(row, 1, "41221"),
    |row| row.push("one too many".to_owned()),
    |row| set(row, 8, ""),
    |row| set(row, 1, ""),
];

const FORMS: &[Fault] = &[
    |row| set(row, 1, "2012-13"),
    |row| set(row, 3, "2012-10-01"),
    |row| set(row, 4, "fine"),
    |row| set(row, 5, "2012-10-02"),
    |row| set(row, 7, "101"),
    |row| set(row, 0, "c0000b00-001"),
    |row| set(row, 2, "0"),
    |row| row.truncate(8),
];

/// Spoils a row; `turn` says which kind of fault it gets.
pub fn spoil(table: Table, row: &mut Vec<String>, turn: usize) {
    let faults = match table {
        Table::People => PEOPLE,
        Table::Pairs => PAIRS,
        Table::Contacts => CONTACTS,
        Table::Forms => FORMS,
    };
    faults[turn % faults.len()](row);
}

fn set(row: &mut [String], column: usize, value: &str) {
    row[column] = value.to_owned();
}
