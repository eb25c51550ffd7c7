//! The papers that an office prints: what stands in the Word files, that they are the same bytes on every run, that hostile text breaks
//! none of them, and that nothing else is written.

use std::fs;

use super::office::Office;

/// The texts of a Word file in order.
fn texts(docx: &[u8]) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_str(&docx_rs::read_docx(docx).unwrap().json()).unwrap();
    let mut found = Vec::new();
    gather(&json["document"], &mut found);
    found
}

fn gather(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            if fields.get("type").is_some_and(|kind| kind == "text") {
                found.push(fields["data"]["text"].as_str().unwrap().to_owned());
            }
            fields.values().for_each(|field| gather(field, found));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
        _ => {}
    }
}

#[test]
fn a_record_form_is_filled_and_leaves_the_signatures_empty() {
    let office = Office::new();
    let form = office.file("form.docx", &["form", "print", "ug1-001", "2012-12"]);
    let texts = texts(&form);
    for known in ["帮扶活动记录表", "顾南斗", "2009210101", "夏昆吾", "2010210111", "英语1001", "12月5日", "12月18日", "12月30日"]
    {
        assert!(texts.iter().any(|text| text == known), "{known} is not in {texts:?}");
    }
    // 11-20 to 12-05 is one day too long; after 12-30 the next is due on 2013-01-13.
    assert!(texts.contains(&"本月交流 3 次，超期 1 天；下次交流最迟 2013-01-13。".to_owned()), "{texts:?}");
    assert!(!texts.iter().any(|text| text == "11月20日" || text == "1月10日"), "another month's contact: {texts:?}");
    let signed: Vec<_> = texts.iter().filter(|text| text.contains("签字：")).collect();
    assert_eq!(signed.len(), 3);
    assert!(signed.iter().all(|line| line.ends_with("年　　月　　日") && !line.contains("顾南斗")), "{signed:?}");
}

#[test]
fn later_contacts_are_left_out_and_a_pair_is_known_by_name() {
    let office = Office::new();
    let early = texts(&office.file("early.docx", &["form", "print", "顾南斗", "2012-12", "--as-of", "2012-12-10"]));
    assert!(early.contains(&"12月5日".to_owned()) && !early.contains(&"12月18日".to_owned()), "{early:?}");
}

#[test]
fn the_forms_of_a_month_are_those_that_are_due() {
    let office = Office::new();
    let all = texts(&office.file("all.docx", &["form", "print", "2012-12"]));
    let listed = office.run(&["rollup", "2012-12", "--format", "json"]);
    let rollup: serde_json::Value = serde_json::from_slice(&listed.stdout).unwrap();
    let forms = all.iter().filter(|text| *text == "帮扶活动记录表").count();
    assert_eq!(forms as u64, rollup["total"]["forms"]["due"].as_u64().unwrap());
    assert!(forms > 40);
    let none = office.run(&["form", "print", "2012-10"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(none.stdout.is_empty());
}

#[test]
fn the_same_paper_has_the_same_bytes() {
    let office = Office::new();
    for line in [&["form", "print", "2012-12"][..], &["archive", "ug1-001"], &["rollup", "2012-12", "--format", "docx"]] {
        let first = office.file("one.docx", line);
        std::thread::sleep(std::time::Duration::from_millis(2100));
        assert!(first == office.file("two.docx", line), "{line:?} differs from run to run");
        assert!(first.starts_with(b"PK"));
    }
}

#[test]
fn a_file_of_a_pair_holds_all_of_its_records() {
    let office = Office::new();
    let texts = texts(&office.file("file.docx", &["archive", "ug1-001"]));
    let contacts = fs::read_to_string(office.path("data").join("branches/ug1/contacts.csv")).unwrap();
    let days: Vec<&str> = contacts.lines().filter(|line| line.starts_with("ug1-001,")).filter_map(|line| line.get(8..18)).collect();
    assert!(days.len() > 10);
    assert!(days.iter().all(|day| texts.iter().any(|text| text == day)), "{days:?} {texts:?}");
    for known in ["帮扶档案", "通过大学英语四级", "三、交流记录", "五、随机访问", "2013年1月11日"] {
        assert!(texts.iter().any(|text| text == known), "{known} is not in {texts:?}");
    }
}

#[test]
fn many_files_go_into_a_folder_named_by_their_pairs() {
    let office = Office::new();
    let folder = office.path("files");
    let output = office.run(&["archive", "--all", "-o", folder.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let pairs: usize = ["ug1", "ug2", "pg"]
        .iter()
        .filter_map(|branch| fs::read_to_string(office.path("data").join(format!("branches/{branch}/pairs.csv"))).ok())
        .map(|text| text.lines().count() - 1)
        .sum();
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), pairs, "{names:?}");
    assert!(names.contains(&"ug1-001.docx".to_owned()));
    let records = office.run(&["archive", "--all", "-o", office.path("data").join("people.csv").to_str().unwrap()]);
    assert_eq!(records.status.code(), Some(2));
    assert_eq!(office.run(&["archive", "--all"]).status.code(), Some(2));
    let elsewhere = office.path("elsewhere");
    let sheet = office.run(&["--format", "csv", "archive", "--all", "-o", elsewhere.to_str().unwrap()]);
    assert_eq!((sheet.status.code(), elsewhere.exists()), (Some(2), false));
}

#[test]
fn the_files_of_a_member_come_with_the_member_s_own_record() {
    let office = Office::new();
    let folder = office.path("member");
    let output = office.run(&["archive", "--person", "顾南斗", "-o", folder.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["2009210101.docx", "ug1-001.docx"]);
    let texts = texts(&fs::read(folder.join("2009210101.docx")).unwrap());
    for known in ["党员帮扶工作记录", "顾南斗", "ug1-001", "夏昆吾", "每两周至少交流一次：交流 15 次，超期 2 天，履行率 0.9884。"]
    {
        assert!(texts.iter().any(|text| text == known), "{known} is not in {texts:?}");
    }
}

#[test]
fn a_branch_report_holds_the_figures_and_what_the_branch_wrote() {
    let office = Office::new();
    let texts = texts(&office.file("month.docx", &["rollup", "2012-12", "--branch", "ug1", "--format", "docx"]));
    for known in ["帮扶活动月度报告", "本科生第一党支部", "一名帮扶人连续两月未交表", "考前每周至少见面一次", "2575"]
    {
        assert!(texts.iter().any(|text| text == known), "{known} is not in {texts:?}");
    }
    assert!(!texts.iter().any(|text| text == "本科生第二党支部" || text == "学院合计"), "{texts:?}");
    let before = office.file("before.docx", &["rollup", "2012-12", "--branch", "ug1", "--format", "docx", "--as-of", "2013-01-06"]);
    assert!(!self::texts(&before).iter().any(|text| text == "考前每周至少见面一次"), "the report was sent later");
}

#[test]
fn the_summary_of_the_season_is_a_document_too() {
    let office = Office::new();
    let first = office.file("season.docx", &["summary", "--format", "docx"]);
    let texts = texts(&first);
    for known in ["三、服务学生", "逐月", "评选", "江长庚", "本人说年后未见面"] {
        assert!(texts.iter().any(|text| text == known), "{known} is not in {texts:?}");
    }
    assert!(first == office.file("again.docx", &["summary", "--format", "docx"]), "it differs from run to run");
    let early = office.file("early.docx", &["summary", "--format", "docx", "--as-of", "2012-10-20"]);
    assert!(self::texts(&early).iter().any(|text| text == "三、服务学生"));
}

#[test]
fn hostile_text_stays_text() {
    let office = Office::new();
    let path = office.path("data").join("branches/ug1/contacts.csv");
    let contacts = fs::read_to_string(&path).unwrap();
    let hostile = contacts.replacen("交流十八大知识竞赛的准备，认识比以前具体", "</w:t><w:br/> & <script>\u{202e}=cmd ]]> 𠮷↵第二行", 1);
    assert_ne!(contacts, hostile);
    fs::write(&path, hostile).unwrap();
    let texts = texts(&office.file("form.docx", &["form", "print", "ug1-001", "2012-12"]));
    assert!(texts.contains(&"</w:t><w:br/> & <script>\\u{202e}=cmd ]]> 𠮷".to_owned()), "{texts:?}");
    assert!(texts.contains(&"第二行".to_owned()));
}

#[test]
fn a_document_has_no_other_format() {
    let office = Office::new();
    let output = office.run(&["form", "print", "2012-12", "--format", "csv"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("docx"));
}

#[test]
fn a_page_needs_nothing_else_and_keeps_hostile_text_as_text() {
    let office = Office::new();
    let path = office.path("data").join("branches/ug1/contacts.csv");
    let contacts = fs::read_to_string(&path).unwrap();
    fs::write(&path, contacts.replacen("交流十八大知识竞赛的准备", "<script>alert(1)</script>\u{202e}{{ 7 * 7 }}", 1)).unwrap();
    let page = String::from_utf8(office.file("file.html", &["archive", "ug1-001", "--format", "html"])).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;"), "{page}");
    assert!(page.contains("\\u{202e}{{ 7 * 7 }}") && !page.contains("49，认识"));
    let style = page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap();
    assert!(style.contains("font: 12pt/1.6 SimSun") && !style.contains('&') && !style.contains("{{"), "{style}");
    for foreign in ["<script", "http:", "https:", "src=", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign} is in the page");
    }
    for tag in ["main", "table", "tbody", "tr", "td", "th", "p", "h1", "h2", "div"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "<{tag}> is not closed as often as it is opened");
        assert!(opened > 0, "no <{tag}>");
    }
}

#[test]
fn a_circular_is_an_official_document_that_names_nobody_further() {
    let office = Office::new();
    let nobody = office.path("nobody.docx");
    let empty = office.run(&["duty", "notice", "--format", "docx", "-o", nobody.to_str().unwrap()]);
    assert_eq!((empty.status.code(), nobody.exists()), (Some(1), false), "a circular that criticises nobody");
    let decided = office.run(&[
        "duty",
        "decide",
        "2009210101",
        "--measure",
        "criticism",
        "--date",
        "2013-06-18",
        "--scope",
        "college",
        "--document",
        "外院党发[2013]9号",
        "--grounds",
        "缺交记录表",
    ]);
    assert!(decided.status.success(), "{}", String::from_utf8_lossy(&decided.stderr));
    let texts = texts(&office.file("circular.docx", &["duty", "notice", "--format", "docx"]));
    for known in ["顾南斗", "外院党发〔2013〕9号", "2013年6月18日", "2013年6月20日"] {
        assert!(texts.iter().any(|text| text == known), "{known} is not in {texts:?}");
    }
    assert!(!texts.iter().any(|text| text.contains("2009210101") || text.contains("缺交")), "{texts:?}");
}

#[test]
fn an_award_is_noticed_as_an_official_document_and_certified_once_final() {
    let office = Office::new();
    let settled = ["--take", "罗甘棠=所帮同学进步更大", "--pass-over", "陆瀛洲=名额所限", "--document", "外院党发[2013]8号"];
    office.fine("2013-06-14", &[&["award", "approve", "star", "--meeting", "党委会", "--date", "2013-06-14"][..], &settled].concat());
    let certificate = office.path("certificate.docx");
    let early = office.run(&["award", "certificate", "star", "-o", certificate.to_str().unwrap()]);
    assert_eq!(early.status.code(), Some(2));
    assert!(!certificate.exists() && String::from_utf8_lossy(&early.stderr).contains("尚未生效"));
    let notice = texts(&office.file("notice.docx", &["award", "notice", "star", "--from", "2013-06-20", "--format", "docx"]));
    for known in ["外院党发〔2013〕8号", "罗甘棠", "2013年6月20日"] {
        assert!(notice.iter().any(|text| text == known), "{known} is not in {notice:?}");
    }
    assert!(notice.iter().any(|text| text.starts_with("根据外院党发〔2013〕8号，")), "{notice:?}");
    let secret = |text: &String| text.contains("陆瀛洲") || text.contains("2010210106") || text.contains("名额所限");
    assert!(!notice.iter().any(secret), "{notice:?}");
    office.fine("2013-07-10", &["award", "final", "star"]);
    office.fine("2013-07-10", &["award", "certificate", "star", "-o", certificate.to_str().unwrap()]);
    let texts = texts(&fs::read(certificate).unwrap());
    assert_eq!(texts.iter().filter(|text| *text == "荣誉证书").count(), 5, "{texts:?}");
    assert!(texts.iter().any(|text| text.contains("“学生党员‘一帮一’活动")), "{texts:?}");
    assert!(texts.contains(&"罗甘棠同志：".to_owned()) && texts.contains(&"2013年7月10日".to_owned()), "{texts:?}");
    assert!(!texts.iter().any(|text| text.contains("陆瀛洲") || text.contains('—')), "{texts:?}");
    assert_eq!(office.run(&["award", "certificate", "star", "--person", "陆瀛洲"]).status.code(), Some(2));
}
