package org.customerequity.survey;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class CronbachAlphaTest {
    private static final double NAN = Double.NaN;
    private static final MathContext DIGITS = new MathContext(50);

    /** Sheet 10: ten respondents, four items. */
    static final ItemAnswers SHEET = ItemAnswers.ofRespondents(List.of("a", "b", "c", "d"), new double[][] {
        {6, 5, 6, 7},
        {4, 4, 5, 4},
        {7, 6, 7, 6},
        {3, 2, 3, 4},
        {5, 5, 4, 5},
        {2, 3, 2, 2},
        {6, 7, 6, 6},
        {4, 3, 4, 5},
        {5, 6, 5, 5},
        {3, 3, 4, 3}
    });

    /** Figures of sheet 10 continued to 20 digits by the covariance matrix in mpmath at 40 digits. */
    @Test
    void figuresOfTheSheet() {
        CronbachAlpha alpha = CronbachAlpha.of(SHEET);
        close(0.95200698080279232112, alpha.value(), 1e-15);
        close(0.95286598473043323525, alpha.standardized(), 1e-15);
        assertArrayEquals(
                new double[] {
                    0.9792000255791030431, 0.80663442683000408076, 0.90684805441813968229, 0.85031093851347111545
                },
                alpha.itemRestCorrelations(),
                1e-15);
        assertArrayEquals(
                new double[] {
                    0.90676416819012797075, 0.96184510250569476082, 0.93027210884353741497, 0.94684931506849315068
                },
                alpha.alphaIfItemDeleted(),
                1e-15);
        assertArrayEquals(new double[] {4.5, 4.4, 4.6, 4.7}, alpha.itemMeans(), 1e-15);
        assertArrayEquals(
                new double[] {1.581138830084189666, 1.6465452046971292039, 1.50554530541816199, 1.4944341180973262741},
                alpha.itemStandardDeviations(),
                1e-15);
        assertEquals("alpha " + alpha.value() + " of 4 items, 10 respondents", alpha.toString());
        assertEquals(10, alpha.respondents());
        assertEquals(0, alpha.leftOut());
        assertEquals(List.of("a", "b", "c", "d"), alpha.itemNames());
    }

    /** Limits from F quantiles by root of the incomplete beta function in mpmath at 40 digits. */
    @Test
    void feldtsInterval() {
        CronbachAlpha alpha = CronbachAlpha.of(SHEET);
        double[][] limits = {
            {0.9, 0.89200939681837115809, 0.98333647859729934342},
            {0.95, 0.87373729726373958389, 0.98661078026296421499},
            {0.999, 0.75833825718369372445, 0.99532120369058677292}
        };
        for (double[] row : limits) {
            Interval interval = alpha.confidenceInterval(row[0]);
            close(row[1], interval.lower(), 1e-12);
            close(row[2], interval.upper(), 1e-12);
        }
    }

    /** Normal answers with one cause: the interval holds the true alpha as often as it says. */
    @Test
    void feldtsIntervalCoversTheTruth() {
        SplittableRandom random = new SplittableRandom(20261123);
        int samples = 3000;
        int n = 25;
        int k = 4;
        // reliability of the sum: k^2 / (k^2 + k e^2), error deviation e = 1.5
        double truth = 16 / (16 + 4 * 2.25);
        int covered = 0;
        double[][] columns = new double[k][n];
        for (int s = 0; s < samples; s++) {
            for (int i = 0; i < n; i++) {
                double cause = random.nextGaussian();
                for (double[] column : columns) {
                    column[i] = cause + 1.5 * random.nextGaussian();
                }
            }
            CronbachAlpha alpha = CronbachAlpha.of(ItemAnswers.ofColumns(List.of("a", "b", "c", "d"), columns));
            covered += alpha.confidenceInterval(0.9).contains(truth) ? 1 : 0;
        }
        assertEquals(0.9, (double) covered / samples, 4 * Math.sqrt(0.9 * 0.1 / samples));
    }

    /** By another route, the covariance matrix, in decimals of 50 digits; with a large number added to all answers. */
    @Property(tries = 500)
    void agreesWithTheCovarianceMatrixInDecimals(
            @ForAll @IntRange(min = 2, max = 6) int k,
            @ForAll @IntRange(min = 2, max = 30) int n,
            @ForAll @IntRange(max = 12) int powerOfOffset,
            @ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double offset = Math.pow(10, powerOfOffset);
        double[][] columns = new double[k][n];
        for (int i = 0; i < n; i++) {
            double cause = random.nextGaussian();
            for (int j = 0; j < k; j++) {
                columns[j][i] = offset + Math.rint(3 * (cause + random.nextGaussian()));
            }
        }
        BigDecimal[][] c = covariances(columns);
        int[] all = IntStream.range(0, k).toArray();
        Assume.that(sum(c, all).signum() > 0);
        CronbachAlpha alpha = CronbachAlpha.of(ItemAnswers.ofColumns(names(k), columns));
        // alpha is a difference from 1 of a ratio of sums
        double ratio = k / (k - 1.0) + Math.abs(alpha.value());
        assertEquals(exact(c, all), alpha.value(), 1e-14 * ratio);
        for (int j = 0; j < k; j++) {
            int item = j;
            int[] rest = IntStream.range(0, k).filter(i -> i != item).toArray();
            double restVariance = sum(c, rest).doubleValue();
            if (k > 2 && restVariance > 0) {
                double expected = exact(c, rest);
                assertEquals(expected, alpha.alphaIfItemDeleted()[j], 1e-14 * (2 + Math.abs(expected)));
            }
            if (restVariance > 0 && c[j][j].signum() > 0) {
                double with = Arrays.stream(rest)
                        .mapToObj(i -> c[item][i])
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .doubleValue();
                double expected = with / Math.sqrt(restVariance * c[j][j].doubleValue());
                assertEquals(expected, alpha.itemRestCorrelations()[j], 1e-14);
                assertTrue(Math.abs(alpha.itemRestCorrelations()[j]) <= 1);
            } else {
                assertEquals(NAN, alpha.itemRestCorrelations()[j]);
            }
            close(Math.sqrt(c[j][j].doubleValue()), alpha.itemStandardDeviations()[j], 1e-14);
        }
    }

    /** Of items with one standard deviation, standardised alpha is alpha; and always that of the mean correlation. */
    @Property(tries = 300)
    void standardizedIsOfTheMeanCorrelation(@ForAll @IntRange(min = 2, max = 6) int k, @ForAll int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] columns = new double[k][20];
        for (int i = 0; i < 20; i++) {
            double cause = random.nextGaussian();
            for (int j = 0; j < k; j++) {
                columns[j][i] = (j + 1) * (cause + random.nextGaussian());
            }
        }
        BigDecimal[][] c = covariances(columns);
        double correlations = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < i; j++) {
                correlations += c[i][j].doubleValue() / Math.sqrt(c[i][i].doubleValue() * c[j][j].doubleValue());
            }
        }
        double mean = correlations / (k * (k - 1) / 2);
        CronbachAlpha alpha = CronbachAlpha.of(ItemAnswers.ofColumns(names(k), columns));
        double expected = k * mean / (1 + (k - 1) * mean);
        assertEquals(expected, alpha.standardized(), 1e-12 * (1 + Math.abs(expected)));
        double[][] scaled = IntStream.range(0, k)
                .mapToObj(j -> Arrays.stream(columns[j])
                        .map(x -> x / alpha.itemStandardDeviations()[j])
                        .toArray())
                .toArray(double[][]::new);
        CronbachAlpha ofScaled = CronbachAlpha.of(ItemAnswers.ofColumns(names(k), scaled));
        assertEquals(alpha.standardized(), ofScaled.value(), 1e-12 * (1 + Math.abs(expected)));
    }

    /** What is added to an item, what all are multiplied by, and the order of items and of respondents do not matter. */
    @Property(tries = 300)
    void isOfTheAgreementAlone(@ForAll int seed, @ForAll @IntRange(min = -1000, max = 1000) int shift) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] columns = new double[3][12];
        double[][] moved = new double[3][12];
        for (int i = 0; i < 12; i++) {
            double cause = random.nextGaussian();
            for (int j = 0; j < 3; j++) {
                columns[j][i] = cause + random.nextGaussian();
                moved[2 - j][11 - i] = shift * (j + 1) - 4 * columns[j][i];
            }
        }
        CronbachAlpha one = CronbachAlpha.of(ItemAnswers.ofColumns(names(3), columns));
        CronbachAlpha other = CronbachAlpha.of(ItemAnswers.ofColumns(names(3), moved));
        assertEquals(one.value(), other.value(), 1e-11 * (2 + Math.abs(one.value())));
        assertEquals(one.standardized(), other.standardized(), 1e-11 * (2 + Math.abs(one.standardized())));
        assertEquals(one.alphaIfItemDeleted()[0], other.alphaIfItemDeleted()[2], 1e-10);
        assertTrue(one.value() <= 1);
    }

    /** Units do not matter, to the bit where they are powers of two: no square is lost below what a double holds. */
    @Property(tries = 300)
    void unitsDoNotMatter(@ForAll int seed, @ForAll @IntRange(min = -900, max = 300) int power) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] columns = new double[3][12];
        double[][] small = new double[3][12];
        double[][] mixed = new double[3][12];
        for (int i = 0; i < 12; i++) {
            double cause = random.nextGaussian();
            for (int j = 0; j < 3; j++) {
                columns[j][i] = 3 + cause + random.nextGaussian();
                small[j][i] = Math.scalb(columns[j][i], power);
                mixed[j][i] = j == 0 ? small[j][i] : columns[j][i];
            }
        }
        CronbachAlpha one = CronbachAlpha.of(ItemAnswers.ofColumns(names(3), columns));
        CronbachAlpha other = CronbachAlpha.of(ItemAnswers.ofColumns(names(3), small));
        assertEquals(one.value(), other.value());
        assertEquals(one.standardized(), other.standardized());
        assertArrayEquals(one.alphaIfItemDeleted(), other.alphaIfItemDeleted());
        assertArrayEquals(one.itemRestCorrelations(), other.itemRestCorrelations());
        for (int j = 0; j < 3; j++) {
            assertEquals(Math.scalb(one.itemMeans()[j], power), other.itemMeans()[j]);
            assertEquals(Math.scalb(one.itemStandardDeviations()[j], power), other.itemStandardDeviations()[j]);
        }
        // one item in other units than the rest: its correlation and the standardised alpha know of none
        CronbachAlpha odd = CronbachAlpha.of(ItemAnswers.ofColumns(names(3), mixed));
        assertEquals(one.standardized(), odd.standardized());
        assertEquals(other.itemStandardDeviations()[0], odd.itemStandardDeviations()[0]);
        if (power <= 0) {
            assertEquals(one.itemRestCorrelations()[0], odd.itemRestCorrelations()[0], 1e-14);
        }
    }

    @Test
    void tinyAnswersDifferToo() {
        // 1, 2, 4 and 2, 3, 3 times 1e-200: variances 7/3 and 1/3, covariance 2/3 of squares that no double holds
        for (double unit : new double[] {1e-300, 1e-200, 1, 1e99}) {
            CronbachAlpha alpha = CronbachAlpha.of(ItemAnswers.ofColumns(
                    names(2), new double[] {unit, 2 * unit, 4 * unit}, new double[] {2 * unit, 3 * unit, 3 * unit}));
            close(2 * (1 - (7.0 / 3 + 1.0 / 3) / 4), alpha.value(), 1e-14);
            close(unit * Math.sqrt(7.0 / 3), alpha.itemStandardDeviations()[0], 1e-14);
        }
    }

    @Test
    void equalItemsAreOneQuestion() {
        double[] x = {1, 2, 3, 5};
        CronbachAlpha alpha = CronbachAlpha.of(ItemAnswers.ofColumns(List.of("a", "again"), x, x));
        assertEquals(1, alpha.value());
        assertEquals(1, alpha.standardized());
        assertEquals(new Interval(1, 1, 0.95), alpha.confidenceInterval(0.95));
        assertArrayEquals(new double[] {1, 1}, alpha.itemRestCorrelations(), 1e-15);
        assertArrayEquals(new double[] {NAN, NAN}, alpha.alphaIfItemDeleted());
    }

    /** An item forgotten to be reversed makes alpha negative; reversed, it is the same question. */
    @Test
    void aReversedItem() {
        int[] easy = {1, 2, 3, 5, 4};
        int[] hard = {5, 4, 3, 2, 2};
        ItemAnswers asked = ItemAnswers.ofRatings(RatingScale.FIVE_POINT, List.of("easy", "hard"), easy, hard);
        CronbachAlpha raw = CronbachAlpha.of(asked);
        assertTrue(raw.value() < 0, raw::toString);
        assertTrue(raw.itemRestCorrelations()[0] < 0);
        ItemAnswers turned = asked.reversed("hard");
        assertArrayEquals(new double[] {1, 2, 3, 4, 4}, turned.answers("hard"));
        assertTrue(CronbachAlpha.of(turned).value() > 0.9);
        assertEquals(asked, turned.reversed("hard"));
    }

    /** Deleting an item and asking again is what alpha without it says. */
    @Test
    void alphaIfDeletedIsAlphaOfTheOthers() {
        for (int j = 0; j < 4; j++) {
            String item = SHEET.itemNames().get(j);
            close(
                    CronbachAlpha.of(SHEET.withoutItem(item)).value(),
                    CronbachAlpha.of(SHEET).alphaIfItemDeleted()[j],
                    1e-14);
        }
    }

    @Test
    void whoDidNotAnswerIsLeftOutOnlyWhenAsked() {
        ItemAnswers answers = ItemAnswers.ofRespondents(
                List.of("a", "b"),
                new double[] {1, 2},
                new double[] {NAN, 5},
                new double[] {3, 3},
                new double[] {5, 4},
                new double[] {NAN, NAN});
        rejects(
                "answers must be complete, was incomplete for 2 of 5 respondents"
                        + " (ItemAnswers.withoutIncomplete leaves them out)",
                () -> CronbachAlpha.of(answers));
        CronbachAlpha alpha = CronbachAlpha.of(answers.withoutIncomplete());
        assertEquals(3, alpha.respondents());
        assertEquals(2, alpha.leftOut());
        assertEquals(
                CronbachAlpha.of(ItemAnswers.ofColumns(
                                List.of("a", "b"), new double[] {1, 3, 5}, new double[] {2, 3, 4}))
                        .value(),
                alpha.value());
        rejects(
                "respondents must be at least 2, was 1 (1 were left out as incomplete)",
                () -> CronbachAlpha.of(
                        ItemAnswers.ofRespondents(List.of("a", "b"), new double[] {1, 2}, new double[] {1, NAN})
                                .withoutIncomplete()));
    }

    @Test
    void anItemAllAnswerAlike() {
        CronbachAlpha alpha = CronbachAlpha.of(ItemAnswers.ofColumns(
                names(3), new double[] {1, 2, 4}, new double[] {2, 2, 4}, new double[] {0.1, 0.1, 0.1}));
        assertEquals(NAN, alpha.itemRestCorrelations()[2]);
        fails(
                UndefinedRatioException.class,
                "standardized alpha is undefined, because an item, or the sum of the standardized items, is the same for"
                        + " all respondents",
                alpha::standardized);
        // 3/2 (1 - sum s_j^2 / s_T^2) by hand: sums of squares 14/3, 8/3 and 0 of 42/3
        close(1.5 * (1 - 22.0 / 42), alpha.value(), 1e-14);
    }

    /** In decimals that no double holds, the sums of these answers are all 1: rounding is not taken for a difference. */
    @Test
    void sumsThatDifferByRoundingDoNotDiffer() {
        rejects(
                "answers must differ in their sum between respondents, was the sum of item means, 1.0, for everybody"
                        + " (with no variance of the sum there is nothing to explain)",
                () -> CronbachAlpha.of(ItemAnswers.ofColumns(
                        List.of("a", "b"), new double[] {0.1, 0.3, 0.7}, new double[] {0.9, 0.7, 0.3})));
        CronbachAlpha rest = CronbachAlpha.of(ItemAnswers.ofColumns(
                names(3), new double[] {0.1, 0.3, 0.7}, new double[] {0.9, 0.7, 0.3}, new double[] {1, 2, 5}));
        assertEquals(NAN, rest.itemRestCorrelations()[2]);
        assertEquals(NAN, rest.alphaIfItemDeleted()[2]);
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejectsNull("answers", () -> CronbachAlpha.of(null));
        rejects(
                "items must be at least 2, was 1 (one question has no consistency to measure)",
                () -> CronbachAlpha.of(ItemAnswers.ofColumns(List.of("a"), new double[] {1, 2})));
        rejects(
                "respondents must be at least 2, was 1 (a variance is needed)",
                () -> CronbachAlpha.of(ItemAnswers.ofColumns(List.of("a", "b"), new double[] {1}, new double[] {2})));
        rejects(
                "level must be in (0, 1), was 95.0 (0.95 means 95 %)",
                () -> CronbachAlpha.of(SHEET).confidenceInterval(95));
    }

    @Test
    void travelsAndIsComparedByValue() {
        CronbachAlpha alpha = travels(CronbachAlpha.of(SHEET));
        assertEquals(CronbachAlpha.of(SHEET), alpha);
        assertNotEquals(alpha, CronbachAlpha.of(SHEET.withoutItem("a")));
        double[] means = alpha.itemMeans();
        means[0] = 17;
        assertEquals(4.5, alpha.itemMeans()[0]);
    }

    private static List<String> names(int k) {
        return IntStream.range(0, k).mapToObj(j -> "item " + j).toList();
    }

    private static double exact(BigDecimal[][] c, int[] items) {
        BigDecimal trace = Arrays.stream(items).mapToObj(j -> c[j][j]).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal k = BigDecimal.valueOf(items.length);
        return BigDecimal.ONE
                .subtract(trace.divide(sum(c, items), DIGITS))
                .multiply(k)
                .divide(k.subtract(BigDecimal.ONE), DIGITS)
                .doubleValue();
    }

    private static BigDecimal sum(BigDecimal[][] c, int[] items) {
        return Arrays.stream(items)
                .mapToObj(i -> Arrays.stream(items).mapToObj(j -> c[i][j]).reduce(BigDecimal.ZERO, BigDecimal::add))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .round(new MathContext(40));
    }

    /** Times n (n - 1), which keeps them exact, divided at the end. */
    private static BigDecimal[][] covariances(double[][] columns) {
        int n = columns[0].length;
        BigDecimal size = BigDecimal.valueOf(n);
        BigDecimal[][] c = new BigDecimal[columns.length][columns.length];
        for (int a = 0; a < c.length; a++) {
            for (int b = 0; b < c.length; b++) {
                BigDecimal product = BigDecimal.ZERO;
                BigDecimal sumA = BigDecimal.ZERO;
                BigDecimal sumB = BigDecimal.ZERO;
                for (int i = 0; i < n; i++) {
                    BigDecimal x = new BigDecimal(columns[a][i]);
                    BigDecimal y = new BigDecimal(columns[b][i]);
                    product = product.add(x.multiply(y));
                    sumA = sumA.add(x);
                    sumB = sumB.add(y);
                }
                c[a][b] = product.multiply(size)
                        .subtract(sumA.multiply(sumB))
                        .divide(size.multiply(BigDecimal.valueOf(n - 1)), new MathContext(80));
            }
        }
        return c;
    }
}
