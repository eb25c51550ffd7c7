//! One line that cannot be read is one problem, whatever refers to it.

use super::example::Example;

/// The errors that `validate` finds, as code, file and line.
fn errors(example: &Example) -> Vec<String> {
    let run = example.run(&["--format", "json", "validate"]);
    let answer: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let errors = answer["problems"].as_array().unwrap().iter().filter(|problem| problem["severity"] == "error");
    errors.map(|found| format!("{} {}:{}", found["code"].as_str().unwrap(), found["file"].as_str().unwrap(), found["line"])).collect()
}

#[test]
fn a_person_whose_line_cannot_be_read_is_told_once() {
    let example = Example::on("2013-06-14");
    let text = example.text("people.csv");
    let line = |id: &str| 1 + text.lines().position(|line| line.starts_with(id)).unwrap();
    example.replace("people.csv", "2010210111,夏昆吾", "2010210111,夏昆吾,");
    example.replace("people.csv", "2009210102,侯摽梅,男,英语,2009,英语0901,ug1,full", "2009210102,侯摽梅,男,英语,2009,英语0901,ug1,ful");
    let expected = [format!("unknown-word people.csv:{}", line("2009210102")), format!("ragged-row people.csv:{}", line("2010210111"))];
    assert_eq!(errors(&example), expected);
    // Somebody who never was on the roster is told still.
    example.replace("branches/ug1/choices.csv", "2010210103,2011210206,helper", "2010210103,2011210999,helper");
    let found = errors(&example);
    assert!(found.len() == 3 && found[0].starts_with("unknown-person branches/ug1/choices.csv"), "{found:?}");
}

#[test]
fn a_pair_whose_line_cannot_be_read_is_told_once() {
    let example = Example::on("2013-06-14");
    example.replace("branches/ug1/pairs.csv", "ug1-001,2009210101,2010210111,voluntary,", "ug1-001,2009210101,2010210111,voluntary,,");
    assert_eq!(errors(&example), ["ragged-row branches/ug1/pairs.csv:2"]);
    example.replace("branches/ug1/contacts.csv", "ug1-002,", "ug1-902,");
    assert!(errors(&example).iter().any(|found| found.starts_with("unknown-pair branches/ug1/contacts.csv")));
}

#[test]
fn a_roster_without_its_header_makes_nobody_unknown() {
    let example = Example::on("2013-06-14");
    example.replace("people.csv", "id,name,", "ids,name,");
    assert_eq!(errors(&example), ["missing-column people.csv:1"]);
}

/// A line with the right number of cells in the wrong order: its person is among its words, though not where the id should be.
#[test]
fn a_person_whose_cells_were_moved_is_told_once() {
    let example = Example::on("2013-06-14");
    let text = example.text("people.csv");
    let line = text.lines().find(|line| line.starts_with("2010210111,")).unwrap();
    let (first, rest) = line.split_once(',').unwrap();
    let (second, rest) = rest.split_once(',').unwrap();
    let moved = format!("{second},{rest},{first}");
    example.replace("people.csv", line, &moved);
    let found = errors(&example);
    assert!(!found.is_empty() && found.iter().all(|found| found.contains(" people.csv:")), "{found:?}");
}
