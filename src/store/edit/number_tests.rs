//! Numbers of contacts and forms after random edits: read as `validate` reads them, they are 1, 2, … in the order that was meant.

use std::collections::BTreeMap;

use proptest::prelude::{Strategy, any, prop_assert_eq, proptest};

use super::{Change, edited};
use crate::model::table::{CONTACTS, FORMS, Table};

/// Where a file says its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numbers {
    Written,
    LeftOut,
    NoColumn,
    /// The first of a group are written, the others left out.
    Some,
}

/// A table with numbers and how a row of the test looks in it: `pair`, day or month, mark.
#[derive(Clone, Copy, Debug)]
struct Shape {
    table: &'static Table,
    /// The column of the day or month.
    when: &'static str,
    /// The column of the mark, by which the test knows a row again.
    mark: &'static str,
}

const SHAPES: [Shape; 2] =
    [Shape { table: &CONTACTS, when: "date", mark: "content" }, Shape { table: &FORMS, when: "month", mark: "received" }];

/// Marks by group, in the order of their numbers.
type Groups = BTreeMap<Group, Vec<String>>;

/// Pair, and day or month.
type Group = (String, String);

fn write(shape: Shape, groups: &Groups, numbers: Numbers, backwards: bool) -> String {
    let mut rows = Vec::new();
    for ((pair, when), marks) in groups {
        for (at, mark) in marks.iter().enumerate() {
            let number = match numbers {
                Numbers::Written => format!(",{}", at + 1),
                Numbers::LeftOut => ",".to_owned(),
                Numbers::NoColumn => String::new(),
                Numbers::Some => {
                    if at == 0 {
                        ",1".to_owned()
                    } else {
                        ",".to_owned()
                    }
                }
            };
            rows.push(format!("{pair},{when},{mark}{number},x,y\n"));
        }
    }
    if backwards && numbers == Numbers::Written {
        rows.reverse();
    }
    let number = if numbers == Numbers::NoColumn { "" } else { ",n" };
    let others = if shape.table.file == CONTACTS.file { "act,topics" } else { "by,comment" };
    format!("pair,{},{}{number},{others}\n{}", shape.when, shape.mark, rows.concat())
}

/// Reads the groups as the rule has it: written numbers first, then the others by day received and place in the file.
fn read(shape: Shape, text: &str) -> Groups {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name);
    let mut found: BTreeMap<Group, Vec<(u64, String, usize)>> = BTreeMap::new();
    for (line, record) in reader.records().map(Result::unwrap).enumerate() {
        let cell = |name: &str| at(name).map_or("", |at| &record[at]).to_owned();
        let number = cell("n").parse().unwrap_or(u64::MAX);
        found.entry((cell("pair"), cell(shape.when))).or_default().push((number, cell(shape.mark), line));
    }
    let in_order = |mut rows: Vec<(u64, String, usize)>| {
        let by_mark = shape.table.file == FORMS.file;
        rows.sort_by_key(|(number, mark, line)| (*number, if by_mark { mark.clone() } else { String::new() }, *line));
        for (index, (number, _, _)) in rows.iter().enumerate() {
            assert!(*number == u64::MAX || *number == index as u64 + 1, "numbers are 1, 2, … in\n{text}");
        }
        rows.into_iter().map(|(_, mark, _)| mark).collect()
    };
    found.into_iter().map(|(group, rows)| (group, in_order(rows))).collect()
}

/// What to do with a record, by positions that are taken modulo what there is.
#[derive(Clone, Debug)]
enum Step {
    Insert(usize, usize),
    Move(usize, usize),
    Remove(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = proptest::prop_oneof![
        (0..3_usize, 0..3_usize).prop_map(|(pair, day)| Step::Insert(pair, day)),
        (0..12_usize, 0..3_usize).prop_map(|(which, day)| Step::Move(which, day)),
        (0..12_usize).prop_map(Step::Remove),
    ];
    proptest::collection::vec(step, 1..5)
}

fn group(pair: usize, day: usize) -> (String, String) {
    (format!("p-{pair}"), format!("2012-1{day}"))
}

/// The changes, and the groups as they then should be: what leaves goes first, what comes follows in the order of the steps.
fn changes(shape: Shape, groups: &Groups, steps: &[Step]) -> (Vec<Change>, Groups) {
    let all: Vec<(&(String, String), usize, &String)> =
        groups.iter().flat_map(|(group, marks)| marks.iter().enumerate().map(move |(at, mark)| (group, at, mark))).collect();
    let (mut changes, mut after, mut coming, mut used) = (Vec::new(), groups.clone(), Vec::new(), Vec::new());
    for (step, fresh) in steps.iter().zip(1..) {
        let which = match step {
            Step::Insert(pair, day) => {
                let (group, mark) = (group(*pair, *day), format!("2013-01-{fresh:02}"));
                let cells = [("pair", group.0.clone()), (shape.when, group.1.clone()), (shape.mark, mark.clone())];
                changes.push(Change::Insert(cells.to_vec()));
                coming.push((group, mark));
                continue;
            }
            Step::Move(which, _) | Step::Remove(which) => which,
        };
        let Some((from, at, mark)) = which.checked_rem(all.len()).and_then(|at| all.get(at)) else { continue };
        let to = if let Step::Move(_, day) = step { (from.0.clone(), group(0, *day).1) } else { (*from).clone() };
        if used.contains(mark) || (matches!(step, Step::Move(..)) && to == **from) {
            continue;
        }
        used.push(mark);
        let key = vec![from.0.clone(), from.1.clone(), (at + 1).to_string()];
        after.get_mut(*from).unwrap().retain(|other| other != *mark);
        if matches!(step, Step::Move(..)) {
            changes.push(Change::Amend { key, cells: vec![(shape.when, to.1.clone())] });
            coming.push((to, (*mark).clone()));
        } else {
            changes.push(Change::Remove { key });
        }
    }
    for (group, mark) in coming {
        let marks: &mut Vec<String> = after.entry(group).or_default();
        // A hand-in comes behind those of the same day or earlier, a contact behind all of its day.
        let behind = |other: &String| shape.table.file != FORMS.file || *other <= mark;
        let at = marks.iter().rposition(behind).map_or(0, |last| last + 1);
        marks.insert(at, mark);
    }
    after.retain(|_, marks| !marks.is_empty());
    (changes, after)
}

proptest! {
    #[test]
    fn numbers_stay_what_they_mean(
        shape in proptest::sample::select(SHAPES.to_vec()),
        sizes in proptest::collection::vec(0..4_usize, 9),
        numbers in proptest::sample::select(vec![Numbers::Written, Numbers::LeftOut, Numbers::NoColumn, Numbers::Some]),
        backwards in any::<bool>(),
        steps in steps(),
    ) {
        let mut marks = (1..29).map(|day| format!("2012-12-{day:02}"));
        let mut groups = Groups::new();
        for (at, size) in sizes.iter().enumerate().filter(|(_, size)| **size > 0) {
            groups.insert(group(at / 3, at % 3), marks.by_ref().take(*size).collect());
        }
        groups.retain(|_, marks| !marks.is_empty());
        let old = write(shape, &groups, numbers, backwards);
        prop_assert_eq!(read(shape, &old), groups.clone(), "the writer of the test itself");
        let (changes, after) = changes(shape, &groups, &steps);
        let new = edited(shape.table, "x.csv", Some(old.as_bytes()), &changes).unwrap();
        let new = String::from_utf8(new).unwrap();
        prop_assert_eq!(read(shape, &new), after, "\nbefore\n{}\nafter\n{}", old, new);
    }
}
