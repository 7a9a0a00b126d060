package org.customerequity.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.customerequity.history.DataQualityReport.CustomerDrop;
import org.customerequity.history.DataQualityReport.RowDrop;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.history.policy.ZeroValuePolicy;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;

class DataQualityReportTest {
    private static final TransactionSummarizer SUMMARIZER = TransactionSummarizer.per(PeriodUnit.DAY)
            .from(LocalDate.of(2021, 1, 10))
            .until(LocalDate.of(2021, 1, 31))
            .withRefunds(RefundPolicy.NET_CUSTOMER)
            .withZeroValues(ZeroValuePolicy.DROP);

    private static DataQualityReport report(TransactionSummarizer summarizer, String... rows) {
        return Stream.of(rows)
                .map(row -> row.split(" "))
                .map(row -> Transaction.of(
                        row[0], LocalDate.of(2021, 1, Integer.parseInt(row[1])), Double.parseDouble(row[2])))
                .collect(summarizer.toSummary())
                .report();
    }

    @Test
    void reportsOfDifferentCustomersAddUp() {
        String[] left = {"ann 11 5", "ann 11 6", "ann 12 0", "bob 9 3", "bob 12 4.5", "cem 12 -2"};
        String[] right = {"dan 30 7", "dan 31 -7", "eve 12 1500", "eve 13 -0.5"};
        DataQualityReport sum = report(SUMMARIZER, left).plus(report(SUMMARIZER, right));
        assertEquals(
                report(SUMMARIZER, Stream.of(left, right).flatMap(Stream::of).toArray(String[]::new)), sum);
        assertEquals(
                Map.of(
                        RowDrop.BEFORE_WINDOW, 1L,
                        RowDrop.ZERO_VALUE, 1L,
                        RowDrop.REFUNDED_IN_FULL, 1L,
                        RowDrop.CUSTOMER_DROPPED, 1L),
                sum.rowsDropped());
        assertEquals(
                Map.of(
                        CustomerDrop.FIRST_SEEN_BEFORE_WINDOW, 1L,
                        CustomerDrop.ONLY_REFUNDS, 1L,
                        CustomerDrop.ONLY_ZERO_VALUE, 1L),
                sum.customersDropped());
        DataQualityReport none = report(SUMMARIZER);
        assertEquals(sum, sum.plus(none));
        assertEquals(sum, none.plus(sum));
        assertEquals(sum.hashCode(), none.plus(sum).hashCode());
        assertThrows(
                UnsupportedOperationException.class, () -> sum.rowsDropped().clear());
    }

    @Test
    void linesAreForReadingInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            DataQualityReport report = report(
                    SUMMARIZER.withCurrency("EUR"),
                    "ann 11 1234.5",
                    "ann 11 6",
                    "ann 12 0",
                    "bob 9 3",
                    "bob 12 4.5",
                    "cem 12 -2");
            assertEquals(
                    List.of(
                            "6 transactions of 3 customers, 2021-01-09 to 2021-01-12",
                            "1 purchase of 1 customer kept, EUR 1,240.50",
                            "1 row merged into another purchase of the same day",
                            "1 refund of EUR 2.00, netted against the customer's purchases before them,"
                                    + " EUR 2.00 of it unmatched by any purchase in the window",
                            "1 row of amount zero, left out",
                            "1 row left out: before the window start",
                            "1 row left out: of amount zero",
                            "1 row left out: of customers left out",
                            "1 customer left out: first seen before the window start",
                            "1 customer left out: nothing but refunds",
                            "purchases of customers left out: EUR 4.50"),
                    report.lines());
            assertTrue(report.toString().startsWith("DataQualityReport[6 transactions of 3 customers"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void reportsUnderOtherRulesDoNotAddUp() {
        DataQualityReport dollars = report(SUMMARIZER.withCurrency("USD"), "ann 11 1");
        DataQualityReport euros = report(SUMMARIZER.withCurrency("EUR"), "bob 11 1");
        assertEquals(Optional.of(Currency.getInstance("EUR")), euros.currency());
        assertEquals(Optional.empty(), report(SUMMARIZER, "bob 11 1").currency());
        assertThrows(CurrencyMismatchException.class, () -> dollars.plus(euros));
        assertEquals(
                "other must be a report under the same rules, was refunds NET_CUSTOMER, zero values DROP, currency none"
                        + " (these are refunds NET_CUSTOMER, zero values DROP, currency USD)",
                assertThrows(IllegalArgumentException.class, () -> dollars.plus(report(SUMMARIZER)))
                        .getMessage());
    }
}
