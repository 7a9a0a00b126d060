package org.customerequity.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.customerequity.history.covariate.CodedCovariate;
import org.customerequity.history.covariate.CovariateCoding;

/** A coding as text: a list of its covariates, numbers with centre and scale, categories with reference and levels. */
final class CodingForm {
    private static final List<String> NUMBER = List.of("name", "centre", "scale");
    private static final List<String> CATEGORY = List.of("name", "reference", "levels");

    private CodingForm() {}

    static String write(CovariateCoding coding) {
        return JsonValue.list(coding.covariates().stream().map(CodingForm::write));
    }

    private static String write(CodedCovariate covariate) {
        if (covariate instanceof CodedCovariate.Category c) {
            return "{\"name\": " + JsonValue.quoted(c.name()) + ", \"reference\": " + JsonValue.quoted(c.reference())
                    + ", \"levels\": " + names(c.levels()) + "}";
        }
        CodedCovariate.Number n = (CodedCovariate.Number) covariate;
        return "{\"name\": " + JsonValue.quoted(n.name()) + ", \"centre\": " + n.centre() + ", \"scale\": " + n.scale()
                + "}";
    }

    /** Names as a JSON list. */
    static String names(List<String> names) {
        return JsonValue.list(names.stream().map(JsonValue::quoted));
    }

    /** A JSON list of names. */
    static List<String> names(JsonValue value, String name) {
        return value.list(name).stream()
                .map(one -> one.string("one of " + name))
                .toList();
    }

    static CovariateCoding read(JsonValue value) {
        List<CodedCovariate> covariates = new ArrayList<>();
        for (JsonValue one : value.list("coding")) {
            covariates.add(covariate(one));
        }
        return ModelForm.made(() -> CovariateCoding.ofCovariates(covariates));
    }

    private static CodedCovariate covariate(JsonValue value) {
        // what has a scale is a number
        boolean number = value.object("a covariate", List.of("name"), List.of("centre", "scale", "reference", "levels"))
                .containsKey("scale");
        Map<String, JsonValue> fields = value.object("a covariate", number ? NUMBER : CATEGORY, List.of());
        String name = ModelForm.field(fields, "name").string("name");
        if (number) {
            double centre = ModelForm.field(fields, "centre").number("centre");
            double scale = ModelForm.field(fields, "scale").number("scale");
            return ModelForm.made(() -> new CodedCovariate.Number(name, centre, scale));
        }
        String reference = ModelForm.field(fields, "reference").string("reference");
        List<String> levels = names(ModelForm.field(fields, "levels"), "levels");
        return ModelForm.made(() -> new CodedCovariate.Category(name, reference, levels));
    }
}
