//! A generated file: its rows, and the manner in which they are written down. The format allows
//! other orders of rows and columns, Chinese headers and words, a BOM and CRLF.

use crate::chance::Chance;
use crate::reader::{HEADERS, WORDS};
use std::path::Path;

/// The manner in which a directory is written.
pub struct Style {
    shuffled: bool,
    chinese_headers: bool,
    chinese_words: bool,
    other_columns: bool,
    bom: bool,
    crlf: bool,
    without_n: bool,
}

impl Style {
    /// Canonical in half of the cases, else a random mixture.
    pub fn random(chance: &mut Chance) -> Style {
        let share = if chance.percent(50) { 0 } else { 40 };
        Style {
            shuffled: chance.percent(share),
            chinese_headers: chance.percent(share),
            chinese_words: chance.percent(share),
            other_columns: chance.percent(share),
            bom: chance.percent(share),
            crlf: chance.percent(share),
            without_n: chance.percent(share),
        }
    }
}

/// The rows of one file.
pub struct Sheet {
    file: &'static str,
    /// How many of the first columns are the key.
    keys: usize,
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// A file without rows.
    pub fn new(file: &'static str, keys: usize, columns: &[&'static str]) -> Sheet {
        Sheet { file, keys, columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row, unless one with its key is there.
    pub fn add(&mut self, row: Vec<String>) {
        assert_eq!(row.len(), self.columns.len(), "a cell for each column of {}", self.file);
        if !self.rows.iter().any(|other| other[..self.keys] == row[..self.keys]) {
            self.rows.push(row);
        }
    }

    /// Writes it into the folder, making the folder.
    pub fn write(mut self, chance: &mut Chance, style: &Style, folder: &Path) {
        if self.rows.is_empty() && chance.percent(50) {
            return;
        }
        self.order_rows(chance, style);
        self.drop_columns(chance, style);
        let mut places: Vec<usize> = (0..self.columns.len()).collect();
        if style.other_columns {
            chance.shuffle(&mut places);
        }
        let end = if style.crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().terminator(end).from_writer(Vec::new());
        writer.write_record(places.iter().map(|place| self.header(style, *place))).unwrap();
        for row in &self.rows {
            writer.write_record(places.iter().map(|place| self.cell(style, row, *place))).unwrap();
        }
        let mut bytes = if style.bom { b"\xEF\xBB\xBF".to_vec() } else { Vec::new() };
        bytes.extend(writer.into_inner().unwrap());
        std::fs::create_dir_all(folder).unwrap();
        std::fs::write(folder.join(self.file), bytes).unwrap();
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|name| *name == column)
    }

    fn order_rows(&mut self, chance: &mut Chance, style: &Style) {
        if style.shuffled && !(style.without_n && self.file == "forms.csv") {
            chance.shuffle(&mut self.rows);
            return;
        }
        let n = self.place("n");
        let keys = self.keys;
        self.rows.sort_by_key(|row| {
            let mut key = row[..keys].to_vec();
            if let Some(n) = n {
                key[n] = format!("{:0>9}", key[n]);
            }
            key
        });
    }

    /// Leaves out columns that nobody filled, and the numbers where they may be left out.
    fn drop_columns(&mut self, chance: &mut Chance, style: &Style) {
        for place in (0..self.columns.len()).rev() {
            let empty = !self.rows.is_empty() && self.rows.iter().all(|row| row[place].is_empty());
            let number = style.without_n && self.columns[place] == "n";
            if number || empty && chance.percent(50) {
                self.columns.remove(place);
                for row in &mut self.rows {
                    row.remove(place);
                }
            }
        }
    }

    fn header(&self, style: &Style, place: usize) -> String {
        let column = self.columns[place];
        let (_, known) = HEADERS.iter().find(|(file, _)| *file == self.file).unwrap();
        let chinese = known.iter().find(|(english, _)| *english == column);
        match chinese {
            Some((_, chinese)) if style.chinese_headers => (*chinese).to_owned(),
            _ => column.to_owned(),
        }
    }

    fn cell(&self, style: &Style, row: &[String], place: usize) -> String {
        let text = &row[place];
        let kind = self.place("kind").map(|kind| row[kind].as_str());
        let is_word = match self.columns[place] {
            "stage" | "basis" | "review" | "kind" | "serious" => true,
            "what" => kind == Some("stage"),
            _ => false,
        };
        let chinese = WORDS.iter().find(|(english, _)| english == text);
        match chinese {
            Some((_, chinese)) if style.chinese_words && is_word => (*chinese).to_owned(),
            _ => text.clone(),
        }
    }
}
