"""The event list: one pending event per person in a winner tree, and a heap of cases outside.

An event is one int64, `ticks << bits | number`, so that comparing events is comparing integers and
simultaneous ones come in order of number. In the tree, number is the person's row in the component;
setting a person's next event costs one walk from leaf to root, without a branch that could be
mispredicted.
"""

# numba infers the types of kernels from what they are called with.
# mypy: allow-untyped-defs, no-check-untyped-defs, allow-any-generics

from numba import int64, uint64

from kiem.engine.simulation.machine import part

PERSON_BITS = 20
PERSON_MASK = (1 << PERSON_BITS) - 1
CASE_BITS = 24
CASE_MASK = (1 << CASE_BITS) - 1
NO_EVENT = (1 << 63) - 1


@part
def set_event(tree, leaves, row, event):
    """Replace the pending event of a person; tree[1] is the earliest of all."""
    node = uint64(row) + uint64(leaves)
    tree[node] = event
    while node > uint64(1):
        rival = tree[node ^ uint64(1)]
        event = event if event < rival else rival
        node >>= uint64(1)
        tree[node] = event


@part
def person_event(ticks, row):
    """The event of a person at a time."""
    return (ticks << int64(PERSON_BITS)) | row


@part
def push_outside(heap, size, entry):
    """Add an entry to the binary heap heap[:size]."""
    node = size
    while node > 0:
        parent = (node - 1) >> 1
        if heap[parent] <= entry:
            break
        heap[node] = heap[parent]
        node = parent
    heap[node] = entry


@part
def pop_outside(heap, size):
    """Take the least entry out of heap[:size]."""
    least = heap[0]
    last = heap[size - 1]
    node = 0
    while True:
        child = 2 * node + 1
        if child >= size - 1:
            break
        if child + 1 < size - 1 and heap[child + 1] < heap[child]:
            child += 1
        if heap[child] >= last:
            break
        heap[node] = heap[child]
        node = child
    heap[node] = last
    return least
