package org.customerequity.fit.pooling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.customerequity.fit.FitOptions;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Likelihood;
import org.customerequity.fit.LikelihoodRatioTest;
import org.customerequity.fit.MaximumLikelihood;
import org.customerequity.internal.Curvature;
import org.customerequity.internal.NewtonMaximizer;
import org.customerequity.internal.Require;
import org.customerequity.internal.SymmetricMatrix;
import org.customerequity.value.Estimate;

/**
 * Fits one kind of model to several segments or cohorts: one set of parameters for each, one for all, or each drawn towards the
 * others.
 *
 * <pre>{@code
 *   separate   maximise l_s(theta_s) for each segment s
 *   pooled     maximise sum of l_s(theta)
 *   partial    ln theta_s ~ Normal(m, diag(tau^2)); m and tau are estimated too
 * }</pre>
 *
 * <p>Each segment is a {@link Likelihood}, as {@code BgNbd.likelihood(histories)} gives it; their own units do not matter. Which
 * parameters differ between segments at all may be said with {@link #varying}. Likelihoods with covariates must measure them alike in
 * all segments, which the names do not show: give them one coding (CovariateSpecification.withCoding). Not for use by several threads at once.
 *
 * <p>Partial pooling: A. Gelman and J. Hill, Data Analysis Using Regression and Multilevel/Hierarchical Models, Cambridge, 2007,
 * chapter 12; here for any likelihood, by a normal approximation to what a segment's data say.
 *
 * @param <M> the model
 */
public final class PoolingEstimator<M> {
    /** Rounds in which tau is sought, and the first of them, of plain steps. */
    private static final int MOST_ROUNDS = 150;

    private static final int PLAIN_ROUNDS = 3;

    /** Largest step of ln(tau^2) at the end. */
    private static final double SETTLED = 1e-7;

    /** Relative step of differences. */
    private static final double DIFFERENCE = 1e-3;

    /** Where the data tell the segments apart by less than this share, and less and less, tau is 0. */
    private static final double NOTHING = 1e-3;

    private static final double BOX = Math.log(1e6);

    private final Segments segments;
    private final Function<double[], M> toModel;
    private final boolean[] varying;
    private final FitOptions options;

    private PoolingEstimator(Segments segments, Function<double[], M> toModel, boolean[] varying, FitOptions options) {
        this.segments = segments;
        this.toModel = toModel;
        this.varying = varying;
        this.options = options;
    }

    /**
     * Of these segments.
     *
     * @param segments at least two, by name, in the order in which they are to be reported
     * @param toModel from parameters, in the order of their names and the caller's units, to the model
     * @throws IllegalArgumentException if there are fewer than two, or their parameters are not the same
     */
    public static <M> PoolingEstimator<M> of(
            Map<String, ? extends Likelihood> segments, Function<double[], M> toModel) {
        Objects.requireNonNull(toModel, "toModel");
        Segments all = new Segments(segments);
        boolean[] varying = new boolean[all.parameters()];
        Arrays.fill(varying, true);
        return new PoolingEstimator<>(all, toModel, varying, FitOptions.defaults());
    }

    /**
     * The same where only these parameters differ between segments; the others are common to all. It matters to
     * {@link #partlyCommon}, {@link #partial()} and {@link #compare}.
     *
     * @param names at least one of the parameters
     */
    public PoolingEstimator<M> varying(String... names) {
        Require.notEmpty(
                Objects.requireNonNull(names, "names").length,
                "names",
                "must have at least one parameter",
                "pooled() has all in common");
        boolean[] chosen = new boolean[segments.parameters()];
        for (String name : names) {
            chosen[segments.indexOf(name)] = true;
        }
        return new PoolingEstimator<>(segments, toModel, chosen, options);
    }

    /** The same with other options of each search. */
    public PoolingEstimator<M> withOptions(FitOptions newOptions) {
        return new PoolingEstimator<>(segments, toModel, varying, Objects.requireNonNull(newOptions, "newOptions"));
    }

    /** Each segment by itself, all parameters its own; a segment whose data do not suffice says so in its outcome. */
    public Map<String, FitOutcome<M>> separate() {
        Map<String, FitOutcome<M>> map = new LinkedHashMap<>();
        for (int s = 0; s < segments.size(); s++) {
            map.put(segments.segments().get(s), MaximumLikelihood.fit(segments.likelihood(s), options, toModel));
        }
        return map;
    }

    /** One set of parameters for all. Simpler models are not looked for; a fit to all customers at once does. */
    public FitOutcome<M> pooled() {
        return MaximumLikelihood.fit(
                new SegmentedLikelihood(segments, new boolean[segments.parameters()]), options, toModel);
    }

    /**
     * Maximum likelihood with the {@link #varying} parameters of each segment its own, and the others common to all. The report
     * names them {@code r}, {@code alpha[north]}, {@code alpha[south]}.
     */
    public FitOutcome<SegmentModels<M>> partlyCommon() {
        SegmentedLikelihood likelihood = new SegmentedLikelihood(segments, varying);
        return MaximumLikelihood.fit(likelihood, options, theta -> {
            List<M> models = new ArrayList<>();
            for (int s = 0; s < segments.size(); s++) {
                models.add(toModel.apply(likelihood.own(s, theta)));
            }
            return new SegmentModels<>(segments.segments(), models);
        });
    }

    /**
     * Partial pooling, as far as the data themselves suggest.
     *
     * <pre>{@code
     *   m, common parameters, theta_s   maximise sum of [ l_s(theta_s) - sum over j of (ln theta_sj - m_j)^2/(2 tau_j^2) ]
     *   tau_j^2 = mean over s of [ (ln theta_sj - m_j)^2 + Var(ln theta_sj - m_j | data) ]
     * }</pre>
     *
     * <p>The second line is the fixed point of EM with a normal approximation at the best, the centre's error in the variance
     * as in restricted maximum likelihood, so that two or three segments do not make tau too small. It is sought by steps that may
     * end at {@code tau_j = 0}: the segments then differ by no more than chance. All this is deterministic.
     *
     * @return the report is that of the centre, its log-likelihood the maximum above, which is not to be compared with others: see
     *     {@link PartialPooling#marginalLogLikelihood}
     */
    public FitOutcome<PartialPooling<M>> partial() {
        double[] none = new double[segments.parameters()];
        if (segments.obstacle().isPresent()) {
            return at(none, segments.start());
        }
        return new Search().run();
    }

    /**
     * Partial pooling with a given spread of all {@link #varying} parameters. As tau goes to 0 this is the pooled fit, as it
     * grows the separate ones.
     *
     * @param tau how far segments differ, as a standard deviation of the logarithms, {@code > 0}; 0.3 is a mild choice
     */
    public FitOutcome<PartialPooling<M>> partial(double tau) {
        Require.positive(tau, "tau", "how far segments differ in the logarithms of parameters; 0.3 is a mild choice");
        double[] all = new double[segments.parameters()];
        for (int j = 0; j < all.length; j++) {
            all[j] = varying[j] ? tau : 0;
        }
        return at(all, segments.start());
    }

    private FitOutcome<PartialPooling<M>> at(double[] tau, double[] start) {
        PartialLikelihood likelihood = new PartialLikelihood(segments, tau, start);
        FitOutcome<double[]> outcome = MaximumLikelihood.fit(likelihood, options, theta -> theta);
        double[] w = logs(outcome.fold(theta -> theta, FitOutcome.NotConverged::bestSoFar));
        int p = w.length;
        double[][] hessian = new double[p][p];
        double value = likelihood.evaluate(w, new double[p], hessian);
        boolean errors = outcome.report().hasStandardErrors();
        double[][] covariance = errors ? Curvature.covariance(hessian) : new double[0][];
        int n = segments.size();
        List<M> models = new ArrayList<>();
        double[][] estimates = new double[n][];
        double[][] deviations = new double[errors ? n : 0][p];
        double[][] shrinkage = new double[n][p];
        for (int s = 0; s < n; s++) {
            estimates[s] = segments.natural(likelihood.own(s));
            models.add(toModel.apply(estimates[s]));
            for (int j = 0; j < p; j++) {
                shrinkage[s][j] = likelihood.shrinkage(s, j);
                if (errors) {
                    deviations[s][j] = Math.sqrt(likelihood.variance(s, j, covariance));
                }
            }
        }
        PartialPooling<M> pooling = new PartialPooling<>(
                toModel.apply(segments.natural(w)),
                new SegmentModels<>(segments.segments(), models),
                segments.names(),
                segments.scale(),
                tau.clone(),
                estimates,
                deviations,
                shrinkage,
                likelihood.marginal(value) + segments.offset());
        FitReport report = outcome.report()
                .asQuasiLikelihood("segments are drawn towards a centre: compare marginalLogLikelihood()");
        return outcome.fold(
                done -> new FitOutcome.Converged<>(pooling, report),
                not -> new FitOutcome.NotConverged<>(pooling, report, not.reason()));
    }

    /** From parameters back to common log-parameters. */
    private double[] logs(double[] theta) {
        double[] u = theta.clone();
        for (int j = 0; j < u.length; j++) {
            double unit = Math.log(segments.unit(j));
            u[j] = (segments.scale() == Estimate.Scale.LOG ? Math.log(u[j]) : u[j]) - unit;
        }
        return u;
    }

    /**
     * Whether segments differ in the {@link #varying} parameters: own against common ones, by likelihood ratio and criteria.
     *
     * @throws org.customerequity.fit.FitException if the pooled model has no maximum
     */
    public PoolingComparison compare() {
        FitOutcome<M> pooled = pooled();
        pooled.orThrow();
        double common = pooled.report().logLikelihood();
        double[] theta = logs(pooled.report().estimates());
        List<String> unidentified = new ArrayList<>();
        int each = 0;
        for (boolean varies : varying) {
            each += varies ? 1 : 0;
        }
        int p = segments.parameters();
        double own = 0;
        if (each == p) {
            for (int s = 0; s < segments.size(); s++) {
                Likelihood one = segments.likelihood(s);
                FitOutcome<M> outcome = MaximumLikelihood.fit(one, options, toModel);
                if (!outcome.isConverged()) {
                    unidentified.add(segments.segments().get(s));
                }
                own += Math.max(highest(one, outcome.report()), segments.value(s, theta) + one.offset());
            }
        } else {
            FitOutcome<SegmentModels<M>> outcome = partlyCommon();
            own = outcome.report().logLikelihood();
            if (!outcome.isConverged()) {
                for (int s = 0; s < segments.size(); s++) {
                    if (segments.likelihood(s).obstacle().isPresent()) {
                        unidentified.add(segments.segments().get(s));
                    }
                }
            }
        }
        int more = (segments.size() - 1) * each;
        double statistic = Math.max(0, 2 * (own - common));
        double pValue = statistic > 0 ? ChiSquaredDistribution.of(more).survivalProbability(statistic) : 1;
        double logN = Math.log(segments.observations());
        return new PoolingComparison(
                new LikelihoodRatioTest(statistic, more, pValue),
                -2 * common + 2 * p,
                -2 * own + 2 * (p + more),
                -2 * common + p * logN,
                -2 * own + (p + more) * logN,
                unidentified);
    }

    /** Of a segment alone; where there is an obstacle no search was made, and it is made up for. */
    private static double highest(Likelihood one, FitReport report) {
        if (one.obstacle().isEmpty()) {
            return report.logLikelihood();
        }
        NewtonMaximizer.Objective objective = new NewtonMaximizer.Objective() {
            @Override
            public double value(double[] u) {
                return one.value(u);
            }

            @Override
            public double evaluate(double[] u, double[] gradient, double[][] hessian) {
                return one.evaluate(u, gradient, hessian);
            }
        };
        return NewtonMaximizer.within(BOX).maximize(objective, one.start()).value() + one.offset();
    }

    /** The search for tau. */
    private final class Search {
        private final int p = segments.parameters();
        private final double[] tau;
        /** Squares of the taus at which a segment's own data and the centre say as much as each other. */
        private final double[] typical;

        private final boolean[] tried = new boolean[p];

        /** By how much plain steps are lengthened, with their sign. */
        private final double[] patience = new double[p];

        private double[] centre;

        Search() {
            SegmentedLikelihood pooled = new SegmentedLikelihood(segments, new boolean[p]);
            centre = NewtonMaximizer.within(BOX)
                    .maximize(new PartialLikelihood(segments, new double[p], pooled.start()), pooled.start())
                    .point();
            typical = typical();
            tau = new double[p];
            for (int j = 0; j < p; j++) {
                tau[j] = varying[j] ? Math.sqrt(typical[j]) : 0;
            }
        }

        private double[] typical() {
            double[] information = new double[p];
            double[][] hessian = new double[p][p];
            for (int s = 0; s < segments.size(); s++) {
                segments.evaluate(s, centre, new double[p], hessian);
                for (int j = 0; j < p; j++) {
                    information[j] -= hessian[j][j] / segments.size();
                }
            }
            return Arrays.stream(information).map(one -> one > 0 ? 1 / one : 1).toArray();
        }

        /** With the centre where this tau puts it. */
        private PartialLikelihood settled() {
            PartialLikelihood likelihood = new PartialLikelihood(segments, tau, centre);
            centre = NewtonMaximizer.within(BOX).maximize(likelihood, centre).point();
            likelihood.evaluate(centre, new double[p], new double[p][p]);
            return likelihood;
        }

        /**
         * Newton's method for the ln of the fixed point's steps, which near tau = 0 are smooth in tau^2, with differences for
         * derivatives; where that does not help it is taken back, and plain steps follow.
         */
        FitOutcome<PartialPooling<M>> run() {
            double[] before = tau.clone();
            double[] plain = tau.clone();
            double last = 0;
            int rest = PLAIN_ROUNDS;
            int penalty = 1;
            boolean onTrial = false;
            for (int round = 0; round < MOST_ROUNDS; round++) {
                PartialLikelihood likelihood = settled();
                double[] next = likelihood.nextTau();
                boolean dropped = false;
                double largest = 0;
                for (int j = 0; j < p; j++) {
                    if (tau[j] > 0 && next[j] < tau[j] && told(likelihood, j) < NOTHING) {
                        tau[j] = 0;
                        dropped = true;
                    } else if (tau[j] > 0) {
                        largest = Math.max(largest, Math.abs(step(next, j)));
                    }
                }
                if (dropped) {
                    onTrial = false;
                } else if (largest < SETTLED) {
                    if (!reopened()) {
                        return at(tau, centre);
                    }
                    onTrial = false;
                } else if (onTrial && !(largest < 0.7 * last)) {
                    onTrial = false;
                    System.arraycopy(before, 0, tau, 0, p);
                    walk(plain);
                    penalty = Math.min(16, 2 * penalty);
                    rest = penalty;
                } else if (rest > 0) {
                    rest--;
                    walk(next);
                } else {
                    System.arraycopy(tau, 0, before, 0, p);
                    plain = next;
                    last = largest;
                    onTrial = newton(next);
                    if (!onTrial) {
                        walk(next);
                    }
                }
            }
            return unsettled(at(tau, centre));
        }

        /** The fixed point's step, lengthened while it keeps its direction. */
        private void walk(double[] next) {
            for (int j = 0; j < p; j++) {
                if (tau[j] > 0) {
                    double step = step(next, j) / 2;
                    patience[j] = patience[j] * step > 0 ? 1.3 * patience[j] : Math.signum(step);
                    double most = Math.max(Math.abs(step), 0.5);
                    tau[j] *= Math.exp(Math.max(-most, Math.min(most, Math.abs(patience[j]) * step)));
                }
            }
        }

        /** The ln of the fixed point's step in tau^2. */
        private double step(double[] next, int j) {
            return 2 * Math.log(next[j] / tau[j]);
        }

        /** The place of tau between 0 and infinity on a scale from 0 to 1. */
        private double place(int j) {
            double square = tau[j] * tau[j];
            return square / (square + typical[j]);
        }

        private void move(int j, double place) {
            tau[j] = Math.sqrt(typical[j] * place / (1 - place));
        }

        /** One step, by which no tau moves against the fixed point's own step: it takes that one instead. */
        private boolean newton(double[] next) {
            int[] free = IntStream.range(0, p).filter(j -> tau[j] > 0).toArray();
            int n = free.length;
            double[] step = new double[n];
            double[] place = new double[n];
            for (int i = 0; i < n; i++) {
                step[i] = step(next, free[i]);
                place[i] = place(free[i]);
            }
            double[][] slope = new double[n][n];
            for (int k = 0; k < n; k++) {
                double bump = DIFFERENCE * place[k] * (1 - place[k]);
                move(free[k], place[k] + bump);
                double[] there = settled().nextTau();
                for (int i = 0; i < n; i++) {
                    slope[i][k] = (step(there, free[i]) - step[i]) / bump;
                }
                move(free[k], place[k]);
            }
            double[][] square = new double[n][n];
            double[] right = new double[n];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n; k++) {
                    right[i] -= slope[k][i] * step[k];
                    for (int l = 0; l < n; l++) {
                        square[i][k] += slope[l][i] * slope[l][k];
                    }
                }
            }
            try {
                double[] move = SymmetricMatrix.solve(square, right);
                for (int i = 0; i < n; i++) {
                    if (move[i] * step[i] >= 0) {
                        double to = place[i] + move[i];
                        move(free[i], Math.max(place[i] / 5, Math.min(1 - (1 - place[i]) / 5, to)));
                    } else {
                        tau[free[i]] = next[free[i]];
                    }
                }
                return true;
            } catch (ArithmeticException singular) {
                return false;
            }
        }

        /** Whether a tau that went to 0, while others were not yet where they are now, would grow again; once for each. */
        private boolean reopened() {
            boolean any = false;
            for (int j = 0; j < p; j++) {
                if (varying[j] && tau[j] == 0 && !tried[j]) {
                    tried[j] = true;
                    move(j, NOTHING);
                    if (step(settled().nextTau(), j) > 0) {
                        any = true;
                    } else {
                        tau[j] = 0;
                    }
                }
            }
            return any;
        }

        /** The largest share of a segment's parameter that is its own. */
        private double told(PartialLikelihood likelihood, int j) {
            double most = 0;
            for (int s = 0; s < segments.size(); s++) {
                most = Math.max(most, 1 - likelihood.shrinkage(s, j));
            }
            return most;
        }
    }

    private FitOutcome<PartialPooling<M>> unsettled(FitOutcome<PartialPooling<M>> end) {
        FitReport r = end.report();
        FitReport report = FitReport.ofStored(
                        r.scale(),
                        FitVerdict.NOT_CONVERGED,
                        r.parameterNames(),
                        r.estimates(),
                        new double[0][],
                        r.logLikelihood(),
                        r.gradientNorm(),
                        MOST_ROUNDS,
                        r.observations(),
                        r.warnings())
                .asQuasiLikelihood("segments are drawn towards a centre: compare marginalLogLikelihood()");
        PartialPooling<M> best = end.fold(pooling -> pooling, FitOutcome.NotConverged::bestSoFar);
        return new FitOutcome.NotConverged<>(
                best,
                report,
                "the spread between segments was not found in " + MOST_ROUNDS
                        + " rounds: give one, or let fewer parameters vary");
    }
}
