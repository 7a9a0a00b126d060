package org.customerequity.equity.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.customerequity.internal.Require;
import org.customerequity.model.choice.ChoiceCoefficients;
import org.customerequity.survey.brand.BrandSurvey;

/**
 * The best split of a budget over the sub-drivers of a brand.
 *
 * <pre>{@code
 *   maximise CE(Delta(x))  with  Delta_k = c_k (1 - exp(-k_k x_k)),  x >= 0,  sum x <= B
 *
 *   at the best split  (dCE / dDelta_k) c_k k_k exp(-k_k x_k)  =  lambda  where x_k > 0,  <= lambda  where x_k = 0
 * }</pre>
 *
 * <p>Each step solves the problem exactly with equity taken as linear in the ratings, by filling up the curves to a common marginal
 * value, and goes from the present split towards that solution as far as equity rises; the derivatives in the ratings are exact.
 * Equity is S-shaped in ratings, so there may be more than one summit: the climb is made from an equal split, from nothing, and from
 * all money on each sub-driver, and the highest is taken.
 *
 * <p>Ratings stop at the top of the scale, respondent by respondent, so that improving those who are content already brings nothing.
 * Equity then has a kink wherever one more respondent reaches the top; climbs go from kink to kink, between which
 * equity is smooth, and are finished, should that stall, by moving ever smaller amounts between sub-drivers. {@link #uncapped()}
 * leaves the scale's end out of account, and with it the kinks.
 *
 * <p>Immutable; each {@code with} returns a changed copy.
 */
public final class DriverBudgetCalculator {
    private static final int MOST_STEPS = 300;

    /** Of a sub-driver, up to which each is a step of a climb. */
    private static final int MOST_KINKS = 12;

    /** Splits tried on a kink where climbing stalls. */
    private static final int MOST_TRIALS = 2000;

    /** Distance, in rating points, within which a respondent counts as just reaching the top. */
    private static final double AT_TOP = 1e-6;

    /** Share of the spend within which a climb is taken to end on a summit that another climb has found. */
    private static final double IN_SIGHT = 1e-3;

    private final BrandEquities today;
    private final int brand;
    private final Map<Integer, ImprovementCurve> curves;
    private final boolean capped;

    private DriverBudgetCalculator(
            BrandEquities today, int brand, Map<Integer, ImprovementCurve> curves, boolean capped) {
        this.today = today;
        this.brand = brand;
        this.curves = Collections.unmodifiableMap(curves);
        this.capped = capped;
    }

    /** For a brand of the market, with no curves yet. */
    public static DriverBudgetCalculator of(BrandEquities today, String brand) {
        Objects.requireNonNull(today, "today");
        return new DriverBudgetCalculator(today, today.survey().brandIndex(brand), new LinkedHashMap<>(), true);
    }

    /** With the curve of one sub-driver: what spend on it does to its ratings. Sub-drivers without a curve stay as they are. */
    public DriverBudgetCalculator withCurve(String subDriver, ImprovementCurve curve) {
        Map<Integer, ImprovementCurve> more = new LinkedHashMap<>(curves);
        more.put(today.survey().subDriverIndex(subDriver), Objects.requireNonNull(curve, "curve"));
        return new DriverBudgetCalculator(today, brand, more, capped);
    }

    /** With ratings that may pass the top of the scale. */
    public DriverBudgetCalculator uncapped() {
        return new DriverBudgetCalculator(today, brand, curves, false);
    }

    /**
     * The best split of a budget. All of it is spent as long as spend on some sub-driver raises the equity, even where it raises it by
     * less than it costs: {@link DriverBudget#marginalEquity()} below 1 says so.
     *
     * @param budget present value in the market's currency, finite and {@code >= 0}
     */
    public DriverBudget split(double budget) {
        Require.nonNegative(budget, "budget", "present value in the market's currency");
        return new Search(budget).best();
    }

    /** The spend on each sub-driver up to the point where one more unit of money adds just one of equity. */
    public DriverBudget unlimited() {
        return new Search(Double.POSITIVE_INFINITY).best();
    }

    /** A spend by sub-driver with what it brings. */
    private static final class Point {
        final double[] spend;
        /** Equity, less the spend where that is free. */
        double goal;

        double equity;
        /** Derivatives of equity in the rating points of each sub-driver, to the right and to the left. */
        double[] right = {};

        double[] left = {};

        Point(double[] spend) {
            this.spend = spend;
        }
    }

    private final class Search {
        private final double budget;
        private final boolean free;
        private final int[] driver;
        private final ImprovementCurve[] curve;
        /** Points by which the ratings of somebody on each sub-driver come to the top, ascending. */
        private final double[][] kinks;

        Search(double budget) {
            Require.notEmpty(curves.size(), "curves", "must not be empty", "see withCurve");
            this.budget = budget;
            this.free = Double.isInfinite(budget);
            this.driver = curves.keySet().stream().mapToInt(Integer::intValue).toArray();
            this.curve = curves.values().toArray(ImprovementCurve[]::new);
            this.kinks = new double[driver.length][];
            Arrays.setAll(kinks, k -> capped ? kinks(driver[k], curve[k].ceiling()) : new double[0]);
        }

        private double[] kinks(int subDriver, double ceiling) {
            BrandSurvey survey = today.survey();
            return IntStream.range(0, survey.size())
                    .filter(i -> survey.considers(i, brand) && survey.weight(i) > 0)
                    .mapToDouble(i -> survey.scale().highest() - survey.rating(i, brand, subDriver))
                    .filter(points -> points > 0 && points < ceiling)
                    .sorted()
                    .distinct()
                    .toArray();
        }

        DriverBudget best() {
            // a few kinks, as of ratings in whole points, are stepped from one to the next; where there are many, only
            // in the end
            boolean few = capped && Arrays.stream(kinks).allMatch(k -> k.length <= MOST_KINKS);
            List<Point> summits = new ArrayList<>();
            summits.add(climb(at(new double[driver.length]), few, summits));
            for (double[] start : starts()) {
                summits.add(climb(at(start), few, summits));
            }
            Point best = summits.get(0);
            for (Point summit : summits) {
                best = summit.goal > best.goal ? summit : best;
            }
            best = settled(capped && !few ? climb(best, true, List.of()) : best);
            double[] equal = new double[driver.length];
            Arrays.fill(equal, Arrays.stream(best.spend).sum() / driver.length);
            return new DriverBudget(
                    today,
                    brand,
                    driver,
                    best.spend,
                    points(best.spend),
                    best.equity,
                    at(equal).equity,
                    marginals(best, best.right),
                    residual(best),
                    capped);
        }

        private List<double[]> starts() {
            int n = driver.length;
            List<double[]> all = new ArrayList<>();
            double[] equal = new double[n];
            for (int k = 0; k < n; k++) {
                double[] corner = new double[n];
                // nine tenths of the ceiling where nothing limits the spend
                corner[k] = free ? curve[k].spendFor(0.9 * curve[k].ceiling()) : budget;
                equal[k] = free ? corner[k] : budget / n;
                all.add(corner);
            }
            all.add(equal);
            return all;
        }

        private double[] points(double[] spend) {
            double[] points = new double[spend.length];
            Arrays.setAll(points, k -> curve[k].points(spend[k]));
            return points;
        }

        /** Up to a summit, or into sight of one that is known. */
        private Point climb(Point start, boolean fromKinkToKink, List<Point> known) {
            Point here = start;
            for (int step = 0; step < MOST_STEPS; step++) {
                for (Point summit : known) {
                    if (summit.goal >= here.goal && near(here, summit)) {
                        return summit;
                    }
                }
                double[] towards = fromKinkToKink ? filledWithin(here) : filled(here.right);
                double rise = 0;
                double size = 0;
                double[] right = marginals(here, here.right);
                double[] left = marginals(here, here.left);
                for (int k = 0; k < towards.length; k++) {
                    towards[k] -= here.spend[k];
                    double marginal = towards[k] > 0 ? right[k] : left[k];
                    rise += (marginal - (free ? 1 : 0)) * towards[k];
                    size += Math.abs(marginal * towards[k]);
                }
                // what rounding of the derivatives leaves; among kinks, the last steps are left to those from one to
                // the next
                if (!(rise > (capped && !fromKinkToKink ? 1e-6 : 1e-14) * size)) {
                    break;
                }
                Point next = along(here, towards, rise);
                if (next == here) {
                    break;
                }
                here = next;
            }
            return here;
        }

        private boolean near(Point p, Point summit) {
            double away = 0;
            double all = 0;
            for (int k = 0; k < driver.length; k++) {
                away += Math.abs(p.spend[k] - summit.spend[k]);
                all += summit.spend[k];
            }
            return away <= IN_SIGHT * all;
        }

        /** The point along a direction where equity has risen; {@code here} itself if nowhere. */
        private Point along(Point here, double[] towards, double rise) {
            double share = 1;
            for (int halving = 0; halving < 40; halving++) {
                Point there = at(moved(here, towards, share));
                double riseThere = 0;
                // on a kink, the slope on the side from which it was reached
                double[] right = marginals(there, there.right);
                double[] left = marginals(there, there.left);
                for (int k = 0; k < towards.length; k++) {
                    riseThere += ((towards[k] > 0 ? left[k] : right[k]) - (free ? 1 : 0)) * towards[k];
                }
                boolean higher = there.goal > here.goal;
                if (higher && riseThere >= -0.5 * rise) {
                    return there;
                }
                double summit = riseThere < 0 ? share * Math.max(0.1, rise / (rise - riseThere)) : share / 2;
                if (higher && share - summit < 1e-3 * share) {
                    return there;
                }
                share = Math.min(summit, 0.9 * share);
                if (!higher && rise * share <= 0x1p-50 * Math.abs(here.goal)) {
                    // too near to tell by the value: go where the slope says, once
                    Point near = at(moved(here, towards, share));
                    return near.goal > here.goal ? near : here;
                }
            }
            return here;
        }

        private double[] moved(Point here, double[] towards, double share) {
            double[] spend = here.spend.clone();
            for (int k = 0; k < spend.length; k++) {
                spend[k] = Math.max(0, spend[k] + share * towards[k]);
            }
            return spend;
        }

        /** The best split if equity were linear in ratings with these slopes: curves filled to one marginal value. */
        private double[] filled(double[] slope) {
            int n = slope.length;
            double[] first = new double[n];
            Arrays.setAll(first, k -> slope[k] * curve[k].ceiling() * curve[k].rate());
            double[] spend = new double[n];
            if (free) {
                Arrays.setAll(spend, k -> first[k] > 1 ? Math.log(first[k]) / curve[k].rate() : 0);
                return spend;
            }
            Integer[] order = new Integer[n];
            Arrays.setAll(order, k -> k);
            Arrays.sort(order, (k, l) -> Double.compare(first[l], first[k]));
            double logs = 0;
            double inverse = 0;
            double logLevel = Double.POSITIVE_INFINITY;
            for (int k : order) {
                if (!(first[k] > 0) || Math.log(first[k]) <= logLevel && inverse > 0) {
                    break;
                }
                logs += Math.log(first[k]) / curve[k].rate();
                inverse += 1 / curve[k].rate();
                logLevel = (logs - budget) / inverse;
            }
            for (int k = 0; k < n; k++) {
                spend[k] = first[k] > 0 ? Math.max(0, (Math.log(first[k]) - logLevel) / curve[k].rate()) : 0;
            }
            return spend;
        }

        /**
         * The best split if equity were linear in ratings between the kinks next to a point, as steep below as to its left and above as
         * to its right: curves filled to one marginal value, none beyond its next kink.
         */
        private double[] filledWithin(Point here) {
            if (free) {
                return level(here, 0);
            }
            double low = -1;
            double high = 1;
            for (int doubling = 0; doubling < 10 && sum(level(here, low)) < budget; doubling++) {
                low *= 2;
            }
            for (int doubling = 0; doubling < 10 && sum(level(here, high)) > budget; doubling++) {
                high *= 2;
            }
            // the logarithm of the marginal value, to its last digit
            for (double middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2) {
                if (sum(level(here, middle)) > budget) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return level(here, high);
        }

        private double[] level(Point here, double logLevel) {
            double[] spend = new double[driver.length];
            for (int k = 0; k < spend.length; k++) {
                double now = curve[k].points(here.spend[k]);
                double least = 0;
                double most = Double.POSITIVE_INFINITY;
                for (double kink : kinks[k]) {
                    least = kink < now - AT_TOP ? curve[k].spendFor(kink) : least;
                    if (kink > now + AT_TOP) {
                        most = curve[k].spendFor(kink);
                        break;
                    }
                }
                double above = filled(k, here.right[k], logLevel);
                double below = filled(k, here.left[k], logLevel);
                spend[k] = above > here.spend[k]
                        ? Math.min(above, most)
                        : below < here.spend[k] ? Math.max(below, least) : here.spend[k];
            }
            return spend;
        }

        /** The spend at which the marginal value has fallen to a level. */
        private double filled(int k, double slope, double logLevel) {
            double first = slope * curve[k].ceiling() * curve[k].rate();
            return first > 0 ? Math.max(0, (Math.log(first) - logLevel) / curve[k].rate()) : 0;
        }

        private static double sum(double[] x) {
            return Arrays.stream(x).sum();
        }

        /** What one more unit of money on each sub-driver adds to equity. */
        private double[] marginals(Point p, double[] slope) {
            double[] marginal = new double[driver.length];
            Arrays.setAll(marginal, k -> slope[k] * curve[k].slope(p.spend[k]));
            return marginal;
        }

        /** How far the conditions of the best split are missed, relative to the marginal value. */
        private double residual(Point p) {
            double[] right = marginals(p, p.right);
            double[] left = marginals(p, p.left);
            double highest = 0;
            double most = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < right.length; k++) {
                highest = Math.max(highest, right[k]);
                if (p.spend[k] > 0) {
                    most = Math.max(most, right[k]);
                    least = Math.min(least, left[k]);
                }
            }
            if (free) {
                double below = least < Double.POSITIVE_INFINITY ? 1 - least : 0;
                return Math.max(0, Math.max(highest - 1, below));
            }
            // on a plateau, where not even the whole budget at the marginal moves the last digit of the equity, every
            // split is best
            if (highest * budget <= Math.ulp(p.equity) || Double.isInfinite(least)) {
                return 0;
            }
            return Math.max(0, (highest - least) / highest);
        }

        /** Without the traces that steps leave on sub-drivers that deserve nothing; finished by hand on a kink. */
        private Point settled(Point p) {
            double all = Arrays.stream(p.spend).sum();
            double[] spend = p.spend.clone();
            double kept = 0;
            for (int k = 0; k < spend.length; k++) {
                spend[k] = spend[k] < 1e-9 * all ? 0 : spend[k];
                kept += spend[k];
            }
            for (int k = 0; k < spend.length && !free && kept > 0; k++) {
                spend[k] *= all / kept;
            }
            Point clean = at(spend);
            return capped && residual(clean) > 1e-7 ? polished(clean) : clean;
        }

        private Point polished(Point start) {
            Point best = start;
            int n = driver.length;
            double whole = Math.max(Arrays.stream(start.spend).sum(), free ? 1 / curve[0].rate() : budget);
            int trials = 0;
            for (double step = whole / 16; step > 1e-9 * whole && trials < MOST_TRIALS; ) {
                Point before = best;
                // from sub-driver `from` to sub-driver `to`; n stands for the purse where spend is free
                int places = free ? n + 1 : n;
                for (int code = 0; code < places * places; code++) {
                    int from = code / places;
                    int to = code % places;
                    double[] spend = best.spend.clone();
                    double amount = from < n ? Math.min(step, spend[from]) : step;
                    if (from == to || amount <= 0) {
                        continue;
                    }
                    if (from < n) {
                        spend[from] -= amount;
                    }
                    if (to < n) {
                        spend[to] += amount;
                    }
                    trials++;
                    Point there = at(spend);
                    best = there.goal > best.goal ? there : best;
                }
                step = best == before ? step / 2 : step;
            }
            return best;
        }

        private Point at(double[] spend) {
            Point p = new Point(spend);
            double[] points = points(spend);
            BrandSurvey survey = today.survey();
            double top = survey.scale().highest();
            double[] by = new double[survey.subDrivers().size()];
            for (int k = 0; k < driver.length; k++) {
                by[driver[k]] = points[k];
            }
            BrandSurvey improved = survey.mapRatings((i, b, s, x) ->
                    b != brand ? x : capped ? Math.max(x, Math.min(top, x + by[s])) : x + by[s]);
            Sums sums = new Sums(today.model(), improved, survey);
            p.right = new double[driver.length];
            p.left = new double[driver.length];
            EquityKernel kernel = EquityKernel.of(improved, today.market());
            for (int c = 0; c < today.model().classes(); c++) {
                addClass(p, kernel, improved, sums, c, points);
            }
            p.goal = p.equity - (free ? Arrays.stream(spend).sum() : 0);
            return p;
        }

        private void addClass(
                Point p, EquityKernel kernel, BrandSurvey improved, Sums sums, int ofClass, double[] points) {
            ChoiceCoefficients coefficients = today.model().coefficients(ofClass);
            SwitchingChain chain = new SwitchingChain(coefficients);
            int brands = coefficients.brands();
            double top = improved.scale().highest();
            double[] inUtility = new double[brands * brands];
            double[] inInertia = new double[brands * brands];
            for (int i = 0; i < improved.size(); i++) {
                double w = kernel.weight(i) * sums.membership(i, ofClass);
                if (!(w > 0)) {
                    continue;
                }
                chain.load(improved, i);
                if (!chain.considers(brand)) {
                    continue;
                }
                p.equity += w * kernel.valueWithDerivatives(i, brand, chain, inUtility, inInertia);
                double slope = w * inUtility[brand * brands + brand];
                for (int k = 0; k < driver.length; k++) {
                    double along = slope * coefficients.driver(driver[k]);
                    double reached = today.survey().rating(i, brand, driver[k]) + points[k];
                    p.right[k] += !capped || reached < top - AT_TOP ? along : 0;
                    p.left[k] += !capped || reached <= top + AT_TOP ? along : 0;
                }
            }
        }
    }
}
