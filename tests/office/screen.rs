//! `screen`: sealed records through the program itself.

use std::fs;

use serde_json::Value;

use super::example::{Example, Run};
use super::keys::Ring;

/// The example with one recipient, and the identity file.
pub struct Office {
    pub example: Example,
    pub ring: Ring,
    pub identity: String,
}

impl Office {
    pub fn on(today: &'static str) -> Self {
        Self::of(Example::on(today))
    }

    /// One whose records are these.
    pub fn of(example: Example) -> Self {
        let ring = Ring::new();
        let key = ring.make(&example, "a");
        example.fine(&["key", "add", "书记", &key]);
        let identity = ring.word("a");
        Self { example, ring, identity }
    }

    /// Runs a command with the identity, with standard input.
    pub fn feed(&self, words: &[&str], input: &str) -> Run {
        self.example.feed(&[&["--identity", &self.identity], words].concat(), input)
    }

    /// Feeds a command that must be fine.
    pub fn seal(&self, words: &[&str], input: &str) -> String {
        let run = self.feed(words, input);
        assert_eq!(run.code, 0, "{words:?} {run:?}");
        run.stdout
    }

    pub fn json(&self, words: &[&str]) -> Value {
        self.example.json(&[&["--identity", &self.identity], words].concat())
    }

    /// Answers in JSON into a file.
    fn json_into(&self, file: &str, words: &[&str]) {
        self.example.fine(&[&["--identity", &self.identity, "--format", "json", "-o", file], words].concat());
    }

    pub fn boxes(&self, words: &[&str]) -> Vec<Value> {
        self.json(words)["boxes"].as_array().unwrap().clone()
    }

    pub fn file(&self) -> String {
        fs::read_to_string(self.example.path().join("sealed.csv")).unwrap_or_default()
    }
}

const PERSON: &str = "0821210709";
const DETAILS: &str = "category = [\"心理脆弱\", \"study\", \"study\"]\nseverity = 3\nnote = \"\"\"一\n二\"\"\"\nby = \"顾南斗\"\ndate = 2012-10-20\nconsent = 2012-10-19\nscope = \"学院\"\n";

#[test]
fn a_screening_comes_back_as_it_was_said() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", "谭采葛"], DETAILS);
    let shown = office.boxes(&["screen", "show", PERSON]);
    let want = serde_json::json!({
        "box": shown[0]["box"], "kind": "screening", "person": PERSON, "name": "谭采葛", "date": "2012-10-20", "by": "2009210101",
        "category": ["study", "mind"], "severity": 3, "note": "一\n二", "consent": "2012-10-19", "scope": "学院",
    });
    assert_eq!(shown, [want]);
    let listed = office.boxes(&["screen", "list"]);
    assert!(listed[0].get("note").is_none() && listed[0]["severity"] == 3);
    office.seal(&["screen", "add", PERSON], "\"民族\" = \"苗族\"\n\"性格\" = \"内向\"\n");
    office.seal(&["screen", "add", PERSON], "note = \"n\"\n");
    let kinds: Vec<Value> = office.boxes(&["screen", "list"]).iter().map(|open| open["kind"].clone()).collect();
    assert!(["screening", "profile", "note"].iter().all(|kind| kinds.contains(&Value::from(*kind))), "{kinds:?}");
    assert_eq!(office.boxes(&["screen", "list", "--kind", "信息采集"])[0].get("ethnicity"), None, "a list has no texts");
    assert_eq!(office.example.run(&["validate"]).code, 0);
}

#[test]
fn what_is_sealed_already_is_not_sealed_again_and_nothing_is_written_where_nothing_changes() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", PERSON], DETAILS);
    let before = office.file();
    assert!(office.seal(&["screen", "add", PERSON], DETAILS).contains("already"));
    office.seal(&["screen", "amend", PERSON], "severity = 3\n");
    office.example.fine(&["fmt"]);
    assert_eq!(office.file(), before);
    office.seal(&["screen", "amend", PERSON], "severity = 2\nscope = \"\"\n");
    assert_ne!(office.file(), before);
    assert_eq!(office.file().lines().count(), 2, "a box stays one line");
    assert_eq!(office.file().get(..25), before.get(..25), "and keeps its id");
    let shown = &office.boxes(&["screen", "show", PERSON])[0];
    assert_eq!((&shown["severity"], &shown["scope"]), (&Value::from(2), &Value::Null));
    let run = office.feed(&["--dry-run", "screen", "add", PERSON], "note = \"x\"\n");
    assert_eq!((run.code, office.file().lines().count()), (0, 2));
    let id = shown["box"].as_str().unwrap().to_owned();
    office.example.fine(&["screen", "remove", &id]);
    assert_eq!(office.file(), "box,data\n");
}

#[test]
fn details_that_will_not_do_are_refused() {
    let office = Office::on("2012-11-20");
    for (words, input, told) in [
        (&["screen", "add", PERSON][..], "category = [\"study\", \"x\"]\n", "place 2 is none of: study belief"),
        (&["screen", "add", PERSON], "severity = 2\n", "at least one category"),
        (&["screen", "add", PERSON], "category = [\"study\"]\nseverity = 4\n", "1, 2 or 3"),
        (&["screen", "add", PERSON], "category = [\"study\"]\ndate = \"2012-02-30\"\n", "under date is no day"),
        (&["screen", "add", PERSON], "category = [\"study\"]\nconsent = 2012-12-01\n", "after today"),
        (&["screen", "add", PERSON], "category = [\"study\"]\nfamily = \"x\"\n", "has no family"),
        (&["screen", "add", PERSON], "note = \"\\u001b[2J\"\n", "control character"),
        (&["screen", "add", PERSON], "kind = \"referral\"\n", "none of: screening"),
        (&["screen", "add", PERSON], "", "needs a text"),
        (&["screen", "add", "nobody"], "note = \"x\"\n", "nobody"),
        (&["screen", "refer", PERSON], "note = \"x\"\n", "concern ="),
        (&["screen", "refer", "2009210101", "--to", ""], "concern = \"x\"\n", "no counsellor"),
        (&["screen", "show", "2009210101"], "", "No sealed record"),
        (&["screen", "list", "-o", "x.json"], "", "never written into a file"),
        (&["--format", "xlsx", "screen", "show", PERSON], "", "never written into a file"),
    ] {
        let before = office.example.files();
        let run = office.feed(words, input);
        assert!(run.code == 2 && run.stderr.contains(told), "{words:?} {input}: {run:?}");
        assert_eq!(office.example.files(), before);
    }
    let note = format!("note = \"{}\"\n", "长".repeat(20_000));
    assert!(office.feed(&["screen", "add", PERSON], &note).stderr.contains("too long"));
}

#[test]
fn a_referral_has_an_owner_and_stays_open_until_its_outcome() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "refer", PERSON], "concern = \"安全\"\n");
    let open = office.boxes(&["screen", "list", "--referrals"]);
    assert_eq!((open.len(), &open[0]["owner"], &open[0]["closed"]), (1, &Value::from("谷致远"), &Value::Null));
    let status = office.json(&["status"]);
    assert_eq!(
        status["referrals"],
        serde_json::json!([{ "box": open[0]["box"], "person": PERSON, "owner": "谷致远", "date": "2012-11-20" }])
    );
    assert!(office.example.fine(&["--identity", &office.identity, "status"]).contains("open referrals"));
    assert!(office.example.json(&["status"]).get("referrals").is_none(), "without a key nothing is said");
    let file = office.ring.word("status.json");
    office.json_into(&file, &["status"]);
    assert!(!fs::read_to_string(&file).unwrap().contains("referrals"), "and nothing goes into a file");
    assert!(office.feed(&["screen", "close", PERSON], "note = \"x\"\n").stderr.contains("outcome ="));
    office.seal(&["screen", "close", PERSON], "outcome = \"已面谈\"\n");
    assert_eq!(office.boxes(&["screen", "list", "--referrals"]).len(), 0);
    let shown = &office.boxes(&["screen", "show", PERSON])[0];
    assert_eq!((&shown["closed"], &shown["outcome"]), (&Value::from("2012-11-20"), &Value::from("已面谈")));
    let id = shown["box"].as_str().unwrap();
    assert!(office.feed(&["screen", "close", id], "outcome = \"x\"\n").stderr.contains("closed already"));
    office.seal(&["screen", "refer", PERSON, "--to", "2009210101"], "concern = \"心理\"\n");
    assert_eq!(office.boxes(&["screen", "list", "--referrals"])[0]["owner"], "2009210101");
}

/// Who was screened and has no helper is named to whoever can open that, and to nobody else.
#[test]
fn a_student_in_need_without_a_helper_is_named_to_the_key() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", PERSON], DETAILS);
    let waiting = || office.json(&["status"])["in_need"].clone();
    let is_paired = office.example.json(&["pair", "list", "--person", PERSON, "--active"])["records"].as_array().unwrap().len();
    assert_eq!((is_paired, waiting()), (1, serde_json::json!([])), "who has a helper waits for none");
    office.example.fine(&["person", "add", "0900001", "新人", "--stage", "league"]);
    assert_eq!(waiting(), serde_json::json!([]), "nor who was not screened");
    office.seal(&["screen", "add", "0900001"], DETAILS);
    assert_eq!(waiting(), serde_json::json!([{ "id": "0900001", "name": "新人" }]));
    let shown = office.example.fine(&["--identity", &office.identity, "status"]);
    assert!(shown.contains("Screened students without a helper") && shown.contains("pair add … 0900001"), "{shown}");
    assert!(office.example.json(&["status"]).get("in_need").is_none() && !office.example.fine(&["status"]).contains("0900001"));
    office.example.fine(&["person", "amend", "0900001", "left=2012-11-19"]);
    assert_eq!(waiting(), serde_json::json!([]));
}

#[test]
fn erasing_leaves_a_mark_that_names_nobody() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", PERSON], DETAILS);
    office.seal(&["screen", "refer", PERSON], "concern = \"安全\"\n");
    office.seal(&["screen", "add", "2009210101"], "note = \"bleibt\"\n");
    let ids: Vec<String> =
        office.boxes(&["screen", "list", "--person", PERSON]).iter().map(|open| open["box"].as_str().unwrap().to_owned()).collect();
    assert_eq!(office.feed(&["screen", "erase", PERSON], "").code, 2, "not without --yes in a script");
    let said = office.seal(&["screen", "erase", PERSON, "--yes"], "");
    assert!(said.contains("history"), "{said}");
    let boxes = office.boxes(&["screen", "list"]);
    let mark = boxes.iter().find(|open| open["kind"] == "erased").unwrap();
    assert_eq!((boxes.len(), &mark["person"], &mark["by"], &mark["date"]), (2, &Value::Null, &Value::Null, &Value::from("2012-11-20")));
    assert!(ids.iter().all(|id| mark["boxes"].as_str().unwrap().contains(id) && !office.file().contains(id)));
    assert_eq!(office.feed(&["screen", "erase", PERSON, "--yes"], "").code, 2);
}

#[test]
fn an_erased_box_that_comes_back_is_named_and_nothing_rests_on_it() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "refer", PERSON], "concern = \"安全\"\n");
    let line = office.file().lines().nth(1).unwrap().to_owned();
    let id = line.split(',').next().unwrap().to_owned();
    office.seal(&["screen", "erase", PERSON, "--yes"], "");
    assert!(!office.file().contains(&id));
    // As a merge with somebody who had amended it does.
    let mut lines: Vec<String> = office.file().lines().skip(1).map(str::to_owned).chain([line]).collect();
    lines.sort();
    office.example.write("sealed.csv".as_ref(), &format!("box,data\n{}\n", lines.join("\n")));
    // Without a key as well.
    let told = office.example.run(&["validate", "--all"]).stdout;
    assert!(told.contains("warning[erased-box]") && told.contains(&format!("{id} was erased")), "{told}");
    let run = office.feed(&["--format", "json", "screen", "list"], "");
    let answer: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(run.stderr.contains("sealed.csv:") && run.stderr.contains(&format!("{id} was erased")), "{run:?}");
    assert!(!answer["boxes"].as_array().unwrap().iter().any(|open| open["box"] == id.as_str()) && answer["closed"] == 0, "{answer}");
    let run = office.feed(&["--format", "json", "status"], "");
    assert!(run.stderr.contains("was erased") && !run.stdout.contains(&id), "{run:?}");
    office.seal(&["screen", "erase", PERSON, "--yes"], "");
    assert!(!office.file().contains(&id), "erasing again reaches it");
    assert!(!office.feed(&["screen", "list"], "").stderr.contains("was erased"));
    let run = office.example.run(&["validate", "--all"]);
    assert!(run.code == 0 && !run.stdout.contains("erased-box"), "{run:?}");
}

#[test]
fn erasing_says_which_sealed_files_still_name_the_person() {
    let office = Office::on("2012-11-03");
    fs::remove_dir_all(office.example.path().join("branches")).unwrap();
    office.seal(&["screen", "add", PERSON], "category = [\"mind\"]\nseverity = 3\n");
    let proposal = office.example.path().join("proposal.json");
    office.json_into(proposal.to_str().unwrap(), &["pair", "suggest", "--seed", "s"]);
    assert!(fs::read(&proposal).unwrap().starts_with(b"age-encryption"));
    let other = office.example.path().join("other.age");
    let stranger = age::x25519::Identity::generate().to_public();
    fs::write(&other, age::encrypt(&stranger, b"x").unwrap()).unwrap();
    fs::copy(office.example.path().join("sealed.csv"), office.example.path().join("sealed.csv.orig")).unwrap();
    let run = office.feed(&["screen", "erase", PERSON, "--yes"], "");
    assert!(run.stderr.contains("copies of the erased boxes: sealed.csv.orig."), "{run:?}");
    assert!(run.code == 0 && run.stderr.contains("still name the person: proposal.json"), "{run:?}");
    assert!(run.stderr.contains("do not open with your key") && run.stderr.contains("other.age"), "{run:?}");
    assert!(proposal.exists(), "what is no record is left to its owner");
}

#[test]
fn records_are_kept_as_long_as_their_class_says() {
    let office = Office::on("2013-01-20");
    office.seal(&["screen", "add", PERSON], DETAILS);
    office.seal(&["screen", "add", PERSON], "note = \"n\"\ndate = 2012-10-20\n");
    assert!(office.feed(&["screen", "expire", "--yes"], "").stderr.contains("[privacy.retention]"));
    let toml = fs::read_to_string(office.example.path().join("bangfu.toml")).unwrap();
    fs::write(office.example.path().join("bangfu.toml"), format!("{toml}\n[privacy.retention]\nscreening = 30\nphotographs = 1\n"))
        .unwrap();
    assert!(office.seal(&["screen", "expire", "--as-of", "2012-11-19"], "").contains("No sealed record"));
    let run = office.feed(&["screen", "expire", "--as-of", "2012-11-20", "--yes"], "");
    assert!(run.code == 0 && run.stderr.contains("no kind of sealed record: photographs"), "{run:?}");
    let left = office.boxes(&["screen", "list"]);
    assert_eq!((left.len(), &left[0]["kind"]), (1, &Value::from("note")));
    // A slip would keep a class for ever.
    fs::write(office.example.path().join("bangfu.toml"), format!("{toml}\n[privacy.retention]\nscreenings = 1\n")).unwrap();
    let run = office.feed(&["screen", "expire", "--yes"], "");
    assert!(run.code == 4 && run.stderr.contains("the nearest is “screening”"), "{run:?}");
}

#[test]
fn counts_hide_what_is_small_and_what_would_give_it_away() {
    let office = Office::on("2012-11-20");
    let roster = fs::read_to_string(office.example.path().join("people.csv")).unwrap();
    let of = |branch: &str| -> Vec<String> {
        let own = roster.lines().filter(|line| line.split(',').nth(6) == Some(branch));
        own.map(|line| line.split(',').next().unwrap().to_owned()).collect()
    };
    for person in of("ug1").iter().take(4).chain(of("ug2").iter().take(9)).chain(of("pg").iter().take(1)) {
        office.seal(&["screen", "add", person], "category = [\"money\"]\n");
    }
    office.seal(&["screen", "add", "2009210101"], "category = [\"money\", \"job\"]\n");
    let stats = office.json(&["screen", "stats"]);
    assert_eq!((&stats["format"], &stats["min_cell"]), (&Value::from("bangfu/screening-stats/1"), &Value::from(3)));
    let row = |key: &str| stats["categories"].as_array().unwrap().iter().find(|row| row["key"] == key).unwrap().clone();
    let shown =
        |row: &Value| row["branches"].as_array().unwrap().iter().map(|cell| cell["shown"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let money = row("money");
    assert_eq!(shown(&money)[..3], ["*", "9", "<3"], "somebody screened twice counts once");
    assert_eq!((&money["total"]["count"], &money["branches"][2]["count"]), (&Value::Null, &Value::Null));
    assert_eq!((shown(&row("job"))[0].as_str(), row("job")["total"]["shown"].as_str()), ("<3", Some("*")));
}

#[test]
fn a_spreadsheet_is_sealed_row_by_row_once_and_its_rows_are_not_repeated() {
    let office = Office::on("2012-11-20");
    let table = "排查表,,,\n姓名,学号,类别,程度,说明\n谭采葛,0821210709,心理脆弱、学业困难,3,GEHEIM\n某,2099,经济困难,1,GEHEIM\n顾南斗,2009210101,GEHEIM,1,x\n";
    let file = office.ring.word("table.csv");
    fs::write(&file, table).unwrap();
    assert_eq!(office.feed(&["screen", "import", &file], "").code, 2, "nothing without an answer");
    let run = office.feed(&["screen", "import", &file, "--yes"], "");
    assert!(run.code == 1 && run.stderr.contains("Line 4") && run.stderr.contains("Line 5"), "{run:?}");
    assert!(!run.stderr.contains("GEHEIM") && !run.stdout.contains("GEHEIM") && run.stdout.contains("Sealed 1"), "{run:?}");
    let shown = &office.boxes(&["screen", "show", PERSON])[0];
    assert_eq!((&shown["category"], &shown["note"]), (&serde_json::json!(["study", "mind"]), &Value::from("GEHEIM")));
    let before = office.file();
    assert!(office.feed(&["screen", "import", &file, "--yes"], "").stdout.contains("1 sealed already"));
    assert_eq!(office.file(), before);
    // A name does not stand for an id, and does not belie one.
    fs::write(&file, "姓名,学号,说明\n谭采葛,,GEHEIM\n顾南斗,0821210709,GEHEIM\n谭采葛,209912,GEHEIM\n").unwrap();
    let run = office.feed(&["screen", "import", &file, "--yes"], "");
    for told in [
        "Line 2 is left out: the column 学号 is blank",
        "Line 3 is left out: on the roster the id belongs",
        "Line 4 is left out: the person is not",
    ] {
        assert!(run.stderr.contains(told), "{told}: {run:?}");
    }
    assert!(run.code == 1 && !run.stderr.contains("GEHEIM") && office.file() == before, "{run:?}");
    fs::write(&file, "姓名,说明\n谭采葛,GEHEIM\n").unwrap();
    office.seal(&["screen", "import", &file, "--yes"], "");
    assert_eq!(office.boxes(&["screen", "show", PERSON]).len(), 2, "names alone are taken where there is no column of ids");
}

#[test]
fn a_damaged_box_is_named_and_stops_nobody() {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", PERSON], DETAILS);
    office.seal(&["screen", "add", "2009210101"], "note = \"gut\"\n");
    let id = office.file().lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
    let file = office.file();
    let line = file.lines().nth(1).unwrap();
    let cut = file.replace(line, line.get(..1000).unwrap());
    office.example.write("sealed.csv".as_ref(), &cut);
    let run = office.feed(&["screen", "list"], "");
    assert!(run.code == 0 && run.stderr.contains("sealed.csv:2") && run.stderr.contains(&id), "{run:?}");
    office.seal(&["screen", "add", PERSON], "note = \"neu\"\n");
    let json: Value = serde_json::from_str(&office.feed(&["--format", "json", "screen", "list"], "").stdout).unwrap();
    assert_eq!((json["boxes"].as_array().unwrap().len(), &json["closed"]), (2, &Value::from(1)));
    office.example.fine(&["status"]);
    office.example.fine(&["log", "ug1-001", "谈学习", "--date", "2012-11-19"]);
}

/// The codes and lines of what is wrong with the sealed records, as a command says that refuses because of it.
fn refused(office: &Office, words: &[&str], input: &str) -> Vec<(String, u64)> {
    let before = office.example.files();
    let run = office.feed(&[&["--format", "json"], words].concat(), input);
    assert_eq!((run.code, office.example.files() == before), (4, true), "{words:?}: {run:?}");
    let told: Value = serde_json::from_str(&run.stdout).unwrap();
    let place = |problem: &Value| {
        assert_eq!((&problem["file"], &problem["severity"]), (&"sealed.csv".into(), &"error".into()), "{words:?}: {run:?}");
        (problem["code"].as_str().unwrap().to_owned(), problem["line"].as_u64().unwrap_or_default())
    };
    told["problems"].as_array().unwrap().iter().map(place).collect()
}

/// Two boxes that were sealed.
fn two_boxes() -> (Office, Vec<String>) {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", PERSON], DETAILS);
    office.seal(&["screen", "add", "2009210101"], "note = \"gut\"\n");
    let lines = office.file().lines().map(str::to_owned).collect();
    (office, lines)
}

#[test]
fn a_file_that_is_no_table_refuses_with_the_list() {
    let (office, lines) = two_boxes();
    let identity = office.ring.word("b");
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(office.file().encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let path = office.example.path().join("sealed.csv");
    for (bytes, code) in [(lines[1..].join("\n").into_bytes(), "missing-column"), (utf16, "bad-encoding")] {
        fs::write(&path, bytes).unwrap();
        for words in [&["screen", "list"][..], &["screen", "stats"], &["key", "list"], &["pair", "suggest", "--seed", "1"]] {
            assert!(refused(&office, words, "").contains(&(code.to_owned(), 1)), "{words:?}");
        }
        // The file of `-o` is to be a key.
        refused(&office, &["key", "rotate", "书记", "-o", &identity], "");
        assert!(!office.ring.file("b").exists());
        let run = office.feed(&["status"], "");
        assert!(
            run.code == 0 && run.stderr.contains("sealed.csv:1:1: error[") && !run.stderr.contains(lines[1].get(..200).unwrap()),
            "{run:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn sealed_records_outside_the_directory_refuse_with_the_list() {
    let (office, _) = two_boxes();
    fs::rename(office.example.path().join("sealed.csv"), office.ring.file("sealed.csv")).unwrap();
    std::os::unix::fs::symlink(office.ring.file("sealed.csv"), office.example.path().join("sealed.csv")).unwrap();
    for words in [&["screen", "list"][..], &["screen", "stats"], &["key", "list"], &["pair", "suggest", "--seed", "1"]] {
        assert_eq!(refused(&office, words, ""), [("symlink-outside".to_owned(), 0)]);
    }
}

#[test]
fn nothing_is_sealed_beside_a_doubled_box_until_it_is_taken_away() {
    let (office, mut lines) = two_boxes();
    lines.push(lines[2].clone());
    let doubled = lines.join("\n") + "\n";
    office.example.write("sealed.csv".as_ref(), &doubled);
    let twice = [("duplicate-key".to_owned(), 4)];
    assert_eq!(refused(&office, &["screen", "add", PERSON], "note = \"neu\"\n"), twice);
    assert_eq!(refused(&office, &["key", "rotate"], ""), twice);
    let run = office.feed(&["screen", "add", PERSON], "note = \"neu\"\n");
    assert_eq!((run.code, run.stderr.matches("sealed.csv:4:1: error[duplicate-key]").count()), (4, 1), "{run:?}");
    let run = office.feed(&["-q", "screen", "add", PERSON], "note = \"neu\"\n");
    assert_eq!((run.code, run.stderr.matches("sealed.csv:4:1: error[duplicate-key]").count()), (4, 1), "{run:?}");
    // Taking it away mends the file, also where a mark is sealed in its place.
    let of_first = office.json(&["screen", "show", PERSON])["boxes"].as_array().unwrap().len() > 1;
    office.seal(&["screen", "erase", if of_first { PERSON } else { "2009210101" }, "--yes"], "");
    office.seal(&["screen", "add", PERSON], "note = \"neu\"\n");
    assert_eq!(office.example.run(&["validate"]).code, 0);
}

/// Whoever is in need would not be known, and another would get the helper.
#[test]
fn nothing_is_proposed_by_sealed_records_with_an_error() {
    let (office, lines) = two_boxes();
    let suggest = ["pair", "suggest", "--seed", "1"];
    let whole = lines.join("\n") + "\n";
    let cut = whole.replace(&lines[1], lines[1].get(..1000).unwrap());
    for (text, fault) in [
        (cut, ("damaged-box", 2)),
        (format!("{whole}<<<<<<< HEAD\n"), ("conflict-marker", 4)),
        (format!("{whole}a,b,c\n"), ("ragged-row", 4)),
        (format!("{whole}{}\n", lines[1]), ("duplicate-key", 4)),
    ] {
        office.example.write("sealed.csv".as_ref(), &text);
        let faults = [(fault.0.to_owned(), fault.1)];
        assert_eq!(refused(&office, &suggest, ""), faults);
        assert_eq!(refused(&office, &[&suggest[..], &["--apply"]].concat(), ""), faults);
        let run = office.feed(&suggest, "");
        assert!(run.code == 4 && run.stdout.is_empty() && run.stderr.contains(fault.0), "{run:?}");
        // Without a key the file is not read.
        office.example.fine(&suggest);
    }
    office.example.write("sealed.csv".as_ref(), &whole);
    office.ring.make(&office.example, "other");
    let run = office.example.run(&[&["--identity", &office.ring.word("other")], &suggest[..]].concat());
    assert!(run.code == 0 && run.stderr.contains("warning[foreign-box]"), "{run:?}");
}

#[test]
fn a_shell_completes_boxes_and_draws() {
    let (office, lines) = two_boxes();
    office.example.fine(&["visit", "draw", "--count", "3"]);
    let data = office.example.path().to_str().unwrap().to_owned();
    let complete = |words: &[&str]| {
        let words = [&["--", "bangfu", "--data", &data], words].concat();
        office.example.run_with(&[("BANGFU_COMPLETE", "fish")], &words).stdout
    };
    let id = lines[1].split(',').next().unwrap();
    assert_eq!(complete(&["screen", "remove", id]), format!("{id}\n"));
    for words in [&["visit", "draw", "--verify", ""][..], &["visit", "record", PERSON, "--draw", ""]] {
        assert!(complete(words).contains("\t2012-11-20\n"), "{words:?}");
    }
}
