package org.customerequity.model.choice;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.customerequity.fit.FitOutcome;
import org.customerequity.internal.Require;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;
import org.jspecify.annotations.Nullable;

/**
 * A latent-class logit: customers fall into a few classes that nobody sees, each with utility coefficients of its own.
 *
 * <pre>{@code
 *   L_i  = sum over classes c of  pi_c L_i(b_c)              L_i(b) = product over choices of i of P(choice; b)
 *   q_ic = pi_c L_i(b_c) / L_i                               how likely i belongs to class c, given the choices
 * }</pre>
 *
 * <p>Parameters, in this order: {@code ln(pi_c / pi_1)} of the second to the last class; then the parameters of each class, as of
 * {@link DriverModel}. A fit orders classes by share, the largest first. Customers who differ and are fitted as if they did not make
 * inertia look smaller or larger than it is: fit classes before you believe it.
 *
 * <p>Kamakura and Russell, A Probabilistic Choice Model for Market Segmentation and Elasticity Structure, Journal of Marketing
 * Research 26(4), 1989. Immutable.
 */
public final class LatentClassModel implements ChoiceModel {
    private static final long serialVersionUID = 1;

    /** Starts of a fit that names no other number. */
    public static final int STARTS = 12;

    private final double[] logits;
    private final double[] shares;
    private final List<DriverModel> classes;
    private final @Nullable BrandPanel panel;

    private LatentClassModel(double[] logits, List<DriverModel> classes, @Nullable BrandPanel panel) {
        this.logits = logits;
        this.classes = List.copyOf(classes);
        this.panel = panel;
        double highest = Arrays.stream(logits).max().orElse(0);
        double[] pi = Arrays.stream(logits).map(t -> Math.exp(t - highest)).toArray();
        double sum = Arrays.stream(pi).sum();
        this.shares = Arrays.stream(pi).map(x -> x / sum).toArray();
    }

    /**
     * A model of given classes.
     *
     * @param shares of the classes among customers, each {@code > 0}, summing to 1 within 1e-9
     * @param classes one for each of the shares, all of the same brands, sub-drivers and form
     */
    public static LatentClassModel of(double[] shares, List<DriverModel> classes) {
        Require.notEmpty(classes.size(), "classes", "must not be empty", "one DriverModel a class");
        if (shares.length != classes.size()) {
            throw Require.bad("shares", "must be one a class, " + classes.size(), "", shares.length);
        }
        double sum = 0;
        for (int c = 0; c < shares.length; c++) {
            sum += Require.positive(shares[c], "shares[" + c + "]", "leave out a class without customers");
        }
        if (!(Math.abs(sum - 1) <= 1e-9)) {
            throw Require.bad("shares", "must sum to 1", "", sum);
        }
        DriverModel first = classes.get(0);
        for (DriverModel other : classes) {
            if (!other.brands().equals(first.brands())
                    || !other.subDrivers().equals(first.subDrivers())
                    || other.hasIntercepts() != first.hasIntercepts()
                    || other.inertia() != first.inertia()) {
                throw Require.bad(
                        "classes",
                        "must have the same brands, sub-drivers, intercepts and inertia",
                        "they differ in coefficients only",
                        first.parameterNames() + " and " + other.parameterNames());
            }
        }
        double[] logits = new double[shares.length];
        for (int c = 1; c < shares.length; c++) {
            logits[c] = Math.log(shares[c]) - Math.log(shares[0]);
        }
        return new LatentClassModel(logits, classes, null);
    }

    /**
     * Fits classes to a panel, from {@link #STARTS} starts.
     *
     * @param classes how many, {@code >= 1}; see {@link LatentClasses#choose} where that is not known
     * @param random decides the starts; the same seed gives the same result
     */
    public static FitOutcome<LatentClassModel> fit(
            BrandPanel panel, int classes, ChoiceSpecification specification, RandomGenerator random) {
        return fit(panel, classes, specification, random, STARTS);
    }

    /**
     * Fits classes to a panel.
     *
     * <p>The outcome is not converged if a class empties, if its choices are separated so that a coefficient runs off, if two classes
     * are equal, or if there are more parameters than persons. It is flat if two classes made one describe the choices nearly as well, by
     * a log-likelihood less than 1.92 lower: single parameters then deserve no interval. Standard errors are those of the specification: from the curvature of
     * the mixture where every person counts the same, robust by person otherwise.
     *
     * @param classes how many, {@code >= 1}
     * @param specification without principal components, ridge or clusters
     * @param random decides the starts; the same seed gives the same result
     * @param starts {@code >= 10}: the likelihood of a mixture has several maxima
     */
    public static FitOutcome<LatentClassModel> fit(
            BrandPanel panel, int classes, ChoiceSpecification specification, RandomGenerator random, int starts) {
        return LatentClassFitter.of(panel, specification).fit(classes, random.nextLong(), checked(starts));
    }

    /**
     * Fits classes to a survey, from {@link #STARTS} starts. With one choice of each respondent, classes are told apart by the shape of
     * the choice probabilities alone: that takes many respondents, and a warning says so.
     *
     * @param classes how many, {@code >= 1}
     * @param random decides the starts; the same seed gives the same result
     */
    public static FitOutcome<LatentClassModel> fit(
            BrandSurvey survey, int classes, ChoiceSpecification specification, RandomGenerator random) {
        return fit(survey, classes, specification, random, STARTS);
    }

    /**
     * Fits classes to a survey; see the forms for a panel.
     *
     * @param classes how many, {@code >= 1}
     * @param specification without principal components, ridge or clusters
     * @param random decides the starts; the same seed gives the same result
     * @param starts {@code >= 10}: the likelihood of a mixture has several maxima
     */
    public static FitOutcome<LatentClassModel> fit(
            BrandSurvey survey, int classes, ChoiceSpecification specification, RandomGenerator random, int starts) {
        return LatentClassFitter.of(survey, specification).fit(classes, random.nextLong(), checked(starts));
    }

    private static int checked(int starts) {
        if (starts < 10) {
            throw Require.bad("starts", "must be >= 10", "the likelihood of a mixture has several maxima", starts);
        }
        return starts;
    }

    @Override
    public List<String> brands() {
        return classes.get(0).brands();
    }

    @Override
    public List<SubDriver> subDrivers() {
        return classes.get(0).subDrivers();
    }

    @Override
    public int classes() {
        return shares.length;
    }

    /** The share of a class among customers, in (0, 1]. */
    public double share(int ofClass) {
        return shares[checkedClass(ofClass)];
    }

    /** The model of the customers of a class. */
    public DriverModel driverModel(int ofClass) {
        return classes.get(checkedClass(ofClass));
    }

    @Override
    public ChoiceCoefficients coefficients(int ofClass) {
        return driverModel(ofClass).coefficients();
    }

    private int checkedClass(int ofClass) {
        if (ofClass < 0 || ofClass >= shares.length) {
            throw Require.bad("ofClass", "must be from 0 to " + (shares.length - 1), "", ofClass);
        }
        return ofClass;
    }

    /**
     * This model knowing what the persons of a panel bought: {@link #membership(BrandSurvey)} then counts a respondent's purchases in
     * the panel, found by name, as well as the answer to the survey. So {@code equity.driver} values
     * {@link BrandPanel#toSurvey() the panel's survey} by what each person is likely to be. It has no text form, since a panel has
     * none: store the model without, and tell it the panel again.
     *
     * @throws IllegalArgumentException if the panel has other brands or sub-drivers than the model, or a person more than once
     */
    public LatentClassModel knowing(BrandPanel known) {
        requireSame(known);
        places(known);
        return new LatentClassModel(logits, classes, known);
    }

    /** The panel that is {@linkplain #knowing known}, if there is one. */
    public Optional<BrandPanel> knownPanel() {
        return Optional.ofNullable(panel);
    }

    /**
     * How likely each respondent belongs to each class, given the next choice where that was answered, and the purchases of the panel
     * that is {@linkplain #knowing known}; the shares of the classes where neither is.
     */
    @Override
    public double[][] membership(BrandSurvey survey) {
        SurveyFit.requireSame(this, survey);
        Map<String, Integer> places = panel == null ? Map.of() : places(panel);
        double[][] all = new double[survey.size()][classes()];
        double[] u = new double[brands().size()];
        for (int i = 0; i < all.length; i++) {
            Integer at = places.get(survey.id(i));
            for (int c = 0; c < classes(); c++) {
                ChoiceCoefficients of = classes.get(c).coefficients();
                double sum = Math.log(shares[c]);
                if (survey.hasChoice(i)) {
                    sum += logChoice(of, survey, i, u);
                }
                if (at != null && panel != null) {
                    sum += logSequence(of, panel, at, u);
                }
                all[i][c] = sum;
            }
            normalize(all[i]);
        }
        return all;
    }

    /**
     * How likely each person of a panel belongs to each class, given the brands bought: one row a person, one column a class, rows
     * summing to 1.
     *
     * @throws IllegalArgumentException if the panel has other brands or sub-drivers than the model
     */
    public double[][] membership(BrandPanel of) {
        requireSame(of);
        double[][] all = new double[of.size()][classes()];
        double[] u = new double[brands().size()];
        for (int i = 0; i < all.length; i++) {
            for (int c = 0; c < classes(); c++) {
                all[i][c] = Math.log(shares[c]) + logSequence(classes.get(c).coefficients(), of, i, u);
            }
            normalize(all[i]);
        }
        return all;
    }

    /**
     * A panel of the same persons, offers and first states in which this model decides what is bought: each person belongs to a class,
     * drawn by the shares, for good.
     *
     * @throws IllegalArgumentException if the panel has other brands or sub-drivers than the model
     */
    public BrandPanel simulate(BrandPanel like, RandomGenerator random) {
        requireSame(like);
        double[] p = new double[brands().size()];
        int[] ofClass = new int[1];
        return like.mapPurchases((i, purchase, before) -> {
            if (purchase == 0) {
                ofClass[0] = draw(shares, random);
            }
            logProbabilities(coefficients(ofClass[0]), like, i, purchase, before, p);
            for (int b = 0; b < p.length; b++) {
                p[b] = Math.exp(p[b]);
            }
            return draw(p, random);
        });
    }

    private static int draw(double[] probabilities, RandomGenerator random) {
        double left = random.nextDouble();
        int last = 0;
        for (int b = 0; b < probabilities.length; b++) {
            if (probabilities[b] > 0) {
                last = b;
                left -= probabilities[b];
                if (left < 0) {
                    return b;
                }
            }
        }
        return last;
    }

    private void requireSame(BrandPanel other) {
        if (!other.brands().equals(brands())) {
            throw Require.bad("brands of panel", "must be those of the model, " + brands(), "", other.brands());
        }
        if (!other.subDrivers().equals(subDrivers())) {
            throw Require.bad(
                    "sub-drivers of panel", "must be those of the model, " + subDrivers(), "", other.subDrivers());
        }
    }

    private static Map<String, Integer> places(BrandPanel of) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < of.size(); i++) {
            if (places.put(of.id(i), i) != null) {
                throw Require.bad(
                        "id", "must be of one person only", "a person is found by name", '"' + of.id(i) + '"');
            }
        }
        return places;
    }

    /** ln of the probability of the answer; the sum of s ln P where it is split. */
    private static double logChoice(ChoiceCoefficients of, BrandSurvey survey, int i, double[] u) {
        for (int b = 0; b < u.length; b++) {
            u[b] = survey.considers(i, b)
                    ? of.utility(survey, i, b) + (survey.lastBrand(i) == b ? of.inertia(b) : 0)
                    : Double.NEGATIVE_INFINITY;
        }
        double all = logSumExp(u);
        double sum = 0;
        for (int b = 0; b < u.length; b++) {
            double share = survey.choiceShare(i, b);
            sum += share == 0 ? 0 : share * (u[b] - all);
        }
        return sum;
    }

    private static double logSequence(ChoiceCoefficients of, BrandPanel panel, int i, double[] u) {
        double sum = 0;
        for (int t = 0; t < panel.purchases(i); t++) {
            logProbabilities(of, panel, i, t, panel.boughtBefore(i, t), u);
            sum += u[panel.bought(i, t)];
        }
        return sum;
    }

    /** ln P of every brand; minus infinity where it is not on offer. */
    private static void logProbabilities(
            ChoiceCoefficients of, BrandPanel panel, int i, int purchase, OptionalInt before, double[] u) {
        for (int b = 0; b < u.length; b++) {
            u[b] = Double.NEGATIVE_INFINITY;
            if (panel.isOffered(i, purchase, b)) {
                u[b] = of.intercept(b);
                for (int s = 0; s < of.subDrivers(); s++) {
                    u[b] += of.driver(s) * panel.rating(i, purchase, b, s);
                }
            }
        }
        if (before.isPresent()) {
            u[before.getAsInt()] += of.inertia(before.getAsInt());
        }
        double all = logSumExp(u);
        for (int b = 0; b < u.length; b++) {
            u[b] -= all;
        }
    }

    private static double logSumExp(double[] u) {
        double highest = Double.NEGATIVE_INFINITY;
        for (double x : u) {
            highest = Math.max(highest, x);
        }
        double sum = 0;
        for (double x : u) {
            sum += Math.exp(x - highest);
        }
        return highest + Math.log(sum);
    }

    private static void normalize(double[] logs) {
        double all = logSumExp(logs);
        for (int c = 0; c < logs.length; c++) {
            logs[c] = Math.exp(logs[c] - all);
        }
    }

    @Override
    public List<String> parameterNames() {
        return names(classes(), classes.get(0).parameterNames());
    }

    static List<String> names(int classes, List<String> ofOne) {
        List<String> names = new ArrayList<>();
        for (int c = 1; c < classes; c++) {
            names.add("log share of class " + (c + 1) + " over class 1");
        }
        for (int c = 0; c < classes; c++) {
            for (String name : ofOne) {
                names.add("class " + (c + 1) + ": " + name);
            }
        }
        return List.copyOf(names);
    }

    @Override
    public double[] parameters() {
        int p = classes.get(0).parameters().length;
        double[] all = new double[classes() - 1 + classes() * p];
        System.arraycopy(logits, 1, all, 0, classes() - 1);
        for (int c = 0; c < classes(); c++) {
            System.arraycopy(classes.get(c).parameters(), 0, all, classes() - 1 + c * p, p);
        }
        return all;
    }

    /** The same classes with other parameters, in the order of {@link #parameterNames()}; classes keep their places. */
    @Override
    public LatentClassModel withParameters(double... newParameters) {
        List<String> names = parameterNames();
        Require.parameters(newParameters, names);
        int count = classes();
        double[] newLogits = new double[count];
        for (int c = 1; c < count; c++) {
            newLogits[c] = Require.finite(newParameters[c - 1], names.get(c - 1), "a logit");
        }
        int p = classes.get(0).parameters().length;
        List<DriverModel> newClasses = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            int from = count - 1 + c * p;
            newClasses.add(classes.get(c).withParameters(Arrays.copyOfRange(newParameters, from, from + p)));
        }
        return new LatentClassModel(newLogits, newClasses, panel);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof LatentClassModel other
                && Arrays.equals(logits, other.logits)
                && classes.equals(other.classes)
                && Objects.equals(panel, other.panel);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(logits), classes);
    }

    /** {@code class 1 (57.3 %): inertia 0.441, quality 1.226; class 2 ...}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (int c = 0; c < classes(); c++) {
            s.append(c == 0 ? "" : "; ")
                    .append("class ")
                    .append(c + 1)
                    .append(" (share ")
                    .append(shares[c]);
            s.append("): ").append(classes.get(c));
        }
        return s.toString();
    }
}
