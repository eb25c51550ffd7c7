//! The cheapest way from one node to another over steps that cost nothing below 0, searched from both ends at once: where every step
//! has to be worked out first, few of them are asked for.
//!
//! E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1 (1959) 269-271; from both ends: I. Pohl,
//! "Bi-directional search", Machine Intelligence 6 (1971) 127-140. Not here: what a step is.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A row, a column, or all that is outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Node {
    Row(usize),
    Column(usize),
    Outside,
}

/// Steps between nodes, each with its cost, in an order that does not change.
pub(super) trait Steps {
    /// Numbers of rows and columns.
    fn size(&self) -> (usize, usize);
    /// Every step that begins at a node: where it ends.
    fn steps_from(&self, node: Node, each: impl FnMut(Node, i128));
    /// Every step that ends at a node: where it begins.
    fn steps_to(&self, node: Node, each: impl FnMut(Node, i128));
}

/// A way.
pub(super) struct Way {
    pub(super) length: i128,
    /// All nodes from the first to the last.
    pub(super) nodes: Vec<Node>,
}

/// The cheapest way; of several as cheap always the same. None where no way leads there.
pub(super) fn cheapest_way(steps: &impl Steps, from: Node, to: Node) -> Option<Way> {
    let mut search = Search::new(steps.size(), from, to);
    while let Some((end, node, length)) = search.next() {
        match end {
            FROM => steps.steps_from(node, |next, cost| search.reach(FROM, node, next, length + cost)),
            _ => steps.steps_to(node, |next, cost| search.reach(TO, node, next, length + cost)),
        }
    }
    search.way()
}

/// The two ends that a search grows from, as positions.
const FROM: usize = 0;
const TO: usize = 1;

/// What is known of the ways from, or to, one end.
struct Half {
    end: Node,
    /// The cheapest known to or from each node.
    length: Vec<i128>,
    /// The node before each on that way, counted from the end.
    before: Vec<Node>,
    heap: BinaryHeap<Reverse<(i128, Node)>>,
    /// So many nodes were left for others.
    opened: usize,
}

struct Search {
    rows: usize,
    columns: usize,
    halves: [Half; 2],
    /// The length of the cheapest whole way so far, and the node on it that both ends know.
    best: i128,
    meeting: Option<Node>,
}

impl Search {
    fn new((rows, columns): (usize, usize), from: Node, to: Node) -> Self {
        let half = |end: Node| Half {
            end,
            length: vec![i128::MAX; rows + columns + 1],
            before: vec![end; rows + columns + 1],
            heap: BinaryHeap::from([Reverse((0, end))]),
            opened: 0,
        };
        let mut search = Self { rows, columns, halves: [half(from), half(to)], best: i128::MAX, meeting: None };
        for end in [FROM, TO] {
            let place = search.place(search.halves[end].end);
            search.halves[end].length[place] = 0;
        }
        search
    }

    fn place(&self, node: Node) -> usize {
        match node {
            Node::Row(row) => row,
            Node::Column(column) => self.rows + column,
            Node::Outside => self.rows + self.columns,
        }
    }

    /// Notes a way over a node to or from the next; one that cannot become the cheapest is passed over.
    fn reach(&mut self, end: usize, node: Node, next: Node, length: i128) {
        let place = self.place(next);
        if length >= self.halves[end].length[place] || length >= self.best {
            return;
        }
        let half = &mut self.halves[end];
        (half.length[place], half.before[place]) = (length, node);
        half.heap.push(Reverse((length, next)));
        let whole = length.saturating_add(self.halves[1 - end].length[place]);
        if whole < self.best {
            (self.best, self.meeting) = (whole, Some(next));
        }
    }

    /// The next node to leave, at the end that has left fewer; none once nothing cheaper can be found.
    fn next(&mut self) -> Option<(usize, Node, i128)> {
        let nearest = [self.nearest(FROM)?, self.nearest(TO)?];
        if nearest[FROM].saturating_add(nearest[TO]) >= self.best {
            return None;
        }
        let end = if self.halves[FROM].opened <= self.halves[TO].opened { FROM } else { TO };
        let half = &mut self.halves[end];
        let Reverse((length, node)) = half.heap.pop()?;
        half.opened += 1;
        Some((end, node, length))
    }

    /// How far the nearest node that was not left is from an end.
    fn nearest(&mut self, end: usize) -> Option<i128> {
        while let Some(&Reverse((length, node))) = self.halves[end].heap.peek() {
            if length == self.halves[end].length[self.place(node)] {
                return Some(length);
            }
            self.halves[end].heap.pop();
        }
        None
    }

    fn way(&self) -> Option<Way> {
        let meeting = self.meeting?;
        let mut nodes = self.chain(FROM, meeting);
        nodes.reverse();
        nodes.extend(self.chain(TO, meeting).into_iter().skip(1));
        Some(Way { length: self.best, nodes })
    }

    /// The nodes from one to an end.
    fn chain(&self, end: usize, mut node: Node) -> Vec<Node> {
        let half = &self.halves[end];
        let mut nodes = vec![node];
        while node != half.end {
            node = half.before[self.place(node)];
            nodes.push(node);
        }
        nodes
    }
}
