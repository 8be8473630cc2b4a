package gavel.server.admin;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.PrettifyOutputStream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values as JSON that a person can read too. Stateless; any thread. */
final class JsonBody {
    private static final DslJson<Object> JSON = new DslJson<>();

    private JsonBody() {
    }

    /** Names and values in turn, kept in that order. */
    static Map<String, Object> object(final Object... namesAndValues) {
        final Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /** The members of an object. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> members(final byte[] json) throws IOException {
        final Object value = JSON.deserialize(Map.class, json, json.length);
        if (value == null) {
            throw new IOException("it is null");
        }
        return (Map<String, Object>) value;
    }

    static String text(final Map<String, Object> value) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream pretty = new PrettifyOutputStream(bytes)) {
            JSON.serialize(value, pretty);
        }
        return bytes.toString(StandardCharsets.UTF_8) + "\n";
    }

    /** A text in its quotes. */
    static String quoted(final String text) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        JSON.serialize(text, bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
