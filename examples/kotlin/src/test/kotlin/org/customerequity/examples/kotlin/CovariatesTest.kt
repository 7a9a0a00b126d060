package org.customerequity.examples.kotlin

import java.io.ByteArrayOutputStream
import java.io.PrintStream
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class CovariatesTest {
    @Test
    fun printsWhatChannelAndSeasonChange() {
        val console = System.out
        val printed = ByteArrayOutputStream()
        System.setOut(PrintStream(printed, true, Charsets.UTF_8))
        try {
            CovariatesOfTheShop.main(emptyArray())
        } finally {
            System.setOut(console)
        }
        assertEquals(
            listOf(
                "purchases: channel=ads      times 0.73 [0.59, 0.91]",
                "purchases: channel=referral times 1.46 [1.20, 1.76]",
                "dropout: channel=ads        times 1.99 [1.30, 3.05]",
                "dropout: channel=referral   times 0.53 [0.35, 0.81]",
                "on 5 degrees of freedom, p 8e-26",
                "ads: -1.05 purchases in the first year, give or take 0.20",
                "ads      worth USD 38.1",
                "organic  worth USD 60.3",
                "referral worth USD 101.5",
                "2026, to October 1011 purchases [893, 1128]",
                "2026, then        369 purchases [303, 434]",
            ),
            printed.toString(Charsets.UTF_8).lines().dropLastWhile { it.isEmpty() },
        )
    }
}
