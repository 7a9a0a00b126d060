package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.UniqueElements;
import org.customerequity.testing.Seeded;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

@Seeded
class CustomerIdsTest {
    @Property
    void anyStringsComeBackInTheirOrder(@ForAll @UniqueElements List<String> strings)
            throws IOException, ClassNotFoundException {
        CustomerIds ids = CustomerIds.of(strings);
        assertEquals(strings.size(), ids.size());
        assertEquals(strings, ids.asList());
        for (int i = 0; i < strings.size(); i++) {
            assertEquals(i, ids.indexOf(strings.get(i)));
            assertTrue(ids.contains(strings.get(i)));
        }
        CustomerIds copy = TransactionSummarizerTest.copy(ids);
        assertEquals(ids, copy);
        assertEquals(ids.hashCode(), copy.hashCode());
    }

    @Property
    void rowsOfOthersAreThoseOfTheirStrings(
            @ForAll @UniqueElements List<String> here, @ForAll @UniqueElements List<String> wanted) {
        // half of those here are wanted too
        List<String> asked = new ArrayList<>(wanted);
        for (int i = 0; i < here.size(); i += 2) {
            if (!asked.contains(here.get(i))) {
                asked.add(here.get(i));
            }
        }
        assertArrayEquals(
                asked.stream().mapToInt(here::indexOf).toArray(),
                CustomerIds.of(here).rowsOf(CustomerIds.of(asked)));
    }

    @Test
    void longIdentifiersFillManyChunks() throws IOException, ClassNotFoundException {
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            // blocks of 16 that together outgrow a chunk, among short ones
            strings.add(i + "x".repeat(i % 3 == 0 ? 60_000 : i % 3 == 1 ? 254 : 3));
        }
        CustomerIds ids = CustomerIds.of(strings);
        assertEquals(strings, ids.asList());
        assertEquals(299, ids.indexOf(strings.get(299)));
        assertArrayEquals(IntStream.range(0, 300).toArray(), ids.rowsOf(ids));
        assertEquals(ids, TransactionSummarizerTest.copy(ids));
    }

    @Test
    void whatIsNoIdentifierIsSaid() {
        assertEquals(
                "ids must be unique, was b (rows 1 and 3 are the same customer)",
                assertThrows(IllegalArgumentException.class, () -> CustomerIds.of(List.of("a", "b", "c", "b")))
                        .getMessage());
        assertEquals(
                "ids",
                assertThrows(NullPointerException.class, () -> CustomerIds.of(Arrays.asList("a", null)))
                        .getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> CustomerIds.of(List.of("y".repeat(70_000))))
                .getMessage()
                .startsWith("ids must have at most 65535 bytes each, was 70000 (yyy"));
        CustomerIds ids = CustomerIds.of(List.of("a", "b"));
        assertEquals(
                "id must be a customer of these histories, was \"c\" (see CustomerIds.contains)",
                assertThrows(IllegalArgumentException.class, () -> ids.indexOf("c"))
                        .getMessage());
        assertFalse(ids.contains("c"));
        assertThrows(IndexOutOfBoundsException.class, () -> ids.get(2));
        assertThrows(UnsupportedOperationException.class, () -> ids.asList().set(0, "c"));
        assertEquals(-1, ids.asList().indexOf("c"));
        assertEquals("CustomerIds[2]", ids.toString());
        assertNotEquals(ids, CustomerIds.of(List.of("b", "a")));
    }

    @Test
    void selectedRowsKeepTheirIdentifiers() {
        PurchaseHistories all = PurchaseHistories.ofColumns(
                        new int[] {1, 0, 2}, new double[] {3, 0, 5}, new double[] {9, 8, 7}, PeriodUnit.WEEK)
                .withIds(CustomerIds.of(List.of("ann", "bob", "cem")));
        PurchaseHistories two = all.select(2, 0);
        assertEquals(List.of("cem", "ann"), two.ids().asList());
        assertEquals(5, two.row("cem").recency());
        assertEquals(3, all.withoutIds().select(0, 0, 2).size());
        assertFalse(all.withoutIds().hasIds());
        assertEquals(
                "ids must be unique, was ann (rows 0 and 1 are the same customer)",
                assertThrows(IllegalArgumentException.class, () -> all.select(0, 0))
                        .getMessage());
    }
}
