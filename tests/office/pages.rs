//! Pages: whole, closed in themselves, and readable by more than eyes; checked without a browser.

use std::collections::BTreeMap;

use super::example::Example;

/// Elements that have no end.
const VOID: [&str; 2] = ["meta", "link"];
/// Elements that bring something in or run something.
const FORBIDDEN: [&str; 9] = ["script", "iframe", "img", "object", "embed", "form", "base", "foreignObject", "use"];

/// Checks a page: every element is closed in its order, nothing outside is referred to, nothing runs.
pub fn assert_sound(name: &str, html: &str) {
    assert!(html.starts_with("<!doctype html>\n<html lang=\"") && html.ends_with("</html>\n"), "{name}");
    let mut open: Vec<&str> = Vec::new();
    let (before, rest) = html.split_once("<style>").unwrap();
    let (style, after) = rest.split_once("</style>").unwrap();
    for part in [before, after].iter().flat_map(|text| text.split('<').skip(1)) {
        let (tag, _) = part.split_once('>').unwrap();
        let word = tag.split_whitespace().next().unwrap();
        // What stands outside the quotes: the names of attributes.
        let bare: String = tag.split('"').step_by(2).collect();
        assert!(tag.matches('"').count() % 2 == 0 && !bare.contains('\''), "{name}: <{tag}>");
        assert!(
            !FORBIDDEN.contains(&word) && ![" on", " src", " xlink"].iter().any(|attribute| bare.contains(attribute)),
            "{name}: <{tag}>"
        );
        if let Some(closed) = word.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{name}: </{closed}>");
        } else if !word.starts_with('!') && !VOID.contains(&word) {
            open.push(word);
        }
    }
    assert!(open.is_empty(), "{name}: {open:?}");
    assert!(!["@import", "url(", "http", "expression"].iter().any(|outside| style.contains(outside)), "{name}");
    for href in html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let plain = href.strip_suffix(".html").is_some_and(|stem| stem.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c)));
        assert!(href == "#main" || href == "data:," || plain, "{name}: {href}");
    }
    for needed in [
        "<meta charset=\"utf-8\">",
        "name=\"viewport\"",
        "<main id=\"main\">",
        "default-src 'none'",
        "prefers-color-scheme: dark",
        "@media print",
    ] {
        assert!(html.contains(needed), "{name} lacks {needed}");
    }
    assert_eq!((html.matches("<h1>").count(), html.matches("<title>").count() > 0), (1, true), "{name}");
    assert!(html.split("class=\"scroll\"").skip(1).all(|rest| rest.starts_with(" tabindex=\"0\" role=\"region\" aria-label=\"")), "{name}");
}

#[test]
fn a_month_is_a_page_in_both_languages() {
    let example = Example::on("2013-06-20");
    let rollup = example.json(&["rollup", "2012-12"]);
    for lang in ["zh", "en"] {
        let words = ["--lang", lang, "--format", "html", "rollup", "2012-12"];
        let html = example.fine(&words);
        assert_sound(lang, &html);
        assert_eq!(html, example.fine(&words));
        for key in ["pairs", "contacts", "keeping", "late_days", "overdue"] {
            assert!(html.contains(&format!("<dd>{} <span>", rollup["total"][key])), "{key}");
        }
        assert_eq!(html.matches("<svg class=\"chart\"").count(), 3);
        assert!(html.contains("本科生第一党支部"));
    }
    let season = example.fine(&["--format", "html", "rollup", "2013-05", "--since", "2012-11"]);
    assert_sound("season", &season);
    assert!(season.contains("2012-11 to 2013-05") && season.matches("<polyline").count() == 12, "{season}");
}

#[test]
fn any_list_is_a_page() {
    let example = Example::on("2013-06-20");
    let reports: [&[&str]; 6] = [
        &["status"],
        &["due"],
        &["form", "list", "2012-12"],
        &["person", "list"],
        &["contacts", "list"],
        &["award", "compute", "star", "--as-of", "2013-06-14", "--explain", "2010210106"],
    ];
    for words in reports {
        assert_sound(words[0], &example.fine(&[&["--format", "html"], words].concat()));
    }
}

#[test]
fn hostile_records_stay_text_on_every_page() {
    let example = Example::on("2013-06-20");
    example.replace("people.csv", "顾南斗", "\"<script>alert(1)</script><img src=http://x.invalid onerror='y'>\"\"&\"");
    let html = example.fine(&["--format", "html", "person", "list"]);
    assert_sound("people", &html);
    assert!(html.contains("&lt;script&gt;alert(1)"));
}

/// The pages that `site` writes, by name.
fn season(example: &Example, words: &[&str]) -> BTreeMap<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("season");
    let words = [&["site", "-o", into.to_str().unwrap()], words].concat();
    let dry = example.run(&[&["--dry-run"], words.as_slice()].concat());
    assert!(dry.code == 0 && dry.stderr.contains("index.html") && !into.is_dir(), "{dry:?}");
    assert_eq!(example.fine(&words), "");
    let page = |entry: std::fs::DirEntry| (entry.file_name().into_string().unwrap(), std::fs::read_to_string(entry.path()).unwrap());
    let mut pages: BTreeMap<String, String> = std::fs::read_dir(&into).unwrap().map(|entry| page(entry.unwrap())).collect();
    let list = pages.remove(".bangfu-pages").unwrap();
    assert!(list.lines().map(|line| line.split_once("  ").unwrap().1).eq(pages.keys()), "{list}");
    pages.iter().for_each(|(name, html)| assert_sound(name, html));
    let linked = |html: &String| html.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>();
    let links = pages.values().flat_map(linked).filter(|href| href.ends_with(".html"));
    assert!(links.into_iter().all(|href| pages.contains_key(&href)), "a link leads nowhere");
    pages
}

#[test]
fn a_season_is_a_set_of_pages() {
    let example = Example::on("2013-03-20");
    let pages = season(&example, &[]);
    let names: Vec<&str> = pages.keys().map(String::as_str).collect();
    let months = ["month-2012-11.html", "month-2012-12.html", "month-2013-01.html", "month-2013-02.html", "month-2013-03.html"];
    assert_eq!(names[..5], ["awards.html", "branch-pg.html", "branch-ug1.html", "branch-ug2.html", "index.html"]);
    assert_eq!(names[5..], months);
    assert!(pages["index.html"].contains("for the committee alone") && pages["awards.html"].contains("they are no results"));
    assert_eq!(pages, season(&example, &[]));
}

#[test]
fn a_calendar_marks_the_days_that_were_late() {
    let example = Example::on("2013-03-20");
    let html = &season(&example, &[])["branch-ug1.html"];
    let calendar = |pair: &str| {
        let (_, rest) = html.split_once(&format!("<figcaption>{pair} ")).unwrap();
        rest.split_once("</figure>").unwrap().0.to_owned()
    };
    let (_, checked) = example.raw(&["--format", "json", "check"]);
    let checked: serde_json::Value = serde_json::from_slice(&checked).unwrap();
    let rows: Vec<_> = checked["pairs"].as_array().unwrap().iter().filter(|row| row["branch"] == "ug1").collect();
    assert!(rows.len() > 10);
    for row in rows.iter().filter(|row| row["status"] != "not_started") {
        let drawn = calendar(row["pair"].as_str().unwrap());
        let late = drawn.matches("class=\"late\"").count() + drawn.matches("class=\"late done\"").count();
        assert_eq!(late as u64, row["late_days"].as_u64().unwrap(), "{}", row["pair"]);
    }
    let first = calendar("ug1-001");
    assert!(first.contains("<title>2012-12-05: late, contacts 1</title>") && first.contains("<title>2012-11-08: contacts 1</title>"));
    assert!(first.contains("class=\"paused\""));
}

#[test]
fn an_audience_sees_no_more_than_it_may() {
    let example = Example::on("2013-06-14");
    let own = season(&example, &["--audience", "branch", "--branch", "ug2"]);
    assert!(own.contains_key("branch-ug2.html") && !own.contains_key("branch-ug1.html") && !own.contains_key("awards.html"));
    let people = example.json(&["pair", "list"]);
    let others: Vec<&str> = people["records"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pair| pair["record"].as_str().unwrap())
        .filter(|pair| !pair.starts_with("ug2"))
        .collect();
    assert!(others.len() > 20 && others.iter().all(|pair| own.values().all(|html| !html.contains(pair))));
    let public = season(&example, &["--audience", "public"]);
    assert_eq!(public.keys().collect::<Vec<_>>(), ["index.html"]);
    assert!(others.iter().all(|pair| !public["index.html"].contains(pair)) && !public["index.html"].contains("<svg"));
    assert!(example.refuses(&["site", "-o", "x", "--audience", "branch"]).contains("--branch"));
    assert!(example.refuses(&["site"]).contains("-o"));
    assert!(example.refuses(&["--format", "xlsx", "site", "-o", "x"]).contains("html"));
}

#[test]
fn hostile_names_stay_text_in_a_season() {
    let example = Example::on("2013-06-14");
    example.replace("people.csv", "顾南斗", "\"<script>alert(1)</script><img src=http://x.invalid onerror='y'>\"\"&\"");
    let pages = season(&example, &[]);
    assert!(pages.values().any(|html| html.contains("&lt;script&gt;alert(1)")));
}

#[test]
fn the_public_sees_name_class_and_award_of_a_notice_and_nothing_else() {
    let example = Example::on("2013-06-20");
    let empty = season(&example, &["--audience", "public"]);
    assert!(empty["index.html"].contains("No notice of an award is out yet"));
    let settled = ["--take", "罗甘棠、陆瀛洲=一并表彰"];
    example.fine(&[&["award", "approve", "star", "--meeting", "党委会", "--date", "2013-06-14"], &settled[..]].concat());
    assert_eq!(season(&example, &["--audience", "public"]), empty, "what is decided is not yet published");
    example.fine(&["award", "notice", "star", "--from", "2013-06-20", "--contact", "党委办公室"]);
    let public = season(&example, &["--audience", "public"]);
    let html = &public["index.html"];
    let people = example.json(&["person", "list"]);
    let person = |name: &str| people["records"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    for name in ["罗甘棠", "陆瀛洲"] {
        assert!(html.contains(&format!(">{name}</td>")) && html.contains(person(name)["class"].as_str().unwrap()), "{name}");
    }
    let ids = people["records"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap());
    assert!(ids.into_iter().all(|id| !html.contains(id)) && !html.contains("<svg class"), "more than may be published");
    assert_eq!(season(&example, &["--audience", "public", "--as-of", "2013-06-19"])["index.html"].matches("</td>").count(), 0);
    assert!(season(&example, &["--audience", "branch", "--branch", "ug1"]).contains_key("notices.html"));
}

#[test]
fn pages_that_are_no_longer_made_do_not_stay_for_another_audience() {
    let example = Example::on("2013-03-20");
    let folder = tempfile::tempdir().unwrap();
    let into = folder.path().join("season");
    let site = |words: &[&str]| example.run(&[&["site", "-o", into.to_str().unwrap()], words].concat());
    assert_eq!(site(&[]).code, 0);
    std::fs::write(into.join("notes.html"), "mine").unwrap();
    let dry = site(&["--audience", "public", "--dry-run"]);
    assert!(dry.stderr.contains("branch-ug1.html") && into.join("branch-ug1.html").exists(), "{dry:?}");
    assert_eq!(site(&["--audience", "public"]).code, 0);
    let mut names: Vec<_> = std::fs::read_dir(&into).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [".bangfu-pages", "index.html", "notes.html"]);
}
