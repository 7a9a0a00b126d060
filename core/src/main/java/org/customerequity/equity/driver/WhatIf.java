package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.customerequity.internal.Require;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.DiscountRate;
import org.customerequity.value.Revenue;

/**
 * What scenarios make of a market: equities of all brands, with the derivatives and draws that carry the model's uncertainty.
 * Respondents keep the class they belong to today, whatever a scenario makes them answer.
 */
final class WhatIf {
    /** Shifts of partial reach in one scenario; each doubles the surveys to be valued. */
    private static final int MOST_PARTIAL = 5;

    private final BrandEquities base;
    private final BrandSurvey survey;

    /** A scenario and how likely it is. */
    record Weighted(double probability, Scenario scenario) implements Serializable {}

    /** One way things can turn out. */
    record Case(double probability, BrandSurvey survey, Market market, double[] inertiaBy) {
        ChoiceModel of(ChoiceModel model) {
            return StickierModel.of(model, inertiaBy);
        }

        EquityKernel kernel() {
            return EquityKernel.of(survey, market);
        }
    }

    WhatIf(BrandEquities base) {
        this.base = base;
        this.survey = base.survey();
    }

    List<Case> today() {
        return List.of(
                new Case(1, survey, base.market(), new double[survey.brands().size()]));
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
        Market market = marketUnder(w.scenario());
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
                all.add(new Case(probability, changed, market, inertia));
            }
        }
    }

    private Market marketUnder(Scenario scenario) {
        Market changed = base.market();
        for (Scenario.MarginChange c : scenario.margins()) {
            survey.brandIndex(c.brand());
            DiscountRate discount = changed.discount(c.brand());
            Optional<Revenue> price = changed.price(c.brand());
            Market before = changed;
            for (String segment : survey.segments()) {
                Contribution after = before.contribution(c.brand(), segment).plus(c.by());
                changed = segment.equals(survey.segments().get(0))
                        ? changed.withBrand(c.brand(), after, discount)
                        : changed;
                changed = changed.withSegment(c.brand(), segment, after);
            }
            changed = price.isPresent() ? changed.withPrice(c.brand(), price.get()) : changed;
        }
        return changed;
    }

    /** Equity of each brand, expected over the cases. */
    double[] equities(ChoiceModel model, List<Case> cases) {
        double[] total = new double[survey.brands().size()];
        for (Case c : cases) {
            double[] all = Delta.sum(new Sums(c.of(model), c.survey(), survey).values(c.kernel()));
            for (int b = 0; b < total.length; b++) {
                total[b] += c.probability() * all[b];
            }
        }
        return total;
    }

    /** The change of each brand's equity from today to the cases, under one model. */
    double[] changes(ChoiceModel model, List<Case> cases) {
        double[] after = equities(model, cases);
        double[] before = equities(model, today());
        for (int b = 0; b < after.length; b++) {
            after[b] -= before[b];
        }
        return after;
    }

    /** Derivatives of each brand's equity in the model's parameters, expected over the cases: brands times parameters. */
    double[][] gradients(List<Case> cases) {
        ChoiceModel model = base.model();
        double[][] total = new double[survey.brands().size()][model.parameters().length];
        for (Case c : cases) {
            double[][] all = Delta.sum(new Sums(c.of(model), c.survey(), survey).gradient(c.kernel()));
            for (int b = 0; b < total.length; b++) {
                for (int p = 0; p < total[b].length; p++) {
                    total[b][p] += c.probability() * all[b][p];
                }
            }
        }
        return total;
    }

    /**
     * Implied retention of each brand, expected over the cases: how likely its last buyers buy it next; NaN where nobody bought it
     * last.
     */
    double[] retention(List<Case> cases) {
        int brands = survey.brands().size();
        double[] kept = new double[brands];
        double[] all = new double[brands];
        for (Case c : cases) {
            double[][] flow = new Sums(c.of(base.model()), c.survey(), survey)
                    .values(new NextPurchase(c.survey(), c.probability(), false));
            for (int b = 0; b < brands; b++) {
                kept[b] += flow[b][b];
                for (double next : flow[b]) {
                    all[b] += next;
                }
            }
        }
        for (int b = 0; b < brands; b++) {
            kept[b] = all[b] > 0 ? Math.min(1, kept[b] / all[b]) : Double.NaN;
        }
        return kept;
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
        return ParameterDraws.of(base.model().parameters(), base.covarianceOrThrow(), draws, random);
    }
}
