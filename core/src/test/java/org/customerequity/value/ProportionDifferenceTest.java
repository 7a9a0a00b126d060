package org.customerequity.value;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.customerequity.testing.Seeded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Seeded
class ProportionDifferenceTest {
    private static ProportionDifference of(long x1, long n1, long x2, long n2) {
        return Proportion.of(x1, n1).minus(Proportion.of(x2, n2));
    }

    /** Newcombe (1998), Table II, method 10, to the four decimals printed there. */
    @ParameterizedTest
    @CsvSource({
        "56, 70, 48, 80, 0.0524, 0.3339",
        "9, 10, 3, 10, 0.1705, 0.8090",
        "6, 7, 2, 7, 0.0582, 0.8062",
        "5, 56, 0, 29, -0.0381, 0.1926",
        "0, 10, 0, 20, -0.1611, 0.2775",
        "0, 10, 0, 10, -0.2775, 0.2775",
        "10, 10, 0, 20, 0.6791, 1.0000",
        "10, 10, 0, 10, 0.6075, 1.0000"
    })
    void theIntervalsOfThePaper(long x1, long n1, long x2, long n2, double lower, double upper) {
        Interval interval = of(x1, n1, x2, n2).confidenceInterval(0.95);
        assertEquals(lower, interval.lower(), 0.5e-4);
        assertEquals(upper, interval.upper(), 0.5e-4);
    }

    /** Interval, z, p and exact p in 40 digits: mpmath 1.3.0, exact p from integers. */
    @ParameterizedTest
    @CsvSource({
        "56, 70, 48, 80, 0.052431472402364878, 0.33387265403690598, 2.6501719512585326, 0.0080450813681965847,"
                + " 0.012521129749209154",
        "180, 200, 850, 1000, -0.0036018226093842709, 0.091584805192942841, 1.8511113861116296, 0.064153530384500953,"
                + " 0.074932708360096505",
        "12000, 20000, 11000, 20000, 0.040317704328085462, 0.059669030412403157, 10.114434748483472,"
                + " 4.7676105626143483e-24, 5.1620818930167955e-24",
        "10, 10, 0, 20, 0.67908603714191467, 1, 5.4772255750516611, 4.3204630578274973e-8, 3.3283391604231184e-8",
        "3, 4, 1, 4, -0.13548840058295147, 0.78908326808475575, 1.414213562373095, 0.15729920705028513,"
                + " 0.48571428571428571",
        "1, 24, 1, 24, -0.16436442728144415, 0.16436442728144415, 0, 1, 1"
    })
    void manyDigits(long x1, long n1, long x2, long n2, double lower, double upper, double z, double p, double exactP) {
        ProportionDifference difference = of(x1, n1, x2, n2);
        Interval interval = difference.confidenceInterval(0.95);
        close(lower, interval.lower(), 1e-12);
        close(upper, interval.upper(), 1e-12);
        close(z, difference.zScore(), 1e-14);
        close(p, difference.pValue(), 1e-12);
        close(exactP, difference.exactPValue(), 1e-12);
    }

    /** Two shares within 10^-8 of 1, by whole numbers: 9e-9 and its z in 40 digits (mpmath 1.3.0). */
    @Test
    void sharesNextToOneKeepTheirDigits() {
        ProportionDifference difference = of(999_999_999, 1_000_000_000, 999_999_990, 1_000_000_000);
        close(9e-9, difference.value(), 1e-15);
        close(2.7136021086622784, difference.zScore(), 1e-14);
        assertEquals(0, of(1, 3, 2, 6).value());
        assertEquals(-1, of(0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE).value());
        rejects(
                "trials must be at most 2^53 for the exact test, was 1.8014398509481984E16 (use pValue)",
                () -> of(5, 1L << 53, 4, 1L << 53).exactPValue());
    }

    /** Sheet 13: 260 of 2,000 against 210 of 2,000. */
    @Test
    void numbersOfTheSheet() {
        ProportionDifference difference = of(260, 2000, 210, 2000);
        close(0.025, difference.value(), 1e-14);
        close(2.45506908938, difference.zScore(), 1e-11);
        close(0.0140857513735, difference.pValue(), 1e-11);
        close(0.00503572194986, difference.confidenceInterval(0.95).lower(), 1e-11);
        close(0.0449919687203, difference.confidenceInterval(0.95).upper(), 1e-11);
    }

    /** Weights as whole numbers of any size: no rounding, no tolerance of ties. */
    @Property
    void fishersTestInIntegers(
            @ForAll @IntRange(min = 1, max = 120) int n1,
            @ForAll @IntRange(min = 1, max = 120) int n2,
            @ForAll @DoubleRange(max = 1) double share1,
            @ForAll @DoubleRange(max = 1) double share2) {
        int x1 = (int) Math.round(share1 * n1);
        int x2 = (int) Math.round(share2 * n2);
        int x = x1 + x2;
        BigInteger total = BigInteger.ZERO;
        BigInteger extreme = BigInteger.ZERO;
        BigInteger seen = choose(n1, x1).multiply(choose(n2, x2));
        for (int k = Math.max(0, x - n2); k <= Math.min(n1, x); k++) {
            BigInteger weight = choose(n1, k).multiply(choose(n2, x - k));
            total = total.add(weight);
            extreme = weight.compareTo(seen) <= 0 ? extreme.add(weight) : extreme;
        }
        double expected = new BigDecimal(extreme)
                .divide(new BigDecimal(total), MathContext.DECIMAL128)
                .doubleValue();
        close(expected, of(x1, n1, x2, n2).exactPValue(), 1e-12);
    }

    private static BigInteger choose(int n, int k) {
        BigInteger product = BigInteger.ONE;
        for (int i = 1; i <= k; i++) {
            product = product.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
        }
        return product;
    }

    /** Where every weight overflows; the p value itself is 4.0306784785e-321, and of 2,000 it is 3e-1460. */
    @Test
    void verySmallPValues() {
        assertEquals(4.03e-321, of(900, 1000, 100, 1000).exactPValue(), 2.1e-321);
        assertEquals(0, of(2000, 2000, 0, 3000).exactPValue());
        close(2.5091580967634298e-280, of(900, 1000, 100, 1000).pValue(), 1e-11);
    }

    @Property
    void lawsOfADifference(
            @ForAll @LongRange(min = 1, max = 5000) long n1,
            @ForAll @LongRange(min = 1, max = 5000) long n2,
            @ForAll @DoubleRange(max = 1) double share1,
            @ForAll @DoubleRange(max = 1) double share2,
            @ForAll @DoubleRange(min = 0.5, max = 0.99) double level) {
        long x1 = Math.round(share1 * n1);
        long x2 = Math.round(share2 * n2);
        ProportionDifference there = of(x1, n1, x2, n2);
        ProportionDifference back = of(x2, n2, x1, n1);
        assertEquals(there.value(), 0 - back.value());
        Interval interval = there.confidenceInterval(level);
        assertTrue(interval.contains(there.value()));
        assertTrue(interval.lower() >= -1 && interval.upper() <= 1);
        assertEquals(interval.lower(), -back.confidenceInterval(level).upper(), 1e-15);
        double p = there.exactPValue();
        assertTrue(p >= 0 && p <= 1);
        close(p, back.exactPValue(), 1e-10);
        // failures for successes: the same test
        close(p, of(n1 - x1, n1, n2 - x2, n2).exactPValue(), 1e-10);
        if (x1 + x2 > 0 && x1 + x2 < n1 + n2) {
            assertEquals(there.zScore(), -back.zScore(), 1e-13 * (1 + Math.abs(there.zScore())));
            assertTrue(there.pValue() >= 0 && there.pValue() <= 1);
        }
    }

    /** Both tests ask the same question, and agree where counts are large. */
    @Test
    void theTestsAgreeForLargeCounts() {
        ProportionDifference difference = of(500_900, 1_000_000, 499_800, 1_000_000);
        close(difference.pValue(), difference.exactPValue(), 0.003);
    }

    @Test
    void undefined() {
        assertFalse(of(0, 0, 1, 2).isDefined());
        fails(
                UndefinedRatioException.class,
                "successes per trials is undefined, because trials is 0",
                () -> of(0, 0, 1, 2).exactPValue());
        fails(
                UndefinedRatioException.class,
                "z of the difference is undefined, because all trials of both ended alike",
                () -> of(3, 3, 5, 5).pValue());
        assertEquals(1, of(3, 3, 5, 5).exactPValue());
        rejectsNull("second", () -> Proportion.of(1, 2).minus(null));
        travels(of(1, 2, 3, 4));
    }
}
