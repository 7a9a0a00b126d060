package org.customerequity.history.covariate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.customerequity.history.CustomerIds;
import org.customerequity.internal.Require;

/** Takes the covariates of one customer after the other. Not for use by several threads at once. */
public final class CovariateTableBuilder {
    private final Set<String> ids = new LinkedHashSet<>();
    private final List<Covariates> rows = new ArrayList<>();

    CovariateTableBuilder() {}

    /**
     * Adds a customer, who must have the covariates of the first, each of the same kind.
     *
     * @param id not yet added
     */
    public CovariateTableBuilder add(String id, Covariates covariates) {
        Require.nonBlank(id, "id", "of a customer");
        Objects.requireNonNull(covariates, "covariates");
        if (!rows.isEmpty()) {
            Covariates first = rows.get(0);
            if (!Set.copyOf(first.names()).equals(Set.copyOf(covariates.names()))) {
                throw Require.bad(
                        "covariates of \"" + id + '"',
                        "must be those of the customers before, " + first.names(),
                        "what is not known is a category too: \"unknown\"",
                        covariates.names());
            }
            for (String name : first.names()) {
                if (first.isNumber(name) != covariates.isNumber(name)) {
                    throw Require.bad(
                            name + " of \"" + id + '"',
                            "must be a " + (first.isNumber(name) ? "number" : "category") + ", as before",
                            "",
                            covariates.isNumber(name)
                                    ? covariates.number(name)
                                    : '"' + covariates.category(name) + '"');
                }
            }
        }
        if (!ids.add(id)) {
            throw Require.bad("id", "must be new", "covariates of a customer once", '"' + id + '"');
        }
        rows.add(covariates);
        return this;
    }

    /** The table of the customers added so far, in their order. */
    public CovariateTable build() {
        CovariateTable table = CovariateTable.of(CustomerIds.of(List.copyOf(ids)));
        for (String name : rows.isEmpty() ? List.<String>of() : rows.get(0).names()) {
            table = rows.get(0).isNumber(name)
                    ? table.withNumbers(
                            name,
                            rows.stream().mapToDouble(row -> row.number(name)).toArray())
                    : table.withCategories(
                            name, rows.stream().map(row -> row.category(name)).toList());
        }
        return table;
    }
}
