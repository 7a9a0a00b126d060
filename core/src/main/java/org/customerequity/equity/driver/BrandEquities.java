package org.customerequity.equity.driver;

import java.io.Serializable;
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
    private final EquityKernel kernel;
    private final double[] equity;

    private BrandEquities(BrandSurvey survey, Market market, EquityKernel kernel, double[] equity) {
        this.survey = survey;
        this.market = market;
        this.kernel = kernel;
        this.equity = equity;
    }

    /** The equities that a model, taken as certain, gives the brands of a market. */
    public static BrandEquities of(ChoiceModel model, BrandSurvey survey, Market market) {
        EquityKernel kernel = EquityKernel.of(survey, market);
        return new BrandEquities(survey, market, kernel, kernel.equities(model, survey));
    }

    /** The equities that a fitted model gives, with its uncertainty. */
    public static BrandEquities of(FitOutcome<? extends ChoiceModel> fit, BrandSurvey survey, Market market) {
        return of(fit.orThrow(), survey, market);
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
}
