package org.customerequity.history;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.customerequity.internal.IdBytes;
import org.customerequity.internal.IdOrder;
import org.customerequity.internal.Require;
import org.jspecify.annotations.Nullable;

/**
 * Customers and what happened to each, in primitive arrays without an object a customer or an event.
 *
 * <p>A customer is a record in a byte arena: the number of the latest event, flags, the identifier. Its place there, in
 * units of 4 bytes, is the customer's reference. An event is a day, an amount and the number of the customer's event added
 * before it, so that events form lists and number 0 ends them. A hash table from identifier to reference can be dropped
 * and made again at any time. All but the first chunk are of a size that fills a 1 MiB region of the G1 collector exactly.
 * Memory is what this costs: an identifier is hashed in registers and compared by words, and what is read together lies
 * together.
 */
final class EventLog implements IdOrder.Source, Serializable {
    private static final long serialVersionUID = 1;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle CHAR = MethodHandles.byteArrayViewVarHandle(char[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int FLAGS = 4;
    private static final int LENGTH = 5;
    private static final int BYTES = 7;

    private static final int ARENA_BITS = 18;
    private static final int ARENA_MASK = (1 << ARENA_BITS) - 1;
    private static final int ARENA_CAPACITY = (1 << ARENA_BITS + 2) - 16;

    /** Free bytes after the last record, so that its end can be read as a whole word. */
    private static final int SLACK = 8;

    private static final int ARENA_CHUNKS = 1 << 32 - ARENA_BITS;

    private static final int EVENT_BITS = 16;
    private static final int EVENT_MASK = (1 << EVENT_BITS) - 1;
    private static final int EVENT_CAPACITY = (1 << EVENT_BITS) - 1;
    private static final int EVENT_CHUNKS = 1 << 31 - EVENT_BITS;

    private static final int WAITING = 128;
    private static final int WAITING_WORDS = 4;
    private static final long NOT_ASCII = -1;

    private final boolean timed;
    private int customers;

    private transient byte[][] arena = new byte[4][];
    private transient int arenaChunk;
    private transient int arenaUsed = 4; // so that no reference is 0

    /** An event takes two: {@code its day << 32 | the number of the event before}; the bits of its amount. */
    private transient long[][] pairs = new long[4][];

    /** Of the day; only if timed. */
    private transient long[][] nanos = new long[4][];

    private transient int nextEvent = 1;

    /** Open addressing, linear probing: {@code hash << 32 | reference}, 0 where free. */
    private transient long @Nullable [] table;

    private transient byte[] scratch = new byte[0];
    private transient long[] words = new long[16];

    // events that wait to be added together: those with short, plain identifiers
    private transient int waiting;
    private transient int[] waitingHashes = new int[WAITING];
    private transient int[] waitingLengths = new int[WAITING];
    private transient long[] waitingIds = new long[WAITING * WAITING_WORDS];
    private transient int[] waitingDays = new int[WAITING];
    private transient long[] waitingNanos = new long[WAITING];
    private transient double[] waitingAmounts = new double[WAITING];
    private transient int[] waitingFound = new int[WAITING];

    EventLog(boolean timed) {
        this.timed = timed;
        arena[0] = new byte[1024];
        allocateEvents(0, 64);
    }

    int customers() {
        flush();
        return customers;
    }

    /** The reference of a customer, new or known. */
    int intern(String id) {
        int length = id.length();
        if (length > words.length * 8) {
            words = new long[length / 4];
        }
        long hash = hashAscii(id, words, 0);
        if (hash == NOT_ASCII) {
            scratch = IdBytes.bufferFor(id, scratch);
            return intern(scratch, 0, IdBytes.encode(id, scratch));
        }
        return intern((int) hash, length, words, 0);
    }

    private int intern(byte[] bytes, int from, int length) {
        if (length > words.length * 8) {
            words = new long[length / 4];
        }
        IdBytes.toWords(bytes, from, length, words);
        return intern(IdBytes.hash(bytes, from, length), length, words, 0);
    }

    /** Writes {@code id} into words from {@code at}; its hash, as an unsigned int, or {@link #NOT_ASCII}. */
    private static long hashAscii(String id, long[] words, int at) {
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
                words[at + (i >>> 3)] = word;
                hash = IdBytes.hash(hash, word);
                word = 0;
            }
        }
        if ((length & 7) != 0) {
            words[at + (length >>> 3)] = word;
            hash = IdBytes.hash(hash, word);
        }
        return IdBytes.hash(hash, length) & 0xFFFF_FFFFL;
    }

    /** The customer whose identifier is in {@code id} from {@code from}. */
    private int intern(int hash, int length, long[] id, int from) {
        long[] slots = table == null ? rebuildTable() : table;
        int mask = slots.length - 1;
        int slot = hash & mask;
        for (long entry; (entry = slots[slot]) != 0; slot = slot + 1 & mask) {
            if ((int) (entry >>> 32) == hash && isAt((int) entry, length, id, from)) {
                return (int) entry;
            }
        }
        int customer = allocateCustomer(length, id, from);
        slots[slot] = (long) hash << 32 | customer & 0xFFFF_FFFFL;
        customers++;
        if (customers > slots.length / 4 * 3) {
            table = grown(slots);
        }
        return customer;
    }

    private boolean isAt(int customer, int length, long[] id, int from) {
        byte[] chunk = chunk(customer);
        int at = offset(customer);
        if ((char) CHAR.get(chunk, at + LENGTH) != length) {
            return false;
        }
        int tail = from + (length >>> 3);
        at += BYTES;
        for (int i = from; i < tail; i++, at += 8) {
            if (IdBytes.word(chunk, at) != id[i]) {
                return false;
            }
        }
        return (length & 7) == 0 || (IdBytes.word(chunk, at) ^ id[tail]) << (8 - length << 3) == 0;
    }

    /** Adds an event, at latest when something is next asked of this log. */
    void add(String id, int day, long nanoOfDay, double amount) {
        long hash = id.length() > 8 * WAITING_WORDS ? NOT_ASCII : hashAscii(id, waitingIds, waiting * WAITING_WORDS);
        if (hash == NOT_ASCII) {
            append(intern(id), day, nanoOfDay, amount);
            return;
        }
        waitingHashes[waiting] = (int) hash;
        waitingLengths[waiting] = id.length();
        waitingDays[waiting] = day;
        waitingAmounts[waiting] = amount;
        if (timed) {
            waitingNanos[waiting] = nanoOfDay;
        }
        if (++waiting == WAITING) {
            flush();
        }
    }

    /** Adds what waits. The reads of many customers at once overlap; one at a time they would each be waited for. */
    private void flush() {
        if (waiting == 0) {
            return;
        }
        long[] slots = table == null ? rebuildTable() : table;
        int mask = slots.length - 1;
        for (int i = 0; i < waiting; i++) {
            waitingFound[i] = (int) slots[waitingHashes[i] & mask];
        }
        for (int i = 0; i < waiting; i++) {
            // where it is not this one, 0 included, it costs no more than a read of a wrong record
            waitingFound[i] = lastEvent(waitingFound[i]);
        }
        for (int i = 0; i < waiting; i++) {
            int customer = intern(waitingHashes[i], waitingLengths[i], waitingIds, i * WAITING_WORDS);
            append(customer, waitingDays[i], timed ? waitingNanos[i] : 0, waitingAmounts[i]);
        }
        waiting = 0;
    }

    private int allocateCustomer(int length, long[] id, int from) {
        if (length > IdBytes.MAX_LENGTH) {
            throw Require.bad("customer", "must have at most 65535 bytes", "an identifier", length);
        }
        int end = arenaUsed + BYTES + length;
        if (end + SLACK > ARENA_CAPACITY) {
            if (arenaChunk + 1 == ARENA_CHUNKS) {
                throw new IllegalStateException("identifiers must fit 16 GiB (summarise fewer customers at a time)");
            }
            arenaChunk++;
            arena = arenaChunk < arena.length ? arena : Arrays.copyOf(arena, 2 * arena.length);
            arena[arenaChunk] = new byte[ARENA_CAPACITY];
            arenaUsed = 0;
            end = BYTES + length;
        } else if (end + SLACK > arena[arenaChunk].length) {
            arena[arenaChunk] = Arrays.copyOf(arena[arenaChunk], Math.min(ARENA_CAPACITY, Math.max(2 * end, 1024)));
        }
        byte[] chunk = arena[arenaChunk];
        int at = arenaUsed;
        CHAR.set(chunk, at + LENGTH, (char) length);
        for (int i = 0; i < length; i += 8) {
            IdBytes.setWord(chunk, at + BYTES + i, id[from + (i >>> 3)]); // zeros after the end
        }
        arenaUsed = end + 3 & ~3;
        return arenaChunk << ARENA_BITS | at >>> 2;
    }

    private static long[] grown(long[] slots) {
        if (slots.length == 1 << 30) {
            throw new IllegalStateException("customers must be at most 800 million (summarise fewer at a time)");
        }
        long[] larger = new long[2 * slots.length];
        for (long entry : slots) {
            if (entry != 0) {
                put(larger, entry);
            }
        }
        return larger;
    }

    private static void put(long[] slots, long entry) {
        int mask = slots.length - 1;
        int slot = (int) (entry >>> 32) & mask;
        while (slots[slot] != 0) {
            slot = slot + 1 & mask;
        }
        slots[slot] = entry;
    }

    private long[] rebuildTable() {
        int capacity = 64;
        while (customers > capacity / 4 * 3) {
            capacity *= 2;
        }
        long[] slots = new long[capacity];
        for (int customer = first(); customer != 0; customer = next(customer)) {
            int hash = IdBytes.hash(chunk(customer), offset(customer) + BYTES, idLength(customer));
            put(slots, (long) hash << 32 | customer & 0xFFFF_FFFFL);
        }
        table = slots;
        return slots;
    }

    /** Frees the table while nothing is added; the next addition makes it again. */
    void dropTable() {
        flush();
        table = null;
    }

    void append(int customer, int day, long nanoOfDay, double amount) {
        if ((nextEvent & EVENT_MASK) >= pairs[nextEvent >>> EVENT_BITS].length >>> 1) {
            growEvents();
        }
        int event = nextEvent++;
        long[] chunk = pairs[event >>> EVENT_BITS];
        int at = event & EVENT_MASK;
        byte[] record = chunk(customer);
        int head = offset(customer);
        chunk[2 * at] = (long) day << 32 | (int) INT.get(record, head);
        chunk[2 * at + 1] = Double.doubleToRawLongBits(amount);
        if (timed) {
            nanos[event >>> EVENT_BITS][at] = nanoOfDay;
        }
        INT.set(record, head, event);
    }

    private void growEvents() {
        int chunk = nextEvent >>> EVENT_BITS;
        int length = pairs[chunk].length >>> 1;
        if (length < EVENT_CAPACITY) {
            int larger = Math.min(EVENT_CAPACITY, Math.max(64, 2 * length));
            pairs[chunk] = Arrays.copyOf(pairs[chunk], 2 * larger);
            if (timed) {
                nanos[chunk] = Arrays.copyOf(nanos[chunk], larger);
            }
            return;
        }
        if (chunk + 1 == EVENT_CHUNKS) {
            throw new IllegalStateException("transactions must be at most 2.1 billion (summarise fewer at a time)");
        }
        allocateEvents(chunk + 1, EVENT_CAPACITY);
        nextEvent = chunk + 1 << EVENT_BITS;
    }

    private void allocateEvents(int chunk, int length) {
        if (chunk == pairs.length) {
            pairs = Arrays.copyOf(pairs, 2 * chunk);
            nanos = Arrays.copyOf(nanos, 2 * chunk);
        }
        pairs[chunk] = new long[2 * length];
        if (timed) {
            nanos[chunk] = new long[length];
        }
    }

    /** How many transactions. */
    long events() {
        flush();
        return (nextEvent >>> EVENT_BITS) * (long) EVENT_CAPACITY + (nextEvent & EVENT_MASK) - 1;
    }

    /** The customer's event added last; 0 if there is none. */
    int lastEvent(int customer) {
        return (int) INT.get(chunk(customer), offset(customer));
    }

    /** Day in the high half, number of the customer's event before, or 0, in the low half. */
    long link(int event) {
        return pairs[event >>> EVENT_BITS][(event & EVENT_MASK) << 1];
    }

    double amount(int event) {
        return Double.longBitsToDouble(pairs[event >>> EVENT_BITS][(event & EVENT_MASK) << 1 | 1]);
    }

    long nanoOfDay(int event) {
        return timed ? nanos[event >>> EVENT_BITS][event & EVENT_MASK] : 0;
    }

    int flags(int customer) {
        return chunk(customer)[offset(customer) + FLAGS];
    }

    void addFlags(int customer, int flags) {
        chunk(customer)[offset(customer) + FLAGS] |= (byte) flags;
    }

    @Override
    public byte[] chunk(int customer) {
        return arena[customer >>> ARENA_BITS];
    }

    private static int offset(int customer) {
        return (customer & ARENA_MASK) << 2;
    }

    @Override
    public int idOffset(int customer) {
        return offset(customer) + BYTES;
    }

    @Override
    public int idLength(int customer) {
        return (char) CHAR.get(chunk(customer), offset(customer) + LENGTH);
    }

    String id(int customer) {
        return IdBytes.decode(chunk(customer), idOffset(customer), idLength(customer));
    }

    /** The customer added first; 0 if there is none. */
    private int first() {
        return customers == 0 ? 0 : 1;
    }

    /** The customer added after this one; 0 if there is none. */
    private int next(int customer) {
        int chunk = customer >>> ARENA_BITS;
        int end = idOffset(customer) + idLength(customer) + 3 & ~3;
        if (chunk == arenaChunk && end >= arenaUsed) {
            return 0;
        }
        boolean moreHere = end + BYTES < arena[chunk].length && (char) CHAR.get(arena[chunk], end + LENGTH) != 0;
        return moreHere ? chunk << ARENA_BITS | end >>> 2 : chunk + 1 << ARENA_BITS;
    }

    /** Every customer, in the order of {@link IdBytes#compare}. */
    int[] sortedCustomers() {
        flush();
        int[] all = new int[customers];
        int n = 0;
        for (int customer = first(); customer != 0; customer = next(customer)) {
            all[n++] = customer;
        }
        IdOrder.sort(this, all);
        return all;
    }

    /** Adds all customers and events of the other log. */
    void addAll(EventLog other) {
        other.flush();
        for (int theirs = other.first(); theirs != 0; theirs = other.next(theirs)) {
            int ours = intern(other.chunk(theirs), other.idOffset(theirs), other.idLength(theirs));
            addFlags(ours, other.flags(theirs));
            for (int event = other.lastEvent(theirs); event != 0; ) {
                long link = other.link(event);
                append(ours, (int) (link >> 32), other.nanoOfDay(event), other.amount(event));
                event = (int) link;
            }
        }
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        flush();
        out.defaultWriteObject();
        out.writeInt(arenaChunk);
        for (int i = 0; i < arenaChunk; i++) {
            out.writeUnshared(arena[i]);
        }
        out.writeUnshared(Arrays.copyOf(arena[arenaChunk], arenaUsed + SLACK));
        int lastChunk = nextEvent >>> EVENT_BITS;
        int lastUsed = nextEvent & EVENT_MASK;
        out.writeInt(lastChunk);
        out.writeInt(lastUsed);
        for (int i = 0; i <= lastChunk; i++) {
            int used = i < lastChunk ? EVENT_CAPACITY : lastUsed;
            out.writeUnshared(Arrays.copyOf(pairs[i], 2 * used));
            if (timed) {
                out.writeUnshared(Arrays.copyOf(nanos[i], used));
            }
        }
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        arenaChunk = count(in.readInt(), ARENA_CHUNKS - 1);
        arena = new byte[arenaChunk + 1][];
        for (int i = 0; i <= arenaChunk; i++) {
            arena[i] = (byte[]) in.readUnshared();
        }
        arenaUsed = arena[arenaChunk].length - SLACK;
        int lastChunk = count(in.readInt(), EVENT_CHUNKS - 1);
        int lastUsed = count(in.readInt(), EVENT_CAPACITY);
        pairs = new long[lastChunk + 1][];
        nanos = new long[lastChunk + 1][];
        for (int i = 0; i <= lastChunk; i++) {
            pairs[i] = (long[]) in.readUnshared();
            nanos[i] = timed ? (long[]) in.readUnshared() : new long[0];
        }
        nextEvent = lastChunk << EVENT_BITS | lastUsed;
        scratch = new byte[0];
        words = new long[16];
        waitingHashes = new int[WAITING];
        waitingLengths = new int[WAITING];
        waitingIds = new long[WAITING * WAITING_WORDS];
        waitingDays = new int[WAITING];
        waitingNanos = new long[WAITING];
        waitingAmounts = new double[WAITING];
        waitingFound = new int[WAITING];
        check();
    }

    private static int count(int n, int max) throws InvalidObjectException {
        if (n < 0 || n > max) {
            throw new InvalidObjectException("a count must be in [0, " + max + "], was " + n);
        }
        return n;
    }

    /** That what was read can be walked: every record in its chunk, every event linked to an earlier one. */
    private void check() throws InvalidObjectException {
        boolean sound = customers >= 0 && nextEvent > 0;
        for (int i = 0; sound && i < pairs.length; i++) {
            int used = i < pairs.length - 1 ? EVENT_CAPACITY : nextEvent & EVENT_MASK;
            sound = pairs[i].length == 2 * used && (!timed || nanos[i].length == used);
            for (int j = 0; sound && j < used; j++) {
                int event = i << EVENT_BITS | j;
                int before = (int) link(event);
                sound = Double.isFinite(amount(event)) && (before == 0 || isEvent(before, event));
            }
        }
        int found = 0;
        for (int i = 0; sound && i <= arenaChunk; i++) {
            byte[] chunk = arena[i];
            int limit = chunk.length - SLACK;
            int at = i == 0 ? 4 : 0;
            sound = chunk.length <= ARENA_CAPACITY && limit >= at;
            while (sound && at + BYTES < limit && (char) CHAR.get(chunk, at + LENGTH) != 0) {
                int head = (int) INT.get(chunk, at);
                int end = at + BYTES + (char) CHAR.get(chunk, at + LENGTH);
                sound = end <= limit && (head == 0 || isEvent(head, nextEvent));
                found++;
                at = end + 3 & ~3;
            }
        }
        if (!sound || found != customers) {
            throw new InvalidObjectException(
                    "transactions must be those of " + customers + " customers, found " + found);
        }
    }

    private static boolean isEvent(int event, int below) {
        return event > 0 && event < below && (event & EVENT_MASK) < EVENT_CAPACITY;
    }
}
