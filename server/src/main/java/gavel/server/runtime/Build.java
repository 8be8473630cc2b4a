package gavel.server.runtime;

/** What this build is. Stateless; any thread. */
public final class Build {
    /** Its version, as in pom.xml. */
    public static final String VERSION = "0.1.0";

    private Build() {
    }
}
