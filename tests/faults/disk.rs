//! A disk in memory that behaves as POSIX allows at its worst: after a power cut bytes that were not synced may be lost, torn or zero,
//! and a name is only sure once its folder was synced. Any operation can be made to fail, or be the last.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bangfu::store::file_system::{Attributes, Entry, EntryKind, FileSystem, NewFile};
use bangfu::store::lock::{Guard, Locking, Mode};

/// What is on a disk: `None` for a folder, else a file's bytes.
pub type Snapshot = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// When operations fail.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    /// The first operation that fails, from 0.
    pub at: usize,
    /// The system's number of the error.
    pub errno: i32,
    /// Whether all that follow fail, too.
    pub lasting: Lasting,
}

/// How long a fault lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lasting {
    Once,
    ForEver,
}

/// A disk in memory; clones are the same disk.
#[derive(Clone, Debug)]
pub struct Disk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    nodes: Vec<Node>,
    operations: usize,
    struck: usize,
    fault: Option<Fault>,
    /// No operation from this one on happens: the process is dead.
    dead_from: Option<usize>,
    /// Whatever would change something fails so.
    refusal: Option<i32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    File { bytes: Vec<u8>, durable: Option<Vec<u8>> },
    Folder { names: BTreeMap<String, usize>, durable: BTreeMap<String, usize>, pending: Vec<NameChange> },
}

/// Names that change together in one folder.
type NameChange = Vec<(String, Option<usize>)>;

const ROOT: usize = 0;

fn folder() -> Node {
    Node::Folder { names: BTreeMap::new(), durable: BTreeMap::new(), pending: Vec::new() }
}

fn not_found() -> io::Error {
    io::ErrorKind::NotFound.into()
}

impl Disk {
    /// A disk on which all of a snapshot is safe.
    pub fn holding(snapshot: &Snapshot) -> Self {
        let mut state = State { nodes: vec![folder()], ..State::default() };
        for (path, content) in snapshot {
            let node = content.as_ref().map_or_else(folder, |bytes| Node::File { bytes: bytes.clone(), durable: Some(bytes.clone()) });
            state.nodes.push(node);
            let id = state.nodes.len() - 1;
            state.change(path.parent().unwrap(), vec![(name(path), Some(id))]).unwrap();
        }
        for node in &mut state.nodes {
            if let Node::Folder { names, durable, pending } = node {
                durable.clone_from(names);
                pending.clear();
            }
        }
        Self(Arc::new(Mutex::new(state)))
    }

    /// Another disk with the same on it, synced and not.
    pub fn copy(other: &Self) -> Self {
        let state = State { nodes: other.state().nodes.clone(), ..State::default() };
        Self(Arc::new(Mutex::new(state)))
    }

    /// Whether both have the same on them, synced and not.
    pub fn is_like(&self, other: &Self) -> bool {
        let theirs = other.state().nodes.clone();
        self.state().nodes == theirs
    }

    /// Lets whatever would change something fail.
    pub fn refuse_writing(&self, errno: Option<i32>) {
        self.state().refusal = errno;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets operations fail from now on, counting anew.
    pub fn fail(&self, fault: Option<Fault>) {
        let mut state = self.state();
        (state.fault, state.operations, state.struck) = (fault, 0, 0);
    }

    /// Lets the process die before an operation, counting anew.
    pub fn die_before(&self, operation: Option<usize>) {
        let mut state = self.state();
        (state.dead_from, state.operations) = (operation, 0);
    }

    /// How many operations there were, and how many of them were made to fail.
    pub fn count(&self) -> (usize, usize) {
        let state = self.state();
        (state.operations, state.struck)
    }

    /// What a process sees now.
    pub fn now(&self) -> Snapshot {
        let state = self.state();
        let mut seen = Snapshot::new();
        state.walk(ROOT, Path::new("/"), &mut |path, node| {
            let bytes = if let Node::File { bytes, .. } = node { Some(bytes.clone()) } else { None };
            seen.insert(path, bytes);
        });
        seen
    }

    /// Every state that a power cut now can leave.
    pub fn after_power_cut(&self) -> BTreeSet<Snapshot> {
        let state = self.state();
        let mut states = BTreeSet::new();
        states.insert(Snapshot::new());
        state.cut_folder(ROOT, Path::new("/"), states)
    }

    /// An operation that changes something.
    fn alter<T>(&self, act: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        self.operate(|state| match state.refusal {
            Some(errno) => Err(io::Error::from_raw_os_error(errno)),
            None => act(state),
        })
    }

    fn operate<T>(&self, act: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.state();
        state.strike()?;
        act(&mut state)
    }
}

impl State {
    /// Counts an operation, and lets it fail if its turn has come.
    fn strike(&mut self) -> io::Result<()> {
        let operation = self.operations;
        self.operations += 1;
        if self.dead_from.is_some_and(|from| operation >= from) {
            return Err(io::Error::other("dead"));
        }
        match self.fault {
            Some(fault) if operation == fault.at || (operation > fault.at && fault.lasting == Lasting::ForEver) => {
                self.struck += 1;
                Err(io::Error::from_raw_os_error(fault.errno))
            }
            _ => Ok(()),
        }
    }

    fn find(&self, path: &Path) -> io::Result<usize> {
        let mut at = ROOT;
        for part in path.iter().skip(1) {
            match &self.nodes[at] {
                Node::Folder { names, .. } => at = *names.get(part.to_str().unwrap()).ok_or_else(not_found)?,
                Node::File { .. } => return Err(io::ErrorKind::NotADirectory.into()),
            }
        }
        Ok(at)
    }

    fn change(&mut self, folder: &Path, change: NameChange) -> io::Result<()> {
        let at = self.find(folder)?;
        let Node::Folder { names, pending, .. } = &mut self.nodes[at] else { return Err(io::ErrorKind::NotADirectory.into()) };
        apply(names, &change);
        pending.push(change);
        Ok(())
    }

    fn walk(&self, at: usize, path: &Path, visit: &mut impl FnMut(PathBuf, &Node)) {
        let Node::Folder { names, .. } = &self.nodes[at] else { return };
        for (name, id) in names {
            visit(path.join(name), &self.nodes[*id]);
            self.walk(*id, &path.join(name), visit);
        }
    }

    /// Adds to each state what may be left of a folder: any of the changes of names since it was synced may be lost.
    fn cut_folder(&self, at: usize, path: &Path, states: BTreeSet<Snapshot>) -> BTreeSet<Snapshot> {
        let Node::Folder { durable, pending, .. } = &self.nodes[at] else { return states };
        let mut versions = BTreeSet::new();
        for kept in 0..1_u32 << pending.len() {
            let mut names = durable.clone();
            pending.iter().enumerate().filter(|(index, _)| kept >> index & 1 == 1).for_each(|(_, change)| apply(&mut names, change));
            versions.insert(names);
        }
        let mut all = BTreeSet::new();
        for names in versions {
            let mut states = states.clone();
            for (name, id) in &names {
                states = self.cut_node(*id, &path.join(name), states);
            }
            all.extend(states);
        }
        all
    }

    fn cut_node(&self, id: usize, path: &Path, states: BTreeSet<Snapshot>) -> BTreeSet<Snapshot> {
        let with = |states: BTreeSet<Snapshot>, content: &Option<Vec<u8>>| {
            let add = |mut state: Snapshot| {
                state.insert(path.to_path_buf(), content.clone());
                state
            };
            states.into_iter().map(add).collect::<BTreeSet<_>>()
        };
        match &self.nodes[id] {
            Node::Folder { .. } => self.cut_folder(id, path, with(states, &None)),
            Node::File { bytes, durable } => {
                let contents = if durable.as_ref() == Some(bytes) { vec![bytes.clone()] } else { unsynced(bytes, durable.as_deref()) };
                contents.into_iter().flat_map(|content| with(states.clone(), &Some(content))).collect()
            }
        }
    }
}

/// What may be left of bytes that were not synced.
fn unsynced(bytes: &[u8], durable: Option<&[u8]>) -> Vec<Vec<u8>> {
    let half = bytes.len() / 2;
    let torn = [&bytes[..half], &vec![0; bytes.len() - half]].concat();
    vec![durable.unwrap_or_default().to_vec(), bytes[..half].to_vec(), torn, vec![0; bytes.len()], bytes.to_vec()]
}

fn apply(names: &mut BTreeMap<String, usize>, change: &NameChange) {
    for (name, id) in change {
        match id {
            Some(id) => drop(names.insert(name.clone(), *id)),
            None => drop(names.remove(name)),
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

impl FileSystem for Disk {
    fn look(&self, path: &Path) -> io::Result<Option<Entry>> {
        self.operate(|state| match state.find(path) {
            Ok(id) => {
                let (kind, len) = match &state.nodes[id] {
                    Node::File { bytes, .. } => (EntryKind::File, bytes.len() as u64),
                    Node::Folder { .. } => (EntryKind::Folder, 0),
                };
                Ok(Some(Entry { kind, len, attributes: Attributes::default() }))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn real_path(&self, path: &Path) -> io::Result<PathBuf> {
        self.operate(|state| state.find(path).map(|_| path.to_path_buf()))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read + Send>> {
        let bytes = self.operate(|state| match &state.nodes[state.find(path)?] {
            Node::File { bytes, .. } => Ok(bytes.clone()),
            Node::Folder { .. } => Err(io::ErrorKind::IsADirectory.into()),
        })?;
        Ok(Box::new(Reading { disk: self.clone(), bytes: Cursor::new(bytes) }))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        self.operate(|state| match &state.nodes[state.find(folder)?] {
            Node::Folder { names, .. } => Ok(names.keys().map(OsString::from).collect()),
            Node::File { .. } => Err(io::ErrorKind::NotADirectory.into()),
        })
    }

    fn create(&self, path: &Path, _attributes: Attributes) -> io::Result<Box<dyn NewFile>> {
        let id = self.alter(|state| {
            if state.find(path).is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            state.nodes.push(Node::File { bytes: Vec::new(), durable: None });
            let id = state.nodes.len() - 1;
            state.change(path.parent().unwrap(), vec![(name(path), Some(id))]).map(|()| id)
        })?;
        Ok(Box::new(Writing { disk: self.clone(), id }))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.alter(|state| {
            let id = state.find(from)?;
            if from.parent() == to.parent() {
                return state.change(to.parent().unwrap(), vec![(name(from), None), (name(to), Some(id))]);
            }
            state.change(to.parent().unwrap(), vec![(name(to), Some(id))])?;
            state.change(from.parent().unwrap(), vec![(name(from), None)])
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.alter(|state| {
            state.find(path)?;
            state.change(path.parent().unwrap(), vec![(name(path), None)])
        })
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.alter(|state| {
            if state.find(path).is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            state.nodes.push(folder());
            let id = state.nodes.len() - 1;
            state.change(path.parent().unwrap(), vec![(name(path), Some(id))])
        })
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.operate(|state| {
            let at = state.find(folder)?;
            let Node::Folder { names, durable, pending } = &mut state.nodes[at] else { return Err(io::ErrorKind::NotADirectory.into()) };
            durable.clone_from(names);
            pending.clear();
            Ok(())
        })
    }

    fn lock(&self, path: &Path, _mode: Mode, _wait: Duration) -> io::Result<Locking> {
        const NO_SPACE: i32 = 28;
        self.operate(|state| match state.find(path.parent().unwrap()) {
            // On a full disk the lock of old times is there; on a read-only one there never was any.
            Ok(_) if state.refusal.is_some_and(|errno| errno != NO_SPACE) => {
                Ok(Locking::Unavailable(io::ErrorKind::ReadOnlyFilesystem.into()))
            }
            Ok(_) => Ok(Locking::Had(Guard::new(()))),
            Err(error) => Ok(Locking::Unavailable(error)),
        })
    }
}

struct Reading {
    disk: Disk,
    bytes: Cursor<Vec<u8>>,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.disk.state().strike()?;
        self.bytes.read(buffer)
    }
}

struct Writing {
    disk: Disk,
    id: usize,
}

impl Writing {
    fn put(&self, new: &[u8]) {
        if let Node::File { bytes, .. } = &mut self.disk.state().nodes[self.id] {
            bytes.extend_from_slice(new);
        }
    }
}

impl NewFile for Writing {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        let struck = self.disk.state().strike();
        // A write that fails may have written a part.
        self.put(if struck.is_ok() { bytes } else { &bytes[..bytes.len() / 3] });
        struck
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.disk.state();
        state.strike()?;
        if let Node::File { bytes, durable } = &mut state.nodes[self.id] {
            *durable = Some(bytes.clone());
        }
        Ok(())
    }
}
