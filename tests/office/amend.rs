//! What a person says when a record is amended is kept as the files keep it.

use super::example::Example;

const CONTACTS: &str = "branches/ug1/contacts.csv";
const FIRST: &str = "ug1-001@2012-11-08";

#[test]
fn words_of_the_program_are_kept_by_key() {
    let example = Example::on("2013-06-14");
    example.fine(&["form", "receive", "ug1-001", "2013-05", "--on", "2013-06-10"]);
    let (_, come) = example.writes("branches/ug1/forms.csv", &["form", "amend", "ug1-001", "2013-05", "review=退回", "reviewed=昨天"]);
    assert_eq!(come.len(), 1);
    assert!(come[0].contains(",returned,2013-06-13,"), "{come:?}");
}

#[test]
fn topics_of_the_scheme_are_kept_by_key() {
    let example = Example::on("2013-06-14");
    let (_, come) = example.writes(CONTACTS, &["contacts", "amend", FIRST, "topics=思想、生活", "minutes=41"]);
    assert!(come.len() == 1 && come[0].contains(",thought;life,41,"), "{come:?}");
}

#[test]
fn a_contact_is_not_moved_to_a_day_after_today_nor_to_no_day() {
    let example = Example::on("2013-06-14");
    let before = example.files();
    for (value, told) in
        [("date=2013-06-15", "2013-06-15"), ("date=明天", "2013-06-15"), ("date=2013-02-30", "2013-02-30"), ("topics=厨艺", "厨艺")]
    {
        let run = example.run(&["contacts", "amend", FIRST, value]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{value}: {run:?}");
        assert!(run.stderr.contains(told), "{value}: {run:?}");
    }
    assert_eq!(example.files(), before);
}
