package org.customerequity.history;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.customerequity.internal.IdBytes;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Customer identifiers, apart from the numbers: opaque text, unique, in the order of the rows they belong to.
 *
 * <p>Held as bytes, not as strings: about a byte a character and one more, so that ten million identifiers of nine
 * characters take 100 MB. {@link #indexOf} makes an index of 6 to 12 bytes a row when it is first called.
 */
public final class CustomerIds implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int BLOCK_BITS = 4;
    private static final int BLOCK_MASK = (1 << BLOCK_BITS) - 1;

    /** Lengths from here on take two more bytes. */
    private static final int LONG = 255;

    private final int size;

    /** Each identifier a length and its bytes; a block of 16 never crosses from one chunk to the next. */
    private final byte[][] chunks;

    /** Where each block begins: chunk, then offset in the low 32 bits. */
    private final long[] blocks;

    /** Open addressing, linear probing: row + 1, 0 where free. Made at first use; a race makes it twice, the same. */
    private transient volatile int @Nullable [] index;

    private CustomerIds(int size, byte[][] chunks, long[] blocks) {
        this.size = size;
        this.chunks = chunks;
        this.blocks = blocks;
    }

    /**
     * One identifier a row.
     *
     * @throws IllegalArgumentException if one occurs twice, or takes more than 65535 bytes
     */
    public static CustomerIds of(List<String> ids) {
        Builder builder = new Builder(ids.size());
        byte[] buffer = new byte[96];
        for (String id : ids) {
            Objects.requireNonNull(id, "ids");
            buffer = IdBytes.bufferFor(id, buffer);
            int length = IdBytes.encode(id, buffer);
            if (length > IdBytes.MAX_LENGTH) {
                throw Require.bad("ids", "must have at most 65535 bytes each", id.substring(0, 40) + "…", length);
            }
            builder.add(buffer, 0, length);
        }
        CustomerIds made = builder.build();
        made.index = made.makeIndex();
        return made;
    }

    /** How many there are. */
    public int size() {
        return size;
    }

    /** The identifier of row {@code i}, from 0. */
    public String get(int i) {
        long at = locate(Objects.checkIndex(i, size));
        byte[] chunk = chunks[(int) (at >>> 32)];
        int offset = (int) at;
        int length = lengthAt(chunk, offset);
        return IdBytes.decode(chunk, offset + prefix(length), length);
    }

    /** Whether {@code id} is one of them. */
    public boolean contains(String id) {
        return find(id) >= 0;
    }

    /**
     * The row of {@code id}.
     *
     * @throws IllegalArgumentException if there is no such customer; see {@link #contains}
     */
    public int indexOf(String id) {
        int row = find(id);
        if (row < 0) {
            throw Require.bad(
                    "id", "must be a customer of these histories", "see CustomerIds.contains", '"' + id + '"');
        }
        return row;
    }

    /** All of them, in order, not modifiable: a view that makes each string when it is asked for. */
    public List<String> asList() {
        return new View();
    }

    /** The identifiers of some rows, each at most once. */
    CustomerIds select(int[] rows) {
        Builder builder = new Builder(rows.length);
        for (int row : rows) {
            builder.add(this, row);
        }
        CustomerIds made = builder.build();
        made.index = made.makeIndex();
        return made;
    }

    /** The row here of each of {@code wanted}, in its order; -1 for who is none of these. No strings are made. */
    public int[] rowsOf(CustomerIds wanted) {
        int[] out = new int[Objects.requireNonNull(wanted, "wanted").size];
        int[] slots = index();
        long at = 0;
        int next = 0;
        for (int row = 0; row < out.length; row++) {
            at = (row & BLOCK_MASK) == 0 ? wanted.blocks[row >>> BLOCK_BITS] : at;
            byte[] chunk = wanted.chunks[(int) (at >>> 32)];
            int length = lengthAt(chunk, (int) at);
            int from = (int) at + prefix(length);
            // lists that grew from one another are in one order: look behind the last one found first
            boolean follows = next < size && isAt(next, chunk, from, length);
            out[row] = follows ? next : find(slots, chunk, from, length);
            next = out[row] < 0 ? next : out[row] + 1;
            at += prefix(length) + length;
        }
        return out;
    }

    private int find(String id) {
        byte[] bytes = IdBytes.bufferFor(Objects.requireNonNull(id, "id"), new byte[96]);
        return find(index(), bytes, 0, IdBytes.encode(id, bytes));
    }

    private int find(int[] slots, byte[] bytes, int from, int length) {
        int mask = slots.length - 1;
        for (int slot = IdBytes.hash(bytes, from, length) & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            int row = slots[slot] - 1;
            if (isAt(row, bytes, from, length)) {
                return row;
            }
        }
        return -1;
    }

    private int[] index() {
        int[] slots = index;
        if (slots == null) {
            slots = makeIndex();
            index = slots;
        }
        return slots;
    }

    private int[] makeIndex() {
        int capacity = 16;
        while (size > capacity / 3 * 2) {
            if (capacity == 1 << 30) {
                throw Require.bad("ids", "must be at most 700 million to be looked up", "", size);
            }
            capacity *= 2;
        }
        int[] slots = new int[capacity];
        int mask = capacity - 1;
        long at = 0;
        for (int row = 0; row < size; row++) {
            at = (row & BLOCK_MASK) == 0 ? blocks[row >>> BLOCK_BITS] : at;
            byte[] chunk = chunks[(int) (at >>> 32)];
            int length = lengthAt(chunk, (int) at);
            int from = (int) at + prefix(length);
            int slot = IdBytes.hash(chunk, from, length) & mask;
            while (slots[slot] != 0) {
                if (isAt(slots[slot] - 1, chunk, from, length)) {
                    throw Require.bad(
                            "ids",
                            "must be unique",
                            "rows " + (slots[slot] - 1) + " and " + row + " are the same customer",
                            get(row));
                }
                slot = slot + 1 & mask;
            }
            slots[slot] = row + 1;
            at += prefix(length) + length;
        }
        return slots;
    }

    private boolean isAt(int row, byte[] bytes, int from, int length) {
        long at = locate(row);
        byte[] chunk = chunks[(int) (at >>> 32)];
        int offset = (int) at;
        if (lengthAt(chunk, offset) != length) {
            return false;
        }
        int start = offset + prefix(length);
        return Arrays.equals(chunk, start, start + length, bytes, from, from + length);
    }

    private long locate(int row) {
        long at = blocks[row >>> BLOCK_BITS];
        byte[] chunk = chunks[(int) (at >>> 32)];
        for (int i = row & BLOCK_MASK; i > 0; i--) {
            int length = lengthAt(chunk, (int) at);
            at += prefix(length) + length;
        }
        return at;
    }

    private static int lengthAt(byte[] chunk, int offset) {
        int first = chunk[offset] & 0xFF;
        return first < LONG ? first : (chunk[offset + 1] & 0xFF) << 8 | chunk[offset + 2] & 0xFF;
    }

    private static int prefix(int length) {
        return length < LONG ? 1 : 3;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        // the layout follows from the identifiers
        return o instanceof CustomerIds other && size == other.size && Arrays.deepEquals(chunks, other.chunks);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(chunks);
    }

    @Override
    public String toString() {
        return "CustomerIds[" + size() + "]";
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        try {
            if (blocks.length != blocksFor(size)) {
                throw new InvalidObjectException("ids must have " + blocksFor(size) + " blocks, had " + blocks.length);
            }
            index = makeIndex();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            InvalidObjectException clear = new InvalidObjectException("ids must be as they were written");
            clear.initCause(e);
            throw clear;
        }
    }

    private static int blocksFor(int size) {
        return (size + BLOCK_MASK) >>> BLOCK_BITS;
    }

    /** Takes encoded identifiers in the order of the rows; the caller answers for their being distinct. */
    static final class Builder {
        private static final int CHUNK = (1 << 20) - 16;

        private final long[] blocks;
        private byte[][] chunks = new byte[1][];
        private int chunk;
        private byte[] current;
        private int used;
        private int rows;
        private int blockStart;

        /** For {@code most} identifiers at most. */
        Builder(int most) {
            this.blocks = new long[blocksFor(most)];
            this.current = new byte[Math.min(CHUNK, 32 + 16 * Math.min(most, CHUNK / 16))];
        }

        void add(byte[] bytes, int from, int length) {
            if ((rows & BLOCK_MASK) == 0) {
                blockStart = used;
                blocks[rows >>> BLOCK_BITS] = (long) chunk << 32 | used;
            }
            int needed = prefix(length) + length;
            if (used + needed > CHUNK && blockStart > 0) {
                startChunk();
            }
            if (used + needed > current.length) {
                // a single block may outgrow a chunk
                int larger = Math.max(used + needed, 2 * current.length);
                current = Arrays.copyOf(current, used + needed > CHUNK ? larger : Math.min(CHUNK, larger));
            }
            if (length < LONG) {
                current[used++] = (byte) length;
            } else {
                current[used++] = (byte) LONG;
                current[used++] = (byte) (length >> 8);
                current[used++] = (byte) length;
            }
            System.arraycopy(bytes, from, current, used, length);
            used += length;
            rows++;
        }

        /** Adds the identifier of another column's row. */
        void add(CustomerIds from, int row) {
            long at = from.locate(row);
            byte[] bytes = from.chunks[(int) (at >>> 32)];
            int length = lengthAt(bytes, (int) at);
            add(bytes, (int) at + prefix(length), length);
        }

        /** The block being written moves to the next chunk, whole. */
        private void startChunk() {
            byte[] moved = new byte[CHUNK];
            int length = used - blockStart;
            System.arraycopy(current, blockStart, moved, 0, length);
            closeChunk(blockStart);
            chunk++;
            current = moved;
            used = length;
            blockStart = 0;
            blocks[rows >>> BLOCK_BITS] = (long) chunk << 32;
        }

        private void closeChunk(int length) {
            if (chunk == chunks.length) {
                chunks = Arrays.copyOf(chunks, 2 * chunk);
            }
            chunks[chunk] = length == current.length ? current : Arrays.copyOf(current, length);
        }

        CustomerIds build() {
            closeChunk(used);
            return new CustomerIds(rows, Arrays.copyOf(chunks, chunk + 1), Arrays.copyOf(blocks, blocksFor(rows)));
        }
    }

    private final class View extends AbstractList<String> implements RandomAccess {
        @Override
        public String get(int i) {
            return CustomerIds.this.get(i);
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public boolean contains(@Nullable Object o) {
            return o instanceof String id && find(id) >= 0;
        }

        @Override
        public int indexOf(@Nullable Object o) {
            return o instanceof String id ? find(id) : -1;
        }
    }
}
