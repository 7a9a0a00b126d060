package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Estimate;
import org.customerequity.value.Revenue;
import org.junit.jupiter.api.Test;

class MarketShareTest {
    private static final double[] PRICES = {120, 80, 200};

    private static Market priced() {
        Market market = FiveRespondents.market(FirstPurchase.AFTER_INTERVAL);
        for (int b = 0; b < 3; b++) {
            market = market.withPrice(FiveRespondents.BRANDS.get(b), Revenue.of("USD", PRICES[b]));
        }
        return market;
    }

    /** From the switching matrix of each respondent, row of the last brand. */
    private static double byHand(DriverModel model, BrandSurvey survey, int brand) {
        double own = 0;
        double all = 0;
        for (int i = 0; i < survey.size(); i++) {
            double[] next = SwitchingMatrix.of(model, survey, i).rows()[survey.lastBrand(i)];
            for (int b = 0; b < 3; b++) {
                double revenue = survey.weight(i) * survey.frequency(i) * survey.volume(i) * next[b] * PRICES[b];
                own += b == brand ? revenue : 0;
                all += revenue;
            }
        }
        return own / all;
    }

    @Test
    void sharesAreOfRevenueAndAddUp() {
        BrandSurvey survey = FiveRespondents.weighted();
        BrandEquities today = BrandEquities.of(FiveRespondents.MODEL, survey, priced());
        double sum = 0;
        for (int b = 0; b < 3; b++) {
            double share = today.marketShare(FiveRespondents.BRANDS.get(b)).value();
            assertEquals(byHand(FiveRespondents.MODEL, survey, b), share, 1e-14);
            sum += share;
        }
        assertEquals(1, sum, 1e-15);
    }

    @Test
    void atOnePriceForAllTheyAreSharesOfVolume() {
        Market market = FiveRespondents.market(FirstPurchase.AFTER_INTERVAL);
        for (String brand : FiveRespondents.BRANDS) {
            market = market.withPrice(brand, Revenue.of("USD", 7));
        }
        BrandEquities today = BrandEquities.of(FiveRespondents.MODEL, FiveRespondents.survey(), market);
        assertEquals(
                today.switching().nextShareOfVolume("two"),
                today.marketShare("two").value(),
                1e-15);
    }

    @Test
    void errorsAreThoseOfDifferences() {
        double[] se = {0.075, 0.08, 0.06, 0.05};
        double[][] covariance = new double[4][4];
        for (int p = 0; p < 4; p++) {
            covariance[p][p] = se[p] * se[p];
        }
        DriverModel model = FiveRespondents.MODEL;
        FitReport report = FitReport.ofCoefficients(
                FitVerdict.CONVERGED, model.parameterNames(), model.parameters(), covariance, -1, 0, 1, 5, List.of());
        BrandSurvey survey = FiveRespondents.survey();
        Estimate share = BrandEquities.of(new FitOutcome.Converged<>(model, report), survey, priced())
                .marketShareEstimate("three");
        double variance = 0;
        for (int p = 0; p < 4; p++) {
            double[] up = model.parameters();
            double[] down = model.parameters();
            up[p] += 1e-5;
            down[p] -= 1e-5;
            double slope = (byHand(model.withParameters(up), survey, 2) - byHand(model.withParameters(down), survey, 2))
                    / 2e-5;
            variance += slope * slope * covariance[p][p];
        }
        assertEquals(Math.sqrt(variance), share.standardError(), 1e-9);
        assertEquals(Estimate.Scale.LOGIT, share.scale());
    }

    @Test
    void whatHasNoPriceHasNoShareOfRevenue() {
        BrandEquities today = BrandEquities.of(
                FiveRespondents.MODEL, FiveRespondents.survey(), FiveRespondents.market(FirstPurchase.NOW));
        assertEquals(
                "market share by revenue needs the price of a unit of volume, was not given for one (see Market.withPrice)",
                assertThrows(IllegalStateException.class, () -> today.marketShare("two"))
                        .getMessage());
        Market market = FiveRespondents.market(FirstPurchase.NOW);
        assertEquals(
                "perUnit must be finite and > 0, was 0.0 (1 where volumes are money)",
                assertThrows(IllegalArgumentException.class, () -> market.withPrice("one", Revenue.of("USD", 0)))
                        .getMessage());
        assertThrows(CurrencyMismatchException.class, () -> market.withPrice("one", Revenue.of("EUR", 5)));
    }

    @Test
    void segmentsAddUpToTheMarket() {
        BrandEquities today = BrandEquities.of(FiveRespondents.MODEL, FiveRespondents.weighted(), priced());
        BrandEquities frequent = today.inSegment("frequent");
        BrandEquities others = today.inSegment("others");
        assertEquals(1, frequent.survey().size());
        for (String brand : FiveRespondents.BRANDS) {
            assertEquals(
                    today.equity(brand, "frequent").value(),
                    frequent.equity(brand).value(),
                    1e-6);
            assertEquals(
                    today.equity(brand).value(),
                    frequent.equity(brand).value() + others.equity(brand).value(),
                    1e-6);
            assertEquals(
                    today.switching().netGain(brand),
                    frequent.switching().netGain(brand) + others.switching().netGain(brand),
                    1e-8);
        }
        assertEquals(1_000_000 * 0.5 / 5.5, frequent.market().customers(), 1e-9);
        assertEquals(
                "name must be one of [others, frequent], was \"rare\" (a segment)",
                assertThrows(IllegalArgumentException.class, () -> today.inSegment("rare"))
                        .getMessage());
    }
}
