package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.customerequity.history.DataQualityReport.CustomerDrop;
import org.customerequity.history.DataQualityReport.RowDrop;
import org.customerequity.history.policy.EarlierCustomers;
import org.customerequity.history.policy.LateTransactions;
import org.customerequity.history.policy.MeanSpend;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.SameDay;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each policy on a table small enough to be summed up by hand. Day 1 is 2021-03-01. */
class TransactionSummarizerTest {
    private static final LocalDate END = day(31);
    private static final TransactionSummarizer DAYS =
            TransactionSummarizer.per(PeriodUnit.DAY).until(END);

    private static LocalDate day(int day) {
        return LocalDate.of(2021, 2, 28).plusDays(day);
    }

    private static Transaction buys(String customer, int day, double amount) {
        return Transaction.of(customer, day(day), amount);
    }

    private static HistorySummary summary(TransactionSummarizer summarizer, Transaction... transactions) {
        return Stream.of(transactions).collect(summarizer.toSummary());
    }

    private static void assertRow(
            PurchaseHistories histories, String id, int frequency, double recency, double age, int count, double mean) {
        assertEquals(
                PurchaseHistory.of(frequency, recency, age, histories.unit()).withSpend(SpendSummary.of(count, mean)),
                histories.row(id));
    }

    // the ordinary case

    @Test
    void countsDaysAfterTheFirst() {
        HistorySummary summary = summary(
                DAYS,
                buys("ann", 11, 30),
                buys("ann", 1, 10),
                buys("ann", 4, 15),
                buys("ann", 4, 5),
                buys("bob", 31, 7));
        PurchaseHistories histories = summary.histories();
        assertEquals(List.of("ann", "bob"), histories.ids().asList());
        assertRow(histories, "ann", 2, 10, 30, 2, 25);
        assertRow(histories, "bob", 0, 0, 0, 0, 0);
        assertEquals(
                List.of(
                        "5 transactions of 2 customers, 2021-03-01 to 2021-03-31",
                        "4 purchases of 2 customers kept, amount 67.00",
                        "1 row merged into another purchase of the same day"),
                summary.report().lines());
    }

    @ParameterizedTest
    @CsvSource({
        "DAY, 14, 28",
        "WEEK, 2, 4",
        "MONTH, 0.45995893223819301, 0.91991786447638603",
        "QUARTER, 0.153319644079397672, 0.306639288158795345",
        "YEAR, 0.0383299110198494182, 0.0766598220396988364"
    })
    void timesAreCountedInTheUnit(PeriodUnit unit, double recency, double age) {
        PurchaseHistories histories = Stream.of(buys("ann", 3, 1), buys("ann", 17, 1))
                .collect(TransactionSummarizer.per(unit).until(END).toHistories());
        assertEquals(recency, histories.recency(0), 1e-15 * recency);
        assertEquals(age, histories.age(0), 1e-15 * age);
    }

    @Test
    void aLeapDayIsADay() {
        PurchaseHistories histories = Stream.of("2020-02-28", "2020-02-29", "2020-03-01")
                .map(date -> Transaction.of("ann", LocalDate.parse(date), 1))
                .collect(TransactionSummarizer.per(PeriodUnit.DAY)
                        .until(LocalDate.of(2021, 2, 28))
                        .toHistories());
        assertRow(histories, "ann", 2, 2, 366, 2, 1);
    }

    @Test
    void nothingGivesNoHistories() {
        HistorySummary summary = summary(DAYS);
        assertEquals(0, summary.histories().size());
        assertEquals(
                List.of("0 transactions of 0 customers", "0 purchases of 0 customers kept, amount 0.00"),
                summary.report().lines());
        assertTrue(summary.report().firstDate().isEmpty());
        assertEquals(0, DAYS.partial().combine(DAYS.partial()).toSplit(day(10)).size());
    }

    @Test
    void rowsAreInTheOrderOfIdentifiersShorterFirst() {
        PurchaseHistories histories = Stream.of("10", "9", "b", "a1", "100", "a")
                .map(id -> buys(id, 1, 1))
                .collect(DAYS.toHistories());
        assertEquals(List.of("9", "a", "b", "10", "a1", "100"), histories.ids().asList());
    }

    @Test
    void amountsCarryTheCurrency() {
        Transaction one = buys("ann", 1, 1);
        assertEquals(
                Currency.getInstance("USD"),
                summary(DAYS.withCurrency("USD"), one).histories().currency().orElseThrow());
        assertTrue(
                summary(DAYS.withCurrency("USD"), one).report().lines().get(1).endsWith("USD 1.00"));
        assertTrue(summary(DAYS, one).histories().currency().isEmpty());
        assertTrue(summary(DAYS, one).histories().hasSpend());
        assertMessage(
                "currency must be an ISO 4217 code, was \"dollar\" (such as USD or EUR)",
                () -> DAYS.withCurrency("dollar"));
    }

    @Test
    void theFirstPurchaseCanBePartOfTheMean() {
        PurchaseHistories histories = summary(
                        DAYS.withMeanSpend(MeanSpend.OF_ALL_PURCHASES),
                        buys("ann", 1, 10),
                        buys("ann", 4, 20),
                        buys("bob", 2, 7))
                .histories();
        assertRow(histories, "ann", 1, 3, 30, 2, 15);
        assertRow(histories, "bob", 0, 0, 29, 1, 7);
    }

    @Test
    void anInstantIsOfTheDayOfItsZone() {
        Transaction late = Transaction.of("ann", Instant.parse("2021-03-02T23:30:00Z"), ZoneId.of("Europe/Berlin"), 1);
        assertEquals(28, summary(DAYS, late).histories().age(0));
    }

    // purchases of one day

    @Test
    void separatePurchasesAreApartByTheirTimes() {
        Transaction[] transactions = {
            new Transaction("ann", LocalDateTime.parse("2021-03-01T06:00"), 10),
            new Transaction("ann", LocalDateTime.parse("2021-03-01T18:00"), 20),
            new Transaction("ann", LocalDateTime.parse("2021-03-03T06:00"), 30),
            new Transaction("ann", LocalDateTime.parse("2021-03-03T06:00"), 50),
            new Transaction("bob", LocalDateTime.parse("2021-03-31T12:00"), 1),
            new Transaction("bob", LocalDateTime.parse("2021-03-31T12:00"), 5)
        };
        PurchaseHistories separate =
                summary(DAYS.withSameDay(SameDay.SEPARATE), transactions).histories();
        // observation ends at midnight after the last day
        assertRow(separate, "ann", 3, 2, 30.75, 3, 100 / 3.0);
        assertRow(separate, "bob", 1, 0, 0.5, 1, 5);
        PurchaseHistories merged = summary(DAYS, transactions).histories();
        assertRow(merged, "ann", 1, 2, 30, 1, 80);
        assertRow(merged, "bob", 0, 0, 0, 0, 0);
    }

    @Test
    void separateRefundsTakeFromTheLatestPurchaseBeforeThem() {
        Transaction[] transactions = {
            new Transaction("ann", LocalDateTime.parse("2021-03-01T08:00"), 10),
            new Transaction("ann", LocalDateTime.parse("2021-03-01T09:00"), 20),
            new Transaction("ann", LocalDateTime.parse("2021-03-01T10:00"), -25),
            new Transaction("ann", LocalDateTime.parse("2021-03-01T11:00"), 30)
        };
        TransactionSummarizer separate = DAYS.withSameDay(SameDay.SEPARATE).withMeanSpend(MeanSpend.OF_ALL_PURCHASES);
        for (RefundPolicy netting : List.of(RefundPolicy.NET_DAY, RefundPolicy.NET_CUSTOMER)) {
            // 10, 20, 30 less 20 of the second and 5 of the first
            PurchaseHistories counted =
                    summary(separate.withRefunds(netting), transactions).histories();
            assertEquals(2, counted.frequency(0));
            assertEquals(35 / 3.0, counted.meanSpend(0));
            PurchaseHistories dropped = summary(
                            separate.withRefunds(netting).withZeroValues(ZeroValuePolicy.DROP), transactions)
                    .histories();
            assertEquals(1, dropped.frequency(0));
            assertEquals(35 / 2.0, dropped.meanSpend(0));
        }
    }

    // refunds

    @Test
    void aRefundIsRejectedUnlessAPolicyIsChosen() {
        DataException e =
                assertThrows(DataException.class, () -> summary(DAYS, buys("ann", 1, 10), buys("ann", 2, -4)));
        assertEquals(
                "customer \"ann\" on 2021-03-02: amount must be >= 0, was -4.0"
                        + " (a refund; see TransactionSummarizer.withRefunds for what to do with it)",
                e.getMessage());
        assertEquals("ann", e.customer());
        assertEquals(day(2), e.date());
    }

    @Test
    void aRefundOutsideTheWindowIsLeftOutBeforeItIsLookedAt() {
        assertEquals(
                1,
                summary(DAYS, buys("ann", 1, 10), buys("ann", 40, -4)).report().rowsDropped(RowDrop.AFTER_END));
    }

    @Test
    void refundsOfTheDay() {
        HistorySummary summary = summary(
                DAYS.withRefunds(RefundPolicy.NET_DAY),
                buys("ann", 1, 10),
                buys("ann", 5, -8),
                buys("ann", 5, 20),
                buys("ann", 5, -2));
        assertRow(summary.histories(), "ann", 1, 4, 30, 1, 10);
        DataQualityReport report = summary.report();
        assertEquals(2, report.refunds());
        assertEquals(2, report.refundsNetted());
        assertEquals(10, report.refundAmount());
        assertEquals(10, report.refundAmountNetted());
        assertEquals(20, report.amount());
        assertEquals(
                "2 refunds of amount 10.00, netted against purchases of the same day",
                report.lines().get(2));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7})
    void moreRefundedThanBoughtOnTheDayIsAnError(int day) {
        DataException e = assertThrows(
                DataException.class,
                () -> summary(
                        DAYS.withRefunds(RefundPolicy.NET_DAY),
                        buys("ann", 1, 10),
                        buys("ann", 5, 10),
                        buys("ann", day, -12)));
        assertEquals(
                "customer \"ann\" on " + day(day) + ": refunds must be at most the day's purchases, was 12.0, "
                        + (day == 7 ? "12.0" : "2.0")
                        + " too much (see RefundPolicy: NET_CUSTOMER takes them from earlier days, IGNORE leaves them out)",
                e.getMessage());
    }

    @Test
    void refundsOfTheCustomerTakeTheLatestPurchasesFirst() {
        HistorySummary summary = summary(
                DAYS.withRefunds(RefundPolicy.NET_CUSTOMER),
                buys("ann", 1, 10),
                buys("ann", 3, 20),
                buys("ann", 5, 30),
                buys("ann", 7, -35), // all of day 5 and 5 of day 3
                buys("ann", 9, 40),
                buys("ann", 9, -1),
                buys("bob", 2, -6), // before any purchase
                buys("bob", 3, 10),
                buys("bob", 4, 8),
                buys("bob", 5, -20)); // 2 more than bought
        assertRow(summary.histories(), "ann", 3, 8, 30, 3, (15 + 0 + 39) / 3.0);
        assertRow(summary.histories(), "bob", 1, 1, 28, 1, 0);
        DataQualityReport report = summary.report();
        assertEquals(4, report.refundsNetted());
        assertEquals(62, report.refundAmount());
        assertEquals(8, report.refundAmountUnmatched());
        assertEquals(54, report.refundAmountNetted());
        assertEquals(64, report.amount());
        assertEquals(
                "4 refunds of amount 62.00, netted against the customer's purchases before them,"
                        + " amount 8.00 of it unmatched by any purchase in the window",
                report.lines().get(2));
    }

    @Test
    void ignoredRefundsAreCounted() {
        HistorySummary summary = summary(
                DAYS.withRefunds(RefundPolicy.IGNORE), buys("ann", 1, 10), buys("ann", 3, -10), buys("bob", 3, -5));
        assertRow(summary.histories(), "ann", 0, 0, 30, 0, 0);
        assertEquals(1, summary.histories().size());
        assertEquals(2, summary.report().rowsDropped(RowDrop.REFUND_IGNORED));
        assertEquals(15, summary.report().refundAmount());
        assertEquals(1, summary.report().customersDropped(CustomerDrop.ONLY_REFUNDS));
        assertEquals(
                List.of(
                        "3 transactions of 2 customers, 2021-03-01 to 2021-03-03",
                        "1 purchase of 1 customer kept, amount 10.00",
                        "2 refunds of amount 15.00, ignored",
                        "2 rows left out: refunds, ignored",
                        "1 customer left out: nothing but refunds"),
                summary.report().lines());
    }

    @Test
    void whatRoundingLeavesOfARefundedPurchaseIsNothing() {
        HistorySummary summary = summary(
                DAYS.withRefunds(RefundPolicy.NET_DAY).withZeroValues(ZeroValuePolicy.DROP),
                buys("ann", 1, 1),
                buys("ann", 2, 0.1),
                buys("ann", 2, 0.2),
                buys("ann", 2, -0.3), // 0.1 + 0.2 is 0.30000000000000004
                buys("bob", 1, 1e9),
                buys("bob", 1, -999_999_999.99),
                buys("bob", 1, -0.01));
        assertEquals(1, summary.histories().size());
        assertRow(summary.histories(), "ann", 0, 0, 30, 0, 0);
        assertEquals(2, summary.report().rowsDropped(RowDrop.REFUNDED_IN_FULL));
        assertEquals(0, summary.report().refundAmountUnmatched());
        assertEquals(1, summary.report().customersDropped(CustomerDrop.ONLY_ZERO_VALUE));
    }

    @Test
    void aRefundOfThousandsOfPurchasesLeavesNothing() {
        double[] prices = {0.1, 0.07, 19.99};
        long[] refunds = {500, 350, 99_950};
        for (int i = 0; i < prices.length; i++) {
            TransactionSummarizer rules =
                    TransactionSummarizer.per(PeriodUnit.DAY).until(day(31)).withZeroValues(ZeroValuePolicy.DROP);
            PartialSummary ofDay = rules.withRefunds(RefundPolicy.NET_DAY)
                    .withSameDay(SameDay.SEPARATE)
                    .partial();
            PartialSummary ofCustomer =
                    rules.withRefunds(RefundPolicy.NET_CUSTOMER).partial();
            for (int n = 0; n < 5000; n++) {
                ofDay.add(new Transaction("ann", day(1).atStartOfDay().plusSeconds(n), prices[i]));
                ofCustomer.add("ann", day(1).minusDays(n), prices[i]);
            }
            ofDay.add(new Transaction("ann", day(1).atTime(23, 0), -refunds[i]));
            ofCustomer.add("ann", day(2), -refunds[i]);
            for (PartialSummary partial : List.of(ofDay, ofCustomer)) {
                DataQualityReport report = partial.toSummary().report();
                assertEquals(0, report.purchases());
                assertEquals(0, report.amount());
                assertEquals(0, report.refundAmountUnmatched());
            }
        }
    }

    // zero-value orders

    @Test
    void zeroValuesCountOrCountWithoutSpendOrAreDropped() {
        Transaction[] transactions = {
            buys("ann", 1, 0),
            buys("ann", 3, 10),
            buys("ann", 5, 0),
            buys("ann", 7, 20),
            buys("ann", 7, -0.0),
            buys("bob", 2, 0)
        };
        PurchaseHistories counted = summary(DAYS, transactions).histories();
        assertRow(counted, "ann", 3, 6, 30, 3, 10);
        assertRow(counted, "bob", 0, 0, 29, 0, 0);

        PurchaseHistories withoutSpend = summary(DAYS.withZeroValues(ZeroValuePolicy.COUNT_WITHOUT_SPEND), transactions)
                .histories();
        assertRow(withoutSpend, "ann", 3, 6, 30, 2, 15);

        HistorySummary dropped = summary(DAYS.withZeroValues(ZeroValuePolicy.DROP), transactions);
        assertRow(dropped.histories(), "ann", 1, 4, 28, 1, 20);
        assertEquals(1, dropped.histories().size());
        assertEquals(4, dropped.report().zeroValueRows());
        assertEquals(4, dropped.report().rowsDropped(RowDrop.ZERO_VALUE));
        assertEquals(1, dropped.report().customersDropped(CustomerDrop.ONLY_ZERO_VALUE));
        assertTrue(dropped.report().lines().contains("4 rows of amount zero, left out"));
    }

    @Test
    void aPurchaseRefundedInFullIsAPurchaseUnlessZerosAreDropped() {
        Transaction[] transactions = {
            buys("ann", 1, 10), buys("ann", 2, 5), buys("ann", 3, 7), buys("ann", 4, -17), buys("ann", 5, -5)
        };
        TransactionSummarizer netting = DAYS.withRefunds(RefundPolicy.NET_CUSTOMER);
        assertRow(summary(netting, transactions).histories(), "ann", 2, 2, 30, 2, 0);
        HistorySummary dropped = summary(netting.withZeroValues(ZeroValuePolicy.DROP), transactions);
        assertEquals(0, dropped.histories().size());
        assertEquals(3, dropped.report().rowsDropped(RowDrop.REFUNDED_IN_FULL));
        assertEquals(22, dropped.report().refundAmountNetted());
    }

    // the window

    @Test
    void customersSeenBeforeTheWindowAreDroppedOrKept() {
        Transaction[] transactions = {
            buys("ann", 4, 9), buys("ann", 10, 10), buys("ann", 14, 20), buys("bob", 11, 5), buys("cem", 2, 3)
        };
        TransactionSummarizer window = DAYS.from(day(5));
        HistorySummary dropped = summary(window, transactions);
        assertEquals(List.of("bob"), dropped.histories().ids().asList());
        assertRow(dropped.histories(), "bob", 0, 0, 20, 0, 0);
        assertEquals(2, dropped.report().customersDropped(CustomerDrop.FIRST_SEEN_BEFORE_WINDOW));
        assertEquals(2, dropped.report().rowsDropped(RowDrop.BEFORE_WINDOW));
        assertEquals(2, dropped.report().rowsDropped(RowDrop.CUSTOMER_DROPPED));
        assertEquals(30, dropped.report().amountDropped());
        assertEquals(
                "purchases of customers left out: amount 30.00",
                dropped.report().lines().get(5));

        HistorySummary kept = summary(window.withEarlierCustomers(EarlierCustomers.KEEP), transactions);
        assertEquals(List.of("ann", "bob"), kept.histories().ids().asList());
        assertRow(kept.histories(), "ann", 1, 4, 21, 1, 20);
        assertEquals(1, kept.report().customersDropped(CustomerDrop.ONLY_OUTSIDE_WINDOW));
    }

    @Test
    void bothEdgesBelongToTheWindow() {
        TransactionSummarizer window = DAYS.from(day(5)).until(day(9));
        PurchaseHistories histories =
                summary(window, buys("ann", 5, 1), buys("ann", 9, 1)).histories();
        assertRow(histories, "ann", 1, 4, 4, 1, 1);
        assertEquals(
                0,
                summary(window, buys("ann", 4, 1), buys("bob", 10, 1))
                        .histories()
                        .size());
    }

    @Test
    void lateTransactionsAreDroppedOrRejected() {
        Transaction[] transactions = {buys("ann", 4, 9), buys("ann", 32, 10), buys("bob", 33, 10)};
        HistorySummary summary = summary(DAYS, transactions);
        assertRow(summary.histories(), "ann", 0, 0, 27, 0, 0);
        assertEquals(2, summary.report().rowsDropped(RowDrop.AFTER_END));
        assertEquals(1, summary.report().customersDropped(CustomerDrop.ONLY_OUTSIDE_WINDOW));
        assertEquals(day(33), summary.report().lastDate().orElseThrow());
        assertMessage(
                "customer \"ann\" on 2021-04-01: date must not be after the end of observation 2021-03-31, was 2021-04-01"
                        + " (see TransactionSummarizer.withLateTransactions to leave it out)",
                () -> summary(DAYS.withLateTransactions(LateTransactions.REJECT), transactions));
    }

    // calibration and holdout

    @Test
    void theHoldoutIsCountedByTheSameRules() {
        CalibrationSplit split = Stream.of(
                        buys("ann", 1, 10),
                        buys("ann", 4, 20),
                        buys("ann", 10, 30), // the last day of the calibration
                        buys("ann", 11, 1),
                        buys("ann", 11, 2),
                        buys("ann", 12, -1.5),
                        buys("ann", 31, 0),
                        buys("bob", 10, 5),
                        buys("cem", 11, 7))
                .collect(DAYS.withRefunds(RefundPolicy.NET_CUSTOMER)
                        .calibrateUntil(day(10))
                        .toSplit());
        assertEquals(List.of("ann", "bob"), split.calibration().ids().asList());
        assertRow(split.calibration(), "ann", 2, 9, 9, 2, 25);
        assertRow(split.calibration(), "bob", 0, 0, 0, 0, 0);
        assertEquals(2, split.holdoutPurchases(0));
        assertEquals(1.5, split.holdoutSpend(0));
        assertEquals(0, split.holdoutPurchases(1));
        assertEquals(2, split.totalHoldoutPurchases());
        assertEquals(21, split.holdout().length());
        assertEquals(1, split.report().customersDropped(CustomerDrop.FIRST_PURCHASE_AFTER_CALIBRATION));
        assertEquals(6, split.report().purchases());
        assertEquals(1, split.report().rowsDropped(RowDrop.CUSTOMER_DROPPED));
        assertEquals(7, split.report().amountDropped());
        assertEquals(
                "CalibrationSplit[PurchaseHistories[2 customers, unit DAY, with spend], 2 purchases in the 21.0 days after]",
                split.toString());
    }

    @Test
    void aRefundInTheHoldoutDoesNotReachBack() {
        CalibrationSplit split = Stream.of(
                        buys("ann", 1, 10), buys("ann", 4, 20), buys("ann", 11, 5), buys("ann", 12, -8))
                .collect(DAYS.withRefunds(RefundPolicy.NET_CUSTOMER)
                        .calibrateUntil(day(10))
                        .toSplit());
        assertRow(split.calibration(), "ann", 1, 3, 9, 1, 20);
        assertEquals(1, split.holdoutPurchases(0));
        assertEquals(0, split.holdoutSpend(0));
        assertEquals(3, split.report().refundAmountUnmatched());
    }

    @Test
    void separatePurchasesSplitAtMidnight() {
        CalibrationSplit split = Stream.of(
                        new Transaction("ann", LocalDateTime.parse("2021-03-01T12:00"), 1),
                        new Transaction("ann", LocalDateTime.parse("2021-03-10T23:59:59.999999999"), 2),
                        new Transaction("ann", LocalDateTime.parse("2021-03-11T00:00"), 3),
                        new Transaction("ann", LocalDateTime.parse("2021-03-11T00:00"), 3))
                .collect(DAYS.withSameDay(SameDay.SEPARATE)
                        .calibrateUntil(day(10))
                        .toSplit());
        assertEquals(1, split.calibration().frequency(0));
        assertEquals(9.5, split.calibration().age(0));
        assertEquals(9.5, split.calibration().recency(0), 1e-13);
        assertTrue(split.calibration().recency(0) <= split.calibration().age(0));
        assertEquals(2, split.holdoutPurchases(0));
        assertEquals(6, split.holdoutSpend(0));
    }

    // what is refused

    @Test
    void argumentsAreCheckedByName() {
        assertMessage(
                "end must not be before the start 2021-03-05, was 2021-03-04 (the window runs forward)",
                () -> TransactionSummarizer.per(PeriodUnit.DAY).from(day(5)).until(day(4)));
        assertMessage(
                "end must not be before the start 2021-04-01, was 2021-03-31 (the window runs forward)",
                () -> DAYS.from(day(32)));
        assertMessage(
                "calibrationEnd must be before the end of observation 2021-03-31, was 2021-03-31"
                        + " (the holdout lies between them)",
                () -> DAYS.calibrateUntil(END));
        assertMessage(
                "calibrationEnd must not be before the start 2021-03-05, was 2021-03-04 (the calibration lies between them)",
                () -> DAYS.from(day(5)).partial().toSplit(day(4)));
        assertMessage(
                "end must be within 5.8 million years of 1970, was +999999999-12-31", () -> DAYS.until(LocalDate.MAX));
        assertMessage(
                "end must be in the years 1680 to 2259, was 2300-01-01 (SameDay.SEPARATE counts nanoseconds)",
                () -> DAYS.until(LocalDate.of(2300, 1, 1)).withSameDay(SameDay.SEPARATE));
        assertEquals(
                "unit",
                assertThrows(NullPointerException.class, () -> TransactionSummarizer.per(null))
                        .getMessage());
        assertEquals(
                "end",
                assertThrows(NullPointerException.class, () -> DAYS.until(null)).getMessage());
        assertEquals(
                "refunds",
                assertThrows(NullPointerException.class, () -> DAYS.withRefunds(null))
                        .getMessage());
    }

    @Test
    void whatIsMissingIsNamed() {
        PartialSummary partial = DAYS.partial();
        Map<String, Executable> missing = Map.of(
                "transaction", () -> partial.add((Transaction) null),
                "customer", () -> partial.add(null, 1, 1),
                "day", () -> partial.add("ann", (LocalDate) null, 1),
                "other", () -> partial.combine(null),
                "currencyCode", () -> DAYS.withCurrency((String) null),
                "calibrationEnd", () -> partial.toSplit(null));
        missing.forEach((name, call) -> assertEquals(
                name, assertThrows(NullPointerException.class, call).getMessage()));
        assertEquals(
                "customer",
                assertThrows(NullPointerException.class, () -> partial.add(null, day(1), 1))
                        .getMessage());
        assertEquals(0, partial.rowsRead());
    }

    @Test
    void rowsAreCheckedAndARefusedOneLeavesNothingBehind() {
        PartialSummary partial =
                DAYS.withLateTransactions(LateTransactions.REJECT).partial();
        partial.add("ann", day(1), 5);
        assertMessage(
                "customer \"ann\" on 2021-03-02: amount must be finite, was NaN (negative for a refund)",
                () -> partial.add("ann", day(2), Double.NaN));
        assertMessage(
                "customer \"bob\" on 2021-03-02: amount must be finite, was Infinity (negative for a refund)",
                () -> partial.add("bob", (int) day(2).toEpochDay(), Double.POSITIVE_INFINITY));
        for (String blank : List.of("", " ", "\t\n", "\u2003")) {
            assertMessage(
                    "customer must not be blank, was \"" + blank + "\" (an identifier)",
                    () -> partial.add(blank, day(2), 1));
        }
        assertMessage(
                "customer must have at most 65535 bytes, was 65536 (an identifier)",
                () -> partial.add("x".repeat(65_536), day(2), 1));
        assertMessage(
                "customer must have at most 65535 bytes, was 66000 (an identifier)",
                () -> partial.add("€".repeat(22_000), day(2), 1));
        assertThrows(DataException.class, () -> partial.add("bob", day(2), -1));
        assertThrows(DataException.class, () -> partial.add("bob", day(40), 1));
        assertMessage(
                "customer \"bob\" on -999999999-01-01: date must be within 5.8 million years of 1970, was -999999999-01-01",
                () -> partial.add("bob", LocalDate.MIN, 1));
        assertEquals("PartialSummary[1 transactions of 1 customers]", partial.toString());
        assertEquals(1, partial.toSummary().report().rowsRead());
    }

    @Test
    void amountsBeyondADoubleAreRefused() {
        assertMessage(
                "customer \"ann\" on 2021-03-03: spend must be finite, was NaN (amounts add up to more than a double holds)",
                () -> summary(
                        DAYS, buys("ann", 1, 1), buys("ann", 2, Double.MAX_VALUE), buys("ann", 3, Double.MAX_VALUE)));
    }

    @Test
    void separateTimesHaveARange() {
        assertMessage(
                "customer \"ann\" on 1500-01-01: time must be in the years 1680 to 2259, was 1500-01-01"
                        + " (SameDay.SEPARATE counts nanoseconds)",
                () -> DAYS.withSameDay(SameDay.SEPARATE).partial().add("ann", LocalDate.of(1500, 1, 1), 1));
        assertEquals(
                190_381,
                summary(DAYS, Transaction.of("ann", LocalDate.of(1500, 1, 1), 1))
                        .histories()
                        .age(0));
    }

    // partials

    @Test
    void partialsOfOtherRulesOrOfThemselvesDoNotCombine() {
        PartialSummary partial = DAYS.partial();
        assertMessage(
                "other must be another partial, was this one (its transactions would count twice)",
                () -> partial.combine(partial));
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class,
                () -> partial.combine(DAYS.withRefunds(RefundPolicy.IGNORE).partial()));
        assertTrue(
                e.getMessage().startsWith("other must have the same rules, was TransactionSummarizer[per DAY"),
                e::getMessage);
    }

    @Test
    void combiningLeavesTheOtherAsItWas() {
        PartialSummary monday = DAYS.partial();
        PartialSummary tuesday = DAYS.partial();
        monday.add(buys("ann", 1, 10));
        tuesday.add(buys("ann", 2, 20));
        tuesday.add(buys("bob", 2, 5));
        HistorySummary before = tuesday.toSummary();
        assertEquals(monday, monday.combine(tuesday));
        assertEquals(before, tuesday.toSummary());
        assertRow(monday.toHistories(), "ann", 1, 1, 30, 1, 20);
        assertEquals(3, monday.rowsRead());
        assertEquals(before, DAYS.partial().combine(tuesday).toSummary());
        assertEquals(before, tuesday.combine(DAYS.partial()).toSummary());
    }

    @Test
    void partialsTravel() throws IOException, ClassNotFoundException {
        for (SameDay sameDay : SameDay.values()) {
            TransactionSummarizer summarizer = DAYS.withSameDay(sameDay)
                    .from(day(2))
                    .withRefunds(RefundPolicy.NET_CUSTOMER)
                    .withCurrency("EUR");
            PartialSummary partial = summarizer.partial();
            assertEquals(partial.toSummary(), copy(partial).toSummary());
            // more than a chunk of identifiers and one of events
            for (int i = 0; i < 150_000; i++) {
                partial.add(new Transaction(
                        "customer " + i % 60_000 + (i % 50_000 == 0 ? "ü".repeat(200) : ""),
                        day(1 + i % 31).atTime(i % 24, 0),
                        i % 97));
            }
            PartialSummary copy = copy(partial);
            assertEquals(partial.toSummary(), copy.toSummary());
            assertEquals(partial.toSplit(day(20)), copy(copy).toSplit(day(20)));
            partial.add(buys("customer 7", 31, 8));
            copy.add(buys("customer 7", 31, 8));
            assertEquals(partial.toSummary(), copy.toSummary());
            assertEquals(summarizer, copy(summarizer));
            assertEquals(partial.toSummary(), copy(partial.toSummary()));
            assertEquals(partial.toSplit(day(20)), copy(partial.toSplit(day(20))));
        }
    }

    @Test
    void aTamperedPartialIsRefused() throws IOException, ClassNotFoundException {
        PartialSummary partial = DAYS.partial();
        partial.add("ann", day(3), 1);
        partial.add("ann", day(5), 1234.5);
        byte[] bytes = bytes(partial);
        int amount =
                indexOf(bytes, java.nio.ByteBuffer.allocate(8).putDouble(1234.5).array());
        byte[] infinite = bytes.clone();
        System.arraycopy(java.nio.ByteBuffer.allocate(8).putDouble(Double.NaN).array(), 0, infinite, amount, 8);
        assertThrows(InvalidObjectException.class, () -> read(infinite));
        byte[] cyclic = bytes.clone();
        cyclic[amount - 1] = 2; // the second event, linked to itself
        assertThrows(InvalidObjectException.class, () -> read(cyclic));
        byte[] longer = bytes.clone();
        longer[indexOf(bytes, "ann".getBytes(StandardCharsets.US_ASCII)) - 2] = 100;
        assertThrows(InvalidObjectException.class, () -> read(longer));
        assertEquals(partial.toHistories(), ((PartialSummary) read(bytes)).toHistories());
    }

    // the summariser itself

    @Test
    void rulesAreComparedAndPrinted() {
        assertEquals(DAYS, TransactionSummarizer.per(PeriodUnit.DAY).until(END));
        assertEquals(
                DAYS.hashCode(),
                TransactionSummarizer.per(PeriodUnit.DAY).until(END).hashCode());
        assertNotEquals(DAYS, DAYS.withMeanSpend(MeanSpend.OF_ALL_PURCHASES));
        assertEquals(
                DAYS.from(day(2)),
                TransactionSummarizer.per(PeriodUnit.DAY).from(day(2)).until(END));
        assertEquals(
                "TransactionSummarizer[per WEEK from 2021-03-02 until 2021-03-31, same day SEPARATE, refunds NET_DAY,"
                        + " zero values DROP, earlier customers KEEP, late transactions REJECT,"
                        + " mean spend OF_ALL_PURCHASES, currency USD]",
                TransactionSummarizer.per(PeriodUnit.WEEK)
                        .from(day(2))
                        .until(END)
                        .withSameDay(SameDay.SEPARATE)
                        .withRefunds(RefundPolicy.NET_DAY)
                        .withZeroValues(ZeroValuePolicy.DROP)
                        .withEarlierCustomers(EarlierCustomers.KEEP)
                        .withLateTransactions(LateTransactions.REJECT)
                        .withMeanSpend(MeanSpend.OF_ALL_PURCHASES)
                        .withCurrency("USD")
                        .toString());
        assertEquals(PeriodUnit.DAY, DAYS.unit());
        assertEquals(END, DAYS.lastDay());
        assertTrue(DAYS.firstDay().isEmpty());
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                expected, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = all.indexOf(new String(part, StandardCharsets.ISO_8859_1));
        assertTrue(at > 0);
        return at;
    }

    @SuppressWarnings("unchecked")
    static <T> T copy(T value) throws IOException, ClassNotFoundException {
        return (T) read(bytes(value));
    }

    private static byte[] bytes(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
