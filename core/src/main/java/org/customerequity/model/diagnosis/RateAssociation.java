package org.customerequity.model.diagnosis;

import java.io.Serializable;
import java.util.Objects;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.history.PurchaseHistory;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.CustomerRates;
import org.customerequity.model.purchase.RatesModel;
import org.customerequity.value.Distribution;

/**
 * Whether customers who buy more often leave sooner, or later, than a model says: the correlation of the two rates among customers,
 * once as the model has it and once as it believes of these customers.
 *
 * <pre>{@code
 *   believed = mean over customers of { Cov_i + (E_i[lambda] - E[lambda]) (E_i[mu] - E[mu]) } / (sd(lambda) sd(mu))
 *   assumed  = Cov / (sd(lambda) sd(mu))
 *
 *   E_i, Cov_i    given the history of customer i        E, Cov, sd    of a customer not yet seen
 * }</pre>
 *
 * <p>By the law of total covariance the two agree if the model holds. Believed is drawn towards assumed, the more so the less
 * histories tell of a customer's own rates: the difference says that there is an association, and of which sign, not how strong
 * it is. Of a model whose second rate is a chance to leave, such as the BG/NBD, lambda is the purchase rate and mu that chance.
 *
 * @param believed correlation over these customers, given their histories
 * @param assumed correlation over customers, of the model
 * @param standardError of {@code believed} if the model holds, the parameters taken as certain
 * @param customers how many
 */
public record RateAssociation(double believed, double assumed, double standardError, int customers)
        implements Serializable {
    private static final long serialVersionUID = 1;

    public RateAssociation {
        Require.finite(believed, "believed", "a correlation");
        Require.finite(assumed, "assumed", "a correlation");
        Require.nonNegative(standardError, "standardError", "");
        if (customers < 2) {
            throw Require.bad("customers", "must be >= 2", "an error needs a spread", customers);
        }
    }

    /**
     * Of these customers, by a model in which they may leave.
     *
     * @throws IllegalArgumentException if there are fewer than two customers, nobody leaves in the model, or a rate has no variance
     */
    public static RateAssociation of(RatesModel model, PurchaseHistories histories) {
        CustomerRates any = Objects.requireNonNull(model, "model").rates(PurchaseHistory.newCustomer(model.unit()));
        Distribution buys = any.purchaseRate();
        Distribution leaves = any.dropout()
                .orElseThrow(() -> Require.bad(
                        "model", "must be one in which customers leave", "see CustomerRates.dropout", model));
        double scale = buys.standardDeviation() * leaves.standardDeviation();
        if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
            throw Require.bad("model", "must have rates that differ between customers, finitely", "", model);
        }
        int n = Objects.requireNonNull(histories, "histories").size();
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            CustomerRates own = model.rates(histories.row(i));
            double product = (own.purchaseRate().mean() - buys.mean())
                    * (own.dropout().orElseThrow().mean() - leaves.mean());
            double share = (own.covariance() + product) / scale;
            double off = share - mean;
            mean += off / (i + 1);
            squares += off * (share - mean);
        }
        double error = n > 1 ? Math.sqrt(squares / (n - 1) / n) : 0;
        return new RateAssociation(mean, any.covariance() / scale, error, n);
    }

    /** How far apart believed and assumed are, in standard errors: positive where who buys more leaves sooner than assumed. */
    public double excess() {
        if (standardError == 0) {
            throw new IllegalStateException("the excess is undefined, because the standard error is 0");
        }
        return (believed - assumed) / standardError;
    }
}
