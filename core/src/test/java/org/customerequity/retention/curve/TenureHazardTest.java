package org.customerequity.retention.curve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.customerequity.history.contract.Spell;
import org.customerequity.history.contract.Spells;
import org.customerequity.testing.Seeded;
import org.customerequity.value.Estimate;
import org.customerequity.value.Interval;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Proportion;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Hazards by band of tenure, and restricted means with their errors. */
@Seeded
class TenureHazardTest {
    private static final PeriodUnit MONTH = PeriodUnit.MONTH;

    private static final List<Spell> TWELVE = rows();

    private static List<Spell> rows() {
        int[] times = {2, 3, 3, 5, 6, 6, 6, 8, 9, 10, 10, 12};
        int[] left = {1, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0};
        List<Spell> rows = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            rows.add(new Spell(0, times[i], left[i] == 1));
        }
        return rows;
    }

    @Test
    void inRenewalsItIsTheLifeTable() {
        Spells spells = Spells.ofRenewals(TWELVE, MONTH);
        List<TenureHazard> table = TenureHazard.table(spells, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        EmpiricalCurve curve = EmpiricalCurve.of(spells);
        double survival = 1;
        for (TenureHazard row : table) {
            assertEquals(curve.hazard(row.to()), row.value(), 1e-15);
            survival *= 1 - row.value();
            assertEquals(curve.survival(row.to()), survival, 1e-15);
        }
        assertEquals(8, table.get(5).exposure());
        assertEquals(Proportion.of(2, 8).confidenceInterval(0.95), table.get(5).confidenceInterval(0.95));
        TenureHazard halfYear = TenureHazard.table(spells, 0, 6).get(0);
        assertEquals(5, halfYear.lapses());
        assertEquals(2 + 3 + 3 + 5 + 8 * 6, halfYear.exposure());
    }

    /** 17 events in 4200 and none: the exact interval, worked numbers of a tables of chi-squared. */
    @Test
    void exactPoissonInterval() {
        Interval some = new TenureHazard(0, 1, false, 17, 4200).confidenceInterval(0.95);
        assertEquals(0.00235788725467, some.lower(), 1e-14);
        assertEquals(0.00648063019426, some.upper(), 1e-14);
        Interval none = new TenureHazard(0, 1, false, 0, 4200).confidenceInterval(0.95);
        assertEquals(0, none.lower(), 0.0);
        assertEquals(0.000878304631932, none.upper(), 1e-15);
    }

    @Test
    void lateEntryCountsFromEntry() {
        Spells spells = Spells.ofTimes(
                List.of(Spell.lapsedAt(5).enteredAt(2.5), Spell.activeAt(4), new Spell(6, 9, true)), MONTH);
        List<TenureHazard> table = TenureHazard.table(spells, 1, 3, 5, 7, 20);
        assertEquals(2.5, table.get(0).exposure(), 1e-15);
        assertEquals(3, table.get(1).exposure(), 1e-15);
        assertEquals(1, table.get(1).lapses());
        assertEquals(1, table.get(2).exposure(), 1e-15);
        assertEquals(2, table.get(3).exposure(), 1e-15);
        assertEquals(0.5, table.get(3).value(), 1e-15);
    }

    /** Exposure and lapses are all accounted for, and parts add up to the whole. */
    @Property
    void bandsAddUp(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Spell> first = new ArrayList<>();
        List<Spell> second = new ArrayList<>();
        double exposure = 0;
        int lapses = 0;
        for (int i = 0; i < 60; i++) {
            int entry = random.nextInt(5);
            int last = entry + 1 + random.nextInt(20);
            boolean lapsed = random.nextBoolean();
            (random.nextBoolean() ? first : second).add(new Spell(entry, last, lapsed));
            exposure += last - entry;
            lapses += lapsed ? 1 : 0;
        }
        List<Spell> all = new ArrayList<>(first);
        all.addAll(second);
        double[] edges = {0, 1, 3, 4, 9, 30};
        for (boolean discrete : new boolean[] {true, false}) {
            List<TenureHazard> whole = table(all, discrete, edges);
            List<TenureHazard> a = table(first, discrete, edges);
            List<TenureHazard> b = table(second, discrete, edges);
            double sum = 0;
            long left = 0;
            for (int j = 0; j < whole.size(); j++) {
                assertEquals(whole.get(j), a.get(j).plus(b.get(j)));
                sum += whole.get(j).exposure();
                left += whole.get(j).lapses();
            }
            assertEquals(exposure, sum, 1e-9);
            assertEquals(lapses, left);
        }
    }

    private static List<TenureHazard> table(List<Spell> rows, boolean discrete, double[] edges) {
        return TenureHazard.table(discrete ? Spells.ofRenewals(rows, MONTH) : Spells.ofTimes(rows, MONTH), edges);
    }

    @Test
    void badInput() {
        Spells spells = Spells.ofRenewals(TWELVE, MONTH);
        message("edges must be at least 2, was 1 (0, 1, 2 is two bands)", () -> TenureHazard.table(spells, 1));
        message("edges[1] must be > the one before, 3.0, was 3.0", () -> TenureHazard.table(spells, 3, 3));
        message(
                "edges[1] must be a whole number, was 1.5 (the spells count renewals)",
                () -> TenureHazard.table(spells, 0, 1.5));
        message("to must be > from 2.0, was 2.0 (last tenure of the band)", () -> new TenureHazard(2, 2, true, 0, 0));
        message(
                "exposure must be a whole number >= lapses 3, was 2.0 (renewals that fell due)",
                () -> new TenureHazard(0, 1, true, 3, 2));
        message(
                "exposure must be > 0 where somebody left, was 0.0 (time observed)",
                () -> new TenureHazard(0, 1, false, 3, 0));
        TenureHazard nobody = TenureHazard.table(spells, 12, 14).get(0);
        assertFalse(nobody.isDefined());
        assertEquals(
                "lapses per renewals due is undefined, because renewals due is 0",
                assertThrows(UndefinedRatioException.class, nobody::value).getMessage());
    }

    // --- restricted means

    /** The area by hand 7.91666666667; its error term by term: A(j) from each step to 12, d / n / (n - d). */
    @Test
    void restrictedMeanOfTwelve() {
        for (boolean discrete : new boolean[] {true, false}) {
            EmpiricalCurve curve =
                    EmpiricalCurve.of(discrete ? Spells.ofRenewals(TWELVE, MONTH) : Spells.ofTimes(TWELVE, MONTH));
            Estimate mean = curve.restrictedMeanEstimate(12);
            assertEquals(95 / 12.0, mean.value(), 1e-14);
            double a10 = 2 * 8 / 27.0;
            double a8 = 2 * 4 / 9.0 + a10;
            double a6 = 2 * 5 / 9.0 + a8;
            double a5 = 20 / 27.0 + a6;
            double a3 = 2 * 5 / 6.0 + a5;
            double a2 = 11 / 12.0 + a3;
            double variance =
                    a2 * a2 / 132 + a3 * a3 / 110 + a5 * a5 / 72 + a6 * a6 * 2 / 48 + a8 * a8 / 20 + a10 * a10 / 6;
            assertEquals(Math.sqrt(variance), mean.standardError(), 1e-14);
            // before the first lapse all is certain; between steps the area grows by S
            assertEquals(Estimate.of(1.5, 0), curve.restrictedMeanEstimate(1.5));
            assertEquals(
                    curve.restrictedMeanEstimate(5).value() + 0.5 * 20 / 27,
                    curve.restrictedMeanEstimate(5.5).value(),
                    1e-14);
        }
    }

    /** With nobody censored it is the mean of min(T, tau), and the error that of a mean with divisor n. */
    @Property
    void withoutCensoringItIsAMean(@ForAll @IntRange(max = 1_000_000) int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] t = random.doubles(50, 0.1, 30).toArray();
        EmpiricalCurve curve = EmpiricalCurve.of(Spells.ofTimes(
                java.util.Arrays.stream(t).mapToObj(Spell::lapsedAt).toList(), MONTH));
        double tau = curve.supportedTo() * (0.2 + 0.8 * random.nextDouble());
        double sum = 0;
        double squares = 0;
        for (double x : t) {
            sum += Math.min(x, tau);
        }
        for (double x : t) {
            squares += Math.pow(Math.min(x, tau) - sum / 50, 2);
        }
        Estimate mean = curve.restrictedMeanEstimate(tau);
        assertEquals(sum / 50, mean.value(), 1e-12);
        assertEquals(Math.sqrt(squares) / 50, mean.standardError(), 1e-12);
    }

    /** Nominal 95 % cover the truth about as often: 2,000 draws of 80 customers, half of them censored. */
    @Test
    void itsIntervalCovers() {
        SplittableRandom random = new SplittableRandom(17);
        double truth = 10 * -Math.expm1(-0.8);
        int covered = 0;
        for (int draw = 0; draw < 2000; draw++) {
            List<Spell> rows = new ArrayList<>();
            rows.add(Spell.activeAt(8));
            for (int i = 0; i < 80; i++) {
                double life = 10 * random.nextExponential();
                double watched = 16 * random.nextDouble();
                rows.add(new Spell(0, Math.min(life, watched), life <= watched));
            }
            Estimate mean = EmpiricalCurve.of(Spells.ofTimes(rows, MONTH)).restrictedMeanEstimate(8);
            covered += mean.confidenceInterval(0.95).contains(truth) ? 1 : 0;
        }
        assertEquals(0.94, covered / 2000.0, 0.025);
    }

    @Test
    void differenceOfTwo() {
        EmpiricalCurve one = EmpiricalCurve.of(Spells.ofTimes(TWELVE, MONTH));
        EmpiricalCurve other = EmpiricalCurve.of(Spells.ofTimes(TWELVE.subList(3, 12), MONTH));
        Estimate gain = other.restrictedMeanDifferenceEstimate(one, 10);
        Estimate a = other.restrictedMeanEstimate(10);
        Estimate b = one.restrictedMeanEstimate(10);
        assertEquals(a.value() - b.value(), gain.value(), 1e-15);
        assertEquals(
                a.standardError() * a.standardError() + b.standardError() * b.standardError(),
                gain.standardError() * gain.standardError(),
                1e-14);
        assertTrue(gain.value() > 0);
        message("until must be <= 12.0, the last that was observed, was 13.0", () -> one.restrictedMeanEstimate(13));
        message(
                "until must be finite and > 0, was NaN (periods over which the mean is taken)",
                () -> one.restrictedMeanEstimate(Double.NaN));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> one.restrictedMeanDifferenceEstimate(
                                EmpiricalCurve.of(Spells.ofRenewals(TWELVE, MONTH)), 5))
                .getMessage()
                .startsWith("other must be continuous and per month, was 6 steps to 12.0 months"));
    }

    private static void message(String expected, Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }
}
