package org.customerequity.retention.curve;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.history.contract.CohortCounts;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.Require;
import org.customerequity.value.PeriodUnit;

/**
 * All that a discrete curve can learn from cohorts or spells: how many reached each renewal while observed, and how many of them
 * left there.
 *
 * <pre>{@code
 *   ln L = sum over t of left(t) ln(1 - r(t)) + (due(t) - left(t)) ln r(t)
 * }</pre>
 *
 * <p>Censoring and left truncation are in it: a spell seen from e to t is due at the renewals e+1, ..., t.
 */
final class RenewalTable {
    private static final int FEW_PER_PARAMETER = 5;

    private final PeriodUnit unit;
    /** Index t, from 1; index 0 is not used. */
    private final double[] due;

    private final double[] left;
    private final long customers;

    private RenewalTable(PeriodUnit unit, double[] due, double[] left, long customers) {
        this.unit = unit;
        this.due = due;
        this.left = left;
        this.customers = customers;
    }

    static RenewalTable of(CohortCounts cohorts) {
        int longest = Objects.requireNonNull(cohorts, "cohorts").longest();
        double[] due = new double[longest + 1];
        double[] left = new double[longest + 1];
        for (int c = 0; c < cohorts.size(); c++) {
            for (int t = 1; t <= cohorts.renewals(c); t++) {
                due[t] += cohorts.survivors(c, t - 1);
                left[t] += cohorts.survivors(c, t - 1) - cohorts.survivors(c, t);
            }
        }
        return new RenewalTable(cohorts.unit(), due, left, cohorts.acquired());
    }

    static RenewalTable of(Spells spells) {
        if (!Objects.requireNonNull(spells, "spells").isDiscrete()) {
            throw Require.bad(
                    "spells",
                    "must be counted in renewals",
                    "use Spells.ofRenewals, or fit a continuous curve such as WeibullGamma",
                    "in continuous time");
        }
        double longest = 0;
        for (int i = 0; i < spells.size(); i++) {
            longest = Math.max(longest, spells.last(i));
        }
        double[] due = new double[(int) longest + 2];
        double[] left = new double[(int) longest + 1];
        for (int i = 0; i < spells.size(); i++) {
            due[(int) spells.entry(i) + 1]++;
            due[(int) spells.last(i) + 1]--;
            if (spells.lapsed(i)) {
                left[(int) spells.last(i)]++;
            }
        }
        double[] sums = new double[left.length];
        for (int t = 1; t < sums.length; t++) {
            sums[t] = sums[t - 1] + due[t];
        }
        return new RenewalTable(spells.unit(), sums, left, spells.size());
    }

    PeriodUnit unit() {
        return unit;
    }

    void requireUnit(PeriodUnit curve) {
        if (curve != unit) {
            throw Require.bad("unit", "must be the curve's, " + curve, "of the cohorts or spells", unit);
        }
    }

    /** The last renewal that was due. */
    int longest() {
        return due.length - 1;
    }

    /** Customers who reached renewal t while observed. */
    double due(int t) {
        return due[t];
    }

    /** Those of them who left there. */
    double left(int t) {
        return left[t];
    }

    /** Those of them who stayed. */
    double stayed(int t) {
        return due[t] - left[t];
    }

    long customers() {
        return customers;
    }

    double allDue() {
        return sum(due);
    }

    double allLeft() {
        return sum(left);
    }

    private static double sum(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v;
        }
        return sum;
    }

    /** At how many renewals anybody was due. */
    int distinctRenewals() {
        int count = 0;
        for (double n : due) {
            count += n > 0 ? 1 : 0;
        }
        return count;
    }

    /** Why no curve can be fitted to this. */
    Optional<String> obstacle() {
        if (allDue() == 0) {
            return Optional.of("no renewal has fallen due: nothing is known of who stays");
        }
        if (allLeft() == 0) {
            return Optional.of("nobody has left: the likelihood rises towards a curve that stays at 1");
        }
        if (allLeft() == allDue()) {
            return Optional.of(
                    "nobody has made a renewal: the likelihood rises towards a curve that falls to 0 at once");
        }
        return Optional.empty();
    }

    List<String> warnings(int parameters) {
        List<String> out = new ArrayList<>();
        double lapses = allLeft();
        if (lapses < FEW_PER_PARAMETER * parameters) {
            out.add("Only " + (long) lapses + " customers have left, fewer than " + FEW_PER_PARAMETER
                    + " for each of the " + parameters + " parameters: the estimates are rough.");
        }
        return out;
    }

    /** The maximum of ln L if one rate holds for all renewals. */
    double geometricMaximum() {
        double n = allDue();
        double lost = allLeft();
        return lost == 0 || lost == n ? 0 : lost * Math.log(lost / n) + (n - lost) * Math.log((n - lost) / n);
    }
}
