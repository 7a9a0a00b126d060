package org.customerequity.equity.driver;

import java.util.Arrays;
import org.customerequity.survey.brand.BrandSurvey;

/**
 * The probabilities of the next brand, respondents grouped by the brand bought last.
 *
 * <pre>{@code
 *   d M_jk / d U_m = M_jk (1{k = m} - M_jm),     d M_jk / d b_j = M_jk (1{k = j} - M_jj)
 * }</pre>
 */
final class NextPurchase implements Figure {
    private final BrandSurvey survey;
    private final double scale;
    private final boolean byVolume;

    /**
     * Of customers, or of the volume they buy in a year.
     *
     * @param scale for the weight of a respondent
     */
    NextPurchase(BrandSurvey survey, double scale, boolean byVolume) {
        this.survey = survey;
        this.scale = scale;
        this.byVolume = byVolume;
    }

    @Override
    public int groups() {
        return survey.brands().size();
    }

    @Override
    public int group(int i) {
        return survey.lastBrand(i);
    }

    @Override
    public double weight(int i) {
        return scale * survey.weight(i) * (byVolume ? survey.frequency(i) * survey.volume(i) : 1);
    }

    @Override
    public void values(int i, SwitchingChain chain, double[] value) {
        Arrays.fill(value, 0);
        value[survey.lastBrand(i)] = 1;
        chain.advance(value);
    }

    @Override
    public void derivatives(int i, SwitchingChain chain, double[] inUtility, double[] inInertia) {
        int brands = chain.brands();
        int last = survey.lastBrand(i);
        double stay = chain.probability(last, last);
        for (int k = 0; k < brands; k++) {
            double p = chain.probability(last, k);
            for (int m = 0; m < brands; m++) {
                inUtility[k * brands + m] = k == m ? p * others(chain, last, k) : -p * chain.probability(last, m);
                inInertia[k * brands + m] = 0;
            }
            inInertia[k * brands + last] = k == last ? p * others(chain, last, k) : -p * stay;
        }
    }

    /** 1 less the probability of one brand, without subtraction. */
    static double others(SwitchingChain chain, int from, int brand) {
        double sum = 0;
        for (int k = 0; k < chain.brands(); k++) {
            sum += k == brand ? 0 : chain.probability(from, k);
        }
        return sum;
    }
}
