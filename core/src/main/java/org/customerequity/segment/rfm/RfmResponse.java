package org.customerequity.segment.rfm;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.customerequity.internal.Require;
import org.customerequity.segment.Segmentation;
import org.customerequity.value.CurrencyAmount;
import org.customerequity.value.CurrencyMismatchException;
import org.customerequity.value.Interval;
import org.customerequity.value.Proportion;

/**
 * How the cells of a test mailing responded, against the response that pays the contact.
 *
 * <pre>{@code
 *   break-even response  b = cost per contact / margin per response
 *   break-even index         100 (response / b - 1): 0 earns nothing, 100 is twice what is needed
 *   profit per contact       response * margin per response - cost per contact
 * }</pre>
 *
 * <p>Hughes, Strategic Database Marketing, 1994. Cells may be those of {@link RfmScores#cells}, named segments, or any others. Tables
 * of disjoint customers add. Small cells have wide intervals: the best of many cells is partly luck.
 *
 * @param cells in the order of the segmentation
 * @param costPerContact above zero
 * @param marginPerResponse contribution before the cost of contact, above zero, in the same currency
 */
public record RfmResponse(List<Cell> cells, CurrencyAmount costPerContact, CurrencyAmount marginPerResponse)
        implements Serializable {
    /**
     * One cell.
     *
     * @param name such as 555
     * @param response who responded, of who was contacted
     */
    public record Cell(String name, Proportion response) implements Serializable {
        public Cell {
            Require.nonBlank(name, "name", "such as 555");
            Objects.requireNonNull(response, "response");
        }
    }

    /**
     * Checks what is given.
     *
     * @throws CurrencyMismatchException if cost and margin are in different currencies
     */
    public RfmResponse {
        cells = List.copyOf(Objects.requireNonNull(cells, "cells"));
        Objects.requireNonNull(costPerContact, "costPerContact");
        Objects.requireNonNull(marginPerResponse, "marginPerResponse");
        Require.notEmpty(cells.size(), "cells", "must not be empty", "");
        Require.positive(costPerContact.value(), "costPerContact", "");
        Require.positive(marginPerResponse.value(), "marginPerResponse", "before the cost of contact");
        costPerContact.per(marginPerResponse);
    }

    /**
     * The customers who were contacted, and which of them responded.
     *
     * @param responded one a row of {@code contacted}
     */
    public static RfmResponse of(
            Segmentation contacted,
            boolean[] responded,
            CurrencyAmount costPerContact,
            CurrencyAmount marginPerResponse) {
        Objects.requireNonNull(contacted, "contacted");
        Objects.requireNonNull(responded, "responded");
        List<Cell> cells = new ArrayList<>();
        for (Map.Entry<String, Proportion> e : contacted.proportions(responded).entrySet()) {
            cells.add(new Cell(e.getKey(), e.getValue()));
        }
        return new RfmResponse(cells, costPerContact, marginPerResponse);
    }

    /** The share of those contacted who must respond for the contact to pay; above 1 it cannot. */
    public double breakEvenResponse() {
        return costPerContact.per(marginPerResponse).value();
    }

    /**
     * The break-even index of a cell.
     *
     * @throws org.customerequity.value.UndefinedRatioException if nobody in it was contacted
     */
    public double breakEvenIndex(String cell) {
        return index(cell(cell).response().value());
    }

    /** The index with the interval that the response has by Wilson. */
    public Interval breakEvenIndexInterval(String cell, double level) {
        Interval response = cell(cell).response().confidenceInterval(level);
        return new Interval(index(response.lower()), index(response.upper()), level);
    }

    /** What contacting one customer of a cell brings after its cost. */
    public CurrencyAmount profitPerContact(String cell) {
        return marginPerResponse.times(cell(cell).response().value()).minus(costPerContact);
    }

    /** The cells whose response is at least the break-even response, in the order of the cells; those never contacted left out. */
    public List<String> cellsThatPay() {
        // 3 of 10 pay 2.70 at 9 each, though 2.7 / 9 is more than 0.3 in doubles
        double enough = breakEvenResponse() * (1 - 1e-13);
        return cells.stream()
                .filter(c -> c.response().isDefined() && c.response().value() >= enough)
                .map(Cell::name)
                .toList();
    }

    /** The cells whose response is above the break-even response by more than chance: the lower limit by Wilson is. */
    public List<String> cellsThatPaySurely(double level) {
        return cells.stream()
                .filter(c -> c.response().isDefined()
                        && c.response().confidenceInterval(level).lower() > breakEvenResponse())
                .map(Cell::name)
                .toList();
    }

    /** The cell of this name. */
    public Cell cell(String name) {
        List<String> names = cells.stream().map(Cell::name).toList();
        return cells.get(Require.indexOf(name, names, "cell", ""));
    }

    /**
     * Both together; the customers must be disjoint, and cost, margin and cells the same.
     */
    public RfmResponse plus(RfmResponse other) {
        Objects.requireNonNull(other, "other");
        List<Cell> sum = new ArrayList<>();
        boolean same = cells.size() == other.cells.size()
                && costPerContact.equals(other.costPerContact)
                && marginPerResponse.equals(other.marginPerResponse);
        for (int i = 0; same && i < cells.size(); i++) {
            Cell a = cells.get(i);
            Cell b = other.cells.get(i);
            same = a.name().equals(b.name());
            sum.add(new Cell(a.name(), a.response().plus(b.response())));
        }
        if (!same) {
            throw Require.bad("other", "must have the same cells, cost and margin", "", other);
        }
        return new RfmResponse(sum, costPerContact, marginPerResponse);
    }

    private double index(double response) {
        return 100 * (response / breakEvenResponse() - 1);
    }
}
