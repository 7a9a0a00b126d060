package org.customerequity.model;

import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.customerequity.fit.Parametric;
import org.customerequity.retention.RetentionByScore;
import org.customerequity.retention.RetentionLogit;
import org.customerequity.retention.ScoreForm;
import org.customerequity.survey.RatingScale;
import org.customerequity.value.PeriodUnit;

/**
 * Retention by score as text: with the counts it was fitted to, on which its standard errors rest, and its centred coefficients,
 * since those of the scores would come back a last place away.
 */
final class RetentionForm implements ModelForm {
    private static final String CENTRED = "centredParameters";
    private static final List<String> BY_CLASS = List.of("kind", "base", "classes");

    @Override
    public String name() {
        return "retention by score";
    }

    @Override
    public Class<RetentionLogit> type() {
        return RetentionLogit.class;
    }

    @Override
    public List<String> fields() {
        return List.of("unit", "scale", "asked", "retained", "form", "ridge", CENTRED);
    }

    // --- writing

    @Override
    public String write(Parametric model) {
        RetentionLogit m = (RetentionLogit) model;
        RatingScale scale = m.counts().scale();
        return ", \"unit\": \"" + m.unit() + "\", \"scale\": {\"lowest\": " + scale.lowest() + ", \"highest\": "
                + scale.highest() + ", \"polarity\": \"" + scale.polarity() + "\"}, \"asked\": "
                + counts(scale, m.counts().asked()::count) + ", \"retained\": "
                + counts(scale, m.counts().retained()::count) + ", \"form\": " + text(m.form()) + ", \"ridge\": "
                + m.ridge() + ", \"" + CENTRED + "\": " + JsonValue.row(m.centredParameters());
    }

    private static String counts(RatingScale scale, IntToLongFunction count) {
        return JsonValue.list(IntStream.rangeClosed(scale.lowest(), scale.highest())
                .mapToObj(score -> Long.toString(count.applyAsLong(score))));
    }

    private static String text(ScoreForm form) {
        if (form instanceof ScoreForm.Classes by) {
            return "{\"kind\": \"classes\", \"base\": " + JsonValue.quoted(by.base()) + ", \"classes\": "
                    + JsonValue.list(by.classes().stream()
                            .map(c -> "{\"name\": " + JsonValue.quoted(c.name()) + ", \"from\": " + c.from()
                                    + ", \"to\": " + c.to() + "}"))
                    + "}";
        }
        return "{\"kind\": \"linear\"}";
    }

    // --- reading

    @Override
    public Parametric read(Map<String, JsonValue> fields) {
        PeriodUnit unit = ModelForm.field(fields, "unit").oneOf("unit", PeriodUnit.values());
        RatingScale scale = scale(ModelForm.field(fields, "scale"));
        long[] asked = counts(ModelForm.field(fields, "asked"), "asked", scale);
        long[] retained = counts(ModelForm.field(fields, "retained"), "retained", scale);
        ScoreForm form = form(ModelForm.field(fields, "form"));
        double ridge = ModelForm.field(fields, "ridge").number("ridge");
        List<JsonValue> listed = ModelForm.field(fields, CENTRED).list(CENTRED);
        double[] centred = ModelForm.field(fields, CENTRED).numbers(CENTRED, listed.size());
        return ModelForm.made(() -> RetentionLogit.ofCentred(
                RetentionByScore.ofCounts(scale, asked, retained, unit), form, ridge, centred));
    }

    private static RatingScale scale(JsonValue value) {
        Map<String, JsonValue> fields = value.object("scale", List.of("lowest", "highest", "polarity"), List.of());
        int lowest = ModelForm.field(fields, "lowest").integer("lowest");
        int highest = ModelForm.field(fields, "highest").integer("highest");
        RatingScale.Polarity polarity =
                ModelForm.field(fields, "polarity").oneOf("polarity", RatingScale.Polarity.values());
        return ModelForm.made(() -> new RatingScale(lowest, highest, polarity));
    }

    private static long[] counts(JsonValue value, String name, RatingScale scale) {
        List<JsonValue> counts = value.list(name);
        if (counts.size() != scale.points()) {
            throw value.bad(name + " must be " + scale.points() + " counts", counts.size() + "");
        }
        return counts.stream()
                .mapToLong(count -> count.wholeNumber("a count of " + name, Long.MAX_VALUE))
                .toArray();
    }

    private static ScoreForm form(JsonValue value) {
        JsonValue kind = value.field("form", "kind");
        switch (kind.string("kind")) {
            case "linear" -> {
                value.object("a linear form", List.of("kind"), List.of());
                return ScoreForm.linear();
            }
            case "classes" -> {
                Map<String, JsonValue> fields = value.object("a form by classes", BY_CLASS, List.of());
                String base = ModelForm.field(fields, "base").string("base");
                List<ScoreForm.ScoreClass> classes = ModelForm.field(fields, "classes").list("classes").stream()
                        .map(RetentionForm::scoreClass)
                        .toList();
                return ModelForm.made(() -> new ScoreForm.Classes(classes, base));
            }
            default -> throw kind.bad("kind must be linear or classes", JsonValue.quoted(kind.string("kind")));
        }
    }

    private static ScoreForm.ScoreClass scoreClass(JsonValue value) {
        Map<String, JsonValue> fields = value.object("a class of scores", List.of("name", "from", "to"), List.of());
        String name = ModelForm.field(fields, "name").string("name");
        int from = ModelForm.field(fields, "from").integer("from");
        int to = ModelForm.field(fields, "to").integer("to");
        return ModelForm.made(() -> new ScoreForm.ScoreClass(name, from, to));
    }
}
