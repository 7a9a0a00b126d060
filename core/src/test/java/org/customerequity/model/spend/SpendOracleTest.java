package org.customerequity.model.spend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.customerequity.history.SpendSummary;
import org.customerequity.testing.OracleTable;
import org.junit.jupiter.api.Test;

/** Spend models of single amounts against 60-digit references, at the edges of their ranges too. */
class SpendOracleTest {
    /** A few units in the last place of the largest logarithm in the formula; p from 1e-4 to 1e4, on both sides of 10. */
    @Test
    void likelihoodOfGammaGammaTransactions() {
        OracleTable table = OracleTable.resource("gammagamma-transactions.csv");
        assertEquals(42, table.size());
        for (int i = 0; i < table.size(); i++) {
            int n = (int) table.get(i, "n");
            GammaGamma model = new GammaGamma(table.get(i, "p"), table.get(i, "q"), table.get(i, "gamma"));
            // the scatter is not needed; one that goes with the logarithms
            SpendSummary spend =
                    SpendSummary.of(n, table.get(i, "mean")).withLogs(table.get(i, "mean_of_logs"), n == 1 ? 0 : 1);
            double expected = table.get(i, "log_likelihood");
            assertEquals(
                    expected,
                    model.logLikelihoodOfTransactions(spend),
                    4e-16 * table.get(i, "largest") + 1e-13 * Math.abs(expected),
                    table.where(i));
        }
    }

    @Test
    void everyFigureOfLogNormalSpend() {
        OracleTable table = OracleTable.resource("lognormal-spend.csv");
        assertEquals(42, table.size());
        for (int i = 0; i < table.size(); i++) {
            int n = (int) table.get(i, "n");
            double y = table.get(i, "mean_of_logs");
            LogNormalSpend model =
                    new LogNormalSpend(table.get(i, "median"), table.get(i, "between"), table.get(i, "within"));
            // a mean which amounts with these logarithms may have; no formula uses it
            double mean = n == 0 ? 0 : n == 1 ? Math.exp(y) : Math.exp(y + 1);
            SpendSummary spend = SpendSummary.of(n, mean).withLogs(y, table.get(i, "scatter"));
            double likelihood = table.get(i, "log_likelihood");
            assertEquals(
                    likelihood,
                    model.logLikelihoodOfTransactions(spend),
                    tolerance(table, i, likelihood),
                    table.where(i));
            // an exponential of up to 150 loses as many units in the last place
            double expected = table.get(i, "expected");
            assertEquals(expected, model.expectedSpend(spend), 1e-13 * expected, table.where(i));
            double variance = table.get(i, "variance");
            assertEquals(variance, model.varianceOfMeanSpend(spend), 2e-13 * variance, table.where(i));
            double square = table.get(i, "square");
            assertEquals(square, model.expectedSquareOfTransaction(spend), 2e-13 * square, table.where(i));
            double x = n == 0 ? 1.5 * model.median() : 0.8 * Math.exp(y);
            assertEquals(table.get(i, "next_below"), model.nextSpend(spend).probabilityBelow(x), 1e-10, table.where(i));
        }
    }

    /**
     * A distance of ybar from mu is known to a unit in the last place of both: to 1e-15 times their size, in standard
     * deviations of the mean.
     */
    private static double tolerance(OracleTable table, int i, double likelihood) {
        double n = table.get(i, "n");
        double variance = table.get(i, "within") + n * table.get(i, "between");
        double mu = Math.log(table.get(i, "median"));
        double y = table.get(i, "mean_of_logs");
        double ulp = 4e-16 * Math.max(Math.abs(mu), Math.abs(y));
        return 1e-13 * Math.abs(likelihood) + (n == 0 ? 0 : n * Math.abs(y - mu) / variance * ulp);
    }
}
