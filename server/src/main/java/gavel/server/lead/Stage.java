package gavel.server.lead;

import java.util.Locale;

/** The stages of a lead that are timed; the same words as the packages. Immutable; any thread. */
public enum Stage {
    INTAKE,
    VALIDATE,
    ROUTE,
    PING,
    AUCTION,
    POST,
    SALE;

    /** Number of stages. */
    public static final int COUNT = values().length;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it stands on the wire, in metrics and in histograms. */
    public String label() {
        return label;
    }
}
