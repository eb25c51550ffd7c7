//! `key`: identity files, and recipients with what is sealed for them.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use tempfile::TempDir;

use super::example::Example;

/// Identity files apart from the records.
pub struct Ring {
    folder: TempDir,
}

impl Ring {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The path of an identity file as a word.
    pub fn word(&self, name: &str) -> String {
        self.file(name).to_str().unwrap().to_owned()
    }

    /// Makes an identity and gives its public key.
    pub fn make(&self, example: &Example, name: &str) -> String {
        let answer = example.json(&["key", "new", "-o", &self.word(name)]);
        answer["key"].as_str().unwrap().to_owned()
    }
}

fn opened(example: &Example, identity: &str) -> Value {
    example.json(&["--identity", identity, "screen", "list"])
}

fn add_screening(example: &Example, person: &str) {
    assert_eq!(example.feed(&["screen", "add", person], "category = [\"mind\"]\n").code, 0);
}

#[cfg(unix)]
#[test]
fn a_new_key_is_its_owners_alone_and_lies_outside_the_records() {
    use std::os::unix::fs::PermissionsExt;
    let (example, ring) = (Example::on("2012-11-20"), Ring::new());
    let before = example.files();
    let key = ring.make(&example, "a");
    let text = fs::read_to_string(ring.file("a")).unwrap();
    assert_eq!(fs::metadata(ring.file("a")).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(key.starts_with("age1") && text.contains(&key) && text.lines().last().unwrap().starts_with("AGE-SECRET-KEY-1"));
    let run = example.run(&["key", "new", "-o", &ring.word("a")]);
    assert_eq!((run.code, fs::read_to_string(ring.file("a")).unwrap()), (2, text), "an identity is never written over");
    let inside = example.path().join("branches/key.txt");
    let run = example.run(&["key", "new", "-o", inside.to_str().unwrap()]);
    assert!(run.code == 2 && !inside.exists() && run.stderr.contains("data directory"), "{run:?}");
    let other = Example::on("2012-11-20");
    let inside = other.path().join("branches/key.txt");
    let run = example.run(&["key", "new", "-o", inside.to_str().unwrap()]);
    assert!(run.code == 2 && !inside.exists(), "another data directory is one too: {run:?}");
    let run = example.run(&["key", "new", "--passphrase", "-o", &ring.word("b")]);
    assert!(run.code == 2 && !ring.file("b").exists() && run.stderr.contains("terminal"), "{run:?}");
    let home = ring.word("home");
    fs::create_dir(&home).unwrap();
    let words = ["key", "new"];
    assert_eq!(example.run_with(&[("XDG_CONFIG_HOME", &home)], &words).code, 0);
    assert!(ring.file("home").join("bangfu/identity.txt").is_file());
    assert_eq!(example.run(&["--identity", &ring.word("c"), "key", "new"]).code, 0);
    assert_eq!(example.run_with(&[("BANGFU_IDENTITY", &ring.word("new/d"))], &["key", "new"]).code, 0);
    let text = fs::read_to_string(ring.file("c")).unwrap();
    assert!(text != fs::read_to_string(ring.file("new/d")).unwrap(), "a key lies where commands will look for it");
    assert_eq!(example.run(&["--identity", &ring.word("c"), "key", "new"]).code, 2);
    assert_eq!(fs::read_to_string(ring.file("c")).unwrap(), text);
    assert_eq!(example.files(), before);
}

#[test]
fn recipients_come_and_go_and_everything_is_sealed_for_them_alone() {
    let (example, ring) = (Example::on("2012-11-20"), Ring::new());
    let [first, second] = ["a", "b"].map(|name| ring.make(&example, name));
    let (a, b) = (ring.word("a"), ring.word("b"));
    let (gone, come) = example.writes("bangfu.toml", &["key", "add", "书记", &first, "--role", "党委书记"]);
    assert_eq!((gone.len(), come.last().unwrap().as_str()), (0, format!("key = \"{first}\"").as_str()));
    add_screening(&example, "0821210709");
    add_screening(&example, "2009210101");
    assert_eq!(opened(&example, &b)["closed"], 2);
    let run = example.run(&["key", "add", "副书记", &second]);
    assert!(run.code == 2 && run.stderr.contains("needs a key"), "{run:?}");
    let before = example.files();
    let said = example.fine(&["--identity", &a, "key", "add", "副书记", &second]);
    assert!(said.contains("opens the sealed records that are here (2)") && said.contains("from before stay closed"), "{said}");
    let same = example.files().iter().filter(|(path, bytes)| before.get(*path) == Some(bytes)).count();
    assert_eq!(before.len() - same, 2, "bangfu.toml and sealed.csv change together");
    for identity in [&a, &b] {
        assert_eq!(opened(&example, identity)["boxes"].as_array().unwrap().len(), 2);
    }
    let list = example.json(&["--identity", &b, "key", "list"]);
    assert_eq!((&list["recipients"][0]["yours"], &list["recipients"][1]["yours"]), (&Value::from(false), &Value::from(true)));
    assert_eq!((&list["recipients"][0]["role"], &list["boxes"]), (&Value::from("党委书记"), &Value::from(2)));
    let before = example.files();
    assert!(example.fine(&["--identity", &a, "key", "add", "副书记", &second]).contains("already"));
    assert_eq!(example.files(), before, "the same recipient again seals nothing anew");
    example.replace(
        "bangfu.toml",
        "[[recipient]]\nname = \"副书记\"",
        "# 能看谈话记录的人\n\n# 2013年换届\n[[recipient]]\nname = \"副书记\"",
    );
    let said = example.fine(&["--identity", &a, "key", "remove", "副书记"]);
    let settings = fs::read_to_string(example.path().join("bangfu.toml")).unwrap();
    assert!(settings.contains("# 能看谈话记录的人") && !settings.contains("# 2013年换届"), "a heading is not of one alone");
    assert!(said.contains("read before stays read") && said.contains("still open with it"), "{said}");
    assert_eq!((opened(&example, &a)["closed"].clone(), opened(&example, &b)["closed"].clone()), (0.into(), 2.into()));
    assert!(example.run(&["--identity", &a, "key", "remove", "书记"]).stderr.contains("last"));
    assert_eq!(example.run(&["validate"]).code, 0);
}

#[test]
fn a_key_can_be_changed_for_a_new_one() {
    let (example, ring) = (Example::on("2012-11-20"), Ring::new());
    let key = ring.make(&example, "a");
    example.fine(&["key", "add", "书记", &key]);
    add_screening(&example, "0821210709");
    let (a, new) = (ring.word("a"), ring.word("new"));
    example.fine(&["--identity", &a, "key", "rotate", "书记", "-o", &new]);
    assert_eq!((opened(&example, &a)["closed"].clone(), opened(&example, &new)["closed"].clone()), (1.into(), 0.into()));
    let toml = fs::read_to_string(example.path().join("bangfu.toml")).unwrap();
    assert!(!toml.contains(&key) && toml.contains("name = \"书记\""));
    let before = fs::read(example.path().join("sealed.csv")).unwrap();
    example.fine(&["--identity", &new, "key", "rotate"]);
    assert_ne!(fs::read(example.path().join("sealed.csv")).unwrap(), before);
    let run = example.run(&["--identity", &a, "key", "rotate"]);
    assert!(run.code == 0 && run.stdout.contains("1 records do not open"), "{run:?}");
}

#[test]
fn what_is_no_public_key_is_refused_and_a_secret_one_is_not_repeated() {
    let (example, ring) = (Example::on("2012-11-20"), Ring::new());
    let key = ring.make(&example, "a");
    let text = fs::read_to_string(ring.file("a")).unwrap();
    let secret = text.lines().last().unwrap();
    let said = example.refuses(&["key", "add", "书记", secret]);
    assert!(said.contains("secret key") && !said.contains(secret), "{said}");
    for bad in ["age1xyz", "", key.get(..20).unwrap(), "ssh-ed25519 AAAA"] {
        assert!(example.refuses(&["key", "add", "书记", bad]).contains("no age public key"), "{bad}");
    }
    example.fine(&["key", "add", "书记", &key]);
    assert!(example.refuses(&["key", "add", "书记", &ring.make(&example, "b")]).contains("already"));
    assert!(example.refuses(&["key", "add", "别人", &key]).contains("already"));
    assert!(example.refuses(&["key", "remove", "谁"]).contains("书记"));
    example.replace("bangfu.toml", &key, "age1qqqq");
    let run = example.run(&["validate"]);
    assert!(run.code == 1 && run.stdout.contains("no age public key"), "{run:?}");
}

#[test]
fn destroying_leaves_neither_records_nor_keys_and_says_who_else_must() {
    let (example, ring) = (Example::on("2012-11-20"), Ring::new());
    for (name, person) in [("a", "书记"), ("b", "副书记")] {
        let key = ring.make(&example, name);
        example.fine(&["key", "add", person, &key]);
    }
    add_screening(&example, "0821210709");
    let before = example.files();
    let a = ring.word("a");
    let run = example.run(&["--identity", &a, "key", "destroy"]);
    assert!(run.code == 2 && example.files() == before && ring.file("a").exists(), "nothing without an answer: {run:?}");
    let said = example.fine(&["--identity", &a, "key", "destroy", "--yes"]);
    assert!(said.contains("书记、副书记") && said.contains("Backups"), "{said}");
    assert!(!ring.file("a").exists() && ring.file("b").exists());
    assert_eq!(fs::read_to_string(example.path().join("sealed.csv")).unwrap(), "box,data\n");
    assert_eq!(example.json(&["key", "list"])["recipients"], Value::Array(Vec::new()));
    assert!(example.feed(&["screen", "add", "0821210709"], "note = \"x\"\n").stderr.contains("key new"));
}
