package io.mooring.autoscaler.solver;

/// Offers by what they may be worth for their price, the best first, equal ones by number.
final class OfferQueue {

    private final int[] heap;
    private final double[] key;
    private int size;

    OfferQueue(int offers) {
        heap = new int[offers];
        key = new double[offers];
    }

    void clear() {
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int offer, double worth) {
        key[offer] = worth;
        int at = size++;
        heap[at] = offer;
        while (at > 0 && before(heap[at], heap[(at - 1) / 2])) {
            swap(at, (at - 1) / 2);
            at = (at - 1) / 2;
        }
    }

    int first() {
        return heap[0];
    }

    double key(int offer) {
        return key[offer];
    }

    void removeFirst() {
        heap[0] = heap[--size];
        sink();
    }

    void lowerFirst(double worth) {
        key[heap[0]] = worth;
        sink();
    }

    private void sink() {
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], heap[at])) {
                return;
            }
            swap(at, child);
            at = child;
        }
    }

    private boolean before(int a, int b) {
        return key[a] > key[b] || key[a] == key[b] && a < b;
    }

    private void swap(int a, int b) {
        int kept = heap[a];
        heap[a] = heap[b];
        heap[b] = kept;
    }
}
