package org.customerequity.model.purchase;

import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Quadrature;
import org.customerequity.internal.Require;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/** What {@link PurchaseModel} answers from its essentials alone. */
final class PurchaseDefaults {
    /** exp(-60) is 1e-26: nothing beyond counts, for a process that grows like a power of time. */
    private static final double DISCOUNT_REACH = 60;

    /** The same where 1e-7 is asked for; a Kronrod rule is then right to about 1e-11. */
    private static final double VARIANCE_REACH = 35;

    private static final double VARIANCE_TOLERANCE = 1e-7;

    private PurchaseDefaults() {}

    static double[] column(PurchaseHistories histories, ToDoubleFunction<PurchaseHistory> one) {
        double[] out = new double[Objects.requireNonNull(histories, "histories").size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = one.applyAsDouble(histories.row(i));
        }
        return out;
    }

    static double discountedPurchases(
            PurchaseModel model, PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        PeriodUnit unit = model.unit();
        ModelChecks.requireUnit(unit, history);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        return mean(
                u -> model.expectedPurchases(history, Span.first(u, unit)),
                delta,
                horizon.lengthPer(unit),
                DISCOUNT_REACH,
                1e-12);
    }

    /**
     * The integral of f dA, where A has the density delta exp(-delta u) on (0, end) and the rest of its mass 1 at the end;
     * f starts at 0 and does not fall.
     */
    private static double mean(DoubleUnaryOperator f, double delta, double end, double reach, double relTol) {
        double w = delta * end;
        if (delta == 0 || w < 1e-15) {
            return f.applyAsDouble(end);
        }
        double atEnd = w < reach ? Math.exp(-w) * f.applyAsDouble(end) : 0;
        double inside = integral(f, delta, Math.min(end, reach / delta), relTol);
        return atEnd + inside;
    }

    /** The integral of f(u) delta exp(-delta u) over (0, end), for an f that is not negative. */
    private static double integral(DoubleUnaryOperator f, double delta, double end, double relTol) {
        double middle = f.applyAsDouble(end / 2);
        if (middle == 0 && f.applyAsDouble(end / 1024) == 0 && f.applyAsDouble(end * (1023.0 / 1024)) == 0) {
            return 0;
        }
        // u = end y^2 lets a bend close to 0, on the scale of the customer's own past, take few panels
        return Quadrature.adaptive(
                y -> {
                    double u = end * y * y;
                    return f.applyAsDouble(u) * (delta * Math.exp(-delta * u)) * (2 * end * y);
                },
                0,
                1,
                relTol);
    }

    static int purchasesQuantile(PurchaseModel model, PurchaseHistory history, double p, Span ahead) {
        Require.openFraction(p, "p", "0.5 for the median");
        Span span = ModelChecks.span(ahead, model.unit());
        double mean = model.expectedPurchases(history, span);
        double sum = 0;
        for (int n = 0; n < Integer.MAX_VALUE; n++) {
            double one = model.probabilityOfPurchases(history, n, span);
            sum += one;
            // sums of rounded probabilities may end a little below 1
            if (sum >= p || (n > mean && one < 1e-17 && sum >= p - 1e-12)) {
                return n;
            }
            if (n > mean && one < 1e-17) {
                break;
            }
        }
        throw new ArithmeticException("probabilities of purchases must reach p " + p + ", came to " + sum + " for "
                + history + " under " + model);
    }

    static NextPurchase nextPurchase(PurchaseModel model, PurchaseHistory history) {
        PeriodUnit unit = model.unit();
        ModelChecks.requireUnit(unit, history);
        return new SolvedNextPurchase() {
            @Override
            double within(double u) {
                return u == 0 ? 0 : -Math.expm1(model.logProbabilityOfPurchases(history, 0, Span.first(u, unit)));
            }

            @Override
            public double probabilityEver() {
                return within(FOREVER);
            }
        };
    }

    /** Periods in which whatever happens has happened. */
    private static final double FOREVER = 1e15;

    static double varianceOfPurchases(PurchaseModel model, PurchaseHistory history, Span ahead) {
        PeriodUnit unit = model.unit();
        ModelChecks.requireUnit(unit, history);
        Span span = ModelChecks.span(ahead, unit);
        double mean = model.expectedPurchases(history, span);
        return secondMoment(k -> model.probabilityOfPurchases(history, k, span), mean, mean);
    }

    static double varianceOfDiscountedPurchases(
            PurchaseModel model, PurchaseHistory history, DiscountRate discount, Horizon horizon) {
        PeriodUnit unit = model.unit();
        ModelChecks.requireUnit(unit, history);
        double delta = ModelChecks.continuousRate(discount, horizon, unit);
        double end = horizon.lengthPer(unit);
        if (delta == 0) {
            return varianceOfPurchases(model, history, Span.first(end, unit));
        }
        double mean = discountedPurchases(model, history, discount, horizon);
        if (mean == 0) {
            return 0;
        }
        double square = discountedSquare((u, v) -> squareOfPurchases(model, history, u, v), delta, end);
        // E[D^2] is right to about 1e-7 of itself; below that a variance of 0 is what was found
        return Math.max(0, square - mean * mean);
    }

    /** E[D^2] from E[N(u, v)^2], to about 1e-7. */
    static double discountedSquare(DoubleBinaryOperator square, double delta, double end) {
        return mean(
                v -> {
                    double whole = square.applyAsDouble(0, v);
                    return whole == 0
                            ? 0
                            : whole - integral(u -> square.applyAsDouble(u, v), delta, v, VARIANCE_TOLERANCE);
                },
                delta,
                end,
                VARIANCE_REACH,
                VARIANCE_TOLERANCE);
    }

    /** E[N(u, v)^2]. */
    private static double squareOfPurchases(PurchaseModel model, PurchaseHistory history, double u, double v) {
        Span span = Span.between(u, v, model.unit());
        double mean = model.expectedPurchases(history, span);
        return model.varianceOfPurchases(history, span) + mean * mean;
    }

    /**
     * The sum of (k - centre)^2 P(N = k) over all k.
     *
     * <p>Term by term up to 64. Beyond, the terms are smooth on the scale of the square root of k, for any process at least as
     * irregular as Poisson's, so that each stretch (K, 2K] is summed from every h-th term: the trapezoidal sums with steps 2h,
     * 4h, ... are a polynomial in the square of the step (Euler and Maclaurin), which is read at step 1. The sum ends where a
     * geometric tail is below rounding and the mean of what was summed is that of the model; if those never meet, terms are
     * summed one by one, and if even that fails the model contradicts itself.
     */
    static double secondMoment(IntToDoubleFunction probability, double mean, double centre) {
        if (mean == 0) {
            return 0;
        }
        Moments fast = new Moments(probability, mean, centre, true);
        if (fast.sum()) {
            return fast.square;
        }
        Moments slow = new Moments(probability, mean, centre, false);
        if (mean < Moments.MOST_SINGLE_TERMS && slow.sum()) {
            return slow.square;
        }
        double found = mean < Moments.MOST_SINGLE_TERMS ? slow.first : fast.first;
        throw new ArithmeticException("the distribution of the number of purchases has mean " + found
                + " as far as it can be summed, but expectedPurchases is " + mean);
    }

    private static final class Moments {
        static final int MOST_SINGLE_TERMS = 1 << 22;
        private static final int MOST = 1 << 30;
        private static final int SINGLE = 64;

        private final IntToDoubleFunction probability;
        private final double mean;
        private final double centre;
        private final boolean fast;
        double first;
        double square;

        Moments(IntToDoubleFunction probability, double mean, double centre, boolean fast) {
            this.probability = probability;
            this.mean = mean;
            this.centre = centre;
            this.fast = fast;
        }

        /** Whether the end of the distribution was reached. */
        boolean sum() {
            double before = 0;
            int most = fast ? SINGLE : MOST_SINGLE_TERMS;
            for (int k = 0; k <= most; k++) {
                double p = probability.applyAsDouble(k);
                first += k * p;
                square += (k - centre) * (k - centre) * p;
                if (k > mean && ends(k, p, before == 0 ? 0 : p / before)) {
                    return true;
                }
                before = p;
            }
            if (!fast) {
                return false;
            }
            for (int from = SINGLE; from < MOST; from *= 2) {
                stretch(from);
                double p = probability.applyAsDouble(2 * from);
                if (2 * from > mean && ends(2 * from, p, p == 0 ? 0 : probability.applyAsDouble(2 * from + 1) / p)) {
                    return true;
                }
            }
            return false;
        }

        /** A tail that falls by {@code ratio} a term, from k on, is below rounding, and the mean is complete. */
        private boolean ends(double k, double p, double ratio) {
            if (!(ratio < 1)) {
                return false;
            }
            double left = 1 / (1 - ratio);
            double tail = p * ratio * left * (k * k + 2 * k * left + 2 * left * left);
            return tail <= 1e-15 * square && Math.abs(first - mean) <= 1e-7 * mean + 1e-12;
        }

        /** Adds the terms from + 1, ..., 2 from. */
        private void stretch(int from) {
            int step = 1;
            while (4L * step * step <= from) {
                step *= 2;
            }
            // trapezoidal sums at steps 8h, 4h, 2h, h, and below as needed
            int coarsest = Math.min(from, 8 * step);
            double edgeFirst = term(from, false) + term(2 * from, false);
            double edgeSquare = term(from, true) + term(2 * from, true);
            double innerFirst = 0;
            double innerSquare = 0;
            double[] rowFirst = new double[0];
            double[] rowSquare = new double[0];
            double bestSquare = Double.NaN;
            double change = Double.POSITIVE_INFINITY;
            for (int h = coarsest; h >= 1; h /= 2) {
                boolean all = h == coarsest;
                for (int k = from + h; k < 2 * from; k += all ? h : 2 * h) {
                    double p = probability.applyAsDouble(k);
                    innerFirst += k * p;
                    innerSquare += (k - centre) * (k - centre) * p;
                }
                rowFirst = extend(rowFirst, h * (innerFirst + edgeFirst / 2), h);
                rowSquare = extend(rowSquare, h * (innerSquare + edgeSquare / 2), h);
                double last = bestSquare;
                bestSquare = rowSquare[rowSquare.length - 1];
                if (h <= step) {
                    double before = change;
                    change = Math.abs(bestSquare - last) / (square + bestSquare);
                    // settled, or no more to be had from probabilities of this accuracy
                    if (change <= 1e-13 || (change <= 1e-9 && change > before / 8)) {
                        break;
                    }
                }
            }
            // from (K + ... + 2K with half weights at both ends) to K + 1, ..., 2K
            first += rowFirst[rowFirst.length - 1] + (term(2 * from, false) - term(from, false)) / 2;
            square += bestSquare + (term(2 * from, true) - term(from, true)) / 2;
        }

        private double term(int k, boolean squared) {
            double p = probability.applyAsDouble(k);
            return squared ? (k - centre) * (k - centre) * p : k * p;
        }

        /**
         * The next row of Neville's scheme in the square of the step, read at step 1. A row for step h holds the values
         * extrapolated from h alone, from 2h and h, and so on; at h = 1 that is the sum itself.
         */
        private static double[] extend(double[] row, double next, int h) {
            double[] out = new double[row.length + 1];
            out[0] = next;
            double fine = (double) h * h;
            for (int j = 1; j < out.length; j++) {
                double coarse = fine * Math.pow(4, j);
                out[j] = out[j - 1] + (out[j - 1] - row[j - 1]) * (fine - 1) / (coarse - fine);
            }
            return out;
        }
    }

    /** New customers of the same ages. */
    static PurchaseHistories simulateHistories(PurchaseModel model, PurchaseHistories like, RandomGenerator random) {
        ModelChecks.requireUnit(model.unit(), like);
        Objects.requireNonNull(random, "random");
        PurchaseHistory newcomer = PurchaseHistory.newCustomer(model.unit());
        double[] ages = like.ages();
        int[] x = new int[ages.length];
        double[] recency = new double[ages.length];
        double[] logIntervals = new double[ages.length];
        for (int i = 0; i < ages.length; i++) {
            double[] times = model.simulatePurchases(newcomer, ages[i], random);
            x[i] = times.length;
            for (double time : times) {
                // at enormous rates two purchases may fall on one double
                logIntervals[i] += Math.log(Math.max(time - recency[i], Double.MIN_NORMAL));
                recency[i] = time;
            }
        }
        return PurchaseHistories.ofColumns(x, recency, ages, model.unit()).withLogIntervals(logIntervals);
    }
}
