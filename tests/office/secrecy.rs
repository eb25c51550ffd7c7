//! A secret word is planted in what is sealed and looked for everywhere else: plain files, answers of every command, messages, what is
//! left after commits and merges. And the ten categories leave the same traces.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use memchr::memmem::find;

use super::example::Run;
use super::screen::Office;

pub const SECRET: &str = "PLANTED机密词";
const PERSON: &str = "0821210709";

fn silent(run: &Run, what: &str) {
    assert!(!run.stdout.contains(SECRET) && !run.stderr.contains(SECRET), "{what}: {run:?}");
}

/// No file below a folder holds the secret.
pub fn nowhere(folder: &std::path::Path) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            nowhere(&entry.path());
        } else {
            let bytes = fs::read(entry.path()).unwrap();
            assert!(find(&bytes, SECRET.as_bytes()).is_none(), "{}", entry.path().display());
        }
    }
}

fn planted() -> Office {
    let office = Office::on("2012-11-20");
    office.seal(&["screen", "add", PERSON], &format!("category = [\"mind\"]\nseverity = 3\nnote = \"{SECRET}\"\nscope = \"{SECRET}\"\n"));
    office.seal(&["screen", "add", PERSON], &format!("character = \"{SECRET}\"\n"));
    office.seal(&["screen", "refer", PERSON], &format!("concern = \"{SECRET}\"\nnote = \"{SECRET}\"\n"));
    office
}

/// Every command that answers, with arguments that fit the example.
const ANSWERING: &[&[&str]] = &[
    &["status"],
    &["status", "谭采葛"],
    &["validate"],
    &["check", "--all"],
    &["check", "--all", "--explain"],
    &["due", "--days", "60"],
    &["rollup", "2012-11"],
    &["rollup", "--since", "2012-11"],
    &["award", "list"],
    &["award", "compute", "progress"],
    &["award", "compute", "progress", "--explain", PERSON],
    &["award", "notice", "progress"],
    &["person", "list"],
    &["pair", "list"],
    &["pair", "why", "ug1-001"],
    &["pair", "why", "2009210101", PERSON],
    &["pair", "suggest", "--seed", "s"],
    &["pair", "rematch", "ug1-001", "--seed", "s"],
    &["form", "list"],
    &["form", "print", "2012-11"],
    &["report", "list"],
    &["visit", "list"],
    &["visit", "draw", "--seed", "s", "--dry-run"],
    &["inspect", "list"],
    &["meeting", "list"],
    &["outcome", "list"],
    &["screen", "stats"],
    &["key", "list"],
    &["guard"],
    &["duty", "list"],
    &["duty", "notice"],
    &["goal", "list"],
    &["case", "list"],
    &["contacts", "list"],
    &["summary"],
    &["audit"],
    &["assess"],
    &["fmt", "--check"],
    &["explain", "damaged-box"],
];

/// The bytes of an answer, and those of its parts where it is an archive.
fn parts_of(bytes: Vec<u8>) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    if bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes.clone())).unwrap();
        for index in 0..archive.len() {
            let mut part = Vec::new();
            std::io::Read::read_to_end(&mut archive.by_index(index).unwrap(), &mut part).unwrap();
            parts.push(part);
        }
    }
    parts.push(bytes);
    parts
}

fn holds(bytes: &[u8]) -> bool {
    [SECRET, "心理脆弱"].iter().any(|word| find(bytes, word.as_bytes()).is_some())
}

#[test]
fn no_command_says_what_is_sealed_but_those_of_screening() {
    let office = planted();
    let with = ["--identity", office.identity.as_str()];
    let mut answers = 0;
    for words in ANSWERING {
        for key in [&[][..], &with] {
            for format in ["table", "json", "csv", "md", "html", "xlsx", "docx"] {
                let run = office.example.command(&[], &[key, &["--format", format], *words].concat()).output().unwrap();
                // The counts name all categories, whoever is in them.
                let stats = words[0] == "screen";
                for part in parts_of(run.stdout.clone()).into_iter().chain([run.stderr]) {
                    let told = if stats { String::from_utf8_lossy(&part).contains(SECRET) } else { holds(&part) };
                    assert!(!told, "{words:?} {format} {}", String::from_utf8_lossy(&part));
                }
                answers += usize::from(!run.stdout.is_empty());
            }
        }
    }
    assert!(answers > ANSWERING.len() * 6, "most commands did answer: {answers}");
    silent(&office.example.run(&["screen", "list"]), "a list without a key");
    nowhere(office.example.path());
    assert!(office.json(&["screen", "show", PERSON]).to_string().contains(SECRET), "it is there for whoever may see it");
}

#[test]
fn nothing_that_is_written_beside_the_records_holds_what_is_sealed() {
    let office = planted();
    let with = ["--identity", office.identity.as_str()];
    let folder = |name: &str| office.ring.word(name);
    for (name, words) in [
        ("site", &["site"][..]),
        ("public", &["site", "--audience", "public"]),
        ("files", &["archive", "--all"]),
        ("page", &["--format", "html", "archive", "--person", PERSON]),
    ] {
        let target = folder(name);
        office.example.fine(&[&with[..], words, &["-o", &target]].concat());
        assert!(every_file(target.as_ref(), &|bytes| parts_of(bytes).iter().all(|part| !holds(part))) > 0, "{words:?}");
    }
    // Writers that touch other records, with the key at hand.
    for words in [
        &["log", "ug1-001", "谈学习", "--date", "2012-11-19"][..],
        &["close", "2012-10"],
        &["pair", "amend", "ug1-001", "topics=学业"],
        &["person", "amend", PERSON, "note=x"],
        &["outcome", "add", PERSON, "honour", "比赛", "--level", "school"],
    ] {
        silent(&office.example.run(&[&with[..], words].concat()), &format!("{words:?}"));
    }
    nowhere(office.example.path());
}

/// Looks at every file below a folder; how many there are.
fn every_file(folder: &std::path::Path, is_fine: &dyn Fn(Vec<u8>) -> bool) -> usize {
    let mut count = 0;
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            count += every_file(&entry.path(), is_fine);
        } else {
            assert!(is_fine(fs::read(entry.path()).unwrap()), "{}", entry.path().display());
            count += 1;
        }
    }
    count
}

#[test]
fn what_is_typed_on_the_command_line_by_mistake_is_not_repeated() {
    let office = Office::on("2012-11-20");
    for words in [
        &["screen", "add", PERSON, SECRET][..],
        &["screen", "add", PERSON, &format!("--note={SECRET}")],
        &["screen", "refer", PERSON, "--concern", SECRET],
        &["screen", "amend", PERSON, SECRET],
    ] {
        let run = office.feed(words, "");
        assert!(run.code == 2 && run.stderr.contains("never given on the command line"), "{words:?} {run:?}");
        silent(&run, "wrong use");
    }
}

#[test]
fn no_failure_says_what_was_to_be_sealed_or_what_cannot_be_opened() {
    let office = planted();
    let note = format!("note = \"{SECRET}\"\n");
    for input in [
        format!("{SECRET}\n"),
        format!("category = [\"{SECRET}\"]\n"),
        format!("category = [\"mind\"]\nseverity = \"{SECRET}\"\n"),
        format!("kind = \"{SECRET}\"\n"),
        format!("date = \"{SECRET}\"\nnote = \"x\"\n"),
        format!("consent = \"{SECRET}\"\nnote = \"x\"\n"),
        format!("\"{SECRET}\" = 1\n"),
        format!("note = \"{SECRET}\n"),
        format!("{note}{note}"),
        format!("note = \"{SECRET}\\u0007\"\n"),
        format!("note = \"{}\"\n", SECRET.repeat(4000)),
        format!("note = {{ {SECRET} = 1 }}\n"),
        format!("family = \"{SECRET}\"\ncategory = [\"mind\"]\n"),
    ] {
        let before = office.example.files();
        let run = office.feed(&["screen", "add", PERSON], &input);
        assert_eq!(run.code, 2, "{input}: {run:?}");
        silent(&run, &input);
        assert_eq!(office.example.files(), before);
    }
    silent(&office.feed(&["--dry-run", "screen", "add", PERSON], &note), "dry run");
    let other = office.ring.word("other");
    office.ring.make(&office.example, "other");
    for words in [&["screen", "show", PERSON][..], &["screen", "list"], &["key", "rotate"], &["screen", "erase", PERSON, "--yes"]] {
        silent(&office.example.run(&[&["--identity", &other], words].concat()), "a wrong key");
    }
    // Somebody types into the file what should have been sealed.
    let file = office.example.path().join("sealed.csv");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}zzz,{SECRET}\n{SECRET},zzz\n")).unwrap();
    for words in [&["validate"][..], &["--format", "json", "validate"], &["screen", "list"], &["key", "list"]] {
        let run = office.example.run(&[&["--identity", &office.identity], words].concat());
        // The list itself is for whoever holds the key.
        let stdout = if words[0] == "screen" { String::new() } else { run.stdout };
        silent(&Run { stdout, ..run }, "a damaged box");
    }
}

#[test]
fn nothing_is_left_behind_by_writers_and_git() {
    let office = planted();
    let root = office.example.path().to_owned();
    let git = |words: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").arg("-C").arg(&root).args(identity).args(words).output().unwrap();
        assert!(output.status.success(), "{words:?} {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "a"]);
    git(&["branch", "other"]);
    office.seal(&["screen", "add", "2009210101"], &format!("note = \"{SECRET}\"\n"));
    git(&["commit", "-qam", "b"]);
    git(&["checkout", "-q", "other"]);
    office.seal(&["screen", "add", "2009210102"], &format!("note = \"{SECRET}\"\n"));
    office.seal(&["screen", "erase", PERSON, "--yes"], "");
    git(&["commit", "-qam", "c"]);
    // Whether it merges or is in conflict, neither side's words come out.
    let merge = ["-c", "user.name=t", "-c", "user.email=t@example.org", "merge", "-q", "main"];
    let merged = Command::new("git").arg("-C").arg(&root).args(merge).output().unwrap();
    assert!(find(&[merged.stdout, merged.stderr].concat(), SECRET.as_bytes()).is_none());
    for line in git(&["cat-file", "--batch-check", "--batch-all-objects"]).lines() {
        let id = line.split(' ').next().unwrap();
        let kind = line.split(' ').nth(1).unwrap();
        assert!(!git(&["cat-file", kind, id]).contains(SECRET), "{line}");
    }
    nowhere(&root);
}

#[test]
fn boxes_that_two_clones_add_are_merged_as_lines() {
    let office = Office::on("2012-11-20");
    let root = office.example.path().to_owned();
    let git = |words: &[&str]| {
        let identity = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").arg("-C").arg(&root).args(identity).args(words).output().unwrap();
        assert!(output.status.success(), "{words:?}: {output:?}");
    };
    for words in [&["init", "-q", "-b", "main"][..], &["add", "-A"], &["commit", "-qm", "a"], &["branch", "other"]] {
        git(words);
    }
    let lines = || office.file().lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let added = |branch: &str, round: usize| {
        git(&["checkout", "-q", branch]);
        office.seal(&["screen", "add", "2009210101"], &format!("note = \"{branch} {round}\"\n"));
        git(&["add", "-A"]);
        git(&["commit", "-qm", branch]);
        lines()
    };
    // The first boxes of two clones, and then one more in each, wherever their ids, which come by chance, place them.
    for round in 1..=4 {
        let (ours, theirs) = (added("main", round), added("other", round));
        git(&["merge", "-q", "-m", "m", "main"]);
        let merged = lines();
        assert!(merged.len() == 2 * round && ours.iter().chain(&theirs).all(|line| merged.contains(line)), "{round}");
        git(&["checkout", "-q", "main"]);
        git(&["merge", "-q", "--ff-only", "other"]);
    }
    assert_eq!((office.boxes(&["screen", "list"]).len(), office.example.run(&["validate"]).code), (8, 0));
}

#[test]
fn a_proposal_that_rests_on_sealed_needs_is_sealed_itself() {
    let office = Office::on("2012-11-03");
    fs::remove_dir_all(office.example.path().join("branches")).unwrap();
    let file = office.ring.word("proposal.json");
    let suggest = ["--format", "json", "pair", "suggest", "--seed", "s"];
    let into = |first: &[&'static str]| -> Vec<u8> {
        let identity = ["--identity", office.identity.as_str(), "-o", file.as_str()];
        let words: Vec<&str> = if first.is_empty() { identity[2..].to_vec() } else { identity.to_vec() };
        office.example.fine(&[words.as_slice(), &suggest].concat());
        fs::read(&file).unwrap()
    };
    assert!(into(&["key"]).starts_with(b"{"), "without a screening there is nothing to seal");
    let equal: serde_json::Value = office.example.json(&suggest[2..]);
    assert_eq!(equal["pairs"][0]["tier"]["level"], 1);
    // The students whom nobody would help when all needs are equal are in the direst need.
    let left: Vec<String> =
        equal["unpaired_helped"].as_array().unwrap().iter().map(|left| left["person"].as_str().unwrap().to_owned()).collect();
    assert!(!left.is_empty(), "{equal}");
    office.seal(&["screen", "add", &left[0]], &format!("category = [\"mind\"]\nseverity = 3\nnote = \"{SECRET}\"\n"));
    assert!(into(&[]).starts_with(b"{"), "without a key all needs are equal");
    let sealed = into(&["key"]);
    assert!(sealed.starts_with(b"age-encryption.org/v1\n"));
    let key = fs::read_to_string(&office.identity).unwrap();
    let key: age::x25519::Identity = key.lines().last().unwrap().parse().unwrap();
    let mut text = String::new();
    let decryptor = age::Decryptor::new(sealed.as_slice()).unwrap();
    std::io::Read::read_to_string(&mut decryptor.decrypt(std::iter::once(&key as &dyn age::Identity)).unwrap(), &mut text).unwrap();
    let proposal: serde_json::Value = serde_json::from_str(&text).unwrap();
    let helped = |person: &str| proposal["pairs"].as_array().unwrap().iter().any(|pair| pair["helped"] == person);
    assert!(helped(&left[0]), "need comes first");
    assert!(proposal["pairs"].as_array().unwrap().iter().all(|pair| pair["tier"]["level"].is_null()));
    assert!(proposal["objective"]["by_level"].is_null() && !text.contains(SECRET));
    let verify = ["--format", "json", "pair", "verify", file.as_str()];
    assert_eq!(office.example.run(&verify).code, 2, "sealed, and no key");
    let proof: serde_json::Value =
        serde_json::from_str(&office.example.fine(&[["--identity", &office.identity].as_slice(), &verify].concat())).unwrap();
    assert_eq!((&proof["proven"], &proof["unique"]), (&true.into(), &true.into()));
}

#[test]
fn profiles_that_earn_points_come_out_nowhere() {
    let office = Office::on("2012-11-03");
    fs::remove_dir_all(office.example.path().join("branches")).unwrap();
    let settings = office.example.text("bangfu.toml");
    office.example.write("bangfu.toml".as_ref(), &format!("{settings}\n[[pairing.fit]]\nattribute = \"home\"\npoints = 50\n"));
    for person in ["2009210101", PERSON] {
        office.seal(&["screen", "add", person], &format!("home = \"{SECRET}\"\nfamily = \"{SECRET}\"\n"));
    }
    let file = office.ring.word("proposal.json");
    let suggest = ["pair", "suggest", "--seed", "s"];
    office.seal(&[&["-o", file.as_str()], &suggest[..]].concat(), "");
    assert!(fs::read(&file).unwrap().starts_with(b"age-encryption.org/v1\n"), "a proposal that rests on profiles is sealed");
    for words in [
        &suggest[..],
        &["pair", "why", "2009210101", PERSON],
        &["pair", "verify", &file],
        &["--dry-run", "pair", "suggest", "--seed", "s", "--apply"],
        &["pair", "suggest", "--seed", "s", "--apply"],
        &["pair", "list"],
        &["guard"],
    ] {
        for format in ["table", "json", "md", "csv"] {
            let run = office.feed(&[&["--format", format], words].concat(), "");
            silent(&run, &format!("{words:?} {format}"));
        }
    }
    assert!(!office.example.fine(&["pair", "list"]).is_empty());
    nowhere(office.example.path());
    assert_eq!(office.example.run(&["guard"]).code, 0);
}

#[test]
fn all_ten_categories_leave_the_same_traces() {
    let categories = "study belief mind money registration internet job illness dependence discipline".split(' ');
    let mut lengths = BTreeSet::new();
    let mut answers = BTreeSet::new();
    for category in categories {
        let office = Office::on("2012-11-20");
        let said = office.seal(&["screen", "add", PERSON], &format!("category = [\"{category}\"]\nseverity = 2\n"));
        let sealed = fs::read_to_string(office.example.path().join("sealed.csv")).unwrap();
        let id = sealed.lines().nth(1).unwrap().split(',').next().unwrap().to_owned();
        lengths.insert(sealed.len());
        // Each office has a key of its own, which is told.
        let public = ANSWERING.iter().copied().filter(|words| words[0] != "key").chain([&["screen", "list"][..]]);
        let text = |words: &[&str]| office.example.raw(words).1.escape_ascii().to_string().replace(&id, "BOX");
        let answer: Vec<String> = public.map(text).collect();
        let mut files = office.example.files();
        files.remove(std::path::Path::new("sealed.csv"));
        files.remove(std::path::Path::new("bangfu.toml"));
        answers.insert((said.replace(&id, "BOX"), answer, files));
    }
    assert_eq!((lengths.len(), answers.len()), (1, 1));
}

#[test]
fn a_proposal_that_rests_on_profiles_is_sealed_and_tells_nobodys_points() {
    let office = Office::of(super::pairing::college("2012-11-05", 3, 3));
    let fit = |attribute: &str, points: u8| format!("\n[[pairing.fit]]\nattribute = \"{attribute}\"\npoints = {points}");
    let table = format!("helped_capacity = 1\n{}{}", fit("interests", 5), fit("skills", 2));
    office.example.replace("bangfu.toml", "helped_capacity = 1", &table);
    office.seal(&["screen", "add", "h01"], &format!("interests = \"{SECRET}、围棋\"\n"));
    office.seal(&["screen", "add", "s03"], "interests = \"足球；围棋\"\n");
    office.seal(&["screen", "add", "h02"], "skills = [\"学业困难\"]\n");
    office.seal(&["screen", "add", "s01"], "category = [\"study\"]\n");
    let file = office.ring.word("proposal.json");
    let suggest = ["pair", "suggest", "--seed", "s"];
    let verify = ["--format", "json", "pair", "verify", file.as_str()];
    let keyed = |words: &[&str]| office.example.run(&[&["--identity", &office.identity], words].concat());

    let told = office.example.fine(&suggest);
    assert!(told.contains("did not count") && told.contains("All needs count as equally urgent"), "{told}");
    office.example.fine(&[&["-o", &file], suggest.as_slice()].concat());
    assert!(fs::read(&file).unwrap().starts_with(b"{"), "without a key nothing of it is known");
    assert_eq!((office.example.run(&verify).code, keyed(&verify).code), (0, 0));

    let answer = office.json(&suggest);
    let made = super::pairing::pairs(&answer);
    assert!(made.contains(&("h01".into(), "s03".into())) && made.contains(&("h02".into(), "s01".into())), "{answer}");
    let pairs = answer["pairs"].as_array().unwrap();
    assert!(pairs.iter().all(|pair| pair["tier"]["fit"].is_null() && pair["reasons"] == pairs[0]["reasons"]), "{answer}");
    assert!(answer["objective"]["fit"].is_null() && answer["prices"].is_null());
    for format in ["table", "csv", "md", "json"] {
        for words in [&suggest[..], &["pair", "why", "h01", "s03"], &["pair", "why", "h01", "s02", "--seed", "s"]] {
            let run = keyed(&[&["--format", format], words].concat());
            assert!(run.code == 0 && !run.stdout.contains("围棋"), "{run:?}");
            silent(&run, format);
        }
    }
    let why = office.json(&["pair", "why", "h01", "s02", "--seed", "s"]);
    assert!(why["fit"].is_null() && why["loss"]["fit"].is_null(), "{why}");
    assert!(why["sentences"].to_string().contains("a poorer fit"), "{why}");

    assert_eq!(keyed(&[&["-o", &file], suggest.as_slice()].concat()).code, 0);
    assert!(fs::read(&file).unwrap().starts_with(b"age-encryption.org/v1\n"));
    assert_eq!((office.example.run(&verify).code, keyed(&verify).code), (2, 0));
    let beside = office.example.path().join("proposal.json");
    fs::copy(&file, &beside).unwrap();
    let question = ["--format", "json", "pair", "why", "h01", "s02"];
    assert!(office.example.fine(&question).contains("proposal.json may be the proposal of 2012-11-05 and is sealed"));
    assert!(keyed(&question).stdout.contains("Asked of the proposal in proposal.json"));
    fs::remove_file(&beside).unwrap();
    // Another profile is another question.
    office.seal(&["screen", "add", "h03"], "interests = \"围棋\"\n");
    assert_eq!(keyed(&verify).code, 1);
    nowhere(office.example.path());
}

#[test]
fn an_offices_own_costs_leave_sealed_needs_aside() {
    let office = Office::of(super::pairing::college("2012-11-05", 1, 2));
    office.seal(&["screen", "add", "s01"], "category = [\"study\"]\nseverity = 3\n");
    let (costs, file) = (office.ring.word("costs.csv"), office.ring.word("proposal.json"));
    fs::write(&costs, "helper,helped,cost\nh01,s01,5\nh01,s02,1\n").unwrap();
    let words = ["-o", &file, "--identity", &office.identity, "pair", "suggest", "--seed", "s", "--costs", &costs];
    office.example.fine(&words);
    let answer: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!(super::pairing::pairs(&answer), [("h01".to_owned(), "s02".to_owned())]);
    for identity in [&[][..], &["--identity", &office.identity]] {
        assert_eq!(office.example.run(&[identity, &["pair", "verify", &file, "--costs", &costs]].concat()).code, 0);
    }
}
