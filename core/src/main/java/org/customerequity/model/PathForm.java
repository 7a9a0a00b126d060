package org.customerequity.model;

import java.util.List;
import java.util.Map;
import org.customerequity.fit.Parametric;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.model.covariate.TimeVaryingParetoNbd;
import org.customerequity.value.PeriodUnit;

/** The Pareto/NBD on paths as text: how each covariate is measured, and the parameters, baselines as logarithms, in their order. */
final class PathForm implements ModelForm {
    private static final String PURCHASES = "purchaseCovariates";
    private static final String DROPOUT = "dropoutCovariates";
    private static final String EQUAL = "equalCoefficients";
    private static final String PARAMETERS = "parameters";

    @Override
    public String name() {
        return "time-varying Pareto/NBD";
    }

    @Override
    public Class<TimeVaryingParetoNbd> type() {
        return TimeVaryingParetoNbd.class;
    }

    @Override
    public List<String> fields() {
        return List.of("unit", PURCHASES, DROPOUT, EQUAL, PARAMETERS);
    }

    @Override
    public String write(Parametric model) {
        TimeVaryingParetoNbd m = (TimeVaryingParetoNbd) model;
        return ", \"unit\": \"" + m.unit() + "\", \"" + PURCHASES + "\": " + text(m.purchaseCoding()) + ", \"" + DROPOUT
                + "\": " + text(m.dropoutCoding()) + ", \"" + EQUAL + "\": "
                + JsonValue.list(m.equalCoefficients().stream().map(JsonValue::quoted)) + ", \"" + PARAMETERS + "\": "
                + JsonValue.row(m.parameters());
    }

    private static String text(CovariateCoding coding) {
        return JsonValue.list(coding.covariates().stream()
                .map(covariate -> (CodedCovariate.Number) covariate)
                .map(n -> "{\"name\": " + JsonValue.quoted(n.name()) + ", \"centre\": " + n.centre() + ", \"scale\": "
                        + n.scale() + "}"));
    }

    @Override
    public Parametric read(Map<String, JsonValue> fields) {
        PeriodUnit unit = ModelForm.field(fields, "unit").oneOf("unit", PeriodUnit.values());
        CovariateCoding purchases = coding(ModelForm.field(fields, PURCHASES), PURCHASES);
        CovariateCoding dropout = coding(ModelForm.field(fields, DROPOUT), DROPOUT);
        List<String> equal = ModelForm.field(fields, EQUAL).list(EQUAL).stream()
                .map(name -> name.string("a name of " + EQUAL))
                .toList();
        int size = 4 + purchases.columns().size() + dropout.columns().size() - equal.size();
        double[] parameters = ModelForm.field(fields, PARAMETERS).numbers(PARAMETERS, size);
        return ModelForm.made(() -> TimeVaryingParetoNbd.ofParameters(purchases, dropout, equal, unit, parameters));
    }

    private static CovariateCoding coding(JsonValue value, String name) {
        List<CodedCovariate> covariates =
                value.list(name).stream().map(PathForm::covariate).toList();
        return ModelForm.made(() -> CovariateCoding.ofCovariates(covariates));
    }

    private static CodedCovariate covariate(JsonValue value) {
        Map<String, JsonValue> fields = value.object("a covariate", List.of("name", "centre", "scale"), List.of());
        String name = ModelForm.field(fields, "name").string("name");
        double centre = ModelForm.field(fields, "centre").number("centre");
        double scale = ModelForm.field(fields, "scale").number("scale");
        return ModelForm.made(() -> new CodedCovariate.Number(name, centre, scale));
    }
}
