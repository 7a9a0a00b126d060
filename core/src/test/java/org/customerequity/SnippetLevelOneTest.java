package org.customerequity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.customerequity.acquisition.AcquisitionCost;
import org.customerequity.acquisition.UnitEconomics;
import org.customerequity.retention.RetentionRate;
import org.customerequity.survey.NetPromoterScore;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.PeriodicContribution;
import org.customerequity.value.Revenue;
import org.junit.jupiter.api.Test;

/** One number from one call, as the README shows it. */
class SnippetLevelOneTest {
    @Test
    void oneNumber() {
        // snippet:start level-one
        RetentionRate march = RetentionRate.ofCounts(200, 230, 50, PeriodUnit.MONTH); // at start, at end, acquired
        march.value(); // 0.90
        march.per(PeriodUnit.YEAR).value(); // 0.2824: compounded, not 12 times the monthly churn
        march.confidenceInterval(0.95); // [0.851, 0.934]

        AcquisitionCost cac = AcquisitionCost.of(CurrencyAmount.of("USD", 500), 50); // USD 10.0 per customer
        NetPromoterScore nps = NetPromoterScore.ofCounts(333, 210, 157); // 25.1 in [19.2, 31.1]

        PeriodicContribution margin =
                Revenue.of("USD", 40).perPeriod(PeriodUnit.MONTH).times(MarginRatio.ofPercent(75));
        UnitEconomics.of(margin, march.toChurn(), cac).valueToCost().value(); // 30: passing revenue does not compile
        // snippet:end

        assertEquals(0.90, march.value());
        assertEquals(0.2824, march.per(PeriodUnit.YEAR).value(), 0.00005);
        assertEquals(0.851, march.confidenceInterval(0.95).lower(), 0.0005);
        assertEquals(0.934, march.confidenceInterval(0.95).upper(), 0.0005);
        assertEquals("USD 10.0", cac.perCustomer().toString());
        assertEquals(25.1, nps.value(), 0.05);
        assertEquals(19.2, nps.confidenceInterval(0.95).lower(), 0.05);
        assertEquals(31.1, nps.confidenceInterval(0.95).upper(), 0.05);
        assertEquals(
                30, UnitEconomics.of(margin, march.toChurn(), cac).valueToCost().value(), 1e-13);
    }
}
