package org.customerequity.acquisition.prospect;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Contribution;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** Prospects and referrals. */
@Seeded
class ProspectValueTest {
    private static final DiscountRate TEN_PERCENT = DiscountRate.ofAnnual(0.1);
    private static final ReferralTerms TERMS = new ReferralTerms(0.6, Contribution.of("USD", 180), usd(50), usd(20));
    private static final ReferralChain CHAIN = ReferralChain.of(3.2, 0.14);

    private static CurrencyAmount usd(double value) {
        return CurrencyAmount.of("USD", value);
    }

    /** Sheet 22, section 6. */
    @Test
    void numbersOfTheSheet() {
        close(0.448, CHAIN.factor(), 1e-15);
        close(1796.94786645, CHAIN.customersAfter(1_000, 5), 3e-12);
        close(1.8115942029, CHAIN.multiplier(), 1e-11);
        assertEquals(6_000, ReferralChain.of(2, 0.5).customersAfter(1_000, 5));
        close(108, TERMS.perReferral().value(), 1e-15);
        close(285.619834711, TERMS.value(TEN_PERCENT, PeriodUnit.YEAR, 2, 1).value(), 1e-12);
    }

    @Test
    void prospect() {
        ProspectValue prospect = ProspectValue.of(0.02, usd(4), Contribution.of("USD", 300));
        assertEquals(usd(2), prospect.value());
        assertEquals(usd(200), prospect.costPerCustomer());
        close(4 / 300.0, prospect.breakEvenWinRate(), 1e-15);
        assertEquals(usd(4), prospect.withReferrals(usd(100)).value());
        travels(prospect);
    }

    /** At the break-even chance a prospect is worth nothing, and a customer costs what it is worth. */
    @Property
    void breakEven(
            @ForAll @Scale(2) @DoubleRange(min = 0.01, max = 100) double spend,
            @ForAll @Scale(2) @DoubleRange(min = 100, max = 10_000) double value) {
        ProspectValue asked = ProspectValue.of(0.5, usd(spend), Contribution.of("USD", value));
        ProspectValue even = ProspectValue.of(asked.breakEvenWinRate(), usd(spend), Contribution.of("USD", value));
        assertEquals(0, even.value().value(), 1e-12 * spend);
        close(value, even.costPerCustomer().value(), 1e-14);
    }

    /** Cycle by cycle, for K below, at and above 1. */
    @Property
    void chainIsTheSumOfItsGenerations(
            @ForAll @Scale(2) @DoubleRange(max = 8) double invitations,
            @ForAll @Scale(2) @DoubleRange(max = 1) double conversion,
            @ForAll @IntRange(max = 30) int cycles) {
        ReferralChain chain = ReferralChain.of(invitations, conversion);
        double generation = 1;
        double customers = 1;
        double discounted = 0;
        for (int g = 1; g <= cycles; g++) {
            generation *= invitations * conversion;
            customers += generation;
            discounted += generation * Math.pow(1.1, -g);
        }
        close(customers, chain.customersAfter(1, cycles), 1e-12);
        close(
                108 * discounted,
                TERMS.valueOfChain(chain, TEN_PERCENT, PeriodUnit.YEAR, cycles).value(),
                1e-12);
    }

    @Property
    void endlessChainIsTheLimit(@ForAll @Scale(3) @DoubleRange(max = 0.9) double k) {
        ReferralChain chain = ReferralChain.of(k, 1);
        close(chain.multiplier(), chain.customersAfter(1, 2_000), 1e-12);
        double forEver =
                TERMS.valueOfEndingChain(chain, TEN_PERCENT, PeriodUnit.YEAR).value();
        close(108 * k / (1.1 - k), forEver, 1e-12);
        close(
                forEver,
                TERMS.valueOfChain(chain, TEN_PERCENT, PeriodUnit.YEAR, 2_000).value(),
                1e-12);
        // referrals that would have joined anyway bring only the saved cost
        close(
                30 * k / (1.1 - k),
                new ReferralTerms(0, Contribution.of("USD", 180), usd(50), usd(20))
                        .valueOfEndingChain(chain, TEN_PERCENT, PeriodUnit.YEAR)
                        .value(),
                1e-12);
    }

    /** A branching process with Poisson invitations has the chain's mean. */
    @Test
    void chainBySimulation() {
        SplittableRandom random = new SplittableRandom(20261123);
        int runs = 20_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < runs; i++) {
            long generation = 1;
            long customers = 1;
            for (int g = 0; g < 5; g++) {
                long next = 0;
                for (long c = 0; c < generation; c++) {
                    // 3.2 invitations on average: 3, and with chance 0.2 a fourth
                    int invitations = random.nextDouble() < 0.2 ? 4 : 3;
                    for (int v = 0; v < invitations; v++) {
                        next += random.nextDouble() < 0.14 ? 1 : 0;
                    }
                }
                generation = next;
                customers += next;
            }
            sum += customers;
            squares += (double) customers * customers;
        }
        double mean = sum / runs;
        double error = Math.sqrt((squares / runs - mean * mean) / runs);
        assertEquals(CHAIN.customersAfter(1, 5), mean, 4 * error);
    }

    @Test
    void badInputSaysWhatIsWrong() {
        fails(
                UndefinedRatioException.class,
                "multiplier is undefined, because K is 1.0 and the chain would never end (state a number of cycles)",
                () -> ReferralChain.of(1, 1).multiplier());
        rejects(
                "conversion must be in [0, 1], was 14.0 (0.14 means 14 % of invitations)",
                () -> ReferralChain.of(3.2, 14));
        rejects("invitations must be finite and >= 0, was NaN (per customer)", () -> ReferralChain.of(Double.NaN, 0.1));
        rejects("cycles must be >= 0, was -1", () -> CHAIN.customersAfter(1, -1));
        rejects(
                "winRate must be in [0, 1], was 2.0 (0.02 means that 2 % become customers)",
                () -> ProspectValue.of(2, usd(1), Contribution.of("USD", 1)));
        fails(
                UndefinedRatioException.class,
                "break-even win rate is undefined, because the value of a customer is -1.0",
                () -> ProspectValue.of(0.1, usd(1), Contribution.of("USD", -1)).breakEvenWinRate());
        fails(
                UndefinedRatioException.class,
                "spend per prospect per win rate is undefined, because win rate is 0",
                () -> ProspectValue.of(0, usd(1), Contribution.of("USD", 1)).costPerCustomer());
        rejects(
                "incrementalShare must be in [0, 1], was -0.1 (the share of the referred who would not have joined"
                        + " otherwise)",
                () -> new ReferralTerms(-0.1, Contribution.of("USD", 180), usd(50), usd(20)));
        rejects(
                "referrals[1] must be finite and >= 0, was -1.0 (in a period)",
                () -> TERMS.value(TEN_PERCENT, PeriodUnit.YEAR, 1, -1));
        travels(TERMS);
        travels(CHAIN);
    }
}
