package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.customerequity.history.policy.RefundPolicy;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @Test
    void readsEveryOption() {
        Arguments all = Arguments.parse(
                "--transactions",
                "my file.csv",
                "--columns",
                "amount=spend,customer=client id,date=day",
                "--currency",
                "EUR",
                "--unit",
                "month",
                "--from",
                "2024-02-01",
                "--until",
                "2025-06-30",
                "--calibrate-until",
                "2024-12-31",
                "--model",
                "mbg-nbd",
                "--margin",
                "0.4",
                "--discount-annual",
                "0.1",
                "--horizon-years",
                "forever",
                "--refunds",
                "net-customer",
                "--acquisition-cost",
                "12.50",
                "--top",
                "3",
                "--out",
                "results",
                "--skip-bad-rows");
        assertEquals(Optional.of(Path.of("my file.csv")), all.transactions());
        assertEquals(new Columns("client id", "day", "spend"), all.columns());
        assertEquals("EUR", all.currency().getCurrencyCode());
        assertEquals(PeriodUnit.MONTH, all.unit());
        assertEquals(Optional.of(LocalDate.of(2025, 6, 30)), all.until());
        assertEquals(Optional.of(LocalDate.of(2024, 12, 31)), all.calibrateUntil());
        assertEquals(Optional.of(LocalDate.of(2024, 2, 1)), all.from());
        assertEquals(List.of(PurchaseModelFamily.MBG_NBD), all.models());
        assertEquals(false, all.comparesModels());
        assertEquals(0.4, all.margin().fraction());
        assertEquals(0.1, all.discount().effectiveAnnual());
        assertEquals(Horizon.FOREVER, all.horizon());
        assertEquals(RefundPolicy.NET_CUSTOMER, all.refunds());
        assertEquals(OptionalDouble.of(12.5), all.acquisitionCost());
        assertEquals(3, all.top());
        assertEquals(Optional.of(Path.of("results")), all.out());
        assertTrue(all.skipBadRows());
    }

    @Test
    void whatIsLeftOutHasTheValueOfTheUsage() {
        Arguments none = Arguments.parse();
        assertEquals(Optional.empty(), none.transactions());
        assertEquals(Columns.DEFAULT, none.columns());
        assertEquals("USD", none.currency().getCurrencyCode());
        assertEquals(PeriodUnit.WEEK, none.unit());
        assertEquals(Optional.empty(), none.until());
        assertEquals(Optional.empty(), none.from());
        assertEquals(List.of(PurchaseModelFamily.BG_NBD, PurchaseModelFamily.PARETO_NBD), none.models());
        assertEquals(0.3, none.margin().fraction());
        assertEquals(0.15, none.discount().effectiveAnnual());
        assertEquals(Horizon.ofYears(3), none.horizon());
        assertEquals(RefundPolicy.REJECT, none.refunds());
        assertEquals(OptionalDouble.empty(), none.acquisitionCost());
        assertEquals(10, none.top());
        assertEquals(false, none.skipBadRows());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--margins 0.3 | \"--margins\" is not an option (--help lists them)",
                "--margin=0.3 | \"--margin=0.3\" is not an option (write --margin 0.3)",
                "orders.csv | \"orders.csv\" is not an option (--help lists them)",
                "--margin | --margin must be followed by its value",
                "--margin --top 3 | --margin must be followed by its value",
                "--top 3 --top 4 | --top must be given once, was given twice",
                "--margin 30 | --margin must be from 0.0001 to 1, was \"30\" (0.30 means 30 %)",
                "--margin NaN | --margin must be a decimal number, was \"NaN\" (digits, and a dot before decimals)",
                "--margin 0.3f | --margin must be a decimal number, was \"0.3f\" (digits, and a dot before decimals)",
                "--margin 1e-320 | --margin must be a decimal number, was \"1e-320\" (digits, and a dot before decimals)",
                "--margin 0,3 | --margin must be a decimal number, was \"0,3\" (digits, and a dot before decimals)",
                "--discount-annual 15 | --discount-annual must be from 0 to 1, was \"15\" (0.15 means 15 % a year)",
                "--horizon-years 0 | --horizon-years must be from 0.01 to 100, or forever, was \"0\"",
                "--horizon-years ever | --horizon-years must be from 0.01 to 100, or forever, was \"ever\"",
                "--horizon-years forever --discount-annual 0 | --discount-annual must be at least 0.001 with"
                        + " --horizon-years forever, was \"0\" (without discount the sum has no end)",
                "--unit WEEKS | --unit must be one of DAY, WEEK, MONTH, QUARTER, YEAR, was \"WEEKS\"",
                "--refunds net | --refunds must be one of reject, net-day, net-customer, ignore, was \"net\"",
                "--until 30.06.1998 | --until must be a date as yyyy-MM-dd, was \"30.06.1998\"",
                "--until 1998-06-31 | --until must be a date as yyyy-MM-dd, was \"1998-06-31\"",
                "--until 1998-06-30 --calibrate-until 1998-06-30 | --calibrate-until must be before the end of observation"
                        + " 1998-06-30, was 1998-06-30",
                "--until +999999999-12-31 | --until must be from 1900-01-01 to 2199-12-31, was \"+999999999-12-31\"",
                "--acquisition-cost 0 | --acquisition-cost must be from 0.01 to 1000000000, was \"0\"",
                "--from 1998-07-01 --until 1998-06-30 | --from must not be after the end 1998-06-30, was \"1998-07-01\"",
                "--from 1998-01-01 --calibrate-until 1997-09-30 | --from must not be after the end 1997-09-30, was"
                        + " \"1998-01-01\"",
                "--top 5d | --top must be a whole number from 1 to 1000, was \"5d\"",
                "--top 2.5 | --top must be a whole number from 1 to 1000, was \"2.5\"",
                "--transactions a --columns day | --columns must be customer=NAME,date=NAME,amount=NAME, was \"day\"",
                "--transactions a --columns day=x | --columns must be customer=NAME,date=NAME,amount=NAME, was \"day=x\"",
                "--transactions a --columns date= | --columns must be customer=NAME,date=NAME,amount=NAME, was \"date=\"",
                "--transactions a --columns date=amount | --columns must name three different columns, was \"date=amount\"",
                "--transactions a --columns date=a,date=b | --columns must name each column once, was \"date=a,date=b\"",
                "--columns date=x | --columns must come with --transactions, the sample has columns of its own",
            })
    void whatCannotBeUnderstoodIsOneLine(String args, String line) {
        Run run = Run.of(args.split(" "));
        assertEquals(new Run(2, "", "quickstart: " + line + "\n"), run);
    }

    @Test
    void aValueOfNothingIsNone() {
        assertEquals(
                new Run(2, "", "quickstart: --transactions must be followed by its value, was empty\n"),
                Run.of("--transactions", ""));
    }

    @Test
    void autoIsEveryModelOfPurchasesAtAnyTime() {
        Arguments auto = Arguments.parse("--model", "AUTO");
        assertTrue(auto.comparesModels());
        assertTrue(auto.models().contains(PurchaseModelFamily.MBG_CNBD));
        assertTrue(auto.models().stream().noneMatch(PurchaseModelFamily::needsOpportunities));
        Run run = Run.of("--model", "bg-bb");
        assertEquals(2, run.status());
        assertTrue(
                run.err()
                        .startsWith(
                                "quickstart: --model must be one of auto, nbd, bg-nbd, mbg-nbd, bg-cnbd, mbg-cnbd, "),
                run.err());
        assertTrue(
                run.err()
                        .endsWith(
                                ", was \"bg-bb\" (the BG/BB is for occasions to buy, such as yearly mailings, and orders"
                                        + " may come any day)\n"),
                run.err());
        assertEquals(
                List.of(PurchaseModelFamily.BG_NBD),
                Arguments.parse("--model", "BG/NBD").models());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EURO | --currency must be an ISO 4217 code such as USD or EUR, was \"EURO\"",
                "XXX | --currency must be one that people pay in, was \"XXX\"",
            })
    void aWrongCurrencyIsBadData(String code, String line) {
        Run run = Run.of("--currency", code);
        assertEquals(new Run(1, "", "quickstart: " + line + "\n"), run);
    }

    @Test
    void helpIsTheUsageAndSuccess() {
        assertEquals(new Run(0, Option.usage(), ""), Run.of("--help"));
        List<String> lines = Option.usage().lines().toList();
        assertEquals("usage: Quickstart [--transactions FILE] [other options]", lines.get(0));
        assertTrue(
                lines.contains("  --margin FRACTION         contribution per unit of revenue [0.30]"), Option.usage());
        assertTrue(lines.stream().allMatch(line -> line.length() <= 100), Option.usage());
        for (Option option : Option.values()) {
            assertTrue(Option.usage().contains("  " + option.flag() + " "), option.flag());
        }
    }

    @Test
    void aRefusalKnowsItsStatus() {
        assertEquals(
                2, assertThrows(Refusal.class, () -> Arguments.parse("--x")).status());
    }
}
