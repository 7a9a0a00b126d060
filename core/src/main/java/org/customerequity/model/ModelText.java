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
import org.customerequity.model.purchase.CorrelatedParetoNbd;
import org.customerequity.model.purchase.GGompertzNbd;
import org.customerequity.model.purchase.MbgCnbd;
import org.customerequity.model.purchase.MbgNbd;
import org.customerequity.model.purchase.Nbd;
import org.customerequity.model.purchase.ParetoNbd;
import org.customerequity.model.purchase.PurchaseModel;
import org.customerequity.model.spend.ConstantSpend;
import org.customerequity.model.spend.GammaGamma;
import org.customerequity.model.spend.LogNormalSpend;
import org.customerequity.model.spend.ZeroInflatedLogNormal;
import org.customerequity.retention.curve.BetaDiscreteWeibull;
import org.customerequity.retention.curve.ConstantRetention;
import org.customerequity.retention.curve.ExponentialGamma;
import org.customerequity.retention.curve.ParametricCurve;
import org.customerequity.retention.curve.ShiftedBetaGeometric;
import org.customerequity.retention.curve.WeibullGamma;
import org.customerequity.value.Estimate;
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
 * <p>A fit has one field more, {@code "fit"}, with all of its {@link FitReport}: estimates, their covariance (of the logarithms of
 * positive parameters, of coefficients as they are), verdict, warnings, and the reason where what was maximised is no likelihood.
 * So intervals can be computed from what was stored, and a fit that did not converge does not become a model by being stored.
 *
 * <p>What is read is to the bit what was written. The fields may come in any order, as some databases reorder them. Whatever
 * else is not as it was written is refused, with line and column: another version, a model that is not known here, a
 * field that is missing, unknown or there twice, a number beyond a {@code double}, text after the end. The version rises when a
 * text of this one could be misread.
 *
 * <p>A model with covariates that change with time has, of each, its name, centre and scale, and its parameters in a list, baselines
 * as logarithms, then the coefficients of purchases and those of dropout.
 *
 * <p>The models are those of this library: of buying, of spending, of retention, and of the choice of brands. For one of your
 * own, store {@link Parametric#parameters()}. A share is written as itself where the parameter is its odds.
 *
 * <p>A model of choice has its brands and sub-drivers, and its coefficients in lists by what they belong to, since names that users
 * choose may collide: intercepts of the brands after the first, only where the model has intercepts; inertia, of its kind; one a
 * sub-driver. Segments have a name each. Classes have the logarithms of their shares over that of the first.
 *
 * <pre>{@code
 *   {"customer-equity": 1, "model": "driver model", "brands": ["Alpha", "Beta"],
 *    "subDrivers": [{"name": "quality", "driver": "VALUE"}], "inertia": "COMMON",
 *    "parameters": {"intercepts": [-0.2], "inertia": [0.849], "subDrivers": [0.441]}}
 *   "logSharesOverFirst": [-0.4], "classes": [{"inertia": "COMMON", "parameters": {...}}, ...]
 *   "segments": [{"name": "business", "inertia": "COMMON", "parameters": {...}}, ...]
 * }</pre>
 *
 * <p>A model with covariates has its specification, the coding of its covariates and its parameters in their order.
 *
 * <pre>{@code
 *   {"customer-equity": 1, "model": "static covariates", "family": "PARETO_NBD", "k": 1, "unit": "WEEK",
 *    "dropoutForm": "RATE", "purchaseCovariates": ["channel"], "dropoutCovariates": ["age"],
 *    "equalCoefficients": [], "fixedCoefficients": [],
 *    "coding": [{"name": "channel", "reference": "organic", "levels": ["ads"]}, {"name": "age", "centre": 41.5, "scale": 12.25}],
 *    "parameters": [-0.6, 2.4, -0.5, 2.5, 0.35, -0.1]}
 * }</pre>
 *
 * <p>Retention with covariates has the coding of these, and its parameters in their order.
 *
 * <pre>{@code
 *   {"customer-equity": 1, "model": "retention with covariates", "unit": "MONTH", "family": "SHIFTED_BETA_GEOMETRIC",
 *    "effect": "PROPORTIONAL_HAZARD", "coding": [{"name": "channel", "reference": "organic", "levels": ["ads"]}],
 *    "parameters": [-0.25, 0.75, 0.5]}
 * }</pre>
 *
 * <p>A latent model that {@linkplain org.customerequity.model.choice.LatentClassModel#knowing knows a panel} is refused: a model
 * is numbers, a panel the purchases of persons. Store it as it was before, and tell it the panel again. A model of retention by
 * score has the counts by score that it was fitted to, on which its standard errors rest.
 */
public final class ModelText {
    private static final int VERSION = 1;
    private static final String MARK = "customer-equity";
    private static final String QUASI = "noLikelihoodBecause";

    private ModelText() {}

    /** From the numbers of a model to the model; {@code k} and {@code unit} are there where the form has them. */
    private interface Maker {
        Parametric make(double[] numbers, Extras extras);
    }

    /** The numbers of a model that are written. */
    private interface Numbers<M> {
        double[] of(M model);
    }

    /** What a model has besides its parameters. */
    private record Extras(PeriodUnit unit, int k) {}

    /** How a model is written that is a few numbers with names. */
    private record Form(
            String name,
            Class<? extends Parametric> type,
            boolean timed,
            boolean regular,
            List<String> parameters,
            Numbers<Parametric> numbers,
            Maker maker)
            implements ModelForm {
        @Override
        public List<String> fields() {
            return Stream.of(timed ? "unit" : "", regular ? "k" : "", "parameters")
                    .filter(field -> !field.isEmpty())
                    .toList();
        }

        @Override
        public String write(Parametric model) {
            StringBuilder out = new StringBuilder();
            if (timed) {
                PeriodUnit unit =
                        model instanceof ParametricCurve curve ? curve.unit() : ((PurchaseModel) model).unit();
                out.append(", \"unit\": ").append(JsonValue.quoted(unit.name()));
            }
            if (regular) {
                out.append(", \"k\": ").append(model instanceof BgCnbd bg ? bg.k() : ((MbgCnbd) model).k());
            }
            out.append(", \"parameters\": {");
            double[] values = numbers.of(model);
            for (int i = 0; i < values.length; i++) {
                out.append(i == 0 ? "" : ", ")
                        .append(JsonValue.quoted(parameters.get(i)))
                        .append(": ");
                out.append(values[i]);
            }
            return out.append('}').toString();
        }

        @Override
        public Parametric read(Map<String, JsonValue> fields) {
            PeriodUnit unit =
                    timed ? ModelForm.field(fields, "unit").oneOf("unit", PeriodUnit.values()) : PeriodUnit.YEAR;
            int k = regular ? (int) ModelForm.field(fields, "k").wholeNumber("k", Integer.MAX_VALUE) : 1;
            Map<String, JsonValue> named =
                    ModelForm.field(fields, "parameters").object("parameters", parameters, List.of());
            double[] values = new double[parameters.size()];
            for (int i = 0; i < values.length; i++) {
                String name = parameters.get(i);
                values[i] = ModelForm.field(named, name).number(name);
            }
            return ModelForm.made(() -> maker.make(values, new Extras(unit, k)));
        }
    }

    private static final List<Form> NUMBERS = List.of(
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
            new Form(
                    "correlated Pareto/NBD",
                    CorrelatedParetoNbd.class,
                    true,
                    false,
                    List.of("r", "alpha", "s", "beta", "m"),
                    numbers(CorrelatedParetoNbd.class, m -> new double[] {m.r(), m.alpha(), m.s(), m.beta(), m.m()}),
                    (p, e) -> new CorrelatedParetoNbd(p[0], p[1], p[2], p[3], p[4], e.unit)),
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
            amount("constant spend", ConstantSpend.class, List.of("amount"), (p, e) -> new ConstantSpend(p[0])),
            new Form(
                    "zero-inflated log-normal",
                    ZeroInflatedLogNormal.class,
                    false,
                    false,
                    List.of("payingShare", "median", "logVariance"),
                    numbers(ZeroInflatedLogNormal.class, m ->
                            new double[] {m.payingShare(), m.median(), m.logVariance()}),
                    (p, e) -> new ZeroInflatedLogNormal(p[0], p[1], p[2])),
            new Form(
                    "constant retention",
                    ConstantRetention.class,
                    true,
                    false,
                    List.of("retention"),
                    numbers(ConstantRetention.class, m -> new double[] {m.retention()}),
                    (p, e) -> new ConstantRetention(p[0], e.unit)),
            timed(
                    "shifted beta-geometric",
                    ShiftedBetaGeometric.class,
                    List.of("alpha", "beta"),
                    (p, e) -> new ShiftedBetaGeometric(p[0], p[1], e.unit)),
            timed(
                    "beta-discrete-Weibull",
                    BetaDiscreteWeibull.class,
                    List.of("alpha", "beta", "c"),
                    (p, e) -> new BetaDiscreteWeibull(p[0], p[1], p[2], e.unit)),
            timed(
                    "exponential-gamma",
                    ExponentialGamma.class,
                    List.of("r", "alpha"),
                    (p, e) -> new ExponentialGamma(p[0], p[1], e.unit)),
            timed(
                    "Weibull-gamma",
                    WeibullGamma.class,
                    List.of("r", "scale", "c"),
                    (p, e) -> new WeibullGamma(p[0], p[1], p[2], e.unit)));

    private static final List<ModelForm> FORMS = Stream.of(
                    NUMBERS,
                    ChoiceForms.all(),
                    List.of(new RetentionForm(), new CovariateForm(), new CovariateRetentionForm(), new PathForm()))
            .<ModelForm>flatMap(List::stream)
            .toList();

    private static Form timed(String name, Class<? extends Parametric> type, List<String> parameters, Maker maker) {
        return new Form(name, type, true, false, parameters, Parametric::parameters, maker);
    }

    private static Form regular(String name, Class<? extends Parametric> type, List<String> parameters, Maker maker) {
        return new Form(name, type, true, true, parameters, Parametric::parameters, maker);
    }

    private static Form amount(String name, Class<? extends Parametric> type, List<String> parameters, Maker maker) {
        return new Form(name, type, false, false, parameters, Parametric::parameters, maker);
    }

    private static <M extends Parametric> Numbers<Parametric> numbers(Class<M> type, Numbers<M> numbers) {
        return model -> numbers.of(type.cast(model));
    }

    // --- writing

    /**
     * The model as text.
     *
     * @throws IllegalArgumentException if it is not one of this library, or knows a panel
     */
    public static String write(Parametric model) {
        return new Writer().model(model).end();
    }

    /**
     * The outcome of a fit as text: its model, or its best so far, and its report.
     *
     * @throws IllegalArgumentException if the model is not one of this library, or knows a panel; if the report is of other
     *     parameters than the model's, or a number of it is not finite
     */
    public static String write(FitOutcome<? extends Parametric> outcome) {
        Objects.requireNonNull(outcome, "outcome");
        if (outcome instanceof FitOutcome.NotConverged<? extends Parametric> not) {
            return new Writer()
                    .model(not.bestSoFar())
                    .fit(not.bestSoFar(), not.report())
                    .reason(not.reason())
                    .end();
        }
        Parametric model = outcome.orThrow();
        return new Writer().model(model).fit(model, outcome.report()).end();
    }

    /** Text as it grows. */
    private static final class Writer {
        private final StringBuilder out = new StringBuilder();

        Writer model(Parametric model) {
            Objects.requireNonNull(model, "model");
            ModelForm form = FORMS.stream()
                    .filter(f -> f.type() == model.getClass())
                    .findFirst()
                    .orElseThrow(() -> Require.bad(
                            "model",
                            "must be one of " + names(),
                            "store Parametric.parameters() of a model of your own",
                            model.getClass().getName()));
            out.append("{\"").append(MARK).append("\": ").append(VERSION);
            text("model", form.name());
            out.append(form.write(model));
            return this;
        }

        /** Into the object that ended last, the one of the fit. */
        Writer reason(String reason) {
            out.setLength(out.length() - 1);
            text("reason", reason);
            out.append('}');
            return this;
        }

        Writer fit(Parametric model, FitReport report) {
            requireOf(model, report);
            out.append(", \"fit\": {\"verdict\": ")
                    .append(JsonValue.quoted(report.verdict().name()));
            number("logLikelihood", report.logLikelihood());
            number("gradientNorm", report.gradientNorm());
            out.append(", \"iterations\": ").append(report.iterations());
            out.append(", \"observations\": ").append(report.observations());
            out.append(", \"estimates\": ").append(JsonValue.row(report.estimates()));
            if (report.hasStandardErrors()) {
                double[][] covariance =
                        report.scale() == Estimate.Scale.LOG ? report.logCovariance() : report.covariance();
                out.append(", \"").append(covarianceField(model)).append("\": ");
                out.append(JsonValue.list(Arrays.stream(covariance).map(JsonValue::row)));
            }
            out.append(", \"warnings\": ")
                    .append(JsonValue.list(report.warnings().stream().map(JsonValue::quoted)));
            report.currency().ifPresent(currency -> text("currency", currency.getCurrencyCode()));
            report.quasiReason().ifPresent(because -> text(QUASI, because));
            out.append('}');
            return this;
        }

        /** A report is read with the names and the scale of its model, so it must have them. */
        private static void requireOf(Parametric model, FitReport report) {
            if (!report.parameterNames().equals(model.parameterNames())) {
                throw Require.bad(
                        "names of report",
                        "must be those of the model, " + model.parameterNames(),
                        "a report of this model's fit",
                        report.parameterNames());
            }
            if (report.scale() != model.parameterScale()) {
                throw Require.bad(
                        "scale of report",
                        "must be that of the model, " + model.parameterScale(),
                        "see FitReport.ofCoefficients and FitReport.ofMaximum",
                        report.scale());
            }
        }

        private void text(String name, String value) {
            out.append(", \"").append(name).append("\": ").append(JsonValue.quoted(value));
        }

        private void number(String name, double value) {
            out.append(", \"").append(name).append("\": ").append(Require.finite(value, name, "of the fit's report"));
        }

        String end() {
            return out.append('}').toString();
        }
    }

    private static String names() {
        return FORMS.stream().map(ModelForm::name).collect(Collectors.joining(", "));
    }

    private static String covarianceField(Parametric model) {
        return model.parameterScale() == Estimate.Scale.LOG ? "logCovariance" : "covariance";
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
        JsonValue fit = fields(root, form(root)).get("fit");
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

    private static ModelForm form(JsonValue root) {
        JsonValue name = root.field("a model", "model");
        String known = name.string("model");
        return FORMS.stream()
                .filter(form -> form.name().equals(known))
                .findFirst()
                .orElseThrow(() -> name.bad("model must be one of " + names(), JsonValue.quoted(known)));
    }

    private static <M extends Parametric> M model(JsonValue root, Class<M> type) {
        ModelForm form = form(root);
        if (!Objects.requireNonNull(type, "type").isAssignableFrom(form.type())) {
            throw root.field("a model", "model").bad("model must be a " + type.getSimpleName(), form.name());
        }
        return type.cast(form.read(fields(root, form)));
    }

    private static Map<String, JsonValue> fields(JsonValue root, ModelForm form) {
        List<String> required =
                Stream.concat(Stream.of(MARK, "model"), form.fields().stream()).toList();
        return root.object("a " + form.name(), required, List.of("fit"));
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
                List.of(covarianceField(model), "reason", "currency", QUASI));
        FitVerdict verdict = ModelForm.field(fields, "verdict").oneOf("verdict", FitVerdict.values());
        int n = model.parameterNames().size();
        String covariance = covarianceField(model);
        double[][] rows = fields.containsKey(covariance)
                ? square(ModelForm.field(fields, covariance), covariance, n)
                : new double[0][];
        List<String> warnings = ModelForm.field(fields, "warnings").list("warnings").stream()
                .map(warning -> warning.string("a warning"))
                .toList();
        double[] estimates = ModelForm.field(fields, "estimates").numbers("estimates", n);
        double logLikelihood = ModelForm.field(fields, "logLikelihood").number("logLikelihood");
        double gradientNorm = ModelForm.field(fields, "gradientNorm").number("gradientNorm");
        int iterations = (int) ModelForm.field(fields, "iterations").wholeNumber("iterations", Integer.MAX_VALUE);
        long observations = ModelForm.field(fields, "observations").wholeNumber("observations", Long.MAX_VALUE);
        FitReport report = ModelForm.made(() -> FitReport.ofStored(
                model.parameterScale(),
                verdict,
                model.parameterNames(),
                estimates,
                rows,
                logLikelihood,
                gradientNorm,
                iterations,
                observations,
                warnings));
        JsonValue quasi = fields.get(QUASI);
        if (quasi != null) {
            FitReport likelihood = report;
            String because = quasi.string(QUASI);
            report = ModelForm.made(() -> likelihood.asQuasiLikelihood(because));
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

    private static double[][] square(JsonValue value, String name, int n) {
        List<JsonValue> rows = value.list(name);
        if (rows.size() != n) {
            throw value.bad(name + " must be " + n + " rows", rows.size() + "");
        }
        return rows.stream().map(row -> row.numbers("row of " + name, n)).toArray(double[][]::new);
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
