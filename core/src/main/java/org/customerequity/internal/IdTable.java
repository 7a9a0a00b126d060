package org.customerequity.internal;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
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

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int CHUNK_BITS = 18;
    private static final int CHUNK_MASK = (1 << CHUNK_BITS) - 1;
    private static final int CHUNK = 1 << CHUNK_BITS + 2;
    private static final int CHUNKS = 1 << 32 - CHUNK_BITS;

    // a record: number, length, identifier
    private static final int LENGTH = 4;
    private static final int BYTES = 6;

    /** Free bytes after the last record, so that its end can be read and written as a whole word. */
    private static final int SLACK = 8;

    /** Where the first record of a chunk is, so that no place is 0. */
    private static final int FIRST = 4;

    private static final long NOT_ASCII = -1;

    private int size;

    private transient byte[][] chunks = {new byte[256]};
    private transient int lastChunk;
    private transient int used = FIRST;

    /** Of each number, where its record is: {@code chunk << 18 | offset / 4}. */
    private transient int[] places = new int[16];

    /** Open addressing, linear probing: {@code hash << 32 | place}, 0 where free. */
    private transient long @Nullable [] slots;

    private transient byte[] scratch = new byte[96];
    private transient long[] words = new long[16];

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
        int length = id.length();
        words = length <= 8 * words.length ? words : new long[length / 4];
        long hash = hashAscii(id, words);
        if (hash == NOT_ASCII) {
            scratch = IdBytes.bufferFor(id, scratch);
            return intern(scratch, 0, IdBytes.encode(id, scratch));
        }
        return find((int) hash, length);
    }

    /** The number here of an identifier of another table. */
    public int intern(IdTable other, int number) {
        return intern(other.chunk(number), other.idOffset(number), other.idLength(number));
    }

    private int intern(byte[] bytes, int from, int length) {
        words = length <= 8 * words.length ? words : new long[length / 4];
        IdBytes.toWords(bytes, from, length, words);
        return find(IdBytes.hash(bytes, from, length), length);
    }

    /** Writes {@code id} into words; its hash, as an unsigned int, or {@link #NOT_ASCII}. */
    private static long hashAscii(String id, long[] words) {
        int length = id.length();
        long hash = 0;
        long word = 0;
        for (int i = 0; i < length; i++) {
            char c = id.charAt(i);
            if (c >= 0x80) {
                return NOT_ASCII;
            }
            word |= (long) c << (i << 3); // a shift counts modulo 64
            if ((i & 7) == 7) {
                words[i >>> 3] = word;
                hash = IdBytes.hash(hash, word);
                word = 0;
            }
        }
        if ((length & 7) != 0) {
            words[length >>> 3] = word;
            hash = IdBytes.hash(hash, word);
        }
        return IdBytes.hash(hash, length) & 0xFFFF_FFFFL;
    }

    /** The number of the identifier in {@link #words}, new or known. */
    private int find(int hash, int length) {
        long[] table = slots == null ? rebuild() : slots;
        int mask = table.length - 1;
        int slot = hash & mask;
        for (long entry; (entry = table[slot]) != 0; slot = slot + 1 & mask) {
            if ((int) (entry >>> 32) == hash && isAt((int) entry, length)) {
                return (int) INT.get(chunks[(int) entry >>> CHUNK_BITS], offset((int) entry));
            }
        }
        int place = append(length);
        table[slot] = (long) hash << 32 | place & 0xFFFF_FFFFL;
        if (size > table.length / 4 * 3) {
            rebuild();
        }
        return size - 1;
    }

    private boolean isAt(int place, int length) {
        byte[] chunk = chunks[place >>> CHUNK_BITS];
        int at = offset(place);
        if ((char) CHAR.get(chunk, at + LENGTH) != length) {
            return false;
        }
        int tail = length >>> 3;
        at += BYTES;
        for (int i = 0; i < tail; i++, at += 8) {
            if (IdBytes.word(chunk, at) != words[i]) {
                return false;
            }
        }
        return (length & 7) == 0 || (IdBytes.word(chunk, at) ^ words[tail]) << (8 - length << 3) == 0;
    }

    private int append(int length) {
        if (length > IdBytes.MAX_LENGTH) {
            throw Require.bad("customer", "must have at most 65535 bytes", "an identifier", length);
        }
        if (size == 700_000_000) {
            throw new IllegalStateException("customers must be at most 700 million (add up fewer at a time)");
        }
        int end = used + BYTES + length;
        if (end + SLACK > CHUNK) {
            if (lastChunk + 1 == CHUNKS) {
                throw new IllegalStateException("identifiers must fit 16 GiB (add up fewer customers at a time)");
            }
            lastChunk++;
            chunks = lastChunk < chunks.length ? chunks : Arrays.copyOf(chunks, 2 * chunks.length);
            chunks[lastChunk] = new byte[CHUNK];
            used = FIRST;
            end = FIRST + BYTES + length;
        } else if (end + SLACK > chunks[lastChunk].length) {
            int larger = Math.min(CHUNK, Math.max(end + SLACK, 2 * chunks[lastChunk].length));
            chunks[lastChunk] = Arrays.copyOf(chunks[lastChunk], larger);
        }
        byte[] chunk = chunks[lastChunk];
        INT.set(chunk, used, size);
        CHAR.set(chunk, used + LENGTH, (char) length);
        for (int i = 0; i < length; i += 8) {
            IdBytes.setWord(chunk, used + BYTES + i, words[i >>> 3]); // zeros after the end
        }
        int place = lastChunk << CHUNK_BITS | used >>> 2;
        places = size < places.length ? places : Arrays.copyOf(places, size + (size >>> 1));
        places[size++] = place;
        used = end + 3 & ~3;
        return place;
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
            table[slot] = (long) hash << 32 | places[number] & 0xFFFF_FFFFL;
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
        return chunks[places[number] >>> CHUNK_BITS];
    }

    private static int offset(int place) {
        return (place & CHUNK_MASK) << 2;
    }

    @Override
    public int idOffset(int number) {
        return offset(places[number]) + BYTES;
    }

    @Override
    public int idLength(int number) {
        return (char) CHAR.get(chunk(number), offset(places[number]) + LENGTH);
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
            out.writeUnshared(i < lastChunk ? chunks[i] : Arrays.copyOf(chunks[i], used + SLACK));
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        scratch = new byte[96];
        words = new long[16];
        lastChunk = in.readInt();
        if (lastChunk < 0 || lastChunk >= CHUNKS || size < 0) {
            throw unsound();
        }
        chunks = new byte[lastChunk + 1][];
        places = new int[16];
        int found = 0;
        for (int i = 0; i <= lastChunk; i++) {
            byte[] chunk = (byte[]) in.readUnshared();
            chunks[i] = chunk;
            int limit = chunk.length - SLACK;
            int at = FIRST;
            while (chunk.length <= CHUNK && at + BYTES < limit && (char) CHAR.get(chunk, at + LENGTH) != 0) {
                int end = at + BYTES + (char) CHAR.get(chunk, at + LENGTH);
                if (end > limit || (int) INT.get(chunk, at) != found) {
                    throw unsound();
                }
                places = found < places.length ? places : Arrays.copyOf(places, found + (found >>> 1));
                places[found++] = i << CHUNK_BITS | at >>> 2;
                at = end + 3 & ~3;
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
