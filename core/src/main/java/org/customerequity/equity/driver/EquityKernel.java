package org.customerequity.equity.driver;

import java.util.Arrays;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.value.Contribution;
import org.customerequity.value.Horizon;
import org.customerequity.value.PeriodUnit;

/**
 * The lifetime value of a respondent to every brand, by segment, with its derivatives.
 *
 * <pre>{@code
 *   V_j = v m_j sum over purchases n = 1..N of  delta_nj (x_n)_j,     x_0 = 1 at the last brand, x_n = x_(n-1) M
 *   delta_nj = (1 + d_j)^(-t / f),  t = n - 1 where the first purchase is now (N = T + 1), else t = n (N = T);  T = floor(H f + 1e-9)
 *
 *   dV_j = v m_j sum over n of  x_(n-1) dM lambda_n,     lambda_n = delta_nj e_j + M lambda_(n+1)
 *   dM_ak = M_ak (dU_k - sum over m of M_am dU_m + (1{a = k} - M_aa) db_a)
 * }</pre>
 *
 * <p>One pass forward and, for each brand, one pass backward give the derivatives in everything: Rust, Lemon and Zeithaml, Return on
 * Marketing, Journal of Marketing 68(1), 2004, equations 3 and 4, differentiated in reverse. Mutable, for one thread.
 */
final class EquityKernel implements Figure {
    /** More than a purchase an hour for a century. */
    private static final double MOST_PURCHASES = 1_000_000;

    /** Purchases after which rounding is not carried on. */
    private static final int AFRESH = 128;

    private final BrandSurvey survey;
    private final int brands;
    private final double horizon;
    private final boolean firstNow;
    private final double customersPerWeight;
    /** ln(1 + d) a year, by brand. */
    private final double[] discount;
    /** Contribution on a unit of volume, segments times brands. */
    private final double[] margin;

    private final double[] now;
    private final double[] factor;
    private final double[] step;
    private final double[] ahead;
    private final double[] paid;
    private final double[] kept;
    private final double[] moved;
    /** Purchases times brands: probabilities before each purchase and after the last, and discount factors. */
    private double[] path = new double[0];

    private double[] factors = new double[0];

    private EquityKernel(
            BrandSurvey survey,
            double horizon,
            boolean firstNow,
            double customersPerWeight,
            double[] discount,
            double[] margin) {
        this.survey = survey;
        this.brands = discount.length;
        this.horizon = horizon;
        this.firstNow = firstNow;
        this.customersPerWeight = customersPerWeight;
        this.discount = discount;
        this.margin = margin;
        this.now = new double[brands];
        this.factor = new double[brands];
        this.step = new double[brands];
        this.ahead = new double[brands];
        this.paid = new double[brands];
        this.kept = new double[brands];
        this.moved = new double[brands];
    }

    /** Volume bought, undiscounted, the first an interval away. */
    static EquityKernel ofVolume(BrandSurvey survey, Horizon ahead) {
        int k = survey.brands().size();
        double[] one = new double[survey.segments().size() * k];
        Arrays.fill(one, 1);
        return new EquityKernel(survey, finite(survey, ahead), false, 1, new double[k], one);
    }

    /** Contribution, discounted; weights are such that they sum to the customers of the market. */
    static EquityKernel of(BrandSurvey survey, Market market) {
        double weight = 0;
        for (int i = 0; i < survey.size(); i++) {
            weight += survey.weight(i);
        }
        return of(survey, market, market.customers() / Require.positive(weight, "sum of weights", "not all of them 0"));
    }

    /** The same for customers of one's own number by weight. */
    static EquityKernel of(BrandSurvey survey, Market market, double customersPerWeight) {
        int k = survey.brands().size();
        for (String brand : survey.brands()) {
            if (!market.brands().contains(brand)) {
                throw Require.bad(
                        "market",
                        "must have terms for every brand of the survey",
                        "see withBrand",
                        '"' + brand + "\" missing");
            }
            for (String segment : market.segments(brand)) {
                if (!survey.segments().contains(segment)) {
                    throw Require.bad(
                            "segment of market",
                            "must be one of the survey, " + survey.segments(),
                            "see withSegment",
                            '"' + segment + '"');
                }
            }
        }
        double[] discount = new double[k];
        double[] margin = new double[survey.segments().size() * k];
        for (int b = 0; b < k; b++) {
            String brand = survey.brands().get(b);
            discount[b] = market.discount(brand).continuousPer(PeriodUnit.YEAR);
            for (int s = 0; s < survey.segments().size(); s++) {
                Contribution c = market.contribution(brand, survey.segments().get(s));
                margin[s * k + b] = c.amount().value();
            }
        }
        return new EquityKernel(
                survey,
                finite(survey, market.horizon()),
                market.firstPurchase() == FirstPurchase.NOW,
                customersPerWeight,
                discount,
                margin);
    }

    /** The horizon in years, within which nobody buys too often. */
    private static double finite(BrandSurvey survey, Horizon horizon) {
        if (horizon.isForever()) {
            throw Require.bad("horizon", "must be finite", "some years ahead, such as Horizon.ofYears(3)", horizon);
        }
        double years = horizon.lengthPer(PeriodUnit.YEAR);
        for (int i = 0; i < survey.size(); i++) {
            if (!(years * survey.frequency(i) <= MOST_PURCHASES)) {
                throw Require.bad(
                        "purchases before the horizon",
                        "must be <= " + (long) MOST_PURCHASES,
                        "respondent " + survey.id(i) + " buys " + survey.frequency(i) + " times a year",
                        years * survey.frequency(i));
            }
        }
        return years;
    }

    @Override
    public int groups() {
        return survey.segments().size();
    }

    @Override
    public int group(int i) {
        return survey.segment(i);
    }

    @Override
    public double weight(int i) {
        return survey.weight(i) * customersPerWeight;
    }

    /** How many purchases of the respondent count. */
    private int purchases(int i) {
        return (int) Math.floor(horizon * survey.frequency(i) + 1e-9) + (firstNow ? 1 : 0);
    }

    private void begin(int i) {
        Arrays.fill(now, 0);
        now[survey.lastBrand(i)] = 1;
        for (int b = 0; b < brands; b++) {
            step[b] = Math.exp(-discount[b] / survey.frequency(i));
        }
    }

    /**
     * Moves on to purchase {@code n}, counted from 1. Once in a while probabilities are made to sum to 1 again, and discount factors
     * computed afresh, lest rounding adds up over ever so many purchases.
     */
    private void next(int i, int n, SwitchingChain chain) {
        boolean afresh = n % AFRESH == 1;
        double sum = 0;
        for (int b = 0; afresh && b < brands; b++) {
            sum += now[b];
        }
        for (int b = 0; afresh && b < brands; b++) {
            now[b] /= sum;
        }
        chain.advance(now);
        int intervals = firstNow ? n - 1 : n;
        for (int b = 0; b < brands; b++) {
            factor[b] = afresh ? Math.exp(-discount[b] * (intervals / survey.frequency(i))) : factor[b] * step[b];
        }
    }

    @Override
    public void values(int i, SwitchingChain chain, double[] value) {
        begin(i);
        Arrays.fill(value, 0);
        int purchases = purchases(i);
        for (int n = 1; n <= purchases; n++) {
            next(i, n, chain);
            for (int b = 0; b < brands; b++) {
                value[b] += factor[b] * now[b];
            }
        }
        for (int b = 0; b < brands; b++) {
            value[b] *= perPurchase(i, b);
        }
    }

    private double perPurchase(int i, int brand) {
        return survey.volume(i) * margin[survey.segment(i) * brands + brand];
    }

    /**
     * The value to one brand, with its derivatives at {@code j * brands + m} as in {@link #derivatives}; those of other brands stay
     * what they were.
     */
    double valueWithDerivatives(int i, int j, SwitchingChain chain, double[] inUtility, double[] inInertia) {
        int purchases = forward(i, chain);
        double value = 0;
        for (int n = 1; n <= purchases; n++) {
            value += factors[n * brands + j] * path[n * brands + j];
        }
        backward(i, j, purchases, chain, inUtility, inInertia);
        return value * perPurchase(i, j);
    }

    @Override
    public void derivatives(int i, SwitchingChain chain, double[] inUtility, double[] inInertia) {
        int purchases = forward(i, chain);
        for (int j = 0; j < brands; j++) {
            if (chain.considers(j)) {
                backward(i, j, purchases, chain, inUtility, inInertia);
            } else {
                Arrays.fill(inUtility, j * brands, (j + 1) * brands, 0);
                Arrays.fill(inInertia, j * brands, (j + 1) * brands, 0);
            }
        }
    }

    /** Keeps the path of probabilities and discount factors, and says how many purchases it has. */
    private int forward(int i, SwitchingChain chain) {
        int purchases = purchases(i);
        if (path.length < (purchases + 1) * brands) {
            path = new double[(purchases + 1) * brands];
            factors = new double[(purchases + 1) * brands];
        }
        begin(i);
        System.arraycopy(now, 0, path, 0, brands);
        for (int n = 1; n <= purchases; n++) {
            next(i, n, chain);
            System.arraycopy(now, 0, path, n * brands, brands);
            System.arraycopy(factor, 0, factors, n * brands, brands);
        }
        return purchases;
    }

    private void backward(int i, int j, int purchases, SwitchingChain chain, double[] inUtility, double[] inInertia) {
        Arrays.fill(ahead, 0);
        Arrays.fill(paid, 0);
        Arrays.fill(kept, 0);
        Arrays.fill(moved, 0);
        for (int n = purchases; n > 0; n--) {
            int after = n * brands;
            int before = after - brands;
            ahead[j] += factors[after + j];
            for (int b = 0; b < brands; b++) {
                paid[b] += path[after + b] * ahead[b];
                kept[b] += path[before + b] * ahead[b];
            }
            chain.expect(ahead);
            for (int b = 0; b < brands; b++) {
                moved[b] += path[before + b] * ahead[b];
            }
        }
        double scale = perPurchase(i, j);
        for (int b = 0; b < brands; b++) {
            inInertia[j * brands + b] = scale * chain.probability(b, b) * (kept[b] - moved[b]);
        }
        chain.advance(moved);
        for (int b = 0; b < brands; b++) {
            inUtility[j * brands + b] = scale * (paid[b] - moved[b]);
        }
    }
}
