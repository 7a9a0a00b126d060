package org.customerequity.metric.programme;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.customerequity.metric.EventRate;
import org.customerequity.testing.Seeded;
import org.customerequity.value.CashFlowTiming;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.Revenue;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Referrals, points, prices, bundles. */
@Seeded
class ProgrammeTest {
    private static final ReferralGrowth REFERRAL = ReferralGrowth.of(3.2, 0.14);
    private static final LoyaltyPoints POINTS = LoyaltyPoints.of(euro(0.008), 0.22);
    private static final PriceChange RISE = PriceChange.ofShare(euro(50), euro(30), 0.05);
    private static final PriceResponse RESPONSE = response(CashFlowTiming.IMMEDIATE_COUNTED);

    private static CurrencyAmount euro(double value) {
        return CurrencyAmount.of("EUR", value);
    }

    private static PriceResponse response(CashFlowTiming timing) {
        return new PriceResponse(RISE, 12, PeriodUnit.YEAR, 0.8, DiscountRate.ofAnnual(0.1), timing);
    }

    /** Sheet 22, section 6. */
    @Test
    void referralsOfTheSheet() {
        close(0.448, REFERRAL.kFactor(), 1e-15);
        close(1796.94786645, REFERRAL.customersAfter(5, 1000), 2e-12);
        close(1.8115942029, REFERRAL.limitMultiplier().orElseThrow(), 2e-12);
        assertEquals(6000, ReferralGrowth.of(1, 1).customersAfter(5, 1000));
        assertEquals(OptionalDouble.empty(), ReferralGrowth.of(1, 1).limitMultiplier());
        assertEquals(31, ReferralGrowth.of(2, 1).multiplierAfter(4));
        assertEquals(OptionalDouble.empty(), ReferralGrowth.of(2, 1).limitMultiplier());
        assertEquals(1, ReferralGrowth.of(0, 1).multiplierAfter(40));
        assertEquals(7, ReferralGrowth.of(3, 0.5).customersAfter(0, 7));
        EventRate observed = ReferralGrowth.observedKFactor(ReportingPeriod.ofMonth(2026, 3), 448, 1000);
        assertEquals(0.448, observed.value());
        assertTrue(observed.confidenceInterval(0.95).contains(0.448));
        assertEquals(
                "ReferralGrowth[invitationsPerCustomer=3.2, conversion=0.5, K=1.6]",
                ReferralGrowth.of(3.2, 0.5).toString());
    }

    /** Cycle by cycle; the neighbourhood of K = 1 included. */
    @Property
    void growthIsTheSumOverCycles(
            @ForAll @DoubleRange(max = 3) double invitations,
            @ForAll @DoubleRange(max = 1) double conversion,
            @ForAll @IntRange(max = 30) int cycles) {
        for (ReferralGrowth growth : new ReferralGrowth[] {
            ReferralGrowth.of(invitations, conversion), ReferralGrowth.of(1 + 1e-9 * invitations, 1)
        }) {
            double newcomers = 1;
            double sum = 1;
            for (int c = 0; c < cycles; c++) {
                newcomers *= growth.kFactor();
                sum += newcomers;
            }
            close(sum, growth.multiplierAfter(cycles), 1e-12);
            assertTrue(growth.multiplierAfter(cycles)
                    <= growth.limitMultiplier().orElse(Double.POSITIVE_INFINITY) * (1 + 1e-12));
        }
    }

    @Test
    void referralsSayWhatIsWrong() {
        rejects(
                "conversion must be in [0, 1], was 14.0 (0.14 means 14 % of invitations bring a new customer)",
                () -> ReferralGrowth.of(3.2, 14));
        rejects("invitationsPerCustomer must be finite and >= 0, was NaN", () -> ReferralGrowth.of(Double.NaN, 0.1));
        rejects("cycles must be >= 0, was -1", () -> REFERRAL.multiplierAfter(-1));
        rejects("initial must be >= 0, was -1", () -> REFERRAL.customersAfter(2, -1));
        rejects(
                "multiplier must be finite, was Infinity (K > 1 is not sustained: fewer cycles)",
                () -> ReferralGrowth.of(10, 1).multiplierAfter(1000));
        rejects(
                "newCustomers must be >= 0, was -1 (by referral)",
                () -> ReferralGrowth.observedKFactor(ReportingPeriod.ofMonth(2026, 3), -1, 2));
        rejects(
                "customers must be >= 0, was -2 (who may refer)",
                () -> ReferralGrowth.observedKFactor(ReportingPeriod.ofMonth(2026, 3), 1, -2));
        travels(REFERRAL);
    }

    /** Sheet 22, section 6. */
    @Test
    void pointsOfTheSheet() {
        close(2496, POINTS.liability(400_000).value(), 1e-15);
        close(6240, POINTS.rewardCost(1_000_000).value(), 1e-15);
        Revenue sale = Revenue.of("EUR", 100_000);
        close(
                7235.62152134,
                POINTS.deferredRevenue(sale, 1_000_000, euro(0.01)).amount().value(),
                2e-12);
        close(400_000 * 0.008 * 0.02, POINTS.liabilityChange(400_000, 0.2).value(), 1e-12);
    }

    /** Both parts make up the sale, in proportion to what each sells for alone; revaluing moves the liability to its new value. */
    @Property
    void pointsLaws(
            @ForAll @DoubleRange(min = 0.01, max = 1e6) double sale,
            @ForAll @LongRange(max = 1_000_000) long points,
            @ForAll @DoubleRange(max = 1) double breakage,
            @ForAll @DoubleRange(max = 1) double later) {
        LoyaltyPoints rules = LoyaltyPoints.of(euro(0.008), breakage);
        double deferred = rules.deferredRevenue(Revenue.of("EUR", sale), points, euro(0.01))
                .amount()
                .value();
        double now = rules.revenueNow(Revenue.of("EUR", sale), points, euro(0.01))
                .amount()
                .value();
        assertEquals(sale, deferred + now, 1e-12 * sale);
        assertEquals(deferred * sale, now * points * (1 - breakage) * 0.01, 1e-9 * sale * sale);
        assertEquals(
                rules.withBreakage(later).liability(points).value(),
                rules.liability(points)
                        .plus(rules.liabilityChange(points, later))
                        .value(),
                1e-9);
    }

    @Test
    void pointsSayWhatIsWrong() {
        rejects(
                "breakage must be in [0, 1], was 22.0 (0.22 means 22 % of points are never used)",
                () -> LoyaltyPoints.of(euro(0.008), 22));
        rejects(
                "newBreakage must be in [0, 1], was -0.1 (0.22 means 22 % of points are never used)",
                () -> POINTS.liabilityChange(1, -0.1));
        rejects(
                "costPerPoint must be finite and >= 0, was -1.0 (when it is used)",
                () -> LoyaltyPoints.of(euro(-1), 0.2));
        rejects("pointsOutstanding must be >= 0, was -1", () -> POINTS.liability(-1));
        rejects("pointsOutstanding must be >= 0, was -1", () -> POINTS.liabilityChange(-1, 0.2));
        rejects("pointsIssued must be >= 0, was -1", () -> POINTS.rewardCost(-1));
        rejects("pointsGiven must be >= 0, was -1", () -> POINTS.deferredRevenue(Revenue.of("EUR", 1), -1, euro(0.01)));
        rejects(
                "sale must be finite and >= 0, was -1.0",
                () -> POINTS.deferredRevenue(Revenue.of("EUR", -1), 1, euro(0.01)));
        rejects(
                "sellingValuePerPoint must be finite and >= 0, was -1.0",
                () -> POINTS.deferredRevenue(Revenue.of("EUR", 1), 1, euro(-1)));
        fails(
                UndefinedRatioException.class,
                "deferred revenue is undefined, because sale and points are worth 0",
                () -> POINTS.deferredRevenue(Revenue.of("EUR", 0), 0, euro(0.01)));
        assertThrows(
                CurrencyMismatchException.class, () -> POINTS.deferredRevenue(Revenue.of("USD", 1), 1, euro(0.01)));
        rejectsNull("sale", () -> POINTS.revenueNow(null, 1, euro(0.01)));
        travels(POINTS);
    }

    /** Sheet 22, section 6. */
    @Test
    void pricesOfTheSheet() {
        close(-0.111111111111, RISE.breakEvenVolumeChange(), 2e-12);
        close(-2.22222222222, RISE.breakEvenElasticity(), 2e-12);
        close(0.142857142857, PriceChange.ofShare(euro(50), euro(30), -0.05).breakEvenVolumeChange(), 2e-12);
        close(880, RESPONSE.valueBefore().amount().value(), 1e-14);
        close(898.872083524, RESPONSE.valueAfter(-1.2, -0.3).amount().value(), 2e-12);
        close(-0.474481892042, RESPONSE.breakEvenRetentionElasticity(-1.2).orElseThrow(), 3e-12);
        close(18.872083524, RESPONSE.gain(-1.2, -0.3).amount().value(), 1e-10);
    }

    /** Volume at the break-even leaves contribution where it was. */
    @Property
    void breakEvenLeavesContribution(
            @ForAll @DoubleRange(min = 1, max = 1000) double price,
            @ForAll @DoubleRange(max = 0.9) double costShare,
            @ForAll @DoubleRange(min = -0.09, max = 2) double share) {
        PriceChange change = PriceChange.ofShare(euro(price), euro(price * costShare), share);
        if (change.newUnitContribution().value() > 1e-9) {
            double volume = change.breakEvenVolumeChange();
            assertEquals(
                    change.unitContribution().value(),
                    (1 + volume) * change.newUnitContribution().value(),
                    1e-12 * price);
            assertEquals(0, change.contributionChange(volume), 1e-9);
            assertEquals(share < 0, volume > 0);
        }
    }

    /** The values summed term by term, in each timing, and the break-even put back. */
    @Property(tries = 300)
    void valueIsTheSumOverPeriods(
            @ForAll CashFlowTiming timing,
            @ForAll @DoubleRange(min = -2, max = 0) double demand,
            @ForAll @DoubleRange(min = -2, max = 0.3) double stay) {
        PriceResponse response = response(timing);
        double retention = 0.8 * Math.pow(1.05, stay);
        double margin = 12 * Math.pow(1.05, demand) * 22.5;
        double sum = 0;
        for (int t = 0; t < 300; t++) {
            double at = Math.pow(1.1, -t);
            sum += switch (timing) {
                case IMMEDIATE_COUNTED -> margin * Math.pow(retention, t) * at;
                case AFTER_FIRST -> margin * Math.pow(retention, t + 1) * at / 1.1;
                case END_OF_PERIOD -> margin * Math.pow(retention, t) * at / 1.1;
                case JUST_BEFORE_RENEWAL -> margin * Math.pow(retention, t + 1) * at;
            };
        }
        close(sum, response.valueAfter(demand, stay).amount().value(), 1e-12);
        OptionalDouble even = response.breakEvenRetentionElasticity(demand);
        if (even.isPresent()) {
            close(
                    response.valueBefore().amount().value(),
                    response.valueAfter(demand, even.getAsDouble()).amount().value(),
                    1e-12);
            // less elastic pays, after a rise
            assertTrue(response.gain(demand, even.getAsDouble() + 0.01).amount().value() > 0);
        }
    }

    @Test
    void pricesSayWhatIsWrong() {
        fails(
                UndefinedRatioException.class,
                "break-even volume change is undefined, because a unit contributes EUR 0.0 after the change",
                () -> PriceChange.of(euro(50), euro(30), euro(-20)).breakEvenVolumeChange());
        fails(
                UndefinedRatioException.class,
                "break-even elasticity is undefined, because the price does not change",
                () -> PriceChange.of(euro(50), euro(30), euro(0)).breakEvenElasticity());
        assertEquals(0, PriceChange.of(euro(50), euro(30), euro(0)).breakEvenVolumeChange());
        rejects(
                "change must leave a price > 0, was EUR -50.0 (from EUR 50.0)",
                () -> PriceChange.of(euro(50), euro(30), euro(-50)));
        rejects(
                "share must be finite and > -1, was -1.0 (0.05 means 5 % more)",
                () -> PriceChange.ofShare(euro(50), euro(30), -1));
        rejects(
                "price must be finite and > 0, was 0.0 (before the change)",
                () -> PriceChange.of(euro(0), euro(30), euro(1)));
        rejects(
                "unitCost must be finite and >= 0, was -1.0 (variable cost of a unit)",
                () -> PriceChange.of(euro(5), euro(-1), euro(1)));
        rejects(
                "volumeChange must be >= -1, was -1.5 (-0.08 means 8 % fewer units)",
                () -> RISE.contributionChange(-1.5));
        fails(
                UndefinedRatioException.class,
                "contribution change is undefined, because a unit contributed EUR -5.0 before",
                () -> PriceChange.of(euro(25), euro(30), euro(10)).contributionChange(0));
        rejects(
                "retention must be in (0, 1), was 1.0 (0.8 means 80 % stay for another period)",
                () -> new PriceResponse(RISE, 12, PeriodUnit.YEAR, 1, DiscountRate.NONE, CashFlowTiming.AFTER_FIRST));
        rejects(
                "unitsPerPeriod must be finite and > 0, was 0.0 (that a customer buys)",
                () -> new PriceResponse(RISE, 0, PeriodUnit.YEAR, 0.5, DiscountRate.NONE, CashFlowTiming.AFTER_FIRST));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> RESPONSE.valueAfter(-1.2, 5))
                .getMessage()
                .startsWith("retentionElasticity must leave retention < 1, was 5.0 (it would be 1.02"));
        rejects("demandElasticity must be finite, was NaN (mostly negative)", () -> RESPONSE.valueAfter(Double.NaN, 0));
        PriceChange none = PriceChange.of(euro(50), euro(30), euro(0));
        fails(
                UndefinedRatioException.class,
                "break-even retention elasticity is undefined, because the price does not change",
                () -> new PriceResponse(none, 12, PeriodUnit.YEAR, 0.8, DiscountRate.NONE, CashFlowTiming.AFTER_FIRST)
                        .breakEvenRetentionElasticity(-1));
        // a cut below cost cannot be made up for
        assertEquals(
                OptionalDouble.empty(),
                new PriceResponse(
                                PriceChange.of(euro(50), euro(30), euro(-25)),
                                12,
                                PeriodUnit.YEAR,
                                0.8,
                                DiscountRate.NONE,
                                CashFlowTiming.IMMEDIATE_COUNTED)
                        .breakEvenRetentionElasticity(-1));
        rejectsNull("price", () -> PriceChange.ofShare(null, euro(30), 0.1));
        rejectsNull("unitCost", () -> PriceChange.of(euro(1), null, euro(30)));
        rejectsNull("timing", () -> response(null));
        travels(RISE);
        travels(RESPONSE);
    }

    private static Contribution earned(double value) {
        return Contribution.of("EUR", value);
    }

    private static BundleGain bundle() {
        return BundleGain.of(
                earned(16),
                BundleBuyers.of("both", 0.2, earned(21)),
                BundleBuyers.of("A alone", 0.35, earned(12)),
                BundleBuyers.of("B alone", 0.15, earned(9)),
                BundleBuyers.of("nothing", 0.3, earned(0)));
    }

    /** Sheet 22, section 6: 800 buyers. */
    @Test
    void bundleOfTheSheet() {
        close(5000, travels(bundle()).gain(800).amount().value(), 1e-13);
        close(9.75, bundle().cannibalised().amount().value(), 1e-14);
        close(6.25, bundle().gainPerBuyer().amount().value(), 1e-14);
    }

    /** Counted buyer by buyer; who would have bought nothing brings the whole contribution. */
    @Property
    void bundleByBuyers(
            @ForAll @IntRange(max = 100) int both,
            @ForAll @IntRange(max = 100) int one,
            @ForAll @IntRange(min = 1, max = 100) int nothing,
            @ForAll @DoubleRange(max = 50) double margin) {
        int n = both + one + nothing;
        BundleGain gain = BundleGain.of(
                earned(margin),
                BundleBuyers.of("both", (double) both / n, earned(21)),
                BundleBuyers.of("one", (double) one / n, earned(12)),
                BundleBuyers.of("nothing", (double) nothing / n, earned(0)));
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += margin - (i < both ? 21 : i < both + one ? 12 : 0);
        }
        assertEquals(sum, gain.gain(n).amount().value(), 1e-9);
    }

    @Test
    void bundlesSayWhatIsWrong() {
        rejects(
                "buyers must have shares that sum to 1, was 0.5 (who would have bought nothing counts too)",
                () -> BundleGain.of(earned(16), BundleBuyers.of("A", 0.5, earned(1))));
        rejects(
                "buyers must have shares that sum to 1, was 0.0 (who would have bought nothing counts too)",
                () -> BundleGain.of(earned(16)));
        rejects(
                "share must be in [0, 1], was 35.0 (0.35 means 35 % of the buyers)",
                () -> BundleBuyers.of("A", 35, earned(1)));
        rejects(
                "otherwise must not be blank, was \"\" (what they would have bought)",
                () -> BundleBuyers.of("", 1, earned(1)));
        rejects("numberOfBuyers must be >= 0, was -1", () -> bundle().gain(-1));
        assertThrows(
                CurrencyMismatchException.class,
                () -> BundleGain.of(earned(16), BundleBuyers.of("A", 1, Contribution.of("USD", 1))));
        rejectsNull("buyers[0]", () -> BundleGain.of(earned(16), (BundleBuyers) null));
        rejectsNull("bundle", () -> BundleGain.of(null, BundleBuyers.of("A", 1, earned(1))));
    }
}
