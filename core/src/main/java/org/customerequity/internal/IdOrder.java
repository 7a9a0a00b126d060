package org.customerequity.internal;

import java.util.Arrays;

/**
 * Sorts customers by identifier without comparing most of them: what two identifiers of one length can differ in, after
 * the prefix that all of that length share and in the few characters that occur there, is packed into a {@code long} and
 * sorted by radix. Runs that a {@code long} cannot tell apart are sorted again by what follows.
 */
public final class IdOrder {
    private static final int SMALL = 24;

    private final Source log;
    private final int[] customers;

    /** Where identifiers are as bytes; a customer is what the source numbers it by. */
    public interface Source {
        /** The array that holds a customer's identifier. */
        byte[] chunk(int customer);

        /** Where in {@link #chunk} it begins. */
        int idOffset(int customer);

        int idLength(int customer);
    }

    private IdOrder(Source log, int[] customers) {
        this.log = log;
        this.customers = customers;
    }

    /** Puts the customers into the order of {@link IdBytes#compare}; their identifiers are distinct. */
    public static void sort(Source log, int[] customers) {
        new IdOrder(log, customers).sort(0, customers.length);
    }

    private void sort(int from, int to) {
        if (to - from <= SMALL) {
            sortSmall(from, to);
            return;
        }
        int longest = 0;
        for (int i = from; i < to; i++) {
            longest = Math.max(longest, log.idLength(customers[i]));
        }
        int[] rank = new int[longest + 1];
        int[] shared = sharedPrefixes(from, to, longest);
        int lengths = 0;
        for (int length = 0; length <= longest; length++) {
            if (shared[length] >= 0) {
                rank[length] = lengths++;
            }
        }
        int[] code = new int[256];
        int longestTail = 0;
        for (int i = from; i < to; i++) {
            int length = log.idLength(customers[i]);
            byte[] chunk = log.chunk(customers[i]);
            int start = log.idOffset(customers[i]);
            longestTail = Math.max(longestTail, length - shared[length]);
            for (int j = start + shared[length]; j < start + length; j++) {
                code[chunk[j] & 0xFF] = 1;
            }
        }
        int symbols = 0;
        for (int b = 0; b < 256; b++) {
            symbols += code[b];
            code[b] = symbols - 1;
        }
        int bits = bits(symbols);
        int width = Math.min(longestTail, (63 - bits(lengths)) / Math.max(1, bits));
        long[] keys = new long[to - from];
        for (int i = from; i < to; i++) {
            int length = log.idLength(customers[i]);
            byte[] chunk = log.chunk(customers[i]);
            int start = log.idOffset(customers[i]);
            int tail = start + shared[length];
            int end = Math.min(start + length, tail + width);
            long key = rank[length];
            for (int j = tail; j < end; j++) {
                key = key << bits | code[chunk[j] & 0xFF];
            }
            keys[i - from] = key << (long) bits * (width - (end - tail));
        }
        sortByKey(keys, from, to, bits(lengths) + bits * width);
        if (width < longestTail) {
            for (int i = from; i < to; ) {
                int next = i + 1;
                while (next < to && keys[next - from] == keys[i - from]) {
                    next++;
                }
                sort(i, next);
                i = next;
            }
        }
    }

    /** For each length that occurs, how many first bytes all identifiers of that length share; -1 for the others. */
    private int[] sharedPrefixes(int from, int to, int longest) {
        int[] shared = new int[longest + 1];
        int[] sample = new int[longest + 1];
        Arrays.fill(shared, -1);
        for (int i = from; i < to; i++) {
            int customer = customers[i];
            int length = log.idLength(customer);
            if (shared[length] < 0) {
                shared[length] = length;
                sample[length] = customer;
            } else if (shared[length] > 0) {
                int a = log.idOffset(customer);
                int b = log.idOffset(sample[length]);
                int different = Arrays.mismatch(
                        log.chunk(customer), a, a + shared[length], log.chunk(sample[length]), b, b + shared[length]);
                if (different >= 0) {
                    shared[length] = different;
                }
            }
        }
        return shared;
    }

    private void sortByKey(long[] keys, int from, int to, int keyBits) {
        int n = to - from;
        int digit = n < 1 << 16 ? 8 : 11;
        int[] counts = new int[1 << digit];
        long[] keysA = keys;
        long[] keysB = new long[n];
        int[] valuesA = Arrays.copyOfRange(customers, from, to);
        int[] valuesB = new int[n];
        for (int shift = 0; shift < keyBits; shift += digit) {
            Arrays.fill(counts, 0);
            for (long key : keysA) {
                counts[(int) (key >>> shift) & counts.length - 1]++;
            }
            int sum = 0;
            for (int i = 0; i < counts.length; i++) {
                int count = counts[i];
                counts[i] = sum;
                sum += count;
            }
            for (int i = 0; i < n; i++) {
                int at = counts[(int) (keysA[i] >>> shift) & counts.length - 1]++;
                keysB[at] = keysA[i];
                valuesB[at] = valuesA[i];
            }
            long[] keysC = keysA;
            keysA = keysB;
            keysB = keysC;
            int[] valuesC = valuesA;
            valuesA = valuesB;
            valuesB = valuesC;
        }
        System.arraycopy(valuesA, 0, customers, from, n);
        if (keysA != keys) {
            System.arraycopy(keysA, 0, keys, 0, n);
        }
    }

    private void sortSmall(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int customer = customers[i];
            int j = i;
            while (j > from && compare(customers[j - 1], customer) > 0) {
                customers[j] = customers[j - 1];
                j--;
            }
            customers[j] = customer;
        }
    }

    private int compare(int a, int b) {
        return IdBytes.compare(
                log.chunk(a), log.idOffset(a), log.idLength(a), log.chunk(b), log.idOffset(b), log.idLength(b));
    }

    /** Bits that tell {@code n} values apart. */
    private static int bits(int n) {
        return n <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(n - 1);
    }
}
