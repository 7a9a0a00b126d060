package org.customerequity.model.choice;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandSurvey;

/**
 * How well a driver model describes the choices it was fitted to, beside equal shares of the brands considered.
 *
 * <pre>{@code
 *   LL0 = sum over respondents of  w_i ln(1 / brands considered)
 *   McFadden's R2  1 - LL / LL0      adjusted for p coefficients  1 - (LL - p) / LL0
 * }</pre>
 *
 * <p>McFadden (1974). A value of 0.2 to 0.4 is a good fit; it is not a share of variance.
 *
 * @param report of the fit
 * @param logLikelihoodOfEqualShares LL0, {@code < 0}
 * @param hitRate share of the choices that fell on the brand the model thinks likeliest, weighted; equally likely ones share
 * @param repeatRate share of the choices that fell on the brand bought last, weighted: the hit rate of knowing nothing else
 * @param effectiveRespondents how many respondents of equal weight would say as much: {@code (sum w)^2 / sum w^2}
 */
public record ChoiceStatistics(
        FitReport report,
        double logLikelihoodOfEqualShares,
        double hitRate,
        double repeatRate,
        double effectiveRespondents)
        implements Serializable {
    /** How far the log-likelihood in a survey may differ from that of the fit, relative. */
    private static final double SAME = 1e-6;

    private static final double TIE = 1e-12;

    public ChoiceStatistics {
        Objects.requireNonNull(report, "report");
        Require.finite(logLikelihoodOfEqualShares, "logLikelihoodOfEqualShares", "");
        Require.positive(-logLikelihoodOfEqualShares, "minus logLikelihoodOfEqualShares", "");
        hitRate = Require.fraction(hitRate, "hitRate", "");
        repeatRate = Require.fraction(repeatRate, "repeatRate", "");
        Require.positive(effectiveRespondents, "effectiveRespondents", "");
    }

    /**
     * The statistics of a fit.
     *
     * @param survey to which the model was fitted
     * @throws org.customerequity.fit.FitException if the fit did not converge
     * @throws IllegalArgumentException if the survey is another
     */
    public static ChoiceStatistics of(FitOutcome<DriverModel> outcome, BrandSurvey survey) {
        DriverModel model = Objects.requireNonNull(outcome, "outcome").orThrow();
        SurveyFit.requireSame(model, Objects.requireNonNull(survey, "survey"));
        SurveyDesign design = SurveyDesign.of(survey, model.hasIntercepts(), model.inertia());
        ChoiceRows rows = design.rows;
        double[] b = model.parameters();
        double[] p = new double[LogitKernel.widest(rows)];
        double fitted = 0;
        double equal = 0;
        double hit = 0;
        double repeated = 0;
        double sum = 0;
        double squares = 0;
        for (int o = 0; o < rows.occasions(); o++) {
            double w = rows.weight[o];
            int from = rows.start[o];
            int n = rows.start[o + 1] - from;
            fitted += w * LogitKernel.logShare(rows, o, b, p);
            equal -= w * Math.log(n);
            double likeliest = 0;
            for (int k = 0; k < n; k++) {
                likeliest = Math.max(likeliest, p[k]);
            }
            int ties = 0;
            double onThem = 0;
            for (int k = 0; k < n; k++) {
                if (p[k] >= likeliest * (1 - TIE)) {
                    ties++;
                    onThem += rows.share[from + k];
                }
                if (design.brand[from + k] == survey.lastBrand(rows.person[o])) {
                    repeated += w * rows.share[from + k];
                }
            }
            hit += w * onThem / ties;
            sum += w;
            squares += w * w;
        }
        FitReport report = outcome.report();
        double said = report.logLikelihood();
        if (report.observations() != rows.occasions()
                || !(Math.abs(fitted - said) <= SAME * Math.max(1, Math.abs(said)))) {
            throw Require.bad(
                    "survey",
                    "must be the one fitted, with log-likelihood " + said,
                    "of " + report.observations() + " respondents",
                    "one with " + fitted);
        }
        return new ChoiceStatistics(
                report, equal, Math.min(1, hit / sum), Math.min(1, repeated / sum), sum * sum / squares);
    }

    /** LL, at the fitted coefficients. */
    public double logLikelihood() {
        return report.logLikelihood();
    }

    /** McFadden's R2. Where choices are shares even a perfect fit has less than 1. */
    public double mcFadden() {
        return 1 - report.logLikelihood() / logLikelihoodOfEqualShares;
    }

    /**
     * McFadden's R2 adjusted for the number of coefficients.
     *
     * @throws IllegalStateException if what was maximised is no likelihood; see {@link FitReport#isLikelihood()}
     */
    public double adjustedMcFadden() {
        return 1 + report.aic() / (2 * logLikelihoodOfEqualShares);
    }

    /**
     * Whether the coefficients together describe the choices better than equal shares.
     *
     * @throws IllegalStateException if what was maximised is no likelihood; see {@link FitReport#isLikelihood()}
     */
    public LikelihoodRatioTest likelihoodRatio() {
        FitReport equalShares = FitReport.ofCoefficients(
                FitVerdict.CONVERGED,
                List.of(),
                new double[0],
                new double[0][],
                logLikelihoodOfEqualShares,
                0,
                0,
                report.observations(),
                List.of());
        return LikelihoodRatioTest.of(equalShares, report);
    }

    /** {@code 30 respondents, log-likelihood -17.01 (equal shares -32.96), McFadden 0.484, hit rate 76.7 % (last brand 50.0 %)}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d respondents, log-likelihood %.2f (equal shares %.2f), McFadden %.3f, hit rate %.1f %% (last brand"
                        + " %.1f %%)",
                report.observations(),
                report.logLikelihood(),
                logLikelihoodOfEqualShares,
                mcFadden(),
                100 * hitRate,
                100 * repeatRate);
    }
}
