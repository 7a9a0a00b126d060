package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.customerequity.model.choice.ChoiceCoefficients;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.Estimate;
import org.customerequity.value.UndefinedRatioException;
import org.jspecify.annotations.Nullable;

/**
 * How the equity of every brand answers to small changes of every brand's ratings and of inertia. Exact derivatives, at the present
 * ratings and without regard to the ends of the scale: for a change of some size ask {@link BrandEquities#under}.
 *
 * <pre>{@code
 *   elasticity   d ln CE_j / d ln(1 + s),  all ratings x_imk of brand m on sub-driver k becoming (1 + s) x_imk
 *   per point    d CE_j / d s,             x_imk + s
 *   inertia      d ln CE_j / d ln(1 + s),  b0 becoming (1 + s) b0
 * }</pre>
 *
 * <p>An elasticity depends on where the scale begins; the effect of a point does not. Memberships of a model with classes are held as
 * they are.
 *
 * <p>Rust, Lemon and Zeithaml, Return on Marketing, Journal of Marketing 68(1), 2004. Immutable.
 */
public final class DriverElasticities implements Serializable {
    private static final long serialVersionUID = 1;

    private final BrandEquities equities;
    private final Slopes slopes;
    /** Under moved parameters, once somebody has asked for an error. */
    private transient volatile Sums.@Nullable Neighbours<Slopes> neighbours;

    DriverElasticities(BrandEquities equities) {
        this.equities = equities;
        this.slopes = new Slopes(equities, equities.model());
    }

    /** Derivatives of equities: of brand, by brand, by sub-driver. */
    private static final class Slopes implements Serializable {
        private static final long serialVersionUID = 1;

        final double[] equity;
        final double[][][] perPoint;
        final double[][][] perShare;
        final double[][] perShareOfInertia;

        Slopes(BrandEquities equities, ChoiceModel model) {
            BrandSurvey survey = equities.survey();
            Sums sums = new Sums(model, survey);
            EquityKernel kernel = EquityKernel.of(survey, equities.market());
            int k = survey.brands().size();
            int subDrivers = survey.subDrivers().size();
            equity = Delta.sum(sums.values(kernel));
            perPoint = new double[k][k][subDrivers];
            perShare = new double[k][k][subDrivers];
            perShareOfInertia = new double[k][k];
            for (int c = 0; c < model.classes(); c++) {
                ChoiceCoefficients b = model.coefficients(c);
                Sensitivity sensitivity = sums.sensitivity(kernel, c);
                for (int g = 0; g < kernel.groups(); g++) {
                    for (int j = 0; j < k; j++) {
                        for (int m = 0; m < k; m++) {
                            perShareOfInertia[j][m] += b.inertia(m) * sensitivity.inInertia(g, j, m);
                            for (int s = 0; s < subDrivers; s++) {
                                perPoint[j][m][s] += b.driver(s) * sensitivity.inUtility(g, j, m);
                                perShare[j][m][s] += b.driver(s) * sensitivity.timesRating(g, j, m, s);
                            }
                        }
                    }
                }
            }
        }

        double elasticity(int j, int m, int s) {
            return perShare[j][m][s] / equity[j];
        }

        double inertia(int j, int m) {
            return perShareOfInertia[j][m] / equity[j];
        }

        double inertia(int j) {
            double sum = 0;
            for (double ofBrand : perShareOfInertia[j]) {
                sum += ofBrand;
            }
            return sum / equity[j];
        }
    }

    /**
     * By how many per cent the equity of a brand changes for each per cent by which all ratings of a brand on a sub-driver change.
     *
     * @param of whose equity
     * @param rated whose ratings: the same brand, or a rival
     * @throws UndefinedRatioException if the equity is 0
     */
    public double elasticity(String of, String rated, String subDriver) {
        return slopes.elasticity(defined(of), brand(rated), subDriver(subDriver));
    }

    /** {@link #elasticity} with its standard error (delta method, by differences in the parameters). */
    public Estimate elasticityEstimate(String of, String rated, String subDriver) {
        int j = defined(of);
        int m = brand(rated);
        int s = subDriver(subDriver);
        return estimate(x -> x.elasticity(j, m, s));
    }

    /** What the equity of a brand changes by for each point by which all ratings of a brand on a sub-driver change. */
    public CurrencyAmount perPoint(String of, String rated, String subDriver) {
        return new CurrencyAmount(
                equities.market().currency(), slopes.perPoint[brand(of)][brand(rated)][subDriver(subDriver)]);
    }

    /** {@link #perPoint} with its standard error (delta method, by differences in the parameters). */
    public Estimate perPointEstimate(String of, String rated, String subDriver) {
        int j = brand(of);
        int m = brand(rated);
        int s = subDriver(subDriver);
        return estimate(x -> x.perPoint[j][m][s]);
    }

    /**
     * By how many per cent the equity of a brand changes for each per cent by which the inertia of all brands changes.
     *
     * @throws UndefinedRatioException if the equity is 0
     */
    public double inertiaElasticity(String of) {
        return slopes.inertia(defined(of));
    }

    /** {@link #inertiaElasticity(String)} with its standard error (delta method, by differences in the parameters). */
    public Estimate inertiaElasticityEstimate(String of) {
        int j = defined(of);
        return estimate(x -> x.inertia(j));
    }

    /**
     * By how many per cent the equity of a brand changes for each per cent by which the inertia of one brand changes.
     *
     * @throws UndefinedRatioException if the equity is 0
     */
    public double inertiaElasticity(String of, String inert) {
        return slopes.inertia(defined(of), brand(inert));
    }

    /** {@link #inertiaElasticity(String, String)} with its standard error (delta method, by differences in the parameters). */
    public Estimate inertiaElasticityEstimate(String of, String inert) {
        int j = defined(of);
        int m = brand(inert);
        return estimate(x -> x.inertia(j, m));
    }

    private Estimate estimate(ToDoubleFunction<Slopes> figure) {
        double[][] covariance = equities.covarianceOrThrow();
        Sums.Neighbours<Slopes> known = neighbours;
        if (known == null) {
            known = new Sums(equities.model(), equities.survey()).neighbours(model -> new Slopes(equities, model));
            neighbours = known;
        }
        return Estimate.of(figure.applyAsDouble(slopes), Delta.error(known.slope(figure), covariance));
    }

    private int brand(String name) {
        return equities.survey().brandIndex(name);
    }

    private int subDriver(String name) {
        return equities.survey().subDriverIndex(name);
    }

    private int defined(String of) {
        int j = brand(of);
        if (slopes.equity[j] == 0) {
            throw new UndefinedRatioException("elasticity of the equity of " + of + " is undefined, because that is 0");
        }
        return j;
    }

    /** Equal equities. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof DriverElasticities other && equities.equals(other.equities);
    }

    @Override
    public int hashCode() {
        return Objects.hash(equities);
    }

    /** {@code DriverElasticities of BrandEquities[...]}. */
    @Override
    public String toString() {
        return "DriverElasticities of " + equities;
    }
}
