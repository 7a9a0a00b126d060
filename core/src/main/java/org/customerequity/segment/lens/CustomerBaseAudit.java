package org.customerequity.segment.lens;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.contract.Spells;
import org.customerequity.internal.Require;
import org.customerequity.metric.change.FactoredValue;
import org.customerequity.metric.change.GrowthDecomposition;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * The customer-base audit: customers by calendar periods, seen through five lenses.
 *
 * <pre>{@code
 *   CustomerBaseAudit audit = CustomerBaseAudit.of(log, PeriodUnit.YEAR, MarginRatio.of(0.40));
 *   audit.onePeriod(ofYear(2023)).decilesByProfit();
 *   audit.twoPeriods(ofYear(2022), ofYear(2023)).revenueBridge();
 *   audit.cohort(ofYear(2021)).cumulativeRevenuePerAcquired();
 *   audit.cohorts().figures(Figure.ACTIVE_SHARE);
 *   audit.wholeBase().matrix(Measure.REVENUE);
 * }</pre>
 *
 * <p>Periods are whole calendar days, weeks from Monday, months, quarters or years, from that of the log's first day to that of its
 * last. The last is not {@link #isComplete complete} where observation ends inside it; its figures are shown, but not compared with
 * those of other cohorts. A cohort is the customers whose first purchase in the log is in one period, and its age is counted in
 * calendar periods, 0 in that period. A log that begins in the middle of a customer's life takes an old customer for a new one:
 * leave such customers out, or read the first periods with care.
 *
 * <p>Orders, days and refunds are as the log has them: {@code TransactionSummarizer} says whether orders of one day are one, and
 * what a refund is taken from; it never makes a purchase. Revenue is what is left, of a purchase never below zero. A customer whose
 * purchases of a period came to nothing is one of its customers, with revenue 0. Amounts are in the currency of the log.
 *
 * <p>Everything that was active in a period is held as columns, 24 bytes a customer and period. Making it reads the log once;
 * a lens costs what it shows. Immutable.
 *
 * <p>Fader, Hardie and Ross, The Customer-Base Audit, 2022.
 */
public final class CustomerBaseAudit implements Serializable {
    private static final long serialVersionUID = 1;

    private final List<ReportingPeriod> periods;
    private final LocalDate lastDay;
    private final @Nullable Currency currency;
    /** Of each row of the log, the period and the day of its first purchase. */
    private final int[] cohort;

    private final int[] firstDay;
    private final boolean[] again;
    /** The day of the second purchase, and of the first where there is no other. */
    private final int[] secondDay;

    /** Where the columns of each period begin, and where the last end. */
    private final int[] start;

    private final int[] row;
    private final int[] orders;
    private final double[] revenue;
    private final double[] profit;

    private CustomerBaseAudit(
            PurchaseLog log, PeriodUnit calendar, double[] margin, double @Nullable [] profitOfPurchase) {
        int n = log.size();
        Require.notEmpty(n, "log", "must have a customer", "there is nothing to audit");
        lastDay = log.lastDay();
        currency = log.currency().orElse(null);
        LocalDate first = log.firstDay().orElse(lastDay);
        periods = whole(first, lastDay, calendar);
        long origin = periods.get(0).from().toEpochDay();
        int[] periodOf = periodOfDays(periods, origin);
        cohort = new int[n];
        firstDay = new int[n];
        secondDay = new int[n];
        again = new boolean[n];
        start = new int[periods.size() + 1];
        // by customer first, and then in order of the periods
        int most = log.totalPurchases();
        int[] cellRow = new int[most];
        int[] cellPeriod = new int[most];
        int[] cellOrders = new int[most];
        double[] cellRevenue = new double[most];
        double[] cellProfit = new double[most];
        int cells = 0;
        int purchase = 0;
        for (int i = 0; i < n; i++) {
            int[] day = log.epochDays(i);
            double[] amount = log.amounts(i);
            firstDay[i] = day[0];
            again[i] = day.length > 1;
            secondDay[i] = day[again[i] ? 1 : 0];
            cohort[i] = periodOf[(int) (day[0] - origin)];
            double share = margin.length == 0 ? 0 : margin[margin.length == 1 ? 0 : i];
            for (int j = 0; j < day.length; ) {
                int period = periodOf[(int) (day[j] - origin)];
                int from = j;
                double sum = 0;
                double lost = 0;
                double gain = 0;
                double gainLost = 0;
                for (; j < day.length && periodOf[(int) (day[j] - origin)] == period; j++) {
                    double x = amount[j];
                    double t = sum + x;
                    lost += Math.abs(sum) >= Math.abs(x) ? sum - t + x : x - t + sum;
                    sum = t;
                    if (profitOfPurchase != null) {
                        double y = profitOfPurchase[purchase + j];
                        double u = gain + y;
                        gainLost += Math.abs(gain) >= Math.abs(y) ? gain - u + y : y - u + gain;
                        gain = u;
                    }
                }
                cellRow[cells] = i;
                cellPeriod[cells] = period;
                cellOrders[cells] = j - from;
                cellRevenue[cells] = sum + lost;
                cellProfit[cells] = profitOfPurchase == null ? share * (sum + lost) : gain + gainLost;
                start[period + 1]++;
                cells++;
            }
            purchase += day.length;
        }
        for (int p = 0; p < periods.size(); p++) {
            start[p + 1] += start[p];
        }
        row = new int[cells];
        orders = new int[cells];
        revenue = new double[cells];
        profit = new double[cells];
        int[] next = start.clone();
        for (int c = 0; c < cells; c++) {
            int to = next[cellPeriod[c]]++;
            row[to] = cellRow[c];
            orders[to] = cellOrders[c];
            revenue[to] = cellRevenue[c];
            profit[to] = cellProfit[c];
        }
    }

    private static List<ReportingPeriod> whole(LocalDate first, LocalDate last, PeriodUnit calendar) {
        LocalDate from = ReportingPeriod.containing(first, calendar).from();
        LocalDate to = ReportingPeriod.containing(last, calendar).to();
        return ReportingPeriod.of(from, to).split(calendar);
    }

    private static int[] periodOfDays(List<ReportingPeriod> periods, long origin) {
        int[] periodOf = new int[(int) (periods.get(periods.size() - 1).to().toEpochDay() - origin)];
        for (int p = 0; p < periods.size(); p++) {
            ReportingPeriod period = periods.get(p);
            int from = (int) (period.from().toEpochDay() - origin);
            Arrays.fill(periodOf, from, from + (int) period.days(), p);
        }
        return periodOf;
    }

    /**
     * With one margin for all that is sold.
     *
     * @param calendar the length of a period, from where the calendar begins one
     * @param margin contribution per unit of revenue
     * @throws IllegalArgumentException if the log has no customer
     */
    public static CustomerBaseAudit of(PurchaseLog log, PeriodUnit calendar, MarginRatio margin) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(calendar, "calendar");
        double fraction = Objects.requireNonNull(margin, "margin").fraction();
        return new CustomerBaseAudit(log, calendar, new double[] {fraction}, null);
    }

    /**
     * With a margin for each customer.
     *
     * @param marginOfCustomer contribution per unit of revenue, finite and at most 1, one a row of the log
     * @throws IllegalArgumentException if the log has no customer, or the column does not fit
     */
    public static CustomerBaseAudit ofCustomerMargins(PurchaseLog log, PeriodUnit calendar, double[] marginOfCustomer) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(calendar, "calendar");
        if (Objects.requireNonNull(marginOfCustomer, "marginOfCustomer").length != log.size()) {
            throw Require.bad(
                    "marginOfCustomer", "must have one row a customer, " + log.size(), "", marginOfCustomer.length);
        }
        double[] margin = marginOfCustomer.clone();
        for (int i = 0; i < margin.length; i++) {
            if (!(margin[i] <= 1 && margin[i] > Double.NEGATIVE_INFINITY)) {
                throw Require.bad(
                        "marginOfCustomer[" + i + "]", "must be finite and <= 1", "0.30 means 30 %", margin[i]);
            }
        }
        return new CustomerBaseAudit(log, calendar, margin, null);
    }

    /**
     * With the profit of every purchase.
     *
     * @param profitOfPurchase contribution of each purchase, finite, in the order of the log: of its first row in order of time, then
     *     of its second, as many as {@link PurchaseLog#totalPurchases()}
     * @throws IllegalArgumentException if the log has no customer, or the column does not fit
     */
    public static CustomerBaseAudit ofPurchaseProfits(PurchaseLog log, PeriodUnit calendar, double[] profitOfPurchase) {
        Objects.requireNonNull(log, "log");
        Objects.requireNonNull(calendar, "calendar");
        if (Objects.requireNonNull(profitOfPurchase, "profitOfPurchase").length != log.totalPurchases()) {
            throw Require.bad(
                    "profitOfPurchase",
                    "must have one value a purchase, " + log.totalPurchases(),
                    "PurchaseLog.totalPurchases",
                    profitOfPurchase.length);
        }
        double[] profits = profitOfPurchase.clone();
        for (int p = 0; p < profits.length; p++) {
            Require.finite(profits[p], "profitOfPurchase[" + p + "]", "");
        }
        return new CustomerBaseAudit(log, calendar, new double[0], profits);
    }

    /** The periods, in order of time. */
    public List<ReportingPeriod> periods() {
        return periods;
    }

    /** The currency of all amounts, if the log named one. */
    public Optional<Currency> currency() {
        return Optional.ofNullable(currency);
    }

    /** How many customers the log has. */
    public int customers() {
        return cohort.length;
    }

    /** Whether the period was observed to its end; only the last may not be. The first may begin before the log does. */
    public boolean isComplete(ReportingPeriod period) {
        return !periods.get(index(period, "period")).lastDay().isAfter(lastDay);
    }

    /**
     * Lens 1.
     *
     * @throws IllegalArgumentException if it is not one of {@link #periods}
     */
    public OnePeriod onePeriod(ReportingPeriod period) {
        return new OnePeriod(slice(index(period, "period")));
    }

    /**
     * Lens 2.
     *
     * @param second the one that follows {@code first}
     * @throws IllegalArgumentException if one is not one of {@link #periods}, or they do not follow each other
     */
    public TwoPeriods twoPeriods(ReportingPeriod first, ReportingPeriod second) {
        int a = index(first, "first");
        int b = index(second, "second");
        if (b != a + 1) {
            throw Require.bad(
                    "second", "must follow " + first, "who bought between the two would have no place", second);
        }
        Slice after = slice(b);
        boolean[] acquired = new boolean[after.size()];
        for (int i = 0; i < acquired.length; i++) {
            acquired[i] = cohort[after.row[i]] == b;
        }
        long older = 0;
        for (int c : cohort) {
            older += c < b ? 1 : 0;
        }
        return new TwoPeriods(slice(a), after, acquired, older);
    }

    /**
     * Lens 3.
     *
     * @param acquired the period of the first purchases
     * @throws IllegalArgumentException if it is not one of {@link #periods}
     */
    public OneCohort cohort(ReportingPeriod acquired) {
        int c = index(acquired, "acquired");
        int[] members = new int[start[c + 1] - start[c]];
        int n = 0;
        int[] position = new int[cohort.length];
        Arrays.fill(position, -1);
        for (int cell = start[c]; cell < start[c + 1]; cell++) {
            if (cohort[row[cell]] == c) {
                position[row[cell]] = n;
                members[n++] = cell;
            }
        }
        Slice initial = slice(periods.get(c), members, n);
        double[] laterRevenue = new double[n];
        double[] laterProfit = new double[n];
        boolean[] returned = new boolean[n];
        List<PeriodTotals> byAge = new ArrayList<>(periods.size() - c);
        byAge.add(initial.totals());
        for (int p = c + 1; p < periods.size(); p++) {
            int count = 0;
            int[] mine = new int[n];
            for (int cell = start[p]; cell < start[p + 1]; cell++) {
                int at = position[row[cell]];
                if (at >= 0) {
                    mine[count++] = cell;
                    laterRevenue[at] += revenue[cell];
                    laterProfit[at] += profit[cell];
                    returned[at] = true;
                }
            }
            byAge.add(slice(periods.get(p), mine, count).totals());
        }
        double[] entry = new double[n];
        double[] waited = new double[n];
        boolean[] bought = new boolean[n];
        for (int i = 0; i < n; i++) {
            int customer = initial.row[i];
            bought[i] = again[customer];
            double days = bought[i]
                    ? (double) secondDay[customer] - firstDay[customer]
                    : lastDay.toEpochDay() - (double) firstDay[customer];
            waited[i] = bought[i] && days == 0 ? OneCohort.SAME_DAY : days;
        }
        int observed = 0;
        for (int p = c; p < periods.size() && isComplete(periods.get(p)); p++) {
            observed++;
        }
        Spells second = Spells.ofTimes(entry, waited, bought, PeriodUnit.DAY);
        return new OneCohort(initial, byAge, observed, second, laterRevenue, laterProfit, returned);
    }

    /** Lens 4. */
    public CohortComparison cohorts() {
        return new CohortComparison(wholeBase());
    }

    /** Lens 5. */
    public WholeBase wholeBase() {
        WholeBase.Builder builder = new WholeBase.Builder(periods);
        for (int p = 0; p < periods.size(); p++) {
            for (int cell = start[p]; cell < start[p + 1]; cell++) {
                builder.add(cohort[row[cell]], p, orders[cell], revenue[cell], profit[cell]);
            }
        }
        int complete = 0;
        while (complete < periods.size() && isComplete(periods.get(complete))) {
            complete++;
        }
        return builder.build(complete, currency);
    }

    private int index(ReportingPeriod period, String name) {
        return index(periods, period, name);
    }

    static int index(List<ReportingPeriod> periods, ReportingPeriod period, String name) {
        // ordered, and each is where it should be or nowhere
        int low = 0;
        int high = periods.size() - 1;
        LocalDate from = Objects.requireNonNull(period, name).from();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (periods.get(middle).from().isBefore(from)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (!periods.get(low).equals(period)) {
            throw Require.bad(
                    name,
                    "must be one of the " + periods.size() + " periods from "
                            + periods.get(0).from() + " to "
                            + periods.get(periods.size() - 1).lastDay(),
                    "as periods() has them",
                    period);
        }
        return low;
    }

    static GrowthDecomposition growth(FactoredValue before, FactoredValue after, GrowthDecomposition.Method method) {
        return switch (Objects.requireNonNull(method, "method")) {
            case LOG_MEAN_DIVISIA -> GrowthDecomposition.byLogMeanDivisia(before, after);
            case SHAPLEY -> GrowthDecomposition.byShapley(before, after);
        };
    }

    private Slice slice(int p) {
        int from = start[p];
        int to = start[p + 1];
        return new Slice(
                periods.get(p),
                Arrays.copyOfRange(row, from, to),
                Arrays.copyOfRange(orders, from, to),
                Arrays.copyOfRange(revenue, from, to),
                Arrays.copyOfRange(profit, from, to),
                OneCurrency.code(currency));
    }

    /** The first {@code n} of these cells. */
    private Slice slice(ReportingPeriod period, int[] cells, int n) {
        int[] rows = new int[n];
        int[] count = new int[n];
        double[] ofRevenue = new double[n];
        double[] ofProfit = new double[n];
        for (int i = 0; i < n; i++) {
            rows[i] = row[cells[i]];
            count[i] = orders[cells[i]];
            ofRevenue[i] = revenue[cells[i]];
            ofProfit[i] = profit[cells[i]];
        }
        return new Slice(period, rows, count, ofRevenue, ofProfit, OneCurrency.code(currency));
    }

    /** Equal periods, customers and what they did. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof CustomerBaseAudit other
                && periods.equals(other.periods)
                && lastDay.equals(other.lastDay)
                && Objects.equals(currency, other.currency)
                && Arrays.equals(cohort, other.cohort)
                && Arrays.equals(firstDay, other.firstDay)
                && Arrays.equals(secondDay, other.secondDay)
                && Arrays.equals(again, other.again)
                && Arrays.equals(start, other.start)
                && Arrays.equals(row, other.row)
                && Arrays.equals(orders, other.orders)
                && Arrays.equals(revenue, other.revenue)
                && Arrays.equals(profit, other.profit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(periods, lastDay, Arrays.hashCode(cohort), Arrays.hashCode(revenue));
    }

    /** A summary, not the customers. */
    @Override
    public String toString() {
        return "CustomerBaseAudit[" + cohort.length + " customers in " + periods.size() + " periods until " + lastDay
                + (currency == null ? "" : ", in " + currency) + "]";
    }
}
