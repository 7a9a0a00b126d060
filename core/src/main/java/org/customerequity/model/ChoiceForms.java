package org.customerequity.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.customerequity.fit.Parametric;
import org.customerequity.internal.Require;
import org.customerequity.model.choice.ChoiceModel;
import org.customerequity.model.choice.DriverModel;
import org.customerequity.model.choice.Inertia;
import org.customerequity.model.choice.LatentClassModel;
import org.customerequity.model.choice.SegmentedDriverModel;
import org.customerequity.survey.brand.BrandPanel;
import org.customerequity.survey.brand.EquityDriver;
import org.customerequity.survey.brand.SubDriver;

/**
 * The models of brand choice as text. Their parameters are in lists by what they belong to: names are those of brands and
 * sub-drivers, which users choose, and two parameters may come to have the same.
 */
final class ChoiceForms {
    private static final String BRANDS = "brands";
    private static final String SUB_DRIVERS = "subDrivers";
    private static final String INERTIA = "inertia";
    private static final String PARAMETERS = "parameters";
    private static final String INTERCEPTS = "intercepts";
    private static final String CLASSES = "classes";
    private static final String LOG_SHARES = "logSharesOverFirst";
    private static final String SEGMENTS = "segments";
    private static final String NAME = "name";
    private static final String DRIVER = "driver";

    private ChoiceForms() {}

    /** What is the same for all respondents. */
    private record Questionnaire(List<String> brands, List<SubDriver> subDrivers) {}

    private interface Maker {
        Parametric make(Questionnaire asked, Map<String, JsonValue> fields);
    }

    private record ChoiceForm<M extends ChoiceModel>(
            String name, Class<M> type, List<String> own, Function<M, String> writer, Maker maker)
            implements ModelForm {
        @Override
        public List<String> fields() {
            return Stream.concat(Stream.of(BRANDS, SUB_DRIVERS), own.stream()).toList();
        }

        @Override
        public String write(Parametric model) {
            M m = type.cast(model);
            String subDrivers = JsonValue.list(m.subDrivers().stream()
                    .map(s -> "{\"" + NAME + "\": " + JsonValue.quoted(s.name()) + ", \"" + DRIVER + "\": \""
                            + s.driver() + "\"}"));
            return field(BRANDS, JsonValue.list(m.brands().stream().map(JsonValue::quoted)))
                    + field(SUB_DRIVERS, subDrivers)
                    + writer.apply(m);
        }

        @Override
        public Parametric read(Map<String, JsonValue> fields) {
            List<String> brands = ModelForm.field(fields, BRANDS).list(BRANDS).stream()
                    .map(brand -> brand.string("a brand"))
                    .toList();
            List<SubDriver> subDrivers = ModelForm.field(fields, SUB_DRIVERS).list(SUB_DRIVERS).stream()
                    .map(ChoiceForms::subDriver)
                    .toList();
            return maker.make(new Questionnaire(brands, subDrivers), fields);
        }
    }

    static List<ModelForm> all() {
        return List.of(
                new ChoiceForm<>(
                        "driver model",
                        DriverModel.class,
                        List.of(INERTIA, PARAMETERS),
                        ChoiceForms::coefficients,
                        ChoiceForms::driverModel),
                new ChoiceForm<>(
                        "segmented driver model",
                        SegmentedDriverModel.class,
                        List.of(SEGMENTS),
                        ChoiceForms::segments,
                        ChoiceForms::segmented),
                new ChoiceForm<>(
                        "latent-class logit",
                        LatentClassModel.class,
                        List.of(LOG_SHARES, CLASSES),
                        ChoiceForms::classes,
                        ChoiceForms::latent));
    }

    // --- writing

    private static String field(String name, String value) {
        return ", \"" + name + "\": " + value;
    }

    private static String coefficients(DriverModel model) {
        double[] p = model.parameters();
        int intercepts = model.hasIntercepts() ? Math.max(0, model.brands().size() - 1) : 0;
        int drivers = p.length - model.subDrivers().size();
        return field(INERTIA, JsonValue.quoted(model.inertia().name()))
                + ", \"" + PARAMETERS + "\": {"
                + (model.hasIntercepts()
                        ? "\"" + INTERCEPTS + "\": " + JsonValue.row(Arrays.copyOf(p, intercepts)) + ", "
                        : "")
                + "\"" + INERTIA + "\": " + JsonValue.row(Arrays.copyOfRange(p, intercepts, drivers))
                + field(SUB_DRIVERS, JsonValue.row(Arrays.copyOfRange(p, drivers, p.length))) + "}";
    }

    private static String segments(SegmentedDriverModel model) {
        return field(
                SEGMENTS,
                JsonValue.list(model.segments().stream()
                        .map(name -> "{\"" + NAME + "\": " + JsonValue.quoted(name)
                                + coefficients(model.driverModel(name)) + "}")));
    }

    private static String classes(LatentClassModel model) {
        Optional<BrandPanel> known = model.knownPanel();
        if (known.isPresent()) {
            throw Require.bad(
                    "model",
                    "must not know a panel, whose purchases have no text form",
                    "store the model as it was before knowing(panel), and call that again on what is read",
                    "one that knows " + known.get().size() + " persons");
        }
        double[] logShares = Arrays.copyOf(model.parameters(), model.classes() - 1);
        return field(LOG_SHARES, JsonValue.row(logShares))
                + field(
                        CLASSES,
                        JsonValue.list(IntStream.range(0, model.classes())
                                .mapToObj(c ->
                                        "{" + coefficients(model.driverModel(c)).substring(2) + "}")));
    }

    // --- reading

    private static SubDriver subDriver(JsonValue value) {
        Map<String, JsonValue> fields = value.object("a sub-driver", List.of(NAME, DRIVER), List.of());
        String name = ModelForm.field(fields, NAME).string("name of a sub-driver");
        EquityDriver driver = ModelForm.field(fields, DRIVER).oneOf(DRIVER, EquityDriver.values());
        return ModelForm.made(() -> new SubDriver(name, driver));
    }

    private static DriverModel driverModel(Questionnaire asked, Map<String, JsonValue> fields) {
        Inertia inertia = ModelForm.field(fields, INERTIA).oneOf(INERTIA, Inertia.values());
        Map<String, JsonValue> parts = ModelForm.field(fields, PARAMETERS)
                .object(PARAMETERS, List.of(INERTIA, SUB_DRIVERS), List.of(INTERCEPTS));
        int brands = asked.brands.size();
        JsonValue intercepts = parts.get(INTERCEPTS);
        int stays = switch (inertia) {
            case NONE -> 0;
            case COMMON -> 1;
            case BY_BRAND -> brands;
        };
        double[] parameters = Stream.of(
                        intercepts == null ? new double[0] : intercepts.numbers(INTERCEPTS, Math.max(0, brands - 1)),
                        ModelForm.field(parts, INERTIA).numbers(INERTIA, stays),
                        ModelForm.field(parts, SUB_DRIVERS).numbers(SUB_DRIVERS, asked.subDrivers.size()))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        return ModelForm.made(
                () -> DriverModel.of(asked.brands, asked.subDrivers, intercepts != null, inertia, parameters));
    }

    private static SegmentedDriverModel segmented(Questionnaire asked, Map<String, JsonValue> fields) {
        List<String> names = new ArrayList<>();
        List<DriverModel> models = new ArrayList<>();
        for (JsonValue segment : ModelForm.field(fields, SEGMENTS).list(SEGMENTS)) {
            Map<String, JsonValue> own = segment.object("a segment", List.of(NAME, INERTIA, PARAMETERS), List.of());
            names.add(ModelForm.field(own, NAME).string("name of a segment"));
            models.add(driverModel(asked, own));
        }
        return ModelForm.made(() -> SegmentedDriverModel.of(names, models));
    }

    private static LatentClassModel latent(Questionnaire asked, Map<String, JsonValue> fields) {
        List<DriverModel> classes = ModelForm.field(fields, CLASSES).list(CLASSES).stream()
                .map(one -> driverModel(asked, one.object("a class", List.of(INERTIA, PARAMETERS), List.of())))
                .toList();
        double[] logShares = ModelForm.field(fields, LOG_SHARES).numbers(LOG_SHARES, Math.max(0, classes.size() - 1));
        double[] equal = new double[classes.size()];
        Arrays.fill(equal, 1.0 / equal.length);
        double[] parameters = Stream.concat(
                        Stream.of(logShares), classes.stream().map(DriverModel::parameters))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        return ModelForm.made(() -> LatentClassModel.of(equal, classes).withParameters(parameters));
    }
}
