package org.customerequity.equity.driver;

import java.io.Serializable;
import org.customerequity.internal.Require;
import org.customerequity.model.choice.ChoiceCoefficients;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.PeriodUnit;

/**
 * Equities of brands from utilities. A switching matrix is a rank-one matrix but for its diagonal, so that a purchase costs as
 * many operations as there are brands, not their square.
 *
 * <pre>{@code
 *   p_k   = exp(U_k) / sum exp(U)               choice without inertia
 *   M_jk  = p_k (1 + (e_k - 1) 1{j = k}) / D_j,  D_j = 1 + (e_j - 1) p_j,  e_j = exp(inertia of j)
 *   (B M)_k = p_k (sum over j of B_j / D_j + (e_k - 1) B_k / D_k)
 * }</pre>
 */
final class EquityKernel implements Serializable {
    private static final long serialVersionUID = 1;

    private final double horizon;
    private final boolean firstNow;
    private final double customersPerWeight;
    /** ln(1 + d) a year, by brand. */
    private final double[] discount;
    /** Contribution on a unit of volume, segments times brands. */
    private final double[] margin;

    private EquityKernel(
            double horizon, boolean firstNow, double customersPerWeight, double[] discount, double[] margin) {
        this.horizon = horizon;
        this.firstNow = firstNow;
        this.customersPerWeight = customersPerWeight;
        this.discount = discount;
        this.margin = margin;
    }

    static EquityKernel of(BrandSurvey survey, Market market) {
        int k = survey.brands().size();
        double[] discount = new double[k];
        double[] margin = new double[survey.segments().size() * k];
        for (int b = 0; b < k; b++) {
            String brand = survey.brands().get(b);
            if (!market.brands().contains(brand)) {
                throw Require.bad(
                        "market",
                        "must have terms for every brand of the survey",
                        "see withBrand",
                        '"' + brand + "\" missing");
            }
            discount[b] = market.discount(brand).continuousPer(PeriodUnit.YEAR);
            for (int s = 0; s < survey.segments().size(); s++) {
                Contribution c = market.contribution(brand, survey.segments().get(s));
                margin[s * k + b] = c.amount().value();
            }
        }
        double weight = 0;
        for (int i = 0; i < survey.size(); i++) {
            weight += survey.weight(i);
        }
        return new EquityKernel(
                market.horizon().lengthPer(PeriodUnit.YEAR),
                market.firstPurchase() == FirstPurchase.NOW,
                market.customers() / Require.positive(weight, "sum of weights", "not all of them 0"),
                discount,
                margin);
    }

    /** Equity of each brand. */
    double[] equities(ChoiceModel model, BrandSurvey survey) {
        int k = survey.brands().size();
        double[] total = new double[k];
        double[] value = new double[k];
        double[][] membership = model.membership(survey);
        for (int c = 0; c < model.classes(); c++) {
            ChoiceCoefficients coefficients = model.coefficients(c);
            for (int i = 0; i < survey.size(); i++) {
                double w = survey.weight(i) * membership[i][c];
                if (w > 0) {
                    lifetimeValues(coefficients, survey, i, value);
                    for (int b = 0; b < k; b++) {
                        total[b] += w * value[b];
                    }
                }
            }
        }
        for (int b = 0; b < k; b++) {
            total[b] *= customersPerWeight;
        }
        return total;
    }

    /** The lifetime value of respondent i to each brand. */
    void lifetimeValues(ChoiceCoefficients coefficients, BrandSurvey survey, int i, double[] value) {
        int k = value.length;
        double[] p = new double[k];
        double[] extra = new double[k];
        double[] perShare = new double[k];
        double highest = Double.NEGATIVE_INFINITY;
        for (int b = 0; b < k; b++) {
            p[b] = survey.considers(i, b) ? coefficients.utility(survey, i, b) : Double.NEGATIVE_INFINITY;
            highest = Math.max(highest, p[b]);
        }
        double sum = 0;
        for (int b = 0; b < k; b++) {
            p[b] = Math.exp(p[b] - highest);
            sum += p[b];
        }
        for (int b = 0; b < k; b++) {
            p[b] /= sum;
            extra[b] = Math.expm1(coefficients.inertia(b));
            perShare[b] = 1 / (1 + extra[b] * p[b]);
        }
        double frequency = survey.frequency(i);
        long last = (long) Math.floor(horizon * frequency + 1e-9);
        double[] now = new double[k];
        double[] factor = new double[k];
        double[] step = new double[k];
        now[survey.lastBrand(i)] = 1;
        java.util.Arrays.fill(value, 0);
        for (int b = 0; b < k; b++) {
            step[b] = Math.exp(-discount[b] / frequency);
            factor[b] = firstNow ? 1 : step[b];
        }
        for (long t = firstNow ? 0 : 1; t <= last; t++) {
            double all = 0;
            for (int b = 0; b < k; b++) {
                now[b] *= perShare[b];
                all += now[b];
            }
            for (int b = 0; b < k; b++) {
                now[b] = p[b] * (all + extra[b] * now[b]);
                value[b] += factor[b] * now[b];
                factor[b] *= step[b];
            }
        }
        double volume = survey.volume(i);
        for (int b = 0; b < k; b++) {
            value[b] *= volume * margin[survey.segment(i) * k + b];
        }
    }
}
