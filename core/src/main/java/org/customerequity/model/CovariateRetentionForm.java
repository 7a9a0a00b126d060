package org.customerequity.model;

import java.util.List;
import java.util.Map;
import org.customerequity.fit.Parametric;
import org.customerequity.history.covariate.CovariateCoding;
import org.customerequity.retention.covariate.CovariateEffect;
import org.customerequity.retention.covariate.CovariateRetention;
import org.customerequity.retention.covariate.CurveFamily;
import org.customerequity.value.PeriodUnit;

/** Retention with covariates as text: with the coding, so that who comes later is measured as those of the fit were. */
final class CovariateRetentionForm implements ModelForm {
    @Override
    public String name() {
        return "retention with covariates";
    }

    @Override
    public Class<CovariateRetention> type() {
        return CovariateRetention.class;
    }

    @Override
    public List<String> fields() {
        return List.of("unit", "family", "effect", "coding", "parameters");
    }

    @Override
    public String write(Parametric model) {
        CovariateRetention m = (CovariateRetention) model;
        return ", \"unit\": \"" + m.unit() + "\", \"family\": \"" + m.family() + "\", \"effect\": \"" + m.effect()
                + "\", \"coding\": " + CodingForm.write(m.coding()) + ", \"parameters\": "
                + JsonValue.row(m.parameters());
    }

    @Override
    public Parametric read(Map<String, JsonValue> fields) {
        PeriodUnit unit = ModelForm.field(fields, "unit").oneOf("unit", PeriodUnit.values());
        CurveFamily family = ModelForm.field(fields, "family").oneOf("family", CurveFamily.values());
        CovariateEffect effect = ModelForm.field(fields, "effect").oneOf("effect", CovariateEffect.values());
        CovariateCoding coding = CodingForm.read(ModelForm.field(fields, "coding"));
        JsonValue listed = ModelForm.field(fields, "parameters");
        double[] parameters =
                listed.numbers("parameters", listed.list("parameters").size());
        return ModelForm.made(() -> CovariateRetention.ofParameters(family, coding, effect, unit, parameters));
    }
}
