package org.customerequity.fit.pooling;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Require;

/**
 * One model a segment.
 *
 * @param segments names, in the order in which they were given
 * @param models in the order of the names
 */
public record SegmentModels<M>(List<String> segments, List<M> models) implements Serializable {
    public SegmentModels {
        segments = List.copyOf(Objects.requireNonNull(segments, "segments"));
        models = List.copyOf(Objects.requireNonNull(models, "models"));
        if (segments.size() != models.size()) {
            throw Require.bad("models", "must be one a segment, " + segments.size(), "", models.size());
        }
    }

    /** The model of a segment. */
    public M model(String segment) {
        return models.get(Require.indexOf(segment, segments, "segment", "the names that were given"));
    }

    /** All, in order. */
    public Map<String, M> toMap() {
        Map<String, M> map = new LinkedHashMap<>();
        for (int s = 0; s < models.size(); s++) {
            map.put(segments.get(s), models.get(s));
        }
        return map;
    }
}
