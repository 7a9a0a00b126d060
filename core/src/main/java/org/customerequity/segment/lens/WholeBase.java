package org.customerequity.segment.lens;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.numbers.core.Sum;
import org.customerequity.internal.Require;
import org.customerequity.metric.change.FactoredValue;
import org.customerequity.metric.change.GrowthDecomposition;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * Lens 5: the whole base, cohorts by calendar periods. Whom does revenue come from: those acquired lately, or long ago? Immutable.
 *
 * <p>Mergeable over disjoint customers: two parts of a base whose logs have the same window add up ({@link #plus}).
 */
public final class WholeBase implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<ReportingPeriod> periods;
    private final int complete;
    private final @Nullable Currency currency;
    /** {@code [cohort][period]}, zero before the cohort. */
    private final long[][] customers;

    private final long[][] orders;
    private final double[][] revenue;
    private final double[][] profit;

    private WholeBase(
            List<ReportingPeriod> periods,
            int complete,
            @Nullable Currency currency,
            long[][] customers,
            long[][] orders,
            double[][] revenue,
            double[][] profit) {
        this.periods = periods;
        this.complete = complete;
        this.currency = currency;
        this.customers = customers;
        this.orders = orders;
        this.revenue = revenue;
        this.profit = profit;
    }

    /** Sums with what rounding has lost of them. */
    static final class Builder {
        private final List<ReportingPeriod> periods;
        private final long[][] customers;
        private final long[][] orders;
        private final double[][] revenue;
        private final double[][] revenueLost;
        private final double[][] profit;
        private final double[][] profitLost;

        Builder(List<ReportingPeriod> periods) {
            this.periods = periods;
            int n = periods.size();
            customers = new long[n][n];
            orders = new long[n][n];
            revenue = new double[n][n];
            revenueLost = new double[n][n];
            profit = new double[n][n];
            profitLost = new double[n][n];
        }

        void add(int cohort, int period, int count, double x, double y) {
            customers[cohort][period]++;
            orders[cohort][period] += count;
            add(revenue[cohort], revenueLost[cohort], period, x);
            add(profit[cohort], profitLost[cohort], period, y);
        }

        private static void add(double[] sum, double[] lost, int at, double x) {
            double s = sum[at];
            double t = s + x;
            lost[at] += Math.abs(s) >= Math.abs(x) ? s - t + x : x - t + s;
            sum[at] = t;
        }

        WholeBase build(int complete, @Nullable Currency currency) {
            for (int c = 0; c < periods.size(); c++) {
                for (int p = 0; p < periods.size(); p++) {
                    revenue[c][p] += revenueLost[c][p];
                    profit[c][p] += profitLost[c][p];
                }
            }
            return new WholeBase(periods, complete, currency, customers, orders, revenue, profit);
        }
    }

    /** The periods, which are the cohorts too. */
    public List<ReportingPeriod> periods() {
        return periods;
    }

    /** The currency of all amounts, if the log named one. */
    public Optional<Currency> currency() {
        return Optional.ofNullable(currency);
    }

    /** How many of the periods, from the first, were observed to their end. */
    public int completePeriods() {
        return complete;
    }

    /** How many customers were acquired in a period. */
    public long acquired(ReportingPeriod cohort) {
        int c = index(cohort, "cohort");
        return customers[c][c];
    }

    /**
     * What one cohort did in one period; nothing before it was acquired.
     *
     * @throws IllegalArgumentException if one of them is not one of {@link #periods}
     */
    public PeriodTotals cell(ReportingPeriod cohort, ReportingPeriod period) {
        return cell(index(cohort, "cohort"), index(period, "period"));
    }

    PeriodTotals cell(int c, int p) {
        return new PeriodTotals(
                periods.get(p), customers[c][p], orders[c][p], revenue[c][p], profit[c][p], OneCurrency.code(currency));
    }

    /** What all cohorts did in one period. */
    public PeriodTotals totals(ReportingPeriod period) {
        return totals(index(period, "period"), periods.size());
    }

    /** Of the cohorts before {@code end}. */
    private PeriodTotals totals(int p, int end) {
        long active = 0;
        long count = 0;
        Sum ofRevenue = Sum.create();
        Sum ofProfit = Sum.create();
        for (int c = 0; c < end; c++) {
            active += customers[c][p];
            count += orders[c][p];
            ofRevenue.add(revenue[c][p]);
            ofProfit.add(profit[c][p]);
        }
        return new PeriodTotals(
                periods.get(p),
                active,
                count,
                ofRevenue.getAsDouble(),
                ofProfit.getAsDouble(),
                OneCurrency.code(currency));
    }

    /**
     * A row a cohort and a column a period, 0 before a cohort was acquired: stacked by cohort, the chart that is known as C3.
     */
    public double[][] matrix(Measure of) {
        Objects.requireNonNull(of, "of");
        int n = periods.size();
        double[][] out = new double[n][n];
        for (int c = 0; c < n; c++) {
            for (int p = c; p < n; p++) {
                out[c][p] = of.of(cell(c, p));
            }
        }
        return out;
    }

    /** Active customers, in the form of {@link #matrix}. */
    public long[][] activeCustomers() {
        return Arrays.stream(customers).map(long[]::clone).toArray(long[][]::new);
    }

    /**
     * The share of a period's total that comes from customers acquired before it.
     *
     * @throws UndefinedRatioException if the total is not positive
     */
    public double shareOfEarlierCohorts(Measure of, ReportingPeriod period) {
        Objects.requireNonNull(of, "of");
        int p = index(period, "period");
        return of.of(totals(p, p)) / positive(of, p);
    }

    /**
     * How a period's total is made up by age of the customers: entry 0 of those acquired in it, entry 1 in the one before. They add
     * up to 1.
     *
     * @throws UndefinedRatioException if the total is not positive
     */
    public double[] ageMix(Measure of, ReportingPeriod period) {
        Objects.requireNonNull(of, "of");
        int p = index(period, "period");
        double total = positive(of, p);
        double[] mix = new double[p + 1];
        for (int age = 0; age <= p; age++) {
            mix[age] = of.of(cell(p - age, p)) / total;
        }
        return mix;
    }

    private double positive(Measure of, int p) {
        double total = of.of(totals(p, periods.size()));
        if (!(total > 0)) {
            throw new UndefinedRatioException("shares of " + of + " in " + periods.get(p)
                    + " are undefined, because its total is not positive, " + total);
        }
        return total;
    }

    /**
     * The change of revenue between any two periods, put down to customers, orders per customer and order value; year on year, give a
     * month and the same month a year later.
     *
     * @throws UndefinedRatioException if a period has no customers
     */
    public GrowthDecomposition revenueGrowth(
            ReportingPeriod before, ReportingPeriod after, GrowthDecomposition.Method method) {
        int a = index(before, "before");
        int b = index(after, "after");
        int n = periods.size();
        return CustomerBaseAudit.growth(
                totals(a, n).revenueFactors(), totals(b, n).revenueFactors(), method);
    }

    /**
     * The same with cohorts as segments, by first day, and their mix as a line of its own. By Shapley's method, as a cohort that is
     * new has no customers before.
     *
     * @throws IllegalArgumentException if a period has no customers
     */
    public GrowthDecomposition revenueGrowthByCohort(ReportingPeriod before, ReportingPeriod after) {
        return GrowthDecomposition.byShapleyWithMix(factors(index(before, "before")), factors(index(after, "after")));
    }

    private Map<String, FactoredValue> factors(int p) {
        Map<String, FactoredValue> factors = new TreeMap<>();
        for (int c = 0; c <= p; c++) {
            if (customers[c][p] > 0) {
                factors.put(periods.get(c).from().toString(), cell(c, p).revenueFactors());
            }
        }
        return factors;
    }

    /**
     * Both together: of other customers, in the same periods.
     *
     * @throws IllegalArgumentException if the periods or the end of observation differ, or only one names a currency
     * @throws CurrencyMismatchException if their currencies differ
     */
    public WholeBase plus(WholeBase other) {
        Objects.requireNonNull(other, "other");
        if (!periods.equals(other.periods) || complete != other.complete) {
            throw Require.bad(
                    "other",
                    "must be of the same periods as " + this,
                    "give both logs one window, with from and until",
                    other);
        }
        OneCurrency.check(OneCurrency.code(currency), OneCurrency.code(other.currency));
        int n = periods.size();
        long[][] ofCustomers = new long[n][n];
        long[][] ofOrders = new long[n][n];
        double[][] ofRevenue = new double[n][n];
        double[][] ofProfit = new double[n][n];
        for (int c = 0; c < n; c++) {
            for (int p = c; p < n; p++) {
                ofCustomers[c][p] = Math.addExact(customers[c][p], other.customers[c][p]);
                ofOrders[c][p] = Math.addExact(orders[c][p], other.orders[c][p]);
                ofRevenue[c][p] = revenue[c][p] + other.revenue[c][p];
                ofProfit[c][p] = profit[c][p] + other.profit[c][p];
            }
        }
        return new WholeBase(periods, complete, currency, ofCustomers, ofOrders, ofRevenue, ofProfit);
    }

    private int index(ReportingPeriod period, String name) {
        return CustomerBaseAudit.index(periods, period, name);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof WholeBase other
                && complete == other.complete
                && periods.equals(other.periods)
                && Objects.equals(currency, other.currency)
                && Arrays.deepEquals(customers, other.customers)
                && Arrays.deepEquals(orders, other.orders)
                && Arrays.deepEquals(revenue, other.revenue)
                && Arrays.deepEquals(profit, other.profit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(periods, complete, Arrays.deepHashCode(revenue));
    }

    /** A summary, not the table. */
    @Override
    public String toString() {
        return "WholeBase[" + periods.size() + " periods from " + periods.get(0).from() + " to "
                + periods.get(periods.size() - 1).lastDay() + ", " + complete + " of them complete]";
    }
}
