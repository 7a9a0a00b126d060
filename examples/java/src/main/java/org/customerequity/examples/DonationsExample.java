package org.customerequity.examples;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import org.customerequity.fit.FitOutcome;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.NextPurchase;
import org.customerequity.value.PeriodUnit;
import org.customerequity.value.Span;

/** Who will give again, and how often, where people are asked once a year? */
public final class DonationsExample {
    private DonationsExample() {}

    /** Fits six years of giving, forecasts the five after them, and asks about three donors. */
    public static void main(String[] args) {
        // P. S. Fader, B. G. S. Hardie and J. Shang, Customer-Base Analysis in a Discrete-Time Noncontractual Setting,
        // Marketing Science 29(6), 2010: 11,104 people who first gave in 1995, by the number of years of 1996-2001 in
        // which they gave again, the last of these years, and how many people there were
        int[][] donors = {
            {0, 0, 3464}, {1, 1, 1091}, {1, 2, 277}, {1, 3, 129}, {1, 4, 78}, {1, 5, 119}, {1, 6, 129}, {2, 2, 613},
            {2, 3, 255}, {2, 4, 155}, {2, 5, 173}, {2, 6, 234}, {3, 3, 322}, {3, 4, 181}, {3, 5, 225}, {3, 6, 357},
            {4, 4, 240}, {4, 5, 284}, {4, 6, 512}, {5, 5, 335}, {5, 6, 728}, {6, 6, 1203}
        };
        int asked = 6;
        int[][] everyone = Arrays.stream(donors)
                .flatMap(row -> Collections.nCopies(row[2], row).stream())
                .toArray(int[][]::new);

        // snippet:start donations
        PurchaseHistories histories = PurchaseHistories.ofColumns(
                Arrays.stream(everyone).mapToInt(row -> row[0]).toArray(),
                Arrays.stream(everyone).mapToDouble(row -> row[1]).toArray(),
                Arrays.stream(everyone).mapToDouble(row -> asked).toArray(),
                PeriodUnit.YEAR);
        FitOutcome<BgBb> fit = BgBb.fit(histories);
        BgBb model = fit.orThrow();
        System.out.printf(
                Locale.ROOT,
                "gives with a chance of %.2f, leaves with %.2f a year; log-likelihood %.1f%n",
                model.alpha() / (model.alpha() + model.beta()),
                model.gamma() / (model.gamma() + model.delta()),
                fit.report().logLikelihood());

        Span fiveYears = Span.between(0, 5, PeriodUnit.YEAR);
        double expected =
                Arrays.stream(model.expectedPurchases(histories, fiveYears)).sum();
        System.out.printf(Locale.ROOT, "expected in 2002-2006    %.0f gifts, and 13260 came%n", expected);

        for (int[] gifts : new int[][] {{0, 0}, {2, 4}, {6, 6}}) {
            PurchaseHistory donor = PurchaseHistory.of(gifts[0], gifts[1], asked, PeriodUnit.YEAR);
            NextPurchase next = model.nextPurchase(donor);
            System.out.printf(
                    Locale.ROOT,
                    "%d gifts, last in year %d   alive in 2002 %.2f, gives again %.2f, 5 years bring %.2f, own chance %.2f%n",
                    gifts[0],
                    gifts[1],
                    model.probabilityAlive(donor, 1),
                    next.probabilityEver(),
                    model.expectedPurchases(donor, fiveYears),
                    model.rates(donor).purchaseRate().mean());
        }
        // snippet:end
    }
}
