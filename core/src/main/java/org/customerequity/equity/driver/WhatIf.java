package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.model.choice.ChoiceCoefficients;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.jspecify.annotations.Nullable;

/**
 * What scenarios make of a market: equities of all brands under a model, with the derivatives and draws that carry the model's
 * uncertainty. Respondents keep the class they belong to today, whatever a scenario makes them answer.
 */
final class WhatIf implements Serializable {
    private static final long serialVersionUID = 1;

    /** Shifts of partial reach in one scenario; each doubles the surveys to be valued. */
    private static final int MOST_PARTIAL = 8;

    private final ChoiceModel model;
    private final double @Nullable [][] covariance;
    private final BrandSurvey survey;
    private final Market market;
    private final List<Case> today;
    private final double[] equity;

    /** One way things can turn out. */
    record Case(double probability, BrandSurvey survey, EquityKernel kernel, Changes changes) implements Serializable {}

    /** What is added to the inertia of each brand. */
    static final class Changes implements Serializable {
        private static final long serialVersionUID = 1;

        private final double[] inertia;

        Changes(double[] inertia) {
            this.inertia = inertia;
        }

        private ChoiceCoefficients of(ChoiceCoefficients c) {
            boolean none = true;
            for (double by : inertia) {
                none &= by == 0;
            }
            if (none) {
                return c;
            }
            double[] intercepts = new double[c.brands()];
            double[] b0 = new double[c.brands()];
            double[] b = new double[c.subDrivers()];
            Arrays.setAll(intercepts, c::intercept);
            Arrays.setAll(b0, k -> c.inertia(k) + inertia[k]);
            Arrays.setAll(b, c::driver);
            return ChoiceCoefficients.of(intercepts, b0, b);
        }
    }

    /** A scenario and how likely it is. */
    record Weighted(double probability, Scenario scenario) implements Serializable {}

    WhatIf(ChoiceModel model, double @Nullable [][] covariance, BrandSurvey survey, Market market) {
        this.model = model;
        this.covariance = covariance;
        this.survey = survey;
        this.market = market;
        this.today = cases(List.of(new Weighted(1, Scenario.none())));
        this.equity = equities(model, today);
    }

    ChoiceModel model() {
        return model;
    }

    BrandSurvey survey() {
        return survey;
    }

    Market market() {
        return market;
    }

    /** Equity of each brand today; shared, not copied. */
    double[] equity() {
        return equity;
    }

    List<Case> today() {
        return today;
    }

    boolean hasErrors() {
        return covariance != null;
    }

    double[][] covariance() {
        if (covariance == null) {
            throw new IllegalStateException(
                    "no standard errors: the model was given, or its fit has none (value the outcome of a fit)");
        }
        return covariance;
    }

    /** The surveys, earnings and inertia of scenarios; probabilities sum to 1. */
    List<Case> cases(List<Weighted> scenarios) {
        List<Case> all = new ArrayList<>();
        for (Weighted w : scenarios) {
            addCases(w, all);
        }
        return all;
    }

    private void addCases(Weighted w, List<Case> all) {
        List<Scenario.RatingChange> changes = w.scenario().ratings();
        int partial = 0;
        for (Scenario.RatingChange c : changes) {
            partial += c.shift().reach() < 1 ? 1 : 0;
        }
        if (partial > MOST_PARTIAL) {
            throw Require.bad(
                    "scenario",
                    "must have at most " + MOST_PARTIAL + " shifts with a reach below 1",
                    "every set of those reached is valued",
                    partial);
        }
        EquityKernel kernel = EquityKernel.of(survey, marketUnder(w.scenario()));
        double[] inertia = new double[survey.brands().size()];
        for (Scenario.InertiaChange c : w.scenario().inertia()) {
            inertia[survey.brandIndex(c.brand())] += c.by();
        }
        for (int set = 0; set < 1 << partial; set++) {
            double probability = w.probability();
            BrandSurvey changed = survey;
            int bit = 0;
            for (Scenario.RatingChange c : changes) {
                boolean reached = true;
                double reach = c.shift().reach();
                if (reach < 1) {
                    reached = (set >> bit++ & 1) == 1;
                    probability *= reached ? reach : 1 - reach;
                }
                // names are checked and shifts that reject do so also where nobody is reached
                BrandSurvey after = changed.mapRatings(c.shift()
                        .function(changed, survey.brandIndex(c.brand()), survey.subDriverIndex(c.subDriver())));
                changed = reached ? after : changed;
            }
            if (probability > 0) {
                all.add(new Case(probability, changed, kernel, new Changes(inertia)));
            }
        }
    }

    private Market marketUnder(Scenario scenario) {
        Market changed = market;
        for (Scenario.MarginChange c : scenario.margins()) {
            survey.brandIndex(c.brand());
            DiscountRate discount = changed.discount(c.brand());
            Market before = changed;
            for (String segment : survey.segments()) {
                Contribution after = before.contribution(c.brand(), segment).plus(c.by());
                changed = segment.equals(survey.segments().get(0))
                        ? changed.withBrand(c.brand(), after, discount)
                        : changed;
                changed = changed.withSegment(c.brand(), segment, after);
            }
        }
        return changed;
    }

    /** Equity of each brand, expected over the cases. */
    double[] equities(ChoiceModel under, List<Case> cases) {
        double[] total = new double[survey.brands().size()];
        double[][] membership = under.membership(survey);
        for (Case c : cases) {
            for (int of = 0; of < under.classes(); of++) {
                add(c, c.changes().of(under.coefficients(of)), of, membership, total);
            }
        }
        return total;
    }

    private void add(Case c, ChoiceCoefficients coefficients, int of, double[][] membership, double[] total) {
        double[] value = new double[total.length];
        double[] sum = new double[total.length];
        double weights = 0;
        for (int i = 0; i < survey.size(); i++) {
            weights += survey.weight(i);
            double w = survey.weight(i) * membership[i][of];
            if (w > 0) {
                c.kernel().lifetimeValues(coefficients, c.survey(), i, value);
                for (int b = 0; b < value.length; b++) {
                    sum[b] += w * value[b];
                }
            }
        }
        for (int b = 0; b < value.length; b++) {
            total[b] += c.probability() * market.customers() / weights * sum[b];
        }
    }

    /**
     * Implied retention of each brand, expected over the cases: how likely its last buyers buy it next; NaN where nobody bought it
     * last.
     */
    double[] retention(ChoiceModel under, List<Case> cases) {
        int brands = survey.brands().size();
        double[] kept = new double[brands];
        double[] weight = new double[brands];
        double[][] membership = under.membership(survey);
        for (int i = 0; i < survey.size(); i++) {
            weight[survey.lastBrand(i)] += survey.weight(i);
        }
        for (Case c : cases) {
            for (int of = 0; of < under.classes(); of++) {
                ChoiceCoefficients coefficients = c.changes().of(under.coefficients(of));
                for (int i = 0; i < survey.size(); i++) {
                    int last = survey.lastBrand(i);
                    double w = survey.weight(i) * membership[i][of] * c.probability();
                    if (w > 0) {
                        kept[last] += w * repurchase(coefficients, c.survey(), i, last);
                    }
                }
            }
        }
        for (int b = 0; b < brands; b++) {
            kept[b] = weight[b] > 0 ? kept[b] / weight[b] : Double.NaN;
        }
        return kept;
    }

    /** 1 / (1 + sum over rivals of exp(U - U of the last brand)): no overflow that is not a limit. */
    private static double repurchase(ChoiceCoefficients c, BrandSurvey survey, int i, int last) {
        double own = c.utility(survey, i, last) + c.inertia(last);
        double odds = 0;
        for (int b = 0; b < c.brands(); b++) {
            odds += b != last && survey.considers(i, b) ? Math.exp(c.utility(survey, i, b) - own) : 0;
        }
        return 1 / (1 + odds);
    }

    /** Derivatives of each brand's equity in the model's parameters, brands times parameters. */
    double[][] gradients(List<Case> cases) {
        double[] theta = model.parameters();
        double[][] out = new double[survey.brands().size()][theta.length];
        int[] moves = {-2, -1, 1, 2};
        double[] weights = {1.0 / 12, -2.0 / 3, 2.0 / 3, -1.0 / 12};
        for (int p = 0; p < theta.length; p++) {
            double[] at = theta.clone();
            double step = 1e-3 * Math.max(1, Math.abs(theta[p]));
            for (int m = 0; m < moves.length; m++) {
                at[p] = theta[p] + moves[m] * step;
                double[] e = equities(model.withParameters(at), cases);
                for (int b = 0; b < e.length; b++) {
                    out[b][p] += weights[m] * e[b] / step;
                }
            }
        }
        return out;
    }

    /** Standard error of what has this gradient. */
    double standardError(double[] gradient) {
        double[][] v = covariance();
        double sum = 0;
        for (int i = 0; i < gradient.length; i++) {
            for (int j = 0; j < gradient.length; j++) {
                sum += gradient[i] * v[i][j] * gradient[j];
            }
        }
        return Math.sqrt(Math.max(0, sum));
    }

    /**
     * Draws of the parameters from the normal distribution of their estimates, one row a draw. The state of the generator alone
     * decides them, so that options which are valued with generators of one seed are valued with common draws.
     */
    double[][] parameterDraws(int draws, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        if (draws < SimulatedValue.FEWEST) {
            throw Require.bad("draws", "must be >= " + SimulatedValue.FEWEST, "quantiles of fewer are noise", draws);
        }
        double[] theta = model.parameters();
        SymmetricMatrix.Eigen eigen = SymmetricMatrix.eigen(covariance());
        double[][] out = new double[draws][];
        for (int s = 0; s < draws; s++) {
            double[] at = theta.clone();
            for (int e = 0; e < theta.length; e++) {
                double z = random.nextGaussian() * Math.sqrt(Math.max(0, eigen.value(e)));
                for (int j = 0; j < theta.length; j++) {
                    at[j] += z * eigen.component(e, j);
                }
            }
            out[s] = at;
        }
        return out;
    }

    /** What a figure of the model is under each draw. */
    <R> List<R> underDraws(double[][] parameters, Function<ChoiceModel, R> figure) {
        List<R> out = new ArrayList<>(parameters.length);
        for (double[] at : parameters) {
            out.add(figure.apply(model.withParameters(at)));
        }
        return out;
    }

    /** The change of each brand's equity from today to the cases, under one model. */
    double[] changes(ChoiceModel under, List<Case> cases) {
        double[] after = equities(under, cases);
        double[] before = equities(under, today);
        for (int b = 0; b < after.length; b++) {
            after[b] -= before[b];
        }
        return after;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof WhatIf other
                && model.equals(other.model)
                && Arrays.deepEquals(covariance, other.covariance)
                && survey.equals(other.survey)
                && market.equals(other.market);
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, market);
    }
}
