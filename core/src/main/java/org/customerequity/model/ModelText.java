package org.customerequity.model;

import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.customerequity.fit.FitOutcome;
import org.customerequity.fit.FitReport;
import org.customerequity.fit.FitVerdict;
import org.customerequity.fit.Parametric;
import org.customerequity.internal.Require;
import org.customerequity.model.purchase.BgBb;
import org.customerequity.model.purchase.BgCnbd;
import org.customerequity.model.purchase.BgNbd;
import org.customerequity.model.purchase.GGompertzNbd;
import org.customerequity.model.purchase.MbgCnbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.value.PeriodUnit;

/**
 * Models and fits as text, to keep them in a file or a column and to read them elsewhere: a JSON object of a few hundred
 * characters.
 *
 * <pre>{@code
 *   {"customer-equity": 1, "model": "BG/NBD", "unit": "WEEK",
 *    "parameters": {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}}
 *
 *   String text = ModelText.write(BgNbd.fit(histories));
 *   FitOutcome<BgNbd> fit = ModelText.readFit(text, BgNbd.class);
 *   PurchaseModel model = ModelText.read(text, PurchaseModel.class);
 * }</pre>
 *
 * <p>A fit has one field more, {@code "fit"}, with all of its {@link FitReport}: estimates, the covariance of their
 * logarithms, verdict, warnings. So intervals can be computed from what was stored, and a fit that did not converge does not
 * become a model by being stored.
 *
 * <p>What is read is to the bit what was written. The fields may come in any order, as some databases reorder them. Whatever
 * else is not as it was written is refused, with line and column: another version, a model that is not known here, a
 * field that is missing, unknown or there twice, a number beyond a {@code double}, text after the end. The version rises when a
 * text of this one could be misread.
 *
 * <p>The models are those of this library; for one of your own, store {@link Parametric#parameters()}.
 */
public final class ModelText {
    private static final int VERSION = 1;
    private static final String MARK = "customer-equity";

    private ModelText() {}

    /** From the numbers of a model to the model; {@code k} and {@code unit} are there where the form has them. */
    private interface Maker {
        Parametric make(double[] parameters, Extras extras);
    }

    /** What a model has besides its parameters. */
    private record Extras(PeriodUnit unit, int k) {}

    /** How one kind of model is written. */
    private record Form(
            String name,
            Class<? extends Parametric> type,
            boolean timed,
            boolean regular,
            List<String> parameters,
            Maker maker) {
        List<String> fields() {
            return Stream.of(MARK, "model", timed ? "unit" : "", regular ? "k" : "", "parameters")
                    .filter(field -> !field.isEmpty())
                    .toList();
        }
    }

    private static final List<Form> FORMS = List.of(
            timed("NBD", Nbd.class, List.of("r", "alpha"), (p, e) -> new Nbd(p[0], p[1], e.unit)),
            timed(
                    "BG/NBD",
                    BgNbd.class,
                    List.of("r", "alpha", "a", "b"),
                    (p, e) -> new BgNbd(p[0], p[1], p[2], p[3], e.unit)),
            timed(
                    "MBG/NBD",
                    MbgNbd.class,
                    List.of("r", "alpha", "a", "b"),
                    (p, e) -> new MbgNbd(p[0], p[1], p[2], p[3], e.unit)),
            regular(
                    "BG/CNBD-k",
                    BgCnbd.class,
                    List.of("r", "alpha", "a", "b"),
                    (p, e) -> new BgCnbd(e.k, p[0], p[1], p[2], p[3], e.unit)),
            regular(
                    "MBG/CNBD-k",
                    MbgCnbd.class,
                    List.of("r", "alpha", "a", "b"),
                    (p, e) -> new MbgCnbd(e.k, p[0], p[1], p[2], p[3], e.unit)),
            timed(
                    "Pareto/NBD",
                    ParetoNbd.class,
                    List.of("r", "alpha", "s", "beta"),
                    (p, e) -> new ParetoNbd(p[0], p[1], p[2], p[3], e.unit)),
            timed(
                    "GGompertz/NBD",
                    GGompertzNbd.class,
                    List.of("r", "alpha", "b", "s", "beta"),
                    (p, e) -> new GGompertzNbd(p[0], p[1], p[2], p[3], p[4], e.unit)),
            timed(
                    "BG/BB",
                    BgBb.class,
                    List.of("alpha", "beta", "gamma", "delta"),
                    (p, e) -> new BgBb(p[0], p[1], p[2], p[3], e.unit)),
            amount(
                    "gamma-gamma",
                    GammaGamma.class,
                    List.of("p", "q", "gamma"),
                    (p, e) -> new GammaGamma(p[0], p[1], p[2])),
            amount(
                    "log-normal spend",
                    LogNormalSpend.class,
                    List.of("median", "betweenVariance", "withinVariance"),
                    (p, e) -> new LogNormalSpend(p[0], p[1], p[2])),
            amount("constant spend", ConstantSpend.class, List.of("amount"), (p, e) -> new ConstantSpend(p[0])));

    private static Form timed(String name, Class<? extends Parametric> type, List<String> parameters, Maker maker) {
        return new Form(name, type, true, false, parameters, maker);
    }

    private static Form regular(String name, Class<? extends Parametric> type, List<String> parameters, Maker maker) {
        return new Form(name, type, true, true, parameters, maker);
    }

    private static Form amount(String name, Class<? extends Parametric> type, List<String> parameters, Maker maker) {
        return new Form(name, type, false, false, parameters, maker);
    }

    // --- writing

    /**
     * The model as text.
     *
     * @throws IllegalArgumentException if it is not one of this library
     */
    public static String write(Parametric model) {
        return new Writer().model(model).end();
    }

    /**
     * The outcome of a fit as text: its model, or its best so far, and its report.
     *
     * @throws IllegalArgumentException if the model is not one of this library, or a number of the report is not finite
     */
    public static String write(FitOutcome<? extends Parametric> outcome) {
        Objects.requireNonNull(outcome, "outcome");
        if (outcome instanceof FitOutcome.NotConverged<? extends Parametric> not) {
            return new Writer()
                    .model(not.bestSoFar())
                    .fit(not.report())
                    .reason(not.reason())
                    .end();
        }
        return new Writer().model(outcome.orThrow()).fit(outcome.report()).end();
    }

    /** Text as it grows. */
    private static final class Writer {
        private final StringBuilder out = new StringBuilder();

        Writer model(Parametric model) {
            Objects.requireNonNull(model, "model");
            Form form = FORMS.stream()
                    .filter(f -> f.type == model.getClass())
                    .findFirst()
                    .orElseThrow(() -> Require.bad(
                            "model",
                            "must be one of " + names(),
                            "store Parametric.parameters() of a model of your own",
                            model.getClass().getName()));
            out.append("{\"").append(MARK).append("\": ").append(VERSION);
            text("model", form.name);
            if (form.timed) {
                text("unit", ((PurchaseModel) model).unit().name());
            }
            if (form.regular) {
                out.append(", \"k\": ").append(model instanceof BgCnbd bg ? bg.k() : ((MbgCnbd) model).k());
            }
            out.append(", \"parameters\": {");
            double[] values = model.parameters();
            for (int i = 0; i < values.length; i++) {
                out.append(i == 0 ? "" : ", ")
                        .append(JsonValue.quoted(form.parameters.get(i)))
                        .append(": ");
                out.append(values[i]);
            }
            out.append('}');
            return this;
        }

        /** Into the object that ended last, the one of the fit. */
        Writer reason(String reason) {
            out.setLength(out.length() - 1);
            text("reason", reason);
            out.append('}');
            return this;
        }

        Writer fit(FitReport report) {
            out.append(", \"fit\": {\"verdict\": ")
                    .append(JsonValue.quoted(report.verdict().name()));
            number("logLikelihood", report.logLikelihood());
            number("gradientNorm", report.gradientNorm());
            out.append(", \"iterations\": ").append(report.iterations());
            out.append(", \"observations\": ").append(report.observations());
            out.append(", \"estimates\": ").append(row(report.estimates()));
            if (report.hasStandardErrors()) {
                out.append(", \"logCovariance\": ")
                        .append(Arrays.stream(report.logCovariance())
                                .map(Writer::row)
                                .collect(Collectors.joining(", ", "[", "]")));
            }
            out.append(", \"warnings\": ")
                    .append(report.warnings().stream()
                            .map(JsonValue::quoted)
                            .collect(Collectors.joining(", ", "[", "]")));
            report.currency().ifPresent(currency -> text("currency", currency.getCurrencyCode()));
            out.append('}');
            return this;
        }

        private void text(String name, String value) {
            out.append(", \"").append(name).append("\": ").append(JsonValue.quoted(value));
        }

        private void number(String name, double value) {
            out.append(", \"").append(name).append("\": ").append(Require.finite(value, name, "of the fit's report"));
        }

        private static String row(double[] values) {
            return Arrays.stream(values)
                    .mapToObj(value -> Double.toString(Require.finite(value, "report", "")))
                    .collect(Collectors.joining(", ", "[", "]"));
        }

        String end() {
            return out.append('}').toString();
        }
    }

    private static String names() {
        return FORMS.stream().map(Form::name).collect(Collectors.joining(", "));
    }

    // --- reading

    /**
     * The model that {@link #write(Parametric)} or {@link #write(FitOutcome)} wrote.
     *
     * @param type of the model, or an interface of it: {@code BgNbd.class}, {@code PurchaseModel.class}
     * @throws IllegalArgumentException if the text is not one of ours, with where and why, or its model is of another type
     * @throws org.customerequity.fit.FitException if the text is of a fit that did not converge
     */
    public static <M extends Parametric> M read(String text, Class<M> type) {
        JsonValue root = root(text);
        M model = model(root, type);
        Map<String, JsonValue> fields = root.object("a model", form(root).fields(), List.of("fit"));
        JsonValue fit = fields.get("fit");
        return fit == null ? model : outcome(model, fit).orThrow();
    }

    /**
     * The outcome that {@link #write(FitOutcome)} wrote.
     *
     * @param type of the model, or an interface of it
     * @throws IllegalArgumentException if the text is not one of ours, with where and why, or not of a fit, or its model is of
     *     another type
     */
    public static <M extends Parametric> FitOutcome<M> readFit(String text, Class<M> type) {
        JsonValue root = root(text);
        return outcome(model(root, type), root.field("a fit", "fit"));
    }

    private static JsonValue root(String text) {
        JsonValue root = JsonValue.parse(Objects.requireNonNull(text, "text"));
        JsonValue version = root.field("a model", MARK);
        if (version.wholeNumber(MARK, Long.MAX_VALUE) != VERSION) {
            throw version.bad(
                    MARK + " must be version " + VERSION + " of the text form, which this release reads",
                    version.wholeNumber(MARK, Long.MAX_VALUE) + "");
        }
        return root;
    }

    private static Form form(JsonValue root) {
        JsonValue name = root.field("a model", "model");
        String known = name.string("model");
        return FORMS.stream()
                .filter(form -> form.name.equals(known))
                .findFirst()
                .orElseThrow(() -> name.bad("model must be one of " + names(), JsonValue.quoted(known)));
    }

    private static <M extends Parametric> M model(JsonValue root, Class<M> type) {
        Form form = form(root);
        if (!Objects.requireNonNull(type, "type").isAssignableFrom(form.type)) {
            throw root.field("a model", "model").bad("model must be a " + type.getSimpleName(), form.name);
        }
        Map<String, JsonValue> fields = root.object("a " + form.name, form.fields(), List.of("fit"));
        PeriodUnit unit = form.timed ? unit(fields) : PeriodUnit.YEAR;
        int k = form.regular ? (int) whole(fields, "k", Integer.MAX_VALUE) : 1;
        JsonValue parameters = field(fields, "parameters");
        Map<String, JsonValue> named = parameters.object("parameters", form.parameters, List.of());
        double[] values = new double[form.parameters.size()];
        for (int i = 0; i < values.length; i++) {
            String name = form.parameters.get(i);
            values[i] = field(named, name).number(name);
        }
        try {
            return type.cast(form.maker.make(values, new Extras(unit, k)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("text: " + e.getMessage(), e);
        }
    }

    private static JsonValue field(Map<String, JsonValue> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    private static long whole(Map<String, JsonValue> fields, String name, long most) {
        return field(fields, name).wholeNumber(name, most);
    }

    private static PeriodUnit unit(Map<String, JsonValue> fields) {
        return oneOf(field(fields, "unit"), "unit", PeriodUnit.values());
    }

    private static <E extends Enum<E>> E oneOf(JsonValue value, String name, E[] all) {
        String text = value.string(name);
        return Arrays.stream(all)
                .filter(one -> one.name().equals(text))
                .findFirst()
                .orElseThrow(() -> value.bad(name + " must be one of " + Arrays.asList(all), JsonValue.quoted(text)));
    }

    private static <M extends Parametric> FitOutcome<M> outcome(M model, JsonValue fit) {
        Map<String, JsonValue> fields = fit.object(
                "fit",
                List.of(
                        "verdict",
                        "logLikelihood",
                        "gradientNorm",
                        "iterations",
                        "observations",
                        "estimates",
                        "warnings"),
                List.of("logCovariance", "reason", "currency"));
        FitVerdict verdict = oneOf(field(fields, "verdict"), "verdict", FitVerdict.values());
        int n = model.parameterNames().size();
        JsonValue covariance = fields.get("logCovariance");
        double[][] rows = new double[0][];
        if (covariance != null) {
            List<JsonValue> list = covariance.list("logCovariance");
            if (list.size() != n) {
                throw covariance.bad("logCovariance must be " + n + " rows", list.size() + "");
            }
            rows = list.stream()
                    .map(row -> row.numbers("row of logCovariance", n))
                    .toArray(double[][]::new);
        }
        List<String> warnings = field(fields, "warnings").list("warnings").stream()
                .map(warning -> warning.string("a warning"))
                .toList();
        FitReport report;
        try {
            report = FitReport.ofStored(
                    verdict,
                    model.parameterNames(),
                    field(fields, "estimates").numbers("estimates", n),
                    rows,
                    field(fields, "logLikelihood").number("logLikelihood"),
                    field(fields, "gradientNorm").number("gradientNorm"),
                    (int) whole(fields, "iterations", Integer.MAX_VALUE),
                    whole(fields, "observations", Long.MAX_VALUE),
                    warnings);
        } catch (IllegalArgumentException e) {
            throw e.getMessage().startsWith("text ")
                    ? e
                    : fit.bad("fit must be a report: " + e.getMessage(), "otherwise");
        }
        JsonValue currency = fields.get("currency");
        if (currency != null) {
            report = report.inCurrency(currency(currency));
        }
        JsonValue reason = fields.get("reason");
        boolean converged = verdict == FitVerdict.CONVERGED || verdict == FitVerdict.CONVERGED_FLAT;
        if (converged != (reason == null)) {
            throw fit.bad(
                    "fit must have a reason where, and only where, it did not converge",
                    verdict + (reason == null ? " without one" : " with one"));
        }
        return reason == null
                ? new FitOutcome.Converged<>(model, report)
                : new FitOutcome.NotConverged<>(model, report, reason.string("reason"));
    }

    private static Currency currency(JsonValue value) {
        String code = value.string("currency");
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException unknown) {
            throw value.bad("currency must be an ISO 4217 code", JsonValue.quoted(code));
        }
    }
}
