package org.customerequity.equity.driver;

import java.util.Arrays;
import java.util.List;
import org.customerequity.model.choice.ChoiceCoefficients;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.SubDriver;

/** A model with something added to the inertia of brands; its parameters, and classes of respondents, are those of the model. */
final class StickierModel implements ChoiceModel {
    private static final long serialVersionUID = 1;

    private final ChoiceModel model;
    private final double[] inertiaBy;

    private StickierModel(ChoiceModel model, double[] inertiaBy) {
        this.model = model;
        this.inertiaBy = inertiaBy;
    }

    /** The model itself where nothing is added. */
    static ChoiceModel of(ChoiceModel model, double[] inertiaBy) {
        return Arrays.stream(inertiaBy).allMatch(by -> by == 0) ? model : new StickierModel(model, inertiaBy);
    }

    @Override
    public List<String> brands() {
        return model.brands();
    }

    @Override
    public List<SubDriver> subDrivers() {
        return model.subDrivers();
    }

    @Override
    public int classes() {
        return model.classes();
    }

    @Override
    public ChoiceCoefficients coefficients(int ofClass) {
        ChoiceCoefficients c = model.coefficients(ofClass);
        double[] intercepts = new double[c.brands()];
        double[] inertia = new double[c.brands()];
        double[] drivers = new double[c.subDrivers()];
        Arrays.setAll(intercepts, c::intercept);
        Arrays.setAll(inertia, k -> c.inertia(k) + inertiaBy[k]);
        Arrays.setAll(drivers, c::driver);
        return ChoiceCoefficients.of(intercepts, inertia, drivers);
    }

    @Override
    public double[][] membership(BrandSurvey survey) {
        return model.membership(survey);
    }

    @Override
    public List<String> parameterNames() {
        return model.parameterNames();
    }

    @Override
    public double[] parameters() {
        return model.parameters();
    }

    @Override
    public ChoiceModel withParameters(double... parameters) {
        return new StickierModel(model.withParameters(parameters), inertiaBy);
    }
}
