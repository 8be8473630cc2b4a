package gavel.config.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every key that a configuration may have, for documents and completion. Stateless; any thread. */
public final class ConfigKeys {
    private ConfigKeys() {
    }

    /** Dotted keys by kind of file: {@code server.yaml}, {@code verticals/*.yaml} and so on. */
    public static Map<String, List<String>> byFile() {
        final Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put("server.yaml", Keys.SERVER.names());
        keys.put("verticals/*.yaml", Keys.VERTICAL.names());
        keys.put("buyers/*.yaml", Keys.BUYER.names());
        keys.put("publishers/*.yaml", Keys.PUBLISHER.names());
        keys.put("offers/*.yaml", Keys.OFFER.names());
        return keys;
    }
}
