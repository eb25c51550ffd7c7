//! What a question needs of the data directory, so that no more is read.

use super::table_reader::Depth;

/// A set of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Tables(u32);

impl Tables {
    /// No table but the scheme, the roster and the pairs, which every question needs.
    pub const NONE: Self = Self(0);
    /// contacts.csv.
    pub const CONTACTS: Self = Self(1);
    /// forms.csv.
    pub const FORMS: Self = Self(1 << 1);
    /// goals.csv.
    pub const GOALS: Self = Self(1 << 2);
    /// nominations.csv.
    pub const NOMINATIONS: Self = Self(1 << 3);
    /// reports.csv.
    pub const REPORTS: Self = Self(1 << 4);
    /// choices.csv.
    pub const CHOICES: Self = Self(1 << 5);
    /// inspections.csv.
    pub const INSPECTIONS: Self = Self(1 << 6);
    /// draws.csv.
    pub const DRAWS: Self = Self(1 << 7);
    /// visits.csv.
    pub const VISITS: Self = Self(1 << 8);
    /// meetings.csv.
    pub const MEETINGS: Self = Self(1 << 9);
    /// outcomes.csv.
    pub const OUTCOMES: Self = Self(1 << 10);
    /// apart.csv.
    pub const APART: Self = Self(1 << 11);
    /// duty.csv.
    pub const DUTY: Self = Self(1 << 12);
    /// cases.csv.
    pub const CASES: Self = Self(1 << 13);
    /// assessments.csv.
    pub const ASSESSMENTS: Self = Self(1 << 14);
    /// The decisions on awards.
    pub const DECISIONS: Self = Self(1 << 15);
    /// No table, but what else lies in a branch's folder: it is named.
    pub const UNKNOWN_FILES: Self = Self(1 << 16);
    /// Every table.
    pub const ALL: Self = Self((1 << 16) - 1);

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a table is in the set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// How closely the tables are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Care {
    /// The columns that the rules of R4 need; of the contact log nothing else is looked at.
    Dates,
    /// The columns that the monthly figures need; of the contact log and the forms nothing else is looked at.
    Counts,
    /// Every byte is checked; of the roster what figures need is kept.
    Figures,
    /// Every byte is checked, texts are not kept.
    Everything,
    /// Every byte is checked and all texts are kept.
    Texts,
}

/// What a question needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Which tables.
    pub tables: Tables,
    /// How closely.
    pub care: Care,
}

impl Needs {
    /// The two-week rule.
    pub const CHECK: Self = Self { tables: Tables::CONTACTS.and(Tables::OUTCOMES), care: Care::Dates };
    /// The two-week rule for somebody who is told by name.
    pub const CHECK_BY_NAME: Self = Self { care: Care::Figures, ..Self::CHECK };
    /// The monthly figures.
    pub const ROLLUP: Self = Self {
        tables: Tables::CONTACTS
            .and(Tables::FORMS)
            .and(Tables::GOALS)
            .and(Tables::REPORTS)
            .and(Tables::INSPECTIONS)
            .and(Tables::VISITS)
            .and(Tables::OUTCOMES),
        care: Care::Counts,
    };
    /// The awards.
    pub const AWARD: Self = Self { tables: Self::ROLLUP.tables.and(Tables::NOMINATIONS).and(Tables::DECISIONS), care: Care::Figures };
    /// Proposals for pairs.
    pub const PAIRING: Self = Self { tables: Tables::CHOICES.and(Tables::APART).and(Tables::OUTCOMES), care: Care::Texts };
    /// Every problem in the records.
    pub const VALIDATE: Self = Self { tables: Tables::ALL, care: Care::Everything };
    /// The same, and the files that the format does not know.
    pub const SURVEY: Self = Self { tables: Tables::ALL.and(Tables::UNKNOWN_FILES), ..Self::VALIDATE };
    /// Everything with its texts.
    pub const ALL: Self = Self { tables: Tables::ALL, care: Care::Texts };

    /// Tables with their texts.
    #[must_use]
    pub const fn texts(tables: Tables) -> Self {
        Self { tables, care: Care::Texts }
    }

    /// Whether all texts of a table are kept.
    #[must_use]
    pub fn keeps_texts(self) -> bool {
        self.care == Care::Texts
    }

    /// The depth of a table of which the figures need these columns.
    #[must_use]
    pub fn depth<'a>(self, columns: &'a [usize]) -> Depth<'a> {
        match self.care {
            Care::Dates | Care::Counts => Depth::Columns(columns),
            Care::Figures | Care::Everything | Care::Texts => Depth::Everything,
        }
    }
}
