package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commonest mistake of the field, revenue where contribution is due, does not compile; the right call beside it does. */
class RevenueIsNoContributionTest {
    private static final String GIVEN = """
            AcquisitionCost cac = AcquisitionCost.of(CurrencyAmount.of("USD", 500), 50);
            ChurnRate churn = ChurnRate.of(0.1, PeriodUnit.MONTH);
            PeriodicRevenue paid = Revenue.of("USD", 40).perPeriod(PeriodUnit.MONTH);
            """;

    private final SnippetRunner runner = new SnippetRunner();

    private String run(String call, Path folder) throws Exception {
        List<String> lines = ("```java\n" + GIVEN + "System.out.println(" + call + ");\n```\n")
                .lines()
                .toList();
        return runner.run(SnippetDocument.parse("call", lines).snippets().get(0), folder);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UnitEconomics.of(paid, churn, cac).valueToCost().value()",
                "PaybackPeriod.plain(cac, paid)",
                "cac.valueToCost(Revenue.of(\"USD\", 40)).value()"
            })
    void doesNotCompile(String call, @TempDir Path folder) {
        String message =
                assertThrows(AssertionError.class, () -> run(call, folder)).getMessage();
        assertTrue(message.contains("incompatible types"), message);
    }

    @Test
    void contributionDoes(@TempDir Path folder) throws Exception {
        String call = "UnitEconomics.of(paid.times(MarginRatio.ofPercent(75)), churn, cac).valueToCost().value()";
        assertEquals("30.0", run(call, folder).strip());
    }
}
