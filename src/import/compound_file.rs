//! Compound files (the container of xls): the workbook's stream is found by the file's own tables and its records are looked at before the
//! reader takes it whole. Not here: what the cells say.

use super::bounds::MOST_SPREAD;
use crate::i18n::Message;

/// Marks of the end of a chain and of what is no sector.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// A sheet of BIFF8 has so many rows and columns.
const ROWS: u32 = 65_536;
const COLUMNS: u16 = 256;
/// Types of records that are cells, beginning with row and column.
const CELLS: [u16; 8] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x0006, 0x00BD];
const BEGIN: u16 = 0x0809;
const DIMENSIONS: u16 = 0x0200;
/// Behind it all data of the records are encrypted.
const PASSWORD: u16 = 0x002F;

/// Looks at the records of the workbook.
///
/// # Errors
/// The file is damaged, protected by a password, of another make than BIFF8, or spreads too far.
pub fn check(bytes: &[u8]) -> Result<(), Message> {
    let stream = workbook(bytes).ok_or_else(|| Message::new("import.damaged"))?;
    check_records(&stream)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// The tables of a compound file.
struct Container<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// The sector after each sector.
    next: Vec<u32>,
}

impl<'b> Container<'b> {
    fn open(bytes: &'b [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        let sector = 1_usize << (9..=12).contains(&shift).then_some(shift)?;
        let mut tables: Vec<u32> = (0..109).filter_map(|index| u32_at(bytes, 76 + 4 * index)).filter(|id| *id < LAST_SECTOR).collect();
        let container = |next| Self { bytes, sector, next };
        let mut more = u32_at(bytes, 68)?;
        let plain = container(Vec::new());
        while let Some(list) = plain.sector_at(more) {
            let ids: Vec<u32> = list.chunks_exact(4).filter_map(|id| u32_at(id, 0)).collect();
            let (last, ids) = ids.split_last()?;
            tables.extend(ids.iter().filter(|id| **id < LAST_SECTOR));
            if tables.len() > bytes.len() / sector {
                return None;
            }
            more = *last;
        }
        let entries =
            tables.iter().filter_map(|id| plain.sector_at(*id)).flat_map(|table| table.chunks_exact(4).filter_map(|id| u32_at(id, 0)));
        Some(container(entries.collect()))
    }

    fn sector_at(&self, id: u32) -> Option<&'b [u8]> {
        let start = (id as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty() && id < LAST_SECTOR)
    }

    /// The bytes of a chain of sectors; a chain that bites its tail is none.
    fn chain(&self, first: u32) -> Option<Vec<u8>> {
        let mut stream = Vec::new();
        let mut id = first;
        while id < LAST_SECTOR {
            stream.extend_from_slice(self.sector_at(id)?);
            if stream.len() > self.bytes.len() + self.sector {
                return None;
            }
            id = *self.next.get(id as usize)?;
        }
        Some(stream)
    }
}

/// The stream of the workbook.
fn workbook(bytes: &[u8]) -> Option<Vec<u8>> {
    let container = Container::open(bytes)?;
    let directory = container.chain(u32_at(bytes, 48)?)?;
    let wanted: Vec<u8> = "Workbook\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
    let entry = entries.iter().find(|entry| entry.get(..wanted.len()).is_some_and(|name| name.eq_ignore_ascii_case(&wanted)))?;
    let (first, size) = (u32_at(entry, 116)?, u32_at(entry, 120)? as usize);
    let mut stream =
        if size < u32_at(bytes, 56)? as usize { mini(&container, entries.first()?, first)? } else { container.chain(first)? };
    stream.truncate(size);
    Some(stream)
}

/// A short stream: its sectors lie in the stream of the root.
fn mini(container: &Container<'_>, root: &[u8], first: u32) -> Option<Vec<u8>> {
    let bytes = container.chain(u32_at(root, 116)?)?;
    let table = container.chain(u32_at(container.bytes, 60)?)?;
    let sector = 1_usize << (3..=9).contains(&u16_at(container.bytes, 32)?).then_some(u16_at(container.bytes, 32)?)?;
    let mut stream = Vec::new();
    let mut id = first;
    while id < LAST_SECTOR && stream.len() <= bytes.len() {
        let start = (id as usize).checked_mul(sector)?;
        stream.extend_from_slice(bytes.get(start..start.checked_add(sector)?.min(bytes.len()))?);
        id = u32_at(&table, (id as usize).checked_mul(4)?)?;
    }
    Some(stream)
}

/// The rectangle that the cells of a sheet fill.
#[derive(Default)]
struct Rectangle {
    corners: Option<(u64, u64, u64, u64)>,
}

impl Rectangle {
    fn take(&mut self, row: u64, column: u64) {
        let (top, left, bottom, right) = self.corners.unwrap_or((row, column, row, column));
        self.corners = Some((top.min(row), left.min(column), bottom.max(row), right.max(column)));
    }

    fn cells(&self) -> u64 {
        self.corners.map_or(0, |(top, left, bottom, right)| (bottom - top + 1) * (right - left + 1))
    }
}

fn check_records(stream: &[u8]) -> Result<(), Message> {
    let damaged = || Message::new("import.damaged");
    if u16_at(stream, 0) != Some(BEGIN) || u16_at(stream, 4) != Some(0x0600) {
        return Err(Message::new("import.is-old-excel"));
    }
    let mut filled = Rectangle::default();
    let mut at = 0;
    while let (Some(kind), Some(len)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let data = stream.get(at + 4..at + 4 + usize::from(len)).ok_or_else(damaged)?;
        match kind {
            BEGIN => filled = Rectangle::default(),
            PASSWORD => return Err(Message::new("import.password")),
            DIMENSIONS => check_dimensions(data).ok_or_else(damaged)?,
            kind if CELLS.contains(&kind) => {
                let (row, column) = u16_at(data, 0).zip(u16_at(data, 2)).filter(|(_, column)| *column < COLUMNS).ok_or_else(damaged)?;
                filled.take(u64::from(row), u64::from(column));
            }
            _ => {}
        }
        if filled.cells() > MOST_SPREAD {
            return Err(Message::new("import.spreads-too-far"));
        }
        at += 4 + usize::from(len);
    }
    Ok(())
}

/// Dimensions that a sheet of BIFF8 can have.
fn check_dimensions(data: &[u8]) -> Option<()> {
    let (first, last) = (u32_at(data, 0)?, u32_at(data, 4)?);
    let (left, right) = (u16_at(data, 8)?, u16_at(data, 10)?);
    (first <= last && last <= ROWS && left <= right && right <= COLUMNS).then_some(())
}

#[cfg(test)]
mod tests {
    use super::{check, check_records};

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes(), &(data.len() as u16).to_le_bytes(), data].concat()
    }

    fn key(records: &[Vec<u8>]) -> &'static str {
        let begin = record(0x0809, &[0, 6, 5, 0]);
        check_records(&[begin, records.concat()].concat()).map_or_else(|message| message.key, |()| "")
    }

    #[test]
    fn records_beyond_a_sheet_are_seen() {
        let cell = |row: u16, column: u16| record(0x0203, &[row.to_le_bytes(), column.to_le_bytes()].concat());
        let size = |rows: u32, columns: u16| {
            record(0x0200, &[&0_u32.to_le_bytes()[..], &rows.to_le_bytes(), &[0, 0], &columns.to_le_bytes(), &[0, 0]].concat())
        };
        assert_eq!(key(&[size(65_536, 256), cell(0, 0), cell(9000, 9)]), "");
        assert_eq!(key(&[size(u32::MAX, 256)]), "import.damaged");
        assert_eq!(key(&[size(10, u16::MAX)]), "import.damaged");
        assert_eq!(key(&[cell(0, 0), cell(65_535, 255)]), "import.spreads-too-far");
        assert_eq!(key(&[cell(0, 256)]), "import.damaged");
        assert_eq!(key(&[vec![3, 2, 200, 0, 1]]), "import.damaged");
        assert_eq!(key(&[record(0x002F, &[1, 0]), size(u32::MAX, 256)]), "import.password");
        assert_eq!(check_records(&record(0x0809, &[0, 5, 5, 0])).unwrap_err().key, "import.is-old-excel");
    }

    #[test]
    fn a_container_that_bites_its_tail_is_damaged() {
        let mut bytes = vec![0; 512 * 3];
        bytes[..4].copy_from_slice(b"\xD0\xCF\x11\xE0");
        (bytes[30], bytes[32], bytes[57]) = (9, 6, 0x10);
        bytes[68..72].fill(0xFF);
        bytes[76..512].fill(0xFF);
        bytes[76..80].fill(0);
        bytes[48] = 1;
        bytes[512 + 4] = 1;
        assert_eq!(check(&bytes).unwrap_err().key, "import.damaged");
        bytes[68..72].fill(0);
        assert_eq!(check(&bytes).unwrap_err().key, "import.damaged");
    }
}
