package org.customerequity.survey;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.tampered;
import static org.customerequity.Checks.travels;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Interval;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

@Seeded
class NetPromoterScoreTest {
    private static final NetPromoterScore FIRST = NetPromoterScore.ofCounts(520, 280, 200);

    private static final NetPromoterScore SECOND = NetPromoterScore.ofCounts(470, 300, 230);

    /** Sheet 10. */
    @Test
    void numbersOfTheSheet() {
        assertEquals(32, FIRST.value());
        close(2.48515593072, FIRST.standardError(), 2e-12);
        close(2.4863994414, FIRST.sampleStandardError(), 2e-11);
        Interval interval = FIRST.confidenceInterval(0.95);
        close(27.1291838798, interval.lower(), 2e-12);
        close(36.8708161202, interval.upper(), 2e-12);
        assertEquals(24, SECOND.value());
        close(2.53456110599, SECOND.standardError(), 2e-12);
    }

    /** The definition: the plain interval of answers to which three were added, in quarters. */
    @Property
    void adjustedIntervalAddsThreeAnswers(
            @ForAll @IntRange(max = 400) int promoters,
            @ForAll @IntRange(max = 400) int passives,
            @ForAll @IntRange(min = 1, max = 400) int detractors) {
        NetPromoterScore score = NetPromoterScore.ofCounts(promoters, passives, detractors);
        // four times as many answers, with 3, 6 and 3 more, have half the error of those with 3/4, 3/2 and 3/4 more
        NetPromoterScore four = NetPromoterScore.ofCounts(4L * promoters + 3, 4L * passives + 6, 4L * detractors + 3);
        double half = 1.959963984540054 * 2 * four.standardError();
        Interval interval = score.adjustedConfidenceInterval(0.95);
        assertEquals(Math.max(-100, four.value() - half), interval.lower(), 1e-10);
        assertEquals(Math.min(100, four.value() + half), interval.upper(), 1e-10);
        assertTrue(interval.width() > 0);
        Interval turned =
                NetPromoterScore.ofCounts(detractors, passives, promoters).adjustedConfidenceInterval(0.95);
        assertEquals(-interval.lower(), turned.upper(), 1e-10);
    }

    /** Of 12 answers, most from promoters: the plain interval misses too often, the adjusted one does not. */
    @Test
    void adjustedIntervalCoversWithFewAnswers() {
        SplittableRandom random = new SplittableRandom(5);
        int plain = 0;
        int adjusted = 0;
        int tries = 40_000;
        for (int k = 0; k < tries; k++) {
            int promoters = 0;
            int detractors = 0;
            for (int i = 0; i < 12; i++) {
                double u = random.nextDouble();
                promoters += u < 0.85 ? 1 : 0;
                detractors += u > 0.95 ? 1 : 0;
            }
            NetPromoterScore score = NetPromoterScore.ofCounts(promoters, 12L - promoters - detractors, detractors);
            plain += score.confidenceInterval(0.95).contains(80) ? 1 : 0;
            adjusted += score.adjustedConfidenceInterval(0.95).contains(80) ? 1 : 0;
        }
        double ofPlain = plain / (double) tries;
        double ofAdjusted = adjusted / (double) tries;
        assertTrue(ofPlain < 0.9, () -> "plain " + ofPlain);
        assertTrue(ofAdjusted > 0.94, () -> "adjusted " + ofAdjusted);
    }

    @Test
    void twoWavesDiffer() {
        ScoreDifference difference = FIRST.minus(SECOND);
        assertEquals(8, difference.value());
        close(2.25374467928, difference.zScore(), 2e-12);
        close(0.0242122348373, difference.pValue(), 2e-11);
        // a difference is significant at 5 % exactly where its 95 % interval leaves out 0
        assertTrue(difference.confidenceInterval(0.95).lower() > 0);
        assertTrue(difference.confidenceInterval(0.99).contains(0));
        assertEquals(-difference.zScore(), SECOND.minus(FIRST).zScore());
        assertEquals(difference.pValue(), SECOND.minus(FIRST).pValue());
    }

    @Test
    void theExampleOfTheReadme() {
        NetPromoterScore score = NetPromoterScore.ofCounts(333, 210, 157);
        assertEquals(25.1, score.value(), 0.05);
        assertEquals(19.2, score.confidenceInterval(0.95).lower(), 0.05);
        assertEquals(31.1, score.confidenceInterval(0.95).upper(), 0.05);
    }

    /** The score as what it is: the mean of answers worth 100, 0 and -100, and the textbook error of a mean. */
    @Property
    void isTheMeanOfHundredsAndTheirNegatives(
            @ForAll @IntRange(max = 500) int promoters,
            @ForAll @IntRange(max = 500) int passives,
            @ForAll @IntRange(min = 2, max = 500) int detractors) {
        NetPromoterScore score = NetPromoterScore.ofCounts(promoters, passives, detractors);
        double n = score.responses();
        double mean = (100.0 * promoters - 100.0 * detractors) / n;
        double squares =
                promoters * Math.pow(100 - mean, 2) + passives * mean * mean + detractors * Math.pow(-100 - mean, 2);
        assertEquals(mean, score.value(), 1e-12);
        assertEquals(Math.sqrt(squares / n / n), score.standardError(), 1e-12);
        assertEquals(Math.sqrt(squares / (n - 1) / n), score.sampleStandardError(), 1e-12);
        Interval interval = score.confidenceInterval(0.95);
        assertTrue(interval.lower() >= -100 && interval.upper() <= 100 && interval.contains(score.value()));
    }

    /** The interval holds the truth in about 95 of 100 samples of 400; 2,000 samples, standard error 0.5 %. */
    @Test
    void coverageBySimulation() {
        SplittableRandom random = new SplittableRandom(20261123);
        int held = 0;
        for (int sample = 0; sample < 2_000; sample++) {
            int[] ratings = new int[400];
            for (int i = 0; i < ratings.length; i++) {
                double u = random.nextDouble();
                ratings[i] = u < 0.5 ? 9 : u < 0.8 ? 7 : 3;
            }
            if (NetPromoterScore.ofResponses(ratings).confidenceInterval(0.95).contains(30)) {
                held++;
            }
        }
        assertEquals(0.95, held / 2_000.0, 0.02);
    }

    @Property
    void answersMerge(@ForAll int[] first, @ForAll @IntRange(max = 10) int second) {
        int[] some = Arrays.stream(first).map(x -> Math.floorMod(x, 11)).toArray();
        NetPromoterScore a = NetPromoterScore.ofResponses(some);
        NetPromoterScore b = NetPromoterScore.ofResponses(second);
        int[] all = Arrays.copyOf(some, some.length + 1);
        all[some.length] = second;
        assertEquals(NetPromoterScore.ofResponses(all), a.plus(b));
        assertEquals(a.plus(b), b.plus(a));
    }

    @Test
    void groupsAreThoseOfReichheld() {
        assertEquals(
                NetPromoterScore.ofCounts(2, 2, 7), NetPromoterScore.ofResponses(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
    }

    @Test
    void extremesAndUndefined() {
        NetPromoterScore all = NetPromoterScore.ofCounts(7, 0, 0);
        assertEquals(100, all.value());
        assertEquals(0, all.standardError());
        assertEquals(new Interval(100, 100, 0.95), all.confidenceInterval(0.95));
        assertEquals(
                100,
                NetPromoterScore.ofCounts(99, 1, 0).confidenceInterval(0.999).upper());
        NetPromoterScore none = NetPromoterScore.ofResponses();
        assertFalse(none.isDefined());
        assertEquals(OptionalDouble.empty(), none.asOptional());
        fails(UndefinedRatioException.class, "net promoter score is undefined, because responses is 0", none::value);
        fails(
                UndefinedRatioException.class,
                "net promoter score is undefined, because responses is 0",
                () -> none.confidenceInterval(0.95));
        fails(
                UndefinedRatioException.class,
                "sample standard error of the net promoter score is undefined, because there is one response only",
                () -> NetPromoterScore.ofResponses(9).sampleStandardError());
        fails(
                UndefinedRatioException.class,
                "z of the difference is undefined, because its standard error is 0",
                () -> all.minus(all).zScore());
    }

    @Test
    void badInputSaysWhatIsWrong() {
        rejects(
                "ratings[1] must be from 0 to 10, was 11 (leave out who did not answer)",
                () -> NetPromoterScore.ofResponses(9, 11));
        rejects(
                "promoters must be >= 0, was -1 (how many answered 9 or 10)",
                () -> NetPromoterScore.ofCounts(-1, 0, 0));
        rejects("passives must be >= 0, was -1 (how many answered 7 or 8)", () -> NetPromoterScore.ofCounts(0, -1, 0));
        rejects(
                "detractors must be >= 0, was -1 (how many answered 0 to 6)",
                () -> NetPromoterScore.ofCounts(0, 0, -1));
        assertThrows(ArithmeticException.class, () -> NetPromoterScore.ofCounts(Long.MAX_VALUE, 1, 0));
        travels(FIRST);
        travels(FIRST.minus(SECOND));
        rejects("promoters must be >= 0, was -5 (how many answered 9 or 10)", () -> tampered(FIRST, 520L, -5L));
    }
}
