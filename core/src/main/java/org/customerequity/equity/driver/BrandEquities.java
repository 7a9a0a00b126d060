package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.customerequity.fit.FitOutcome;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.CurrencyAmount;

/**
 * The customer equity of every brand of a market.
 *
 * <p>Seam: the parts that follow complete this class.
 */
public final class BrandEquities implements Serializable {
    private static final long serialVersionUID = 1;

    private final BrandSurvey survey;
    private final Market market;
    private final WhatIf whatIf;
    private final double[] equity;

    private BrandEquities(WhatIf whatIf) {
        this.survey = whatIf.survey();
        this.market = whatIf.market();
        this.whatIf = whatIf;
        this.equity = whatIf.equity();
    }

    /** The equities that a model, taken as certain, gives the brands of a market. */
    public static BrandEquities of(ChoiceModel model, BrandSurvey survey, Market market) {
        return new BrandEquities(new WhatIf(model, null, survey, market));
    }

    /** The equities that a fitted model gives, with its uncertainty. */
    public static BrandEquities of(FitOutcome<? extends ChoiceModel> fit, BrandSurvey survey, Market market) {
        ChoiceModel model = fit.orThrow();
        double[][] covariance = fit.report().hasStandardErrors() ? fit.report().covariance() : null;
        return new BrandEquities(new WhatIf(model, covariance, survey, market));
    }

    /** The customer equity of a brand: of all customers of the market to this brand. */
    public CurrencyAmount equity(String brand) {
        return new CurrencyAmount(market.currency(), equity[survey.brandIndex(brand)]);
    }

    /** The share of a brand in the equity of all brands. */
    public double share(String brand) {
        double sum = 0;
        for (double e : equity) {
            sum += e;
        }
        return equity[survey.brandIndex(brand)] / sum;
    }

    /**
     * What a scenario would do to the equity of every brand.
     *
     * @throws IllegalArgumentException if the scenario names a brand or sub-driver that the survey does not have; the message lists
     *     those it has
     */
    public EquityChange under(Scenario scenario) {
        Objects.requireNonNull(scenario, "scenario");
        return EquityChange.of(whatIf, List.of(new WhatIf.Weighted(1, scenario)));
    }

    /** What a change of one brand's ratings on one sub-driver would do to its own equity. */
    public BrandChange improve(String brand, String subDriver, RatingShift shift) {
        return under(Scenario.of(brand, subDriver, shift)).of(brand);
    }

    WhatIf whatIf() {
        return whatIf;
    }
}
