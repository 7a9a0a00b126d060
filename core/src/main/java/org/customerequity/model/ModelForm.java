package org.customerequity.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.customerequity.fit.Parametric;

/** How one kind of model is written and read: what its object has besides the version, the name of the model and a fit. */
interface ModelForm {
    /** As the literature has it. */
    String name();

    Class<? extends Parametric> type();

    /** The fields, all of which must be there. */
    List<String> fields();

    /** The fields as text, a comma before each. */
    String write(Parametric model);

    /** The model of the fields, of which there are {@link #fields()}. */
    Parametric read(Map<String, JsonValue> fields);

    /** What is made of values that were read, which may refuse them. */
    static <T> T made(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("text: " + e.getMessage(), e);
        }
    }

    static JsonValue field(Map<String, JsonValue> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }
}
