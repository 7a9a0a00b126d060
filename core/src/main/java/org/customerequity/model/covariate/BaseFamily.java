package org.customerequity.model.covariate;

import java.util.List;
import org.customerequity.fit.Likelihood;
import org.customerequity.history.PurchaseHistories;
import org.customerequity.internal.Require;
import org.customerequity.internal.row.BetaGeometricRow;
import org.customerequity.internal.row.BgBbRow;
import org.customerequity.internal.row.GGompertzNbdRow;
import org.customerequity.internal.row.ParetoNbdRow;
import org.customerequity.internal.row.RowLikelihood;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.GGompertzNbd;
import org.customerequity.model.purchase.MbgCnbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.model.purchase.RatesModel;
import org.customerequity.value.PeriodUnit;

/** The families that take covariates: their rows, their plain likelihoods, and the shelf model of given log-parameters. */
enum BaseFamily {
    PARETO_NBD("r", "alpha", "s", "beta") {
        @Override
        RowLikelihood row(int k) {
            return new ParetoNbdRow();
        }

        @Override
        Likelihood likelihood(PurchaseHistories histories, int k) {
            return ParetoNbd.likelihood(histories);
        }

        @Override
        RatesModel model(double[] v, int k, PeriodUnit unit) {
            return new ParetoNbd(Math.exp(v[0]), Math.exp(v[1]), Math.exp(v[2]), Math.exp(v[3]), unit);
        }
    },
    GGOMPERTZ_NBD("r", "alpha", "b", "s", "beta") {
        @Override
        RowLikelihood row(int k) {
            return new GGompertzNbdRow();
        }

        @Override
        Likelihood likelihood(PurchaseHistories histories, int k) {
            return GGompertzNbd.likelihood(histories);
        }

        @Override
        RatesModel model(double[] v, int k, PeriodUnit unit) {
            return new GGompertzNbd(
                    Math.exp(v[0]), Math.exp(v[1]), Math.exp(v[2]), Math.exp(v[3]), Math.exp(v[4]), unit);
        }
    },
    BG_NBD("r", "alpha", "a", "b") {
        @Override
        RowLikelihood row(int k) {
            return BetaGeometricRow.afterRepeats(1);
        }

        @Override
        Likelihood likelihood(PurchaseHistories histories, int k) {
            return BgNbd.likelihood(histories);
        }

        @Override
        RatesModel model(double[] v, int k, PeriodUnit unit) {
            return new BgNbd(Math.exp(v[0]), Math.exp(v[1]), Math.exp(v[2]), Math.exp(v[3]), unit);
        }
    },
    MBG_NBD("r", "alpha", "a", "b") {
        @Override
        RowLikelihood row(int k) {
            return BetaGeometricRow.afterAny(1);
        }

        @Override
        Likelihood likelihood(PurchaseHistories histories, int k) {
            return MbgNbd.likelihood(histories);
        }

        @Override
        RatesModel model(double[] v, int k, PeriodUnit unit) {
            return new MbgNbd(Math.exp(v[0]), Math.exp(v[1]), Math.exp(v[2]), Math.exp(v[3]), unit);
        }
    },
    BG_CNBD("r", "alpha", "a", "b") {
        @Override
        RowLikelihood row(int k) {
            return BetaGeometricRow.afterRepeats(k);
        }

        @Override
        Likelihood likelihood(PurchaseHistories histories, int k) {
            return BgCnbd.likelihood(histories, k);
        }

        @Override
        RatesModel model(double[] v, int k, PeriodUnit unit) {
            return new BgCnbd(k, Math.exp(v[0]), Math.exp(v[1]), Math.exp(v[2]), Math.exp(v[3]), unit);
        }
    },
    MBG_CNBD("r", "alpha", "a", "b") {
        @Override
        RowLikelihood row(int k) {
            return BetaGeometricRow.afterAny(k);
        }

        @Override
        Likelihood likelihood(PurchaseHistories histories, int k) {
            return MbgCnbd.likelihood(histories, k);
        }

        @Override
        RatesModel model(double[] v, int k, PeriodUnit unit) {
            return new MbgCnbd(k, Math.exp(v[0]), Math.exp(v[1]), Math.exp(v[2]), Math.exp(v[3]), unit);
        }
    },
    BG_BB("alpha", "beta", "gamma", "delta") {
        @Override
        RowLikelihood row(int k) {
            return new BgBbRow();
        }

        @Override
        Likelihood likelihood(PurchaseHistories histories, int k) {
            return BgBb.likelihood(histories);
        }

        @Override
        RatesModel model(double[] v, int k, PeriodUnit unit) {
            return new BgBb(Math.exp(v[0]), Math.exp(v[1]), Math.exp(v[2]), Math.exp(v[3]), unit);
        }
    };

    private final List<String> parameters;

    BaseFamily(String... parameters) {
        this.parameters = List.of(parameters);
    }

    static BaseFamily of(PurchaseModelFamily family) {
        for (BaseFamily base : values()) {
            if (base.name().equals(family.name())) {
                return base;
            }
        }
        throw Require.bad("family", "must be one in which customers leave", "the NBD takes no covariates", family);
    }

    /** The likelihood of one row. */
    abstract RowLikelihood row(int k);

    /** The likelihood without covariates. */
    abstract Likelihood likelihood(PurchaseHistories histories, int k);

    /** The model of a customer with these log-parameters. */
    abstract RatesModel model(double[] v, int k, PeriodUnit unit);

    List<String> parameters() {
        return parameters;
    }

    boolean isRegular() {
        return this == BG_CNBD || this == MBG_CNBD;
    }

    /** Whether customers leave at a rate, and not with a chance at each purchase. */
    boolean hasLifetimes() {
        return this == PARETO_NBD || this == GGOMPERTZ_NBD;
    }

    /** Whether time goes in whole opportunities. */
    boolean hasOpportunities() {
        return this == BG_BB;
    }
}
