package org.customerequity.history.covariate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Currency;
import java.util.List;
import org.customerequity.history.CustomerIds;
import org.customerequity.history.IntervalSummary;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.history.SpendSummary;
import org.customerequity.value.PeriodUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CovariateTableTest {
    private static final CovariateTable TABLE = CovariateTable.of(CustomerIds.of(List.of("a", "b", "c")))
            .withCategories("channel", List.of("search", "ads", "search"))
            .withNumbers("age", 34, 51, 28);

    private static PurchaseHistories histories(String... ids) {
        int n = ids.length;
        double[] ages = new double[n];
        for (int i = 0; i < n; i++) {
            ages[i] = 10 + i;
        }
        return PurchaseHistories.ofColumns(new int[n], new double[n], ages, PeriodUnit.WEEK)
                .withIds(CustomerIds.of(List.of(ids)));
    }

    private static void refuses(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void aRowIsWhatIsKnownOfOneCustomer() {
        Covariates b = Covariates.none().with("age", 51).with("channel", "ads");
        assertEquals(b, TABLE.row("b"));
        assertEquals(List.of("channel", "age"), TABLE.row(1).names());
        assertEquals(51, TABLE.row(1).number("age"));
        assertEquals(List.of("search", "ads", "search"), TABLE.categories("channel"));
        assertEquals(List.of("ads", "search"), TABLE.levels("channel"));
    }

    @Test
    void aTableBuiltByCustomerEqualsOneBuiltByColumn() {
        CovariateTable built = CovariateTable.builder()
                .add("a", Covariates.none().with("channel", "search").with("age", 34))
                .add("b", Covariates.none().with("age", 51).with("channel", "ads"))
                .add("c", Covariates.none().with("channel", "search").with("age", 28))
                .build();
        assertEquals(TABLE, built);
        assertEquals(TABLE.hashCode(), built.hashCode());
    }

    @Test
    void aCategoryIsAFlagForEachLevelButTheReference() {
        CovariateTable flags = CovariateTable.of(CustomerIds.of(List.of("a", "b", "c", "d")))
                .withCategories("channel", List.of("search", "ads", "search", "mail"))
                .withNumbers("age", 34, 51, 28, 40)
                .withFlags("channel", "search");
        assertEquals(List.of("age", "channel=ads", "channel=mail"), flags.names());
        assertArrayEquals(new double[] {0, 1, 0, 0}, flags.numbers("channel=ads"));
        assertArrayEquals(new double[] {0, 0, 0, 1}, flags.numbers("channel=mail"));
        assertArrayEquals(new double[] {34, 51, 28, 40}, flags.numbers("age"));
        assertEquals(1, flags.row("b").number("channel=ads"));
        // as the coding has it
        CovariateCoding coding = CovariateCoding.of(TABLE, "channel").withReference("channel", "search");
        CovariateTable own = TABLE.withFlags("channel", "search");
        assertEquals(coding.columns(), own.names().subList(1, own.names().size()));
        for (String id : List.of("a", "b", "c")) {
            assertEquals(coding.encode(TABLE.row(id))[0], own.row(id).number("channel=ads"), id);
        }
        refuses(
                "reference must be one of [ads, search], was \"mail\" (a level of channel)",
                () -> TABLE.withFlags("channel", "mail"));
        refuses("name must be of a column of categories, was \"age\"", () -> TABLE.withFlags("age", "34"));
        refuses(
                "name must be new, was \"channel=ads\" (each covariate once)",
                () -> TABLE.withNumbers("channel=ads", 0, 0, 0).withFlags("channel", "search"));
    }

    @Test
    void histories_are_joined_by_identifier() {
        PurchaseHistories known = histories("c", "a", "b").withCovariates(TABLE);
        assertArrayEquals(new double[] {28, 34, 51}, known.covariates().numbers("age"));
        assertEquals(TABLE.row("a"), known.row("a").covariates());
        assertEquals(List.of("ads"), known.select(2).covariates().levels("channel"));
        assertEquals(TABLE.row("b"), known.filter(i -> i > 1).row(0).covariates());
        assertTrue(known.withoutIds().hasCovariates());
        assertFalse(histories("a").hasCovariates());
        assertEquals("PurchaseHistories[3 customers, unit WEEK, with covariates [channel, age]]", known.toString());
    }

    @Test
    void rowsWithoutIdentifiersAreJoinedByPlace() {
        CovariateTable rows = CovariateTable.ofRows(2).withNumbers("age", 1, 2);
        assertArrayEquals(
                new double[] {1, 2},
                histories("x", "y").withCovariates(rows).covariates().numbers("age"));
        refuses(
                "covariates must have as many rows as the other columns, 3, was 2",
                () -> histories("x", "y", "z").withCovariates(rows));
    }

    @Test
    void oneCustomerIsATableOfOneRow() {
        assertEquals(TABLE.select(1, 0), CovariateTable.ofRows(List.of(TABLE.row("b"), TABLE.row("a"))));
        PurchaseHistory b = PurchaseHistory.of(2, 3, 5, PeriodUnit.WEEK)
                .withIntervals(new IntervalSummary(2, 0.5))
                .withCovariates(TABLE.row("b"));
        assertEquals(
                b.withSpend(SpendSummary.of(2, 7)),
                b.withSpend(SpendSummary.of(2, 7))
                        .asHistories(Currency.getInstance("USD"))
                        .row(0));
    }

    @Test
    void whoseCovariatesAreMissingIsNamed() {
        refuses(
                "covariates must be there for every customer of the histories, was \"d\" (none were found for these)",
                () -> histories("a", "b", "c", "d").withCovariates(TABLE));
        refuses(
                "covariates must be of customers of the histories, was \"c\" (CovariateTable.knownAmong drops others)",
                () -> histories("a", "b").withCovariates(TABLE));
        CustomerIds many = CustomerIds.of(List.of("a", "v", "w", "x", "y", "z"));
        refuses(
                "covariates must be there for every customer of the histories, was \"v\", \"w\", \"x\" and 2 more"
                        + " (none were found for these)",
                () -> TABLE.knownAmong(many));
        assertEquals(
                List.of(51.0),
                List.of(TABLE.knownAmong(CustomerIds.of(List.of("b"))).numbers("age")[0]));
    }

    @Test
    void badValuesAreNamedWithTheirCustomer() {
        refuses(
                "height of \"b\" must be a finite number, was NaN (what is not known needs a value and a flag beside it)",
                () -> TABLE.withNumbers("height", 1, Double.NaN, 2));
        refuses(
                "plan of \"c\" must be a category, was \" \" (what is not known is a category too: \"unknown\")",
                () -> TABLE.withCategories("plan", List.of("x", "y", " ")));
        refuses("height must have a value for each of the rows, 3, was 2", () -> TABLE.withNumbers("height", 1, 2));
        refuses("name must be new, was \"age\" (each covariate once)", () -> TABLE.withNumbers("age", 1, 2, 3));
        refuses("covariates must have \"plan\", was [channel, age]", () -> TABLE.levels("plan"));
        refuses("name must be of a column of numbers, was \"channel\"", () -> TABLE.numbers("channel"));
        refuses("name must be of a column of categories, was \"age\"", () -> TABLE.levels("age"));
    }

    @Test
    void aCustomerMustHaveWhatTheOthersHave() {
        CovariateTableBuilder builder =
                CovariateTable.builder().add("a", Covariates.none().with("age", 34));
        refuses(
                "covariates of \"b\" must be those of the customers before, [age], was [] (what is not known is a category"
                        + " too: \"unknown\")",
                () -> builder.add("b", Covariates.none()));
        refuses(
                "age of \"b\" must be a number, as before, was \"old\"",
                () -> builder.add("b", Covariates.none().with("age", "old")));
        refuses(
                "id must be new, was \"a\" (covariates of a customer once)",
                () -> builder.add("a", Covariates.none().with("age", 1)));
    }

    @Test
    void covariatesOfOneCustomerSayWhatIsMissing() {
        Covariates one = Covariates.none().with("age", 34).with("channel", "ads");
        refuses("covariates must have \"plan\", was [age, channel] (Covariates.with)", () -> one.category("plan"));
        refuses("channel must be a number, was \"ads\"", () -> one.number("channel"));
        refuses("age must be a category, was 34.0", () -> one.category("age"));
        refuses(
                "age must be finite, was NaN (a covariate)",
                () -> Covariates.none().with("age", Double.NaN));
        refuses("name must be new, was \"age\" (each covariate once)", () -> one.with("age", 1));
        assertEquals(
                one,
                PurchaseHistory.newCustomer(PeriodUnit.WEEK).withCovariates(one).covariates());
    }
}
