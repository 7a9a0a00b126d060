package org.customerequity.equity.driver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.customerequity.model.choice.ChoiceCoefficients;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Figure} summed over respondents, each valued under every class to which they may belong.
 *
 * <pre>{@code
 *   S_gj = sum over i of group g of  w_i  sum over classes c of  q_ic V_ijc
 *   dS_gj / d theta = sum over c of (dS_gj / d coefficients of c) (d coefficients of c / d theta)
 *                   + sum over i, c of  w_i V_ijc  dq_ic / d theta
 * }</pre>
 *
 * <p>Derivatives in the coefficients are exact. Those of coefficients and memberships in the parameters are differences; they are exact
 * where coefficients are parameters, or sums of them, and memberships are given.
 */
final class Sums {
    /** Of utility, in differences; a power of 2, so that a parameter moved by it is hardly rounded. */
    private static final double STEP = 0x1p-10;

    private final ChoiceModel model;
    private final BrandSurvey survey;
    private final BrandSurvey classified;
    /** Respondents times classes, where there is more than one. */
    private final double @Nullable [][] membership;
    /** By how much to move each parameter in differences, once known. */
    private double @Nullable [] steps;

    Sums(ChoiceModel model, BrandSurvey survey) {
        this(model, survey, survey);
    }

    /** Respondents who keep the classes that their answers in {@code classified} put them in, whatever else they answer now. */
    Sums(ChoiceModel model, BrandSurvey survey, BrandSurvey classified) {
        this.model = model;
        this.survey = survey;
        this.classified = classified;
        // of one class, nothing is kept but that the survey is one of the model's
        double[][] known = model.membership(classified);
        this.membership = model.classes() > 1 ? known : null;
    }

    /** The survey of one respondent, also of one without weight. */
    static BrandSurvey alone(BrandSurvey survey, int i) {
        if (survey.weight(i) > 0) {
            return survey.rows(i);
        }
        double[] one = new double[survey.size()];
        Arrays.fill(one, 1);
        return survey.withWeights(one).rows(i);
    }

    /** How likely respondent {@code i} belongs to a class. */
    double membership(int i, int ofClass) {
        return membership == null ? 1 : membership[i][ofClass];
    }

    /** Groups times brands. */
    double[][] values(Figure figure) {
        int brands = survey.brands().size();
        double[][] sum = new double[figure.groups()][brands];
        double[] value = new double[brands];
        for (int c = 0; c < model.classes(); c++) {
            SwitchingChain chain = new SwitchingChain(model.coefficients(c));
            for (int i = 0; i < survey.size(); i++) {
                double w = figure.weight(i) * membership(i, c);
                if (w > 0) {
                    chain.load(survey, i);
                    figure.values(i, chain, value);
                    double[] own = sum[figure.group(i)];
                    for (int b = 0; b < brands; b++) {
                        own[b] += w * value[b];
                    }
                }
            }
        }
        return sum;
    }

    /** The numbers of one respondent, over the classes, without weight. */
    double[] valuesOf(Figure figure, int i) {
        int brands = survey.brands().size();
        double[] sum = new double[brands];
        double[] value = new double[brands];
        for (int c = 0; c < model.classes(); c++) {
            if (membership(i, c) > 0) {
                SwitchingChain chain = new SwitchingChain(model.coefficients(c));
                chain.load(survey, i);
                figure.values(i, chain, value);
                for (int b = 0; b < brands; b++) {
                    sum[b] += membership(i, c) * value[b];
                }
            }
        }
        return sum;
    }

    /** The numbers of every respondent for one brand, over the classes, without weight. */
    double[] column(Figure figure, int brand) {
        double[] column = new double[survey.size()];
        double[] value = new double[survey.brands().size()];
        for (int c = 0; c < model.classes(); c++) {
            SwitchingChain chain = new SwitchingChain(model.coefficients(c));
            for (int i = 0; i < survey.size(); i++) {
                if (membership(i, c) > 0) {
                    chain.load(survey, i);
                    figure.values(i, chain, value);
                    column[i] += membership(i, c) * value[brand];
                }
            }
        }
        return column;
    }

    /** The derivatives in the coefficients of one class. */
    Sensitivity sensitivity(Figure figure, int ofClass) {
        ChoiceCoefficients coefficients = model.coefficients(ofClass);
        Sensitivity out = new Sensitivity(figure.groups(), coefficients);
        SwitchingChain chain = new SwitchingChain(coefficients);
        double[] inUtility = new double[chain.brands() * chain.brands()];
        double[] inInertia = new double[chain.brands() * chain.brands()];
        for (int i = 0; i < survey.size(); i++) {
            double w = figure.weight(i) * membership(i, ofClass);
            if (w > 0) {
                chain.load(survey, i);
                figure.derivatives(i, chain, inUtility, inInertia);
                out.add(figure.group(i), w, inUtility, inInertia, chain);
            }
        }
        return out;
    }

    /** The derivatives in the parameters of the model: groups times brands times parameters. */
    double[][][] gradient(Figure figure) {
        int brands = survey.brands().size();
        double[] parameters = model.parameters();
        double[][][] gradient = new double[figure.groups()][brands][parameters.length];
        for (int c = 0; c < model.classes(); c++) {
            Sensitivity inCoefficients = sensitivity(figure, c);
            for (int p = 0; p < parameters.length; p++) {
                inCoefficients.addAlong(direction(c, p), p, gradient);
            }
        }
        if (model.classes() > 1) {
            addMemberships(figure, gradient);
        }
        return gradient;
    }

    private void addMemberships(Figure figure, double[][][] gradient) {
        int brands = survey.brands().size();
        int n = survey.size();
        int classes = model.classes();
        double[] value = new double[brands];
        double[] all = new double[n * classes * brands];
        for (int c = 0; c < classes; c++) {
            SwitchingChain chain = new SwitchingChain(model.coefficients(c));
            for (int i = 0; i < n; i++) {
                if (figure.weight(i) > 0) {
                    chain.load(survey, i);
                    figure.values(i, chain, value);
                    System.arraycopy(value, 0, all, (i * classes + c) * brands, brands);
                }
            }
        }
        for (int p = 0; p < gradient[0][0].length; p++) {
            Moved near = new Moved(p, 1);
            Moved far = new Moved(p, 2);
            double[][][] at = {
                near.up.membership(classified), near.down.membership(classified),
                far.up.membership(classified), far.down.membership(classified)
            };
            for (int i = 0; i < n; i++) {
                double w = figure.weight(i);
                for (int c = 0; c < classes && w > 0; c++) {
                    double slope = w
                            * limit((at[0][i][c] - at[1][i][c]) / near.width, (at[2][i][c] - at[3][i][c]) / far.width);
                    for (int b = 0; b < brands; b++) {
                        gradient[figure.group(i)][b][p] += slope * all[(i * classes + c) * brands + b];
                    }
                }
            }
        }
    }

    /** Something under models moved along each parameter, from which derivatives of all its numbers follow. */
    <T> Neighbours<T> neighbours(Function<? super ChoiceModel, ? extends T> of) {
        List<Pair<T>> near = new ArrayList<>();
        List<Pair<T>> far = new ArrayList<>();
        for (int p = 0; p < model.parameters().length; p++) {
            for (int steps = 1; steps <= 2; steps++) {
                Moved moved = new Moved(p, steps);
                (steps == 1 ? near : far).add(new Pair<>(of.apply(moved.up), of.apply(moved.down), moved.width));
            }
        }
        return new Neighbours<>(near, far);
    }

    private record Pair<T>(T up, T down, double width) {
        double slope(ToDoubleFunction<? super T> number) {
            return (number.applyAsDouble(up) - number.applyAsDouble(down)) / width;
        }
    }

    /** Values of something at one and at two steps along each parameter. */
    record Neighbours<T>(List<Pair<T>> near, List<Pair<T>> far) {
        /** The derivative of a number in each parameter, by differences. */
        double[] slope(ToDoubleFunction<? super T> number) {
            double[] slope = new double[near.size()];
            Arrays.setAll(
                    slope, p -> limit(near.get(p).slope(number), far.get(p).slope(number)));
            return slope;
        }
    }

    /** {@link Neighbours#slope} of one number. */
    double[] slope(ToDoubleFunction<ChoiceModel> number) {
        return neighbours(number::applyAsDouble).slope(Double::doubleValue);
    }

    /**
     * By how much to move each parameter: such that no utility moves by more than {@link #STEP}, whatever the scale of the ratings. A
     * coefficient of ratings from 0 to 1000 is as small as its step must be.
     */
    private double step(int parameter) {
        double[] known = steps;
        if (known == null) {
            double[] theta = model.parameters();
            known = new double[theta.length];
            double[] largest = largestRatings();
            int k = survey.brands().size();
            for (int p = 0; p < known.length; p++) {
                double probe = STEP * Math.scalb(1.0, Math.getExponent(Math.max(1, Math.abs(theta[p]))));
                Moved moved = new Moved(p, probe);
                double size = 0;
                for (int c = 0; c < model.classes(); c++) {
                    double[] up = flat(moved.up.coefficients(c));
                    double[] down = flat(moved.down.coefficients(c));
                    for (int i = 0; i < up.length; i++) {
                        double slope = Math.abs(up[i] - down[i]) / moved.width;
                        size = Math.max(size, i < 2 * k ? slope : slope * largest[i - 2 * k]);
                    }
                }
                known[p] = size > 0 ? STEP / Math.scalb(1.0, Math.getExponent(size)) : probe;
            }
            steps = known;
        }
        return known[parameter];
    }

    private double[] largestRatings() {
        double[] largest = new double[survey.subDrivers().size()];
        for (int i = 0; i < survey.size(); i++) {
            for (int b = 0; b < survey.brands().size(); b++) {
                for (int s = 0; s < largest.length && survey.considers(i, b); s++) {
                    largest[s] = Math.max(largest[s], Math.abs(survey.rating(i, b, s)));
                }
            }
        }
        return largest;
    }

    /** How the coefficients of a class change with a parameter: intercepts, inertia, drivers. */
    private double[] direction(int ofClass, int parameter) {
        Moved near = new Moved(parameter, 1);
        Moved far = new Moved(parameter, 2);
        double[] a = flat(near.up.coefficients(ofClass));
        double[] b = flat(near.down.coefficients(ofClass));
        double[] aa = flat(far.up.coefficients(ofClass));
        double[] bb = flat(far.down.coefficients(ofClass));
        for (int i = 0; i < a.length; i++) {
            a[i] = limit((a[i] - b[i]) / near.width, (aa[i] - bb[i]) / far.width);
        }
        return a;
    }

    private static double[] flat(ChoiceCoefficients c) {
        int k = c.brands();
        double[] all = new double[2 * k + c.subDrivers()];
        for (int b = 0; b < k; b++) {
            all[b] = c.intercept(b);
            all[k + b] = c.inertia(b);
        }
        for (int s = 0; s < c.subDrivers(); s++) {
            all[2 * k + s] = c.driver(s);
        }
        return all;
    }

    /** The derivative, to the fourth order, from central differences over one step and over two. */
    private static double limit(double near, double far) {
        return (4 * near - far) / 3;
    }

    /** The model with a parameter moved both ways. */
    private final class Moved {
        final ChoiceModel up;
        final ChoiceModel down;
        /** By how much, as rounded: a coefficient that is the parameter then has derivative 1, not nearly. */
        final double width;

        Moved(int parameter, int steps) {
            this(parameter, steps * step(parameter));
        }

        Moved(int parameter, double step) {
            double[] higher = model.parameters();
            double[] lower = model.parameters();
            higher[parameter] += step;
            lower[parameter] -= step;
            width = higher[parameter] - lower[parameter];
            up = model.withParameters(higher);
            down = model.withParameters(lower);
        }
    }
}
