package org.customerequity.equity.driver;

import java.util.Arrays;
import java.util.List;
import org.customerequity.model.choice.ChoiceCoefficients;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;

/** Two classes whose membership depends on an answer, so that a scenario that changed the class would be seen. */
final class TwoClasses implements ChoiceModel {
    private static final long serialVersionUID = 1;

    /** Inertia and drivers of the first class, then of the second. */
    private final double[] parameters;

    TwoClasses(double... parameters) {
        this.parameters = parameters;
    }

    static TwoClasses example() {
        return new TwoClasses(0.5, 1.2, 0.1, 0.1, 1.4, 0.1, 0.6, 0.5);
    }

    @Override
    public List<String> brands() {
        return FiveRespondents.BRANDS;
    }

    @Override
    public List<SubDriver> subDrivers() {
        return FiveRespondents.DRIVERS;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public ChoiceCoefficients coefficients(int ofClass) {
        double[] inertia = new double[3];
        Arrays.fill(inertia, parameters[4 * ofClass]);
        return ChoiceCoefficients.of(
                new double[3], inertia, Arrays.copyOfRange(parameters, 4 * ofClass + 1, 4 * ofClass + 4));
    }

    @Override
    public double[][] membership(BrandSurvey survey) {
        double[][] all = new double[survey.size()][2];
        for (int i = 0; i < all.length; i++) {
            all[i][0] = 1 / (1 + Math.exp(survey.rating(i, 0, 0) - 3 + parameters[0]));
            all[i][1] = 1 - all[i][0];
        }
        return all;
    }

    @Override
    public List<String> parameterNames() {
        return List.of("b0", "b1", "b2", "b3", "c0", "c1", "c2", "c3");
    }

    @Override
    public double[] parameters() {
        return parameters.clone();
    }

    @Override
    public TwoClasses withParameters(double... changed) {
        return new TwoClasses(changed.clone());
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof TwoClasses other && Arrays.equals(parameters, other.parameters);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parameters);
    }
}
