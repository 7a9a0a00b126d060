package org.customerequity.examples.kotlin

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class SubscriptionsTest {
    @Test
    fun printsMovementsCohortsAndWhatSubscribersAreWorth() {
        val console = System.out
        val printed = ByteArrayOutputStream()
        System.setOut(PrintStream(printed, true, Charsets.UTF_8))
        try {
            Subscriptions.main(emptyArray())
        } finally {
            System.setOut(console)
        }
        assertEquals(
            listOf(
                "2025-01-01  142 + 49 new + 0 back - 20 left = 171",
                "2025-04-01  171 + 37 new + 0 back - 29 left = 179",
                "2025-07-01  179 + 49 new + 0 back - 25 left = 203",
                "2025-10-01  203 + 47 new + 0 back - 24 left = 226",
                "EUR 1838.0 a month became EUR 2874.0; 0.573 of it stayed, give or take 0.057",
                "2024-Q1 44:  0.89  0.68  0.57  0.45",
                "2024-Q2 62:  0.90  0.65  0.55  0.47",
                "2024-Q3 41:  0.93  0.66  0.37   -- ",
                "2024-Q4 55:  0.96  0.55  0.42   -- ",
                "2025-Q1 56:  0.89  0.64   --    -- ",
                "2025-Q2 39:  0.97  0.72   --    -- ",
                "2025-Q3 54:  0.91   --    --    -- ",
                "2025-Q4 49:   --    --    --    -- ",
                "226 subscribers are worth EUR 42740.62 [38025, 47457], S057 the most: EUR 865.65",
                "EUR 100.0 each: not paid back yet",
            ),
            printed.toString(Charsets.UTF_8).lines().dropLastWhile { it.isEmpty() },
        )
    }
}
