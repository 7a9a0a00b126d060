package org.customerequity.internal;

import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdTableTest {
    /** Lengths around those of a word, some long ones, in several chunks, plain and not; each again and again. */
    @Test
    void sameNumbersAsAHashMap() {
        Random random = new Random(20261123);
        IdTable table = new IdTable();
        Map<String, Integer> naive = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            int length = i % 5_000 == 0 ? 60_000 : 1 + random.nextInt(26);
            StringBuilder id = new StringBuilder();
            for (int j = 0; j < length; j++) {
                id.append((char) ((i % 7 == 0 && length < 20 ? 0xE0 : 'a') + random.nextInt(j < 2 ? 26 : 2)));
            }
            Integer known = naive.putIfAbsent(id.toString(), ids.size());
            if (known == null) {
                ids.add(id.toString());
            }
            assertEquals(naive.get(id.toString()), table.intern(id.toString()));
        }
        IdTable arrived = sent(table);
        IdTable other = new IdTable();
        for (int i = ids.size() - 1; i >= 0; i--) {
            assertEquals(i, table.intern(ids.get(i)));
            assertEquals(ids.get(i), arrived.id(i));
            assertEquals(i, arrived.intern(ids.get(i)));
            assertEquals(ids.size() - 1 - i, other.intern(table, i));
        }
        assertEquals(ids.size(), arrived.size());
        assertEquals(ids.size(), arrived.intern("and one more"));
        assertEquals(other.ids(other.sorted()), table.ids(table.sorted()));
    }

    @Test
    void sortsShorterBeforeLonger() {
        IdTable table = new IdTable();
        List<String> ids = List.of("b", "10", "2", "a", "1", "11", "012345678", "112345678");
        ids.forEach(table::intern);
        assertEquals(
                ids.stream()
                        .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                        .toList(),
                table.ids(table.sorted()));
        assertEquals(List.of(), new IdTable().ids(new IdTable().sorted()));
        assertEquals(0, sent(new IdTable()).intern("first"));
    }

    @Test
    void badIdentifiersAreRefused() {
        IdTable table = new IdTable();
        rejectsNull("customer", () -> table.intern(null));
        rejects("customer must not be blank, was \"\" (an identifier)", () -> table.intern(""));
        rejects("customer must not be blank, was \" \t\" (an identifier)", () -> table.intern(" \t"));
        rejects(
                "customer must have at most 65535 bytes, was 65536 (an identifier)",
                () -> table.intern("x".repeat(65_536)));
        assertEquals(0, table.intern("x".repeat(65_535)));
    }
}
