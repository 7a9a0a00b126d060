package org.customerequity.retention.covariate;

import java.util.List;
import org.customerequity.internal.Require;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ExponentialGamma;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.value.PeriodUnit;

/** The curves of customers who differ that covariates may shift. */
public enum CurveFamily {
    /** {@link ShiftedBetaGeometric}. */
    SHIFTED_BETA_GEOMETRIC(List.of("ln alpha", "ln beta"), true, false) {
        @Override
        ParametricCurve curve(double[] p, PeriodUnit unit) {
            return new ShiftedBetaGeometric(p[0], p[1], unit);
        }
    },
    /** {@link BetaDiscreteWeibull}. */
    BETA_DISCRETE_WEIBULL(List.of("ln alpha", "ln beta", "ln c"), true, true) {
        @Override
        ParametricCurve curve(double[] p, PeriodUnit unit) {
            return new BetaDiscreteWeibull(p[0], p[1], p[2], unit);
        }
    },
    /** {@link ExponentialGamma}. */
    EXPONENTIAL_GAMMA(List.of("ln r", "ln alpha"), false, false) {
        @Override
        ParametricCurve curve(double[] p, PeriodUnit unit) {
            return new ExponentialGamma(p[0], p[1], unit);
        }
    },
    /** {@link WeibullGamma}. */
    WEIBULL_GAMMA(List.of("ln r", "ln scale", "ln c"), false, true) {
        @Override
        ParametricCurve curve(double[] p, PeriodUnit unit) {
            return new WeibullGamma(p[0], p[1], p[2], unit);
        }
    };

    private final List<String> names;
    private final boolean discrete;
    private final boolean shaped;

    CurveFamily(List<String> names, boolean discrete, boolean shaped) {
        this.names = names;
        this.discrete = discrete;
        this.shaped = shaped;
    }

    /** The curve of these parameters. */
    abstract ParametricCurve curve(double[] parameters, PeriodUnit unit);

    /** The family of a curve. */
    static CurveFamily of(ParametricCurve curve) {
        if (curve instanceof ShiftedBetaGeometric) {
            return SHIFTED_BETA_GEOMETRIC;
        }
        if (curve instanceof BetaDiscreteWeibull) {
            return BETA_DISCRETE_WEIBULL;
        }
        if (curve instanceof ExponentialGamma) {
            return EXPONENTIAL_GAMMA;
        }
        if (curve instanceof WeibullGamma) {
            return WEIBULL_GAMMA;
        }
        throw Require.bad(
                "baseline",
                "must be a ShiftedBetaGeometric, BetaDiscreteWeibull, ExponentialGamma or WeibullGamma",
                "customers who differ",
                curve.getClass().getSimpleName());
    }

    /** Names of the logarithms of its parameters. */
    List<String> names() {
        return names;
    }

    /** Whether customers leave at renewals only. */
    public boolean isDiscrete() {
        return discrete;
    }

    /** Whether a parameter c says how each customer's hazard changes with tenure. */
    boolean isShaped() {
        return shaped;
    }
}
