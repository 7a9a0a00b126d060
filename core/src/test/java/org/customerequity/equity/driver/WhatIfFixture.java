package org.customerequity.equity.driver;

import java.util.List;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.model.choice.DriverModel;

/** The worked example with the standard errors that formula sheets 04 and 23 give its coefficients. */
final class WhatIfFixture {
    static final double[] ERRORS = {0.075, 0.08, 0.06, 0.05};
    static final SpendStream SPEND = SpendStream.of("USD", 400_000, 300_000, 200_000);

    private WhatIfFixture() {}

    static FitOutcome<DriverModel> fit(double... errors) {
        DriverModel model = FiveRespondents.MODEL;
        double[][] covariance = new double[errors.length][errors.length];
        for (int p = 0; p < errors.length; p++) {
            covariance[p][p] = errors[p] * errors[p];
        }
        return new FitOutcome.Converged<>(
                model,
                FitReport.ofCoefficients(
                        FitVerdict.CONVERGED,
                        model.parameterNames(),
                        model.parameters(),
                        covariance,
                        -100,
                        0,
                        5,
                        5,
                        List.of()));
    }

    /** With uncertainty. */
    static BrandEquities today() {
        return BrandEquities.of(
                fit(ERRORS), FiveRespondents.survey(), FiveRespondents.market(FirstPurchase.AFTER_INTERVAL));
    }

    /** Taken as certain. */
    static BrandEquities certain() {
        return BrandEquities.of(
                FiveRespondents.MODEL, FiveRespondents.survey(), FiveRespondents.market(FirstPurchase.AFTER_INTERVAL));
    }
}
