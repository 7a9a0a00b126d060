package org.customerequity.retention.covariate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.customerequity.history.covariate.Covariates;
import org.customerequity.internal.Require;

/**
 * The covariates of one contract as they change with its tenure: a step function. Immutable.
 *
 * <pre>{@code
 *   TenurePath.until(12, introductory).thenUntil(24, regular).thenForEver(regular)
 * }</pre>
 *
 * <p>A piece holds on the tenures {@code (from, until]}: the covariates of the renewal at tenure 12 are those of the piece that ends
 * there. The path begins with the contract, even where observation began later, since what is known of a customer who has lasted
 * depends on what he has lasted through.
 *
 * @param pieces in the order of tenure, each beginning where the one before ends, the first at 0
 */
public record TenurePath(List<Piece> pieces) implements Serializable {
    public TenurePath {
        pieces = List.copyOf(Objects.requireNonNull(pieces, "pieces"));
        Require.notEmpty(pieces.size(), "pieces", "must have one", "from tenure 0");
        double end = 0;
        for (int k = 0; k < pieces.size(); k++) {
            double from = pieces.get(k).from();
            if (from != end) {
                throw Require.bad(
                        "from of pieces[" + k + "]",
                        "must be " + end + ", where the one before ends",
                        from > end ? "there is a gap" : "they overlap",
                        from);
            }
            end = pieces.get(k).until();
        }
    }

    /**
     * One stretch of tenure with the same covariates.
     *
     * @param from the tenure after which it begins, {@code >= 0}
     * @param until its last tenure, above {@code from}; may be infinite
     * @param covariates that hold
     */
    public record Piece(double from, double until, Covariates covariates) implements Serializable {
        public Piece {
            from = Require.nonNegative(from, "from", "a tenure");
            if (!(until > from)) {
                throw Require.bad("until", "must be > from " + from, "a tenure", until);
            }
            Objects.requireNonNull(covariates, "covariates");
        }
    }

    /** The same covariates for ever. */
    public static TenurePath constant(Covariates covariates) {
        return until(Double.POSITIVE_INFINITY, covariates);
    }

    /** Covariates from the start to a tenure. */
    public static TenurePath until(double tenure, Covariates covariates) {
        return new TenurePath(List.of(new Piece(0, tenure, covariates)));
    }

    /** This path and other covariates from its end to a later tenure. */
    public TenurePath thenUntil(double tenure, Covariates covariates) {
        if (end() == Double.POSITIVE_INFINITY) {
            throw new IllegalStateException("the path has no end after which something else could hold");
        }
        List<Piece> more = new ArrayList<>(pieces);
        more.add(new Piece(end(), tenure, covariates));
        return new TenurePath(more);
    }

    /** This path and, from its end on, these covariates for ever. */
    public TenurePath thenForEver(Covariates covariates) {
        return thenUntil(Double.POSITIVE_INFINITY, covariates);
    }

    /** The last tenure that is known; infinite where covariates are known for ever. */
    public double end() {
        return pieces.get(pieces.size() - 1).until();
    }

    /**
     * The covariates at a tenure above 0.
     *
     * @throws IllegalArgumentException beyond the end
     */
    public Covariates at(double tenure) {
        Require.positive(tenure, "tenure", "a moment of the contract");
        for (Piece piece : pieces) {
            if (tenure <= piece.until()) {
                return piece.covariates();
            }
        }
        throw Require.bad("tenure", "must be <= " + end() + ", where the path ends", "say what holds later", tenure);
    }

    /** How many pieces, and how far they reach. */
    @Override
    public String toString() {
        return "TenurePath[" + pieces.size() + (pieces.size() == 1 ? " piece" : " pieces")
                + (end() == Double.POSITIVE_INFINITY ? " for ever]" : " to tenure " + end() + "]");
    }
}
