package org.customerequity.equity.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Interval;
import org.customerequity.value.Ratio;

/** Everything the package says of markets that are cruel, against dense matrices. */
@Seeded
class HostileMarketsTest {
    @Property(tries = 400, shrinking = net.jqwik.api.ShrinkingMode.OFF)
    void equities(@ForAll long seed) {
        HostileMarket of = new HostileMarket(seed);
        BrandEquities all = of.equities();
        double[] expected = of.equities(of.survey, of.model);
        double size = Arrays.stream(expected).map(Math::abs).sum();
        for (int i = 0; i < of.survey.size(); i++) {
            double[] value = of.lifetimeValue(of.survey, i, of.model);
            double[] ours = all.lifetimeValues(i);
            for (int b = 0; b < value.length; b++) {
                assertEquals(value[b], ours[b], 1e-10 * Math.abs(value[b]) + 1e-200);
            }
        }
        for (int b = 0; b < expected.length; b++) {
            String brand = of.brands.get(b);
            assertEquals(expected[b], all.equity(brand).value(), 1e-10 * Math.abs(expected[b]) + 1e-12 * size);
            assertFinite(all.equityEstimate(brand));
            Ratio share = all.share(brand);
            if (share.isDefined()) {
                assertFinite(all.shareEstimate(brand));
            }
            for (String segment : of.survey.segments()) {
                assertFinite(all.equityEstimate(brand, segment));
            }
        }
    }

    @Property(tries = 400, shrinking = net.jqwik.api.ShrinkingMode.OFF)
    void switching(@ForAll long seed) {
        HostileMarket of = new HostileMarket(seed);
        BrandSwitching all = of.equities().switching();
        for (String last : of.brands) {
            for (String next : of.brands) {
                Ratio rate = all.switchingRate(last, next);
                if (rate.isDefined()) {
                    assertProbability(rate.value());
                    assertFinite(all.switchingRateEstimate(last, next));
                }
            }
            assertProbability(all.shareOfLastPurchases(last));
            assertProbability(all.shareOfNextPurchases(last));
            assertProbability(all.nextShareOfVolume(last));
            assertProbability(all.longRunShareOfVolume(last));
            assertProbability(all.lastShareOfVolume(last));
            assertFinite(all.shareOfNextPurchasesEstimate(last));
            assertFinite(all.nextShareOfVolumeEstimate(last));
            assertFinite(all.longRunShareOfVolumeEstimate(last));
            Ratio within = all.shareOfVolumeWithin(Horizon.ofYears(of.years), last);
            if (within.isDefined()) {
                assertProbability(within.value());
                assertFinite(all.shareOfVolumeWithinEstimate(Horizon.ofYears(of.years), last));
            }
        }
    }

    @Property(tries = 300, shrinking = net.jqwik.api.ShrinkingMode.OFF)
    void whatIf(@ForAll long seed) {
        HostileMarket of = new HostileMarket(seed);
        BrandEquities all = of.equities();
        double points = of.top / 10;
        int brand = of.random.nextInt(of.brands.size());
        RatingShift shift = RatingShift.by(points).reaching(0.4);
        EquityChange change = all.under(Scenario.of(of.brands.get(brand), "price", shift));
        BrandSurvey better =
                of.survey.mapRatings((i, b, s, x) -> b == brand && s == 0 ? Math.min(of.top, x + points) : x);
        double[] before = of.equities(of.survey, of.model);
        double[] after = of.equities(better, of.model);
        double size = Arrays.stream(after).map(Math::abs).sum()
                + Arrays.stream(before).map(Math::abs).sum();
        for (int b = 0; b < after.length; b++) {
            BrandChange one = change.of(of.brands.get(b));
            assertEquals(0.4 * (after[b] - before[b]), one.change().value(), 1e-10 * size);
            assertFinite(one.estimate());
            one.shareAfter().isDefined();
            one.shareBefore().isDefined();
            one.relativeChange().isDefined();
            one.retentionAfter().ifPresent(HostileMarketsTest::assertProbability);
            assertTrue(one.toString().length() > 5);
        }
        assertTrue(change.toString().length() > 5);
    }

    @Property(tries = 60, shrinking = net.jqwik.api.ShrinkingMode.OFF)
    void slopes(@ForAll long seed) {
        HostileMarket of = new HostileMarket(seed);
        BrandEquities all = of.equities();
        DriverElasticities slopes = all.elasticities();
        for (int b = 0; b < of.brands.size(); b++) {
            String brand = of.brands.get(b);
            String rated = of.brands.get(of.random.nextInt(of.brands.size()));
            assertTrue(Double.isFinite(slopes.perPoint(brand, rated, "price").value()));
            assertFinite(slopes.perPointEstimate(brand, rated, "price"));
            if (all.equity(brand).value() != 0) {
                assertFinite(slopes.elasticityEstimate(brand, rated, "price"));
                assertFinite(slopes.inertiaElasticityEstimate(brand));
            }
            if (all.switching().repurchaseRate(brand).isDefined()) {
                ImpliedRetention r = ImpliedRetention.of(all, brand, "price", -of.top / 5, 0, of.top / 5);
                for (int l = 0; l < 3; l++) {
                    assertProbability(r.rate(l).value());
                    assertFinite(r.estimate(l));
                }
            }
        }
    }

    private static void assertProbability(double p) {
        assertTrue(p >= 0 && p <= 1, () -> "probability " + p);
    }

    private static void assertFinite(Estimate e) {
        assertTrue(Double.isFinite(e.value()) && Double.isFinite(e.standardError()));
        Interval at95 = e.confidenceInterval(0.95);
        assertTrue(at95.lower() <= e.value() && e.value() <= at95.upper(), () -> e + " outside " + at95);
    }
}
