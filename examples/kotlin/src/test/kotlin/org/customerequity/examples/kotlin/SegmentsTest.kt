package org.customerequity.examples.kotlin

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class SegmentsTest {
    @Test
    fun printsWhoMovedHowGroupsDifferAndWhatChangedRevenue() {
        val console = System.out
        val printed = ByteArrayOutputStream()
        System.setOut(PrintStream(printed, true, Charsets.UTF_8))
        try {
            Segments.main(emptyArray())
        } finally {
            System.setOut(console)
        }
        assertEquals(
            listOf(
                "champions: 32 of 101 still are, 115 are new",
                "hibernating: 121 of 187 still are, 166 are new",
                "big baskets: 114 customers, 28 % of the next year's revenue",
                "regulars: 111 customers, 17 % of the next year's revenue",
                "others: 755 customers, 56 % of the next year's revenue",
                "rules read [basket, orders]",
                "beyond chance from others: [big baskets, regulars]",
                "both 573, lapsed 407, new 1020, reactivated 0",
                "revenue: customers +63200, orders per customer +21488, order value -2171",
            ),
            printed.toString(Charsets.UTF_8).lines().dropLastWhile { it.isEmpty() },
        )
    }
}
