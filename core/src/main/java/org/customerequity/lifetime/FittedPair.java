package org.customerequity.lifetime;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Currency;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.SpendModel;
import org.jspecify.annotations.Nullable;

/**
 * A model of buying and a model of spending, each with the covariance of its log-parameters or coefficients where it was fitted. The two
 * likelihoods are separate, so there is no covariance between them. The currency is that of the amounts the spend model was
 * fitted to, where it is known.
 */
record FittedPair(
        PurchaseModel buying,
        SpendModel spending,
        double @Nullable [][] buyingCovariance,
        double @Nullable [][] spendingCovariance,
        @Nullable Currency fittedCurrency)
        implements Serializable {
    FittedPair {
        Objects.requireNonNull(buying, "buying");
        Objects.requireNonNull(spending, "spending");
    }

    static FittedPair of(FitOutcome<? extends PurchaseModel> buying, FitOutcome<? extends SpendModel> spending) {
        return new FittedPair(
                buying.orThrow(),
                spending.orThrow(),
                covariance(buying.report()),
                covariance(spending.report()),
                spending.report().currency().orElse(null));
    }

    private static double @Nullable [][] covariance(FitReport report) {
        return report.hasStandardErrors() ? ParameterDraw.covariance(report) : null;
    }

    boolean isUncertain() {
        return buyingCovariance != null || spendingCovariance != null;
    }

    /** The same models with log-parameters, or coefficients, drawn from a normal distribution around their estimates. */
    FittedPair draw(RandomGenerator random) {
        double[][] b = buyingCovariance;
        double[][] s = spendingCovariance;
        return new FittedPair(
                b == null ? buying : buying.withParameters(ParameterDraw.of(buying, b, random)),
                s == null ? spending : spending.withParameters(ParameterDraw.of(spending, s, random)),
                null,
                null,
                fittedCurrency);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof FittedPair other
                && buying.equals(other.buying)
                && spending.equals(other.spending)
                && Arrays.deepEquals(buyingCovariance, other.buyingCovariance)
                && Arrays.deepEquals(spendingCovariance, other.spendingCovariance)
                && Objects.equals(fittedCurrency, other.fittedCurrency);
    }

    @Override
    public int hashCode() {
        return Objects.hash(buying, spending, fittedCurrency);
    }
}
