package org.customerequity.internal;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * Numbers identifiers from 0 in the order of arrival, without an object for any: a byte arena, a place a number, and a hash table
 * that is left out of a stream and made again. What belongs to an identifier lies in columns of the caller, by its number.
 */
public final class IdTable implements IdOrder.Source, Serializable {
    private static final long serialVersionUID = 1;

    private static final int CHUNK_BITS = 20;
    private static final int CHUNK = 1 << CHUNK_BITS;

    /** A length comes before each identifier, high byte first. */
    private static final int PREFIX = 2;

    private int size;

    private transient byte[][] chunks = {new byte[256]};
    private transient int lastChunk;
    private transient int used;

    /** Of each number: {@code chunk << 20 | offset} of its identifier. */
    private transient long[] places = new long[16];

    /** Open addressing, linear probing: {@code hash << 32 | number + 1}, 0 where free. */
    private transient long @Nullable [] slots;

    private transient byte[] scratch = new byte[96];

    /** How many identifiers. */
    public int size() {
        return size;
    }

    /**
     * The number of an identifier, new or known.
     *
     * @throws IllegalArgumentException if it is blank or takes more than 65535 bytes
     */
    public int intern(String id) {
        Objects.requireNonNull(id, "customer");
        if (id.isEmpty() || id.charAt(0) <= ' ' || id.charAt(0) >= 0x80) {
            Require.nonBlank(id, "customer", "an identifier");
        }
        scratch = IdBytes.bufferFor(id, scratch);
        return intern(scratch, 0, IdBytes.encode(id, scratch));
    }

    /** The number here of an identifier of another table. */
    public int intern(IdTable other, int number) {
        return intern(other.chunk(number), other.idOffset(number), other.idLength(number));
    }

    private int intern(byte[] bytes, int from, int length) {
        long[] table = slots == null ? rebuild() : slots;
        int hash = IdBytes.hash(bytes, from, length);
        int mask = table.length - 1;
        int slot = hash & mask;
        for (long entry; (entry = table[slot]) != 0; slot = slot + 1 & mask) {
            if ((int) (entry >>> 32) == hash && isAt((int) entry - 1, bytes, from, length)) {
                return (int) entry - 1;
            }
        }
        int number = append(bytes, from, length);
        table[slot] = (long) hash << 32 | size;
        if (size > table.length / 4 * 3) {
            rebuild();
        }
        return number;
    }

    private boolean isAt(int number, byte[] bytes, int from, int length) {
        int at = idOffset(number);
        byte[] chunk = chunk(number);
        return idLength(number) == length && Arrays.equals(chunk, at, at + length, bytes, from, from + length);
    }

    private int append(byte[] bytes, int from, int length) {
        if (length > IdBytes.MAX_LENGTH) {
            throw Require.bad("customer", "must have at most 65535 bytes", "an identifier", length);
        }
        if (size == 700_000_000) {
            throw new IllegalStateException("customers must be at most 700 million (add up fewer at a time)");
        }
        int needed = PREFIX + length;
        if (used + needed > CHUNK) {
            chunks[lastChunk] = Arrays.copyOf(chunks[lastChunk], used);
            lastChunk++;
            chunks = lastChunk < chunks.length ? chunks : Arrays.copyOf(chunks, 2 * chunks.length);
            chunks[lastChunk] = new byte[CHUNK];
            used = 0;
        } else if (used + needed > chunks[lastChunk].length) {
            int larger = Math.min(CHUNK, Math.max(used + needed, 2 * chunks[lastChunk].length));
            chunks[lastChunk] = Arrays.copyOf(chunks[lastChunk], larger);
        }
        byte[] chunk = chunks[lastChunk];
        chunk[used] = (byte) (length >> 8);
        chunk[used + 1] = (byte) length;
        System.arraycopy(bytes, from, chunk, used + PREFIX, length);
        places = size < places.length ? places : Arrays.copyOf(places, 2 * size);
        places[size] = (long) lastChunk << CHUNK_BITS | used + PREFIX;
        used += needed;
        return size++;
    }

    private long[] rebuild() {
        int capacity = 64;
        while (size > capacity / 2) {
            capacity *= 2;
        }
        long[] table = new long[capacity];
        int mask = capacity - 1;
        for (int number = 0; number < size; number++) {
            int hash = IdBytes.hash(chunk(number), idOffset(number), idLength(number));
            int slot = hash & mask;
            while (table[slot] != 0) {
                slot = slot + 1 & mask;
            }
            table[slot] = (long) hash << 32 | number + 1;
        }
        slots = table;
        return table;
    }

    /** All numbers, in the order of {@link IdBytes#compare}. */
    public int[] sorted() {
        int[] all = new int[size];
        Arrays.setAll(all, i -> i);
        IdOrder.sort(this, all);
        return all;
    }

    /** The identifiers of some numbers, each made when it is asked for. */
    public List<String> ids(int[] numbers) {
        return new View(numbers);
    }

    /** The identifier of a number. */
    public String id(int number) {
        return IdBytes.decode(chunk(number), idOffset(number), idLength(number));
    }

    @Override
    public byte[] chunk(int number) {
        return chunks[(int) (places[number] >>> CHUNK_BITS)];
    }

    @Override
    public int idOffset(int number) {
        return (int) places[number] & CHUNK - 1;
    }

    @Override
    public int idLength(int number) {
        byte[] chunk = chunk(number);
        int at = idOffset(number);
        return (chunk[at - 2] & 0xFF) << 8 | chunk[at - 1] & 0xFF;
    }

    private final class View extends AbstractList<String> implements RandomAccess {
        private final int[] numbers;

        private View(int[] numbers) {
            this.numbers = numbers;
        }

        @Override
        public String get(int i) {
            return id(numbers[i]);
        }

        @Override
        public int size() {
            return numbers.length;
        }
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        out.writeInt(lastChunk);
        for (int i = 0; i <= lastChunk; i++) {
            out.writeUnshared(i < lastChunk ? chunks[i] : Arrays.copyOf(chunks[i], used));
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        scratch = new byte[96];
        lastChunk = in.readInt();
        if (lastChunk < 0 || lastChunk > 1 << 24 || size < 0) {
            throw unsound();
        }
        chunks = new byte[lastChunk + 1][];
        places = new long[16];
        int found = 0;
        for (int i = 0; i <= lastChunk; i++) {
            byte[] chunk = (byte[]) in.readUnshared();
            chunks[i] = chunk;
            int at = 0;
            while (chunk.length <= CHUNK && at + PREFIX <= chunk.length && found < size) {
                int length = (chunk[at] & 0xFF) << 8 | chunk[at + 1] & 0xFF;
                places = found < places.length ? places : Arrays.copyOf(places, 2 * found);
                places[found++] = (long) i << CHUNK_BITS | at + PREFIX;
                at += PREFIX + length;
            }
            if (at != chunk.length) {
                throw unsound();
            }
            used = at;
        }
        if (found != size) {
            throw unsound();
        }
    }

    private static InvalidObjectException unsound() {
        return new InvalidObjectException("identifiers must be as they were written");
    }
}
