package org.customerequity.equity.driver;

import org.customerequity.survey.brand.BrandSurvey;

/**
 * The long-run shares of the brands in the volume that respondents buy in a year.
 *
 * <pre>{@code
 *   pi_j in proportion to exp(U_j + L_j)
 *   d ln pi_j / d U_m = 1{j = m} + M_jm - 2 pi_m,     d ln pi_j / d b_m = M_mm (1{j = m} - pi_m)
 * }</pre>
 */
final class LongRun implements Figure {
    private final BrandSurvey survey;
    private final double[] share;

    LongRun(BrandSurvey survey) {
        this.survey = survey;
        this.share = new double[survey.brands().size()];
    }

    @Override
    public int groups() {
        return 1;
    }

    @Override
    public int group(int i) {
        return 0;
    }

    @Override
    public double weight(int i) {
        return survey.weight(i) * survey.frequency(i) * survey.volume(i);
    }

    @Override
    public void values(int i, SwitchingChain chain, double[] value) {
        chain.longRun(value);
    }

    @Override
    public void derivatives(int i, SwitchingChain chain, double[] inUtility, double[] inInertia) {
        chain.longRun(share);
        int brands = chain.brands();
        for (int j = 0; j < brands; j++) {
            for (int m = 0; m < brands; m++) {
                double own = j == m ? 1 : 0;
                inUtility[j * brands + m] = share[j] * (own + chain.probability(j, m) - 2 * share[m]);
                inInertia[j * brands + m] = share[j] * chain.probability(m, m) * (own - share[m]);
            }
        }
    }
}
