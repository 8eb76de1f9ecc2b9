"""Queues, one for each unit and class, ordered by (key, case).

Cases mostly join in order of key, so a queue is a linked list to which those are appended; one that
comes out of order (a returned case, a handover) goes into a pairing heap beside it (Fredman,
Sedgewick, Sleator and Tarjan 1986), and the first of the queue is the lesser of both heads. Without
such cases the heap costs one comparison with -1.
"""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

from numba import int64, uint64

from kiem.engine.simulation.machine import bare, part

# Columns of the table of queues.
FIRST_KEY, FIRST_CASE, LIST_HEAD, LIST_TAIL, HEAP_ROOT = 0, 1, 2, 3, 4
QUEUE_COLUMNS = 8
EMPTY_KEY = (1 << 63) - 1


@part
def precedes(key, case, other_key, other_case):
    """The order of service: by key, then by arrival of the case."""
    # Without short circuits: there is no telling which way a comparison of keys goes.
    return (key < other_key) | ((key == other_key) & (case < other_case))


@part
def join_queue(queues, q, case, key, keys, following, child):
    """Put a case into queue q; keys, following, child are by case."""
    keys[uint64(case)] = key
    following[uint64(case)] = -1
    q = uint64(q)
    tail = queues[q, LIST_TAIL]
    if queues[q, LIST_HEAD] < 0:
        queues[q, LIST_HEAD] = case
        queues[q, LIST_TAIL] = case
    elif precedes(keys[uint64(tail)], tail, key, case):
        following[uint64(tail)] = case
        queues[q, LIST_TAIL] = case
    else:
        child[case] = -1
        root = queues[q, HEAP_ROOT]
        queues[q, HEAP_ROOT] = case if root < 0 else _meld(root, case, keys, following, child)
    if precedes(key, case, queues[q, FIRST_KEY], queues[q, FIRST_CASE]):
        queues[q, FIRST_KEY] = key
        queues[q, FIRST_CASE] = case


@part
def leave_queue(queues, q, keys, following, child):
    """Take the first case of queue q; its FIRST_KEY is EMPTY_KEY when nobody is left."""
    q = uint64(q)
    case = queues[q, FIRST_CASE]
    head = queues[q, LIST_HEAD]
    root = queues[q, HEAP_ROOT]
    if case == head:
        head = following[uint64(case)]
        queues[q, LIST_HEAD] = head
    else:
        root = _without_root(root, keys, following, child)
        queues[q, HEAP_ROOT] = root
    first = head
    if root >= 0 and (head < 0 or precedes(keys[root], root, keys[head], head)):
        first = root
    queues[q, FIRST_CASE] = first
    queues[q, FIRST_KEY] = keys[uint64(first)] if first >= 0 else int64(EMPTY_KEY)
    return case


@part
def _meld(one, other, keys, sibling, child):
    """Join two heaps that have no siblings; the root of both."""
    if precedes(keys[other], other, keys[one], one):
        one, other = other, one
    sibling[other] = child[one]
    child[one] = other
    return one


@bare
def _without_root(root, keys, sibling, child):
    """Remove a heap's root: pair its children from left to right, then meld them back."""
    node = child[root]
    pairs = int64(-1)
    while node >= 0:
        partner = sibling[node]
        rest = int64(-1)
        sibling[node] = -1
        if partner >= 0:
            rest = int64(sibling[partner])
            sibling[partner] = -1
            node = _meld(int64(node), int64(partner), keys, sibling, child)
        sibling[node] = pairs
        pairs = int64(node)
        node = rest
    merged = int64(-1)
    while pairs >= 0:
        rest = int64(sibling[pairs])
        sibling[pairs] = -1
        merged = pairs if merged < 0 else _meld(merged, pairs, keys, sibling, child)
        pairs = rest
    return merged
