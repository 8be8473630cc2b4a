package gavel.server.intake;

import gavel.server.catalog.Publisher;
import gavel.server.catalog.SampleConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/** Who sends a request, by its key alone. */
class PublisherKeysTest {
    private final PublisherKeys keys = new PublisherKeys(new SampleConfig().catalog().publishers());

    @ParameterizedTest
    @ValueSource(strings = {"Bearer key", "bearer key", "BEARER key"})
    void shouldKnowAPublisher(final String authorization) {
        final Publisher publisher = keys.publisher(Heads.of("Authorization: " + authorization));
        assertEquals("north", publisher.config().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer Key", "Bearer  key", "Bearerkey", "Basic key", "key", "Bearer key,",
        "Bearer ke", "Bearer keyy"})
    void shouldNotKnowAStranger(final String authorization) {
        assertNull(keys.publisher(Heads.of("Authorization: " + authorization)));
    }

    @Test
    void shouldNotKnowWhoSaysNothing() {
        assertNull(keys.publisher(Heads.of()));
        assertNull(keys.publisher(Heads.of("Authorization:")));
    }
}
