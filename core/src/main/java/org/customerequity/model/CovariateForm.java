package org.customerequity.model;

import java.util.List;
import java.util.Map;
import org.customerequity.fit.Parametric;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.model.covariate.CovariateProcess;
import org.customerequity.model.covariate.CovariatePurchaseModel;
import org.customerequity.model.covariate.CovariateSpecification;
import org.customerequity.model.covariate.DropoutForm;
import org.customerequity.model.covariate.FixedCoefficient;
import org.customerequity.model.purchase.PurchaseModelFamily;
import org.customerequity.value.PeriodUnit;

/** A purchase model with static covariates as text: its specification, its coding, and its parameters in their order. */
final class CovariateForm implements ModelForm {
    private static final List<String> FIELDS = List.of(
            "family",
            "k",
            "unit",
            "dropoutForm",
            "purchaseCovariates",
            "dropoutCovariates",
            "equalCoefficients",
            "fixedCoefficients",
            "coding",
            "parameters");
    private static final List<String> FIXED = List.of("process", "column", "perUnit");

    @Override
    public String name() {
        return "static covariates";
    }

    @Override
    public Class<CovariatePurchaseModel> type() {
        return CovariatePurchaseModel.class;
    }

    @Override
    public List<String> fields() {
        return FIELDS;
    }

    @Override
    public String write(Parametric model) {
        CovariatePurchaseModel m = (CovariatePurchaseModel) model;
        CovariateSpecification spec = m.specification();
        return ", \"family\": \"" + spec.family() + "\", \"k\": " + spec.k() + ", \"unit\": \"" + m.unit()
                + "\", \"dropoutForm\": \"" + spec.dropoutForm() + "\", \"purchaseCovariates\": "
                + CodingForm.names(spec.purchaseCovariates()) + ", \"dropoutCovariates\": "
                + CodingForm.names(spec.dropoutCovariates()) + ", \"equalCoefficients\": "
                + CodingForm.names(spec.equalCoefficients()) + ", \"fixedCoefficients\": "
                + JsonValue.list(spec.fixedCoefficients().stream().map(CovariateForm::write)) + ", \"coding\": "
                + CodingForm.write(m.coding()) + ", \"parameters\": " + JsonValue.row(m.parameters());
    }

    private static String write(FixedCoefficient fixed) {
        return "{\"process\": \"" + fixed.process() + "\", \"column\": " + JsonValue.quoted(fixed.column())
                + ", \"perUnit\": " + fixed.perUnit() + "}";
    }

    @Override
    public Parametric read(Map<String, JsonValue> fields) {
        PurchaseModelFamily family = ModelForm.field(fields, "family").oneOf("family", PurchaseModelFamily.values());
        int k = (int) ModelForm.field(fields, "k").wholeNumber("k", Integer.MAX_VALUE);
        PeriodUnit unit = ModelForm.field(fields, "unit").oneOf("unit", PeriodUnit.values());
        DropoutForm form = ModelForm.field(fields, "dropoutForm").oneOf("dropoutForm", DropoutForm.values());
        CovariateCoding coding = CodingForm.read(ModelForm.field(fields, "coding"));
        CovariateSpecification spec = ModelForm.made(() -> CovariateSpecification.of(family)
                .withK(k)
                .withDropoutForm(form)
                .withPurchaseCovariates(names(fields, "purchaseCovariates"))
                .withDropoutCovariates(names(fields, "dropoutCovariates"))
                .withEqualCoefficient(names(fields, "equalCoefficients")));
        for (JsonValue fixed : ModelForm.field(fields, "fixedCoefficients").list("fixedCoefficients")) {
            spec = with(spec, fixed.object("a fixed coefficient", FIXED, List.of()));
        }
        CovariateSpecification whole = spec;
        List<JsonValue> listed = ModelForm.field(fields, "parameters").list("parameters");
        double[] parameters = ModelForm.field(fields, "parameters").numbers("parameters", listed.size());
        return ModelForm.made(() -> CovariatePurchaseModel.of(whole, coding, unit, parameters));
    }

    private static String[] names(Map<String, JsonValue> fields, String name) {
        return CodingForm.names(ModelForm.field(fields, name), name).toArray(String[]::new);
    }

    private static CovariateSpecification with(CovariateSpecification spec, Map<String, JsonValue> fixed) {
        CovariateProcess process = ModelForm.field(fixed, "process").oneOf("process", CovariateProcess.values());
        String column = ModelForm.field(fixed, "column").string("column");
        double perUnit = ModelForm.field(fixed, "perUnit").number("perUnit");
        return ModelForm.made(() -> spec.withFixedCoefficient(process, column, perUnit));
    }
}
