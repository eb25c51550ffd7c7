//! What lists of the records are called for people, by the file that they lie in. Not here: the lists (`listing`).

/// The catalogue key for the records of each file.
const TITLES: [(&str, &str); 17] = [
    ("people.csv", "list.title.people"),
    ("pairs.csv", "list.title.pairs"),
    ("choices.csv", "list.title.choices"),
    ("contacts.csv", "list.title.contacts"),
    ("forms.csv", "list.title.forms"),
    ("goals.csv", "list.title.goals"),
    ("nominations.csv", "list.title.nominations"),
    ("reports.csv", "list.title.reports"),
    ("inspections.csv", "list.title.inspections"),
    ("draws.csv", "list.title.draws"),
    ("visits.csv", "list.title.visits"),
    ("meetings.csv", "list.title.meetings"),
    ("outcomes.csv", "list.title.outcomes"),
    ("apart.csv", "list.title.apart"),
    ("duty.csv", "list.title.duty"),
    ("cases.csv", "list.title.cases"),
    ("assessments.csv", "list.title.assessments"),
];

/// The catalogue key of the title of a list of a file's records.
#[must_use]
pub fn title(file: &str) -> &'static str {
    TITLES.iter().find(|(known, _)| *known == file).map_or("list.title.other", |(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::title;
    use crate::model::table::{ALL, SEALED};

    #[test]
    fn every_file_has_a_title() {
        for table in ALL.iter().filter(|table| table.file != SEALED.file) {
            assert_ne!(title(table.file), "list.title.other", "{}", table.file);
        }
    }
}
