package org.customerequity.segment.lens;

import static org.customerequity.Checks.close;
import static org.customerequity.Checks.fails;
import static org.customerequity.Checks.rejects;
import static org.customerequity.Checks.rejectsNull;
import static org.customerequity.Checks.travels;
import static org.customerequity.metric.change.GrowthDecomposition.Method.LOG_MEAN_DIVISIA;
import static org.customerequity.metric.change.GrowthDecomposition.Method.SHAPLEY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.customerequity.history.PurchaseLog;
import org.customerequity.history.Transaction;
import org.customerequity.history.TransactionSummarizer;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.metric.change.GrowthDecomposition;
import org.customerequity.metric.change.GrowthEffect;
import org.customerequity.segment.MigrationMatrix;
import org.customerequity.segment.lens.CohortComparison.Figure;
import org.customerequity.segment.lens.TwoPeriods.Movement;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.MarginRatio;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.ReportingPeriod;
import org.customerequity.value.UndefinedRatioException;
import org.junit.jupiter.api.Test;

/** The audit of the log of sheet 09, every number of it. */
class CustomerBaseAuditTest {
    static final ReportingPeriod Y1 = ReportingPeriod.ofYear(2021);
    static final ReportingPeriod Y2 = ReportingPeriod.ofYear(2022);
    static final ReportingPeriod Y3 = ReportingPeriod.ofYear(2023);

    private static final String SHEET =
            "c01 2021 120, c01 2021 80, c01 2022 150, c01 2023 90, c02 2021 40, c02 2023 60, "
                    + "c03 2021 300, c03 2021 250, c03 2022 400, c03 2022 100, c03 2023 500, c04 2021 25, c05 2021 60, "
                    + "c05 2022 45, c06 2022 200, c06 2022 180, c06 2023 210, c07 2022 35, c08 2022 75, c08 2023 75, "
                    + "c08 2023 30, c09 2023 500, c10 2023 20, c10 2023 25";

    private static List<Transaction> sheet() {
        List<Transaction> transactions = new ArrayList<>();
        for (String line : SHEET.split(", ")) {
            String[] field = line.split(" ");
            // each on a day of its own
            LocalDate day = LocalDate.of(Integer.parseInt(field[1]), 2, 1).plusDays(9L * transactions.size());
            transactions.add(Transaction.of(field[0], day, Double.parseDouble(field[2])));
        }
        return transactions;
    }

    private static PurchaseLog log(List<Transaction> transactions, LocalDate until) {
        return transactions.stream()
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(until)
                        .withCurrency("EUR")
                        .withRefunds(RefundPolicy.NET_CUSTOMER)
                        .toLog());
    }

    private static CustomerBaseAudit audit() {
        return CustomerBaseAudit.of(log(sheet(), LocalDate.of(2023, 12, 31)), PeriodUnit.YEAR, MarginRatio.of(0.40));
    }

    @Test
    void lensOne() {
        CustomerBaseAudit audit = audit();
        long[] customers = {5, 6, 7};
        long[] orders = {7, 8, 9};
        double[] revenue = {875, 1185, 1510};
        double[] profit = {350, 474, 604};
        double[] spend = {175, 197.5, 215.714285714};
        double[] frequency = {1.4, 1.33333333333, 1.28571428571};
        double[] orderValue = {125, 148.125, 167.777777778};
        double[] top = {0.628571428571, 0.42194092827, 0.331125827815};
        double[] once = {0.6, 0.666666666667, 0.714285714286};
        for (int p = 0; p < 3; p++) {
            OnePeriod lens = audit.onePeriod(audit.periods().get(p));
            PeriodTotals totals = lens.totals();
            assertEquals(customers[p], totals.customers());
            assertEquals(orders[p], totals.orders());
            assertEquals(revenue[p], totals.revenue());
            close(profit[p], totals.profit(), 1e-15);
            close(spend[p], totals.revenuePerCustomer().value(), 1e-11);
            close(spend[p] * 0.4, totals.profitPerCustomer().value(), 1e-11);
            close(frequency[p], totals.ordersPerCustomer().value(), 1e-11);
            close(orderValue[p], totals.averageOrderValue().value(), 1e-11);
            close(0.4, totals.margin().value(), 1e-15);
            close(totals.profit(), totals.profitFactors().value(), 1e-15);
            close(top[p], lens.revenue().shareOfTopCustomers(0.20), 1e-11);
            close(once[p], lens.oneOrderShare().value(), 1e-11);
            assertEquals(customers[p], lens.revenue().concentration().size());
        }
        assertEquals(List.of(Y1, Y2, Y3), audit.periods());
        assertEquals(10, audit.customers());
        assertEquals("EUR", audit.currency().orElseThrow().getCurrencyCode());
        travels(audit);
        travels(audit.onePeriod(Y2));
        assertEquals("CustomerBaseAudit[10 customers in 3 periods until 2023-12-31, in EUR]", audit.toString());
    }

    @Test
    void distributionsAndBandsByHand() {
        OnePeriod lens = audit().onePeriod(Y3);
        // revenue 90, 60, 500, 210, 105, 500, 45; orders 1, 1, 1, 1, 2, 1, 2
        assertEquals(105, lens.revenue().quantile(0.5));
        assertEquals(75, lens.revenue().quantile(0.25));
        assertEquals(1, lens.orders().quantile(0));
        assertEquals(2, lens.orders().quantile(1));
        assertEquals(9.0 / 7, lens.orders().mean().value());
        assertArrayEquals(new int[] {1, 3, 1, 2}, lens.revenue().histogram(60, 200, 500));
        assertArrayEquals(
                new double[] {500, 1000, 1210, 1315, 1405, 1465, 1510},
                lens.revenue().whaleCurve().cumulative());
        assertEquals(52.5, lens.averageOrderValue().quantile(1.0 / 6), 1e-12);
        close(0.4, lens.margin().quantile(0.3), 1e-15);
        // floor(rank 3 / 7): 3, 2 and 2 customers
        List<ValueBand> bands = lens.bands(Measure.PROFIT, 3);
        assertEquals(
                List.of(3L, 2L, 2L),
                bands.stream().map(b -> b.totals().customers()).toList());
        assertEquals(1210, bands.get(0).totals().revenue());
        assertEquals(195, bands.get(1).totals().revenue());
        assertEquals(105, bands.get(2).totals().revenue());
        close(1210 / 1510.0, bands.get(0).share(Measure.REVENUE), 1e-15);
        close(3 / 9.0, bands.get(1).share(Measure.ORDERS), 1e-15);
        close(105 / 1510.0, bands.get(2).share(Measure.PROFIT), 1e-14);
        assertEquals(52.5, bands.get(2).totals().revenuePerCustomer().value());
        travels(lens.revenue());
        travels(bands.get(0));
        assertEquals(
                "CustomerDistribution[orders of 7 customers, total 9.0]",
                lens.orders().toString());
    }

    @Test
    void lensTwo() {
        TwoPeriods lens = audit().twoPeriods(Y2, Y3);
        assertEquals(4, lens.customers(Movement.BOTH));
        assertEquals(2, lens.customers(Movement.LAPSED));
        assertEquals(2, lens.customers(Movement.NEW));
        assertEquals(1, lens.customers(Movement.REACTIVATED));
        assertArrayEquals(new int[] {4, 6}, lens.rows(Movement.LAPSED));
        assertArrayEquals(new int[] {8, 9}, lens.rows(Movement.NEW));
        assertArrayEquals(new int[] {1}, lens.rows(Movement.REACTIVATED));
        close(0.666666666667, lens.repeatRate().value(), 1e-11);
        assertEquals(new ValueBridge(1185, 545, 60, -80, 30, -230, 1510, 1, 2, 1), lens.revenueBridge());
        assertEquals(325, lens.revenueBridge().change());
        close(130, lens.profitBridge().change(), 1e-14);
        close(-92, lens.profitBridge().down(), 1e-14);
        double[] parts = lens.revenueGrowth(LOG_MEAN_DIVISIA).effects().stream()
                .mapToDouble(GrowthEffect::amount)
                .toArray();
        assertArrayEquals(new double[] {206.7071694, -48.7669129499, 167.05974355}, parts, 1e-9);
        GrowthDecomposition profit = lens.profitGrowth(LOG_MEAN_DIVISIA);
        close(206.7071694 * 0.4, profit.effect("customers").amount(), 1e-9);
        assertEquals(0, profit.effect("margin").amount(), 1e-10);
        close(325, lens.revenueGrowth(SHAPLEY).change(), 1e-15);
        travels(lens);
        travels(lens.revenueBridge());
    }

    @Test
    void migrationByHand() {
        // 2022: c03 500, c06 380 | c01 150, c08 75 | c05 45, c07 35; 2023: c03, c09, c06 | c08, c01 | c02, c10
        MigrationMatrix bands = audit().twoPeriods(Y2, Y3).migration(Measure.REVENUE, 3);
        assertEquals(List.of("band 1", "band 2", "band 3", TwoPeriods.NOT_ACTIVE), bands.names());
        // c04 bought in 2021 only, c02 came back, c09 and c10 are new
        assertArrayEquals(
                new long[][] {{2, 0, 0, 0, 0}, {0, 2, 0, 0, 0}, {0, 0, 0, 2, 0}, {0, 0, 1, 1, 0}, {1, 0, 1, 0, 0}},
                bands.counts());
        assertEquals(1, bands.share("band 1", "band 1").value());
    }

    @Test
    void lensThree() {
        CustomerBaseAudit audit = audit();
        OneCohort of2021 = audit.cohort(Y1);
        assertEquals(5, of2021.acquired());
        assertEquals(
                List.of(5L, 3L, 3L),
                of2021.byAge().stream().map(PeriodTotals::customers).toList());
        assertArrayEquals(new double[] {175, 139, 130}, of2021.revenuePerAcquired());
        assertArrayEquals(new double[] {175, 314, 444}, of2021.cumulativeRevenuePerAcquired());
        assertArrayEquals(new double[] {70, 55.6, 52}, of2021.profitPerAcquired(), 1e-13);
        assertArrayEquals(new double[] {70, 125.6, 177.6}, of2021.cumulativeProfitPerAcquired(), 1e-13);
        OneCohort of2022 = audit.cohort(Y2);
        assertEquals(
                List.of(3L, 2L),
                of2022.byAge().stream().map(PeriodTotals::customers).toList());
        assertArrayEquals(new double[] {163.333333333, 268.333333333}, of2022.cumulativeRevenuePerAcquired(), 1e-9);
        assertEquals(0.6, of2021.activeShare(2).value());
        assertEquals(3, of2021.observedAges());
        // c03 550, c01 200 | c05 60, c02 40, c04 25: floor(rank 2 / 5) is 0, 0, 0, 1, 1
        List<OneCohort.InitialBand> bands = of2021.initialBands(Measure.REVENUE, 2);
        assertEquals(new OneCohort.InitialBand(1, 3, 810, 324, 3, 1285, 514), bands.get(0));
        assertEquals(new OneCohort.InitialBand(2, 2, 65, 26, 1, 60, 24), bands.get(1));
        assertEquals(0.5, bands.get(1).returnRate().value());
        travels(of2021);
    }

    /** By hand: purchases 9 days apart from 1 February; who never bought again is censored at the end of 2023. */
    @Test
    void timeToSecondPurchase() {
        OneCohort cohort = audit().cohort(Y1);
        // c01 and c03 after 9 days; c02 2021 to 2023 and c05 2021 to 2022 as the calendar has them; c04 never
        assertEquals(0.6, cohort.timeToSecondPurchase().survival(9), 1e-15);
        assertEquals(1, cohort.timeToSecondPurchase().survival(8.9));
        assertEquals(0.4, cohort.timeToSecondPurchase().survival(374), 1e-15);
        assertEquals(0.2, cohort.timeToSecondPurchase().survival(739), 1e-15);
        assertEquals(0.4, cohort.timeToSecondPurchase().survival(738.9), 1e-15);
        assertEquals(PeriodUnit.DAY, cohort.timeToSecondPurchase().unit());
    }

    @Test
    void lensFour() {
        CohortComparison cohorts = audit().cohorts();
        assertArrayEquals(new double[][] {{1, 0.6, 0.6}, {1, 2.0 / 3}, {1}}, cohorts.figures(Figure.ACTIVE_SHARE));
        double[][] revenue = cohorts.figures(Figure.CUMULATIVE_REVENUE_PER_ACQUIRED);
        assertArrayEquals(new double[] {175, 314, 444}, revenue[0]);
        assertArrayEquals(new double[] {163.333333333, 268.333333333}, revenue[1], 1e-9);
        assertArrayEquals(new double[] {272.5}, revenue[2]);
        assertEquals(139, cohorts.value(Figure.REVENUE_PER_ACQUIRED, Y1, 1));
        assertEquals(4.0 / 3, cohorts.value(Figure.ORDERS_PER_ACTIVE, Y1, 1));
        assertEquals(695 / 4.0, cohorts.value(Figure.AVERAGE_ORDER_VALUE, Y1, 1));
        close(55.6, cohorts.value(Figure.PROFIT_PER_ACQUIRED, Y1, 1), 1e-15);
        close(177.6, cohorts.value(Figure.CUMULATIVE_PROFIT_PER_ACQUIRED, Y1, 2), 1e-15);
        assertEquals(2, cohorts.observedAges(Y2));
        assertEquals(3, cohorts.acquired(Y2));
        rejects(
                "age must be >= 0 and < 1, was 1 (what came later was not observed to its end)",
                () -> cohorts.value(Figure.ACTIVE_SHARE, Y3, 1));
        travels(cohorts);
    }

    @Test
    void lensFive() {
        WholeBase base = audit().wholeBase();
        assertArrayEquals(new double[][] {{875, 695, 650}, {0, 490, 315}, {0, 0, 545}}, base.matrix(Measure.REVENUE));
        assertArrayEquals(new long[][] {{5, 3, 3}, {0, 3, 2}, {0, 0, 2}}, base.activeCustomers());
        assertArrayEquals(new double[][] {{7, 4, 3}, {0, 4, 3}, {0, 0, 3}}, base.matrix(Measure.ORDERS));
        close(0.639072847682, base.shareOfEarlierCohorts(Measure.REVENUE, Y3), 1e-11);
        assertEquals(0, base.shareOfEarlierCohorts(Measure.REVENUE, Y1));
        assertArrayEquals(
                new double[] {545 / 1510.0, 315 / 1510.0, 650 / 1510.0}, base.ageMix(Measure.REVENUE, Y3), 1e-15);
        close(325, base.revenueGrowth(Y2, Y3, LOG_MEAN_DIVISIA).change(), 1e-15);
        assertEquals(audit().twoPeriods(Y2, Y3).revenueGrowth(SHAPLEY), base.revenueGrowth(Y2, Y3, SHAPLEY));
        GrowthDecomposition byCohort = base.revenueGrowthByCohort(Y2, Y3);
        close(325, byCohort.change(), 1e-15);
        assertEquals(
                List.of("2021-01-01", "2022-01-01", "2023-01-01"),
                List.copyOf(byCohort.segments().keySet()));
        close(545, byCohort.segments().get("2023-01-01").effect("customers").amount(), 1e-15);
        close(-45, byCohort.segments().get("2021-01-01").change(), 1e-15);
        assertEquals(5, base.acquired(Y1));
        travels(base);
    }

    /** A refund is taken from the purchase before it, in the period of that purchase, and is no order. */
    @Test
    void refunds() {
        List<Transaction> transactions = new ArrayList<>(sheet());
        // c10 of 2023 sends all back, c09 a fifth
        transactions.add(Transaction.of("c10", LocalDate.of(2023, 12, 30), -45));
        transactions.add(Transaction.of("c09", LocalDate.of(2023, 12, 30), -100));
        CustomerBaseAudit audit = CustomerBaseAudit.of(
                log(transactions, LocalDate.of(2023, 12, 31)), PeriodUnit.YEAR, MarginRatio.of(0.40));
        OnePeriod lens = audit.onePeriod(Y3);
        assertEquals(1365, lens.totals().revenue());
        assertEquals(7, lens.totals().customers());
        assertEquals(9, lens.totals().orders());
        // who paid nothing has no margin of its own, and stays in every other figure
        assertEquals(6, lens.margin().size());
        assertEquals(0, lens.revenue().quantile(0));
        assertEquals(500 / 1365.0, lens.revenue().shareOfTopCustomers(0.20));
    }

    @Test
    void aPeriodThatIsNotOver() {
        PurchaseLog log = log(
                sheet().stream()
                        .filter(t -> t.date().isBefore(LocalDate.of(2023, 7, 1)))
                        .toList(),
                LocalDate.of(2023, 6, 30));
        CustomerBaseAudit audit = CustomerBaseAudit.of(log, PeriodUnit.YEAR, MarginRatio.of(0.40));
        assertEquals(List.of(Y1, Y2, Y3), audit.periods());
        assertTrue(audit.isComplete(Y2));
        assertFalse(audit.isComplete(Y3));
        // shown in lens 5, not compared in lens 4
        assertTrue(audit.wholeBase().totals(Y3).customers() > 0);
        assertEquals(2, audit.wholeBase().completePeriods());
        assertEquals(2, audit.cohorts().observedAges(Y1));
        assertEquals(0, audit.cohorts().figures(Figure.ACTIVE_SHARE)[2].length);
        assertEquals(3, audit.cohort(Y1).byAge().size());
        assertEquals(2, audit.cohort(Y1).observedAges());
        // through the last day it is
        assertTrue(audit().isComplete(Y3));
    }

    @Test
    void profitOfItsOwn() {
        PurchaseLog log = log(sheet(), LocalDate.of(2023, 12, 31));
        double[] margins = new double[10];
        Arrays.fill(margins, 0.40);
        assertEquals(audit(), CustomerBaseAudit.ofCustomerMargins(log, PeriodUnit.YEAR, margins));
        margins[2] = -0.5;
        CustomerBaseAudit loss = CustomerBaseAudit.ofCustomerMargins(log, PeriodUnit.YEAR, margins);
        close(604 - 500 * 0.9, loss.onePeriod(Y3).totals().profit(), 1e-14);
        // the best revenue is the worst profit
        assertEquals(-250, loss.onePeriod(Y3).profit().quantile(0));
        double[] whale = loss.onePeriod(Y3).profit().whaleCurve().cumulative();
        assertTrue(whale[5] > whale[6]);
        double[] profits = new double[24];
        Arrays.fill(profits, 10);
        CustomerBaseAudit ten = CustomerBaseAudit.ofPurchaseProfits(log, PeriodUnit.YEAR, profits);
        assertEquals(90, ten.onePeriod(Y3).totals().profit());
        close(90 / 1510.0, ten.onePeriod(Y3).totals().margin().value(), 1e-15);
    }

    @Test
    void whatIsWrongIsSaid() {
        PurchaseLog log = log(sheet(), LocalDate.of(2023, 12, 31));
        MarginRatio margin = MarginRatio.of(0.4);
        rejects(
                "log must have a customer, was empty (there is nothing to audit)",
                () -> CustomerBaseAudit.of(log(List.of(), LocalDate.of(2023, 1, 1)), PeriodUnit.YEAR, margin));
        rejects(
                "marginOfCustomer must have one row a customer, 10, was 1",
                () -> CustomerBaseAudit.ofCustomerMargins(log, PeriodUnit.YEAR, new double[1]));
        double[] wrong = new double[10];
        wrong[3] = 1.5;
        rejects(
                "marginOfCustomer[3] must be finite and <= 1, was 1.5 (0.30 means 30 %)",
                () -> CustomerBaseAudit.ofCustomerMargins(log, PeriodUnit.YEAR, wrong));
        rejects(
                "profitOfPurchase must have one value a purchase, 24, was 10 (PurchaseLog.totalPurchases)",
                () -> CustomerBaseAudit.ofPurchaseProfits(log, PeriodUnit.YEAR, wrong));
        double[] nan = new double[24];
        nan[7] = Double.NaN;
        rejects(
                "profitOfPurchase[7] must be finite, was NaN",
                () -> CustomerBaseAudit.ofPurchaseProfits(log, PeriodUnit.YEAR, nan));
        CustomerBaseAudit audit = audit();
        rejects(
                "period must be one of the 3 periods from 2021-01-01 to 2023-12-31, was 2021-01-01 to 2021-01-31"
                        + " (as periods() has them)",
                () -> audit.onePeriod(ReportingPeriod.ofMonth(2021, 1)));
        rejects(
                "second must follow 2021-01-01 to 2021-12-31, was 2023-01-01 to 2023-12-31"
                        + " (who bought between the two would have no place)",
                () -> audit.twoPeriods(Y1, Y3));
        rejects(
                "bands must be from 1 to the number of customers 7, was 10 (10 for deciles)",
                () -> audit.onePeriod(Y3).decilesByProfit());
        rejects(
                "breaks[1] must be finite and rise, was 1.0 (1, 2, 5)",
                () -> audit.onePeriod(Y3).orders().histogram(2, 1));
        rejects(
                "breaks must be at least one, was empty",
                () -> audit.onePeriod(Y3).orders().histogram());
        rejects(
                "fraction must be in (0, 1], was 0.0 (0.20 means the top 20 %)",
                () -> audit.onePeriod(Y3).orders().shareOfTopCustomers(0));
        rejects(
                "age must be >= 0 and < 1, was 1 (as far as the audit reaches)",
                () -> audit.cohort(Y3).activeShare(1));
        CustomerBaseAudit none = CustomerBaseAudit.of(log, PeriodUnit.YEAR, MarginRatio.of(0));
        fails(
                UndefinedRatioException.class,
                "share of the top customers in profit is undefined, because its total is not positive, 0.0",
                () -> none.onePeriod(Y3).profit().shareOfTopCustomers(0.2));
        fails(
                UndefinedRatioException.class,
                "share of PROFIT of band 1 is undefined, because that of all customers is not positive, 0.0",
                () -> none.onePeriod(Y3).bands(Measure.PROFIT, 2).get(0).share(Measure.PROFIT));
        rejectsNull("log", () -> CustomerBaseAudit.ofCustomerMargins(null, PeriodUnit.YEAR, wrong));
        rejectsNull("margin", () -> CustomerBaseAudit.of(log, PeriodUnit.YEAR, null));
        rejectsNull("by", () -> audit.onePeriod(Y3).bands(null, 2));
        rejectsNull("by", () -> audit.twoPeriods(Y2, Y3).migration(null, 2));
        rejectsNull("method", () -> audit.twoPeriods(Y2, Y3).revenueGrowth(null));
        rejectsNull("movement", () -> audit.twoPeriods(Y2, Y3).rows(null));
        rejectsNull("figure", () -> audit.cohorts().figures(null));
        rejectsNull("of", () -> audit.wholeBase().matrix(null));
        rejectsNull("other", () -> audit.wholeBase().plus(null));
        rejectsNull("log", () -> CustomerBaseAudit.of(null, PeriodUnit.YEAR, margin));
        rejectsNull("calendar", () -> CustomerBaseAudit.of(log, null, margin));
        rejectsNull("period", () -> audit.onePeriod(null));
        rejects(
                "orders must be at least one a customer, was 1 (2 customers)",
                () -> new PeriodTotals(Y1, 2, 1, 10, 1, "EUR"));
        rejects(
                "other must be of the period 2021-01-01 to 2021-12-31, was 2022-01-01 to 2022-12-31"
                        + " (a customer of two periods would count twice)",
                () -> new PeriodTotals(Y1, 1, 1, 10, 1, "EUR").plus(new PeriodTotals(Y2, 1, 1, 10, 1, "EUR")));
        rejects(
                "closing must be what the parts add up to, was 2.0 (off by -1.0)",
                () -> new ValueBridge(1, 0, 0, 0, 0, 0, 2, 0, 0, 0));
    }

    /** Who first bought on the last day has been observed for no time at all, and tells nothing of a second purchase. */
    @Test
    void acquiredOnTheLastDay() {
        List<Transaction> transactions = new ArrayList<>(sheet());
        LocalDate last = LocalDate.of(2023, 12, 31);
        double without = audit().cohort(Y3).timeToSecondPurchase().survival(9);
        transactions.add(Transaction.of("c11", last, 5));
        CustomerBaseAudit audit = CustomerBaseAudit.of(log(transactions, last), PeriodUnit.YEAR, MarginRatio.of(0.40));
        assertEquals(without, audit.cohort(Y3).timeToSecondPurchase().survival(9));
        CustomerBaseAudit alone = CustomerBaseAudit.of(
                log(List.of(Transaction.of("c11", last, 5)), last), PeriodUnit.DAY, MarginRatio.of(0.40));
        fails(
                UndefinedRatioException.class,
                "time to second purchase is undefined, because all of 2023-12-31 to 2023-12-31 were acquired on the last day"
                        + " of observation",
                () -> alone.cohort(ReportingPeriod.of(last, last.plusDays(1))).timeToSecondPurchase());
    }

    @Test
    void totalsOfAPeriodKeepTheirCurrency() {
        PeriodTotals euros = new PeriodTotals(Y1, 1, 1, 10, 1, "EUR");
        assertEquals(new PeriodTotals(Y1, 2, 2, 20, 2, "EUR"), euros.plus(euros));
        rejects(
                "currency must be EUR, was USD (convert before you combine)",
                () -> euros.plus(new PeriodTotals(Y1, 1, 1, 10, 1, "USD")));
        rejects(
                "other must be in EUR, was without one (TransactionSummarizer.withCurrency, of both logs or of none)",
                () -> euros.plus(new PeriodTotals(Y1, 1, 1, 10, 1, "")));
    }

    /** Euros and dollars are not added, nor euros and amounts of no currency. */
    @Test
    void basesOfOneCurrencyMerge() {
        WholeBase euros = audit().wholeBase();
        WholeBase dollars = inCurrency("USD");
        WholeBase unnamed = inCurrency("");
        assertEquals("EUR", euros.currency().orElseThrow().getCurrencyCode());
        assertTrue(unnamed.currency().isEmpty());
        assertEquals(10, unnamed.plus(unnamed).acquired(Y1));
        assertFalse(euros.equals(dollars));
        fails(
                CurrencyMismatchException.class,
                "currency must be EUR, was USD (convert before you combine)",
                () -> euros.plus(dollars));
        rejects(
                "other must be in EUR, was without one (TransactionSummarizer.withCurrency, of both logs or of none)",
                () -> euros.plus(unnamed));
        rejects(
                "other must not name a currency, was EUR"
                        + " (TransactionSummarizer.withCurrency, of both logs or of none)",
                () -> unnamed.plus(euros));
    }

    private static WholeBase inCurrency(String code) {
        TransactionSummarizer plain = TransactionSummarizer.per(PeriodUnit.DAY).until(LocalDate.of(2023, 12, 31));
        PurchaseLog log = sheet().stream().collect((code.isEmpty() ? plain : plain.withCurrency(code)).toLog());
        return CustomerBaseAudit.of(log, PeriodUnit.YEAR, MarginRatio.of(0.40)).wholeBase();
    }

    /** Months without a customer are periods too, and cohorts of nobody. */
    @Test
    void emptyPeriods() {
        CustomerBaseAudit audit =
                CustomerBaseAudit.of(log(sheet(), LocalDate.of(2023, 12, 31)), PeriodUnit.MONTH, MarginRatio.of(0.40));
        assertEquals(35, audit.periods().size());
        ReportingPeriod empty = ReportingPeriod.ofMonth(2022, 1);
        assertEquals(0, audit.onePeriod(empty).totals().customers());
        assertEquals(0, audit.cohort(empty).acquired());
        fails(
                UndefinedRatioException.class,
                "revenue per acquired customer is undefined, because nobody was acquired in 2022-01-01 to 2022-01-31",
                () -> audit.cohort(empty).revenuePerAcquired());
        fails(
                UndefinedRatioException.class,
                "time to second purchase is undefined, because nobody was acquired in 2022-01-01 to 2022-01-31",
                () -> audit.cohort(empty).timeToSecondPurchase());
        fails(
                UndefinedRatioException.class,
                "quantile of orders is undefined, because there are no customers",
                () -> audit.onePeriod(empty).orders().quantile(0.5));
        fails(
                UndefinedRatioException.class,
                "shares of REVENUE in 2022-01-01 to 2022-01-31 are undefined, because its total is not positive, 0.0",
                () -> audit.wholeBase().ageMix(Measure.REVENUE, empty));
        double[] row = audit.cohorts().figures(Figure.REVENUE_PER_ACQUIRED)[11];
        assertEquals(24, row.length);
        assertTrue(Arrays.stream(row).allMatch(Double::isNaN));
    }
}
