package org.customerequity.equity.driver;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Estimate;
import org.customerequity.value.Horizon;
import org.customerequity.value.Ratio;
import org.jspecify.annotations.Nullable;

/**
 * Who buys what next in a market: customers kept, lost and won by every brand at the next purchase, and the shares this leads to.
 *
 * <pre>{@code
 *   flow_jk = customers  sum over i with last = j of  w_i M_i,jk  /  sum over all i of  w_i
 *   repurchase rate of j = flow_jj / sum over k of flow_jk
 *
 *   M_i,jk  probability that respondent i buys k after j,   w  weight
 * }</pre>
 *
 * <p>The repurchase rate is of the next purchase. The share still buying the brand after f purchases is not its f-th power: those who
 * left may come back, and those who stay are the loyal ones.
 *
 * <p>Shares of volume are of what customers buy in a year, f v a respondent; where volumes are money, they are shares of revenue.
 *
 * <p>Rust, Lemon and Zeithaml, Return on Marketing, Journal of Marketing 68(1), 2004. Immutable.
 */
public final class BrandSwitching implements Serializable {
    private static final long serialVersionUID = 1;

    private final ChoiceModel model;
    private final BrandSurvey survey;
    /** In which the answers put respondents into their classes. */
    private final BrandSurvey classified;

    private final double customers;
    private final double @Nullable [][] covariance;
    /** Last brand times next brand. */
    private final double[][] flow;
    /** Last brand times next brand times parameters, once somebody has asked. */
    private transient volatile double @Nullable [][][] slopes;

    BrandSwitching(
            ChoiceModel model,
            BrandSurvey survey,
            BrandSurvey classified,
            double customers,
            double @Nullable [][] covariance) {
        this.model = model;
        this.survey = survey;
        this.classified = classified;
        this.customers = customers;
        this.covariance = covariance;
        this.flow = sums().values(ofCustomers());
    }

    /** The brands, in the order of rows and columns. */
    public List<String> brands() {
        return survey.brands();
    }

    /** How many customers of the market bought a brand last. */
    public double customers(String last) {
        int j = survey.brandIndex(last);
        double weight = 0;
        for (int i = 0; i < survey.size(); i++) {
            weight += survey.lastBrand(i) == j ? survey.weight(i) : 0;
        }
        return weight * customersPerWeight();
    }

    /** How many customers who bought {@code last} are expected to buy {@code next} at their next purchase. */
    public double flow(String last, String next) {
        return flow[survey.brandIndex(last)][survey.brandIndex(next)];
    }

    /** {@link #flow} with its standard error (delta method). */
    public Estimate flowEstimate(String last, String next) {
        double[][] c = covarianceOrThrow();
        return Estimate.of(flow(last, next), Delta.error(slope(last, next), c));
    }

    /** How many customers more go from one brand to another than come back, at the next purchase of each. */
    public double netFlow(String from, String to) {
        return flow(from, to) - flow(to, from);
    }

    /** {@link #netFlow} with its standard error (delta method). */
    public Estimate netFlowEstimate(String from, String to) {
        double[][] c = covarianceOrThrow();
        double[] there = slope(from, to).clone();
        double[] back = slope(to, from);
        for (int p = 0; p < there.length; p++) {
            there[p] -= back[p];
        }
        return Estimate.of(netFlow(from, to), Delta.error(there, c));
    }

    /** How many customers more a brand wins from all others than it loses to them, at the next purchase of each. */
    public double netGain(String brand) {
        int to = survey.brandIndex(brand);
        double sum = 0;
        for (int from = 0; from < flow.length; from++) {
            sum += flow[from][to] - flow[to][from];
        }
        return sum;
    }

    /** {@link #netGain} with its standard error (delta method): of customers won, as those the brand has are known. */
    public Estimate netGainEstimate(String brand) {
        double[][] c = covarianceOrThrow();
        return Estimate.of(netGain(brand), Delta.error(Delta.sum(slopes())[survey.brandIndex(brand)], c));
    }

    /** The share of those who bought {@code last} that buy {@code next} next; undefined where nobody bought {@code last}. */
    public Ratio switchingRate(String last, String next) {
        // over the sum of flows, not over customers counted otherwise, lest rounding make a rate exceed 1
        double all = Arrays.stream(flow[survey.brandIndex(last)]).sum();
        return Ratio.of(flow(last, next), "customers from " + last + " to " + next, all, "customers of " + last);
    }

    /** {@link #switchingRate} with its standard error (delta method), symmetric in the logit. */
    public Estimate switchingRateEstimate(String last, String next) {
        double rate = switchingRate(last, next).value();
        double[][] c = covarianceOrThrow();
        return Delta.fraction(rate, Delta.error(slope(last, next), c) / customers(last));
    }

    /** The share of those who bought a brand last that buy it again next; undefined where nobody bought it last. */
    public Ratio repurchaseRate(String brand) {
        return switchingRate(brand, brand);
    }

    /** {@link #repurchaseRate} with its standard error (delta method), symmetric in the logit. */
    public Estimate repurchaseRateEstimate(String brand) {
        return switchingRateEstimate(brand, brand);
    }

    /** The share of customers whose last purchase was of a brand. */
    public double shareOfLastPurchases(String brand) {
        int j = survey.brandIndex(brand);
        double own = 0;
        double all = 0;
        for (int i = 0; i < survey.size(); i++) {
            own += survey.lastBrand(i) == j ? survey.weight(i) : 0;
            all += survey.weight(i);
        }
        return own / all;
    }

    /** The share of customers whose next purchase is of a brand. */
    public double shareOfNextPurchases(String brand) {
        return shareOf(Delta.sum(flow), brand);
    }

    /** {@link #shareOfNextPurchases} with its standard error (delta method), symmetric in the logit. */
    public Estimate shareOfNextPurchasesEstimate(String brand) {
        return estimate(ofCustomers(), brand);
    }

    /** The share of a brand in the volume of a year, were every purchase of the brand bought last. */
    public double lastShareOfVolume(String brand) {
        int j = survey.brandIndex(brand);
        double own = 0;
        double all = 0;
        for (int i = 0; i < survey.size(); i++) {
            double volume = survey.weight(i) * survey.frequency(i) * survey.volume(i);
            own += survey.lastBrand(i) == j ? volume : 0;
            all += volume;
        }
        return own / all;
    }

    /** The share of a brand in the volume of a year, were every purchase like the next. */
    public double nextShareOfVolume(String brand) {
        return shareOf(Delta.sum(sums().values(ofVolume())), brand);
    }

    /** {@link #nextShareOfVolume} with its standard error (delta method), symmetric in the logit. */
    public Estimate nextShareOfVolumeEstimate(String brand) {
        return estimate(ofVolume(), brand);
    }

    /** The share of a brand in the volume of a year, after so many purchases that nobody's last brand matters any more. */
    public double longRunShareOfVolume(String brand) {
        return shareOf(Delta.sum(sums().values(new LongRun(survey))), brand);
    }

    /** {@link #longRunShareOfVolume} with its standard error (delta method), symmetric in the logit. */
    public Estimate longRunShareOfVolumeEstimate(String brand) {
        return estimate(new LongRun(survey), brand);
    }

    /**
     * The share of a brand in the volume bought from now to a horizon: by each respondent in {@code floor(H f + 1e-9)} purchases, the
     * first an interval away. Undefined where nobody buys within the horizon.
     */
    public Ratio shareOfVolumeWithin(Horizon ahead, String brand) {
        double[] volume = Delta.sum(sums().values(ofVolumeWithin(ahead)));
        return Ratio.of(
                volume[survey.brandIndex(brand)],
                "volume of " + brand,
                Arrays.stream(volume).sum(),
                "volume of all brands");
    }

    /** {@link #shareOfVolumeWithin} with its standard error (delta method), symmetric in the logit. */
    public Estimate shareOfVolumeWithinEstimate(Horizon ahead, String brand) {
        shareOfVolumeWithin(ahead, brand).value();
        return estimate(ofVolumeWithin(ahead), brand);
    }

    private double[] slope(String last, String next) {
        return slopes()[survey.brandIndex(last)][survey.brandIndex(next)];
    }

    /** Derivatives of the flows in the parameters of the model. */
    private double[][][] slopes() {
        double[][][] known = slopes;
        if (known == null) {
            known = sums().gradient(ofCustomers());
            slopes = known;
        }
        return known;
    }

    private Estimate estimate(Figure figure, String brand) {
        double[][] c = covarianceOrThrow();
        Sums sums = sums();
        return Delta.share(
                Delta.sum(sums.values(figure)), Delta.sum(sums.gradient(figure)), survey.brandIndex(brand), c);
    }

    private double shareOf(double[] volume, String brand) {
        return volume[survey.brandIndex(brand)] / Arrays.stream(volume).sum();
    }

    private Sums sums() {
        return new Sums(model, survey, classified);
    }

    private NextPurchase ofCustomers() {
        return new NextPurchase(survey, customersPerWeight(), false);
    }

    private NextPurchase ofVolume() {
        return new NextPurchase(survey, 1, true);
    }

    private EquityKernel ofVolumeWithin(Horizon ahead) {
        return EquityKernel.ofVolume(survey, Objects.requireNonNull(ahead, "ahead"));
    }

    private double customersPerWeight() {
        double weight = 0;
        for (int i = 0; i < survey.size(); i++) {
            weight += survey.weight(i);
        }
        return customers / weight;
    }

    private double[][] covarianceOrThrow() {
        return Delta.known(covariance);
    }

    /** Equal models, surveys, customers and uncertainties. */
    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof BrandSwitching other
                && model.equals(other.model)
                && survey.equals(other.survey)
                && classified.equals(other.classified)
                && customers == other.customers
                && Arrays.deepEquals(covariance, other.covariance);
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, customers, Arrays.deepHashCode(flow));
    }

    /** {@code BrandSwitching[customers from [one, two] to the same [[0.8, 0.2], [0.3, 0.7]]]}. */
    @Override
    public String toString() {
        return "BrandSwitching[customers from " + brands() + " to the same " + Arrays.deepToString(flow) + "]";
    }
}
