package gavel.perf.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import gavel.buyersim.Script;
import gavel.buyersim.ScriptException;
import gavel.config.ServerConfig;
import gavel.config.load.ConfigLoader;
import gavel.config.load.Loaded;
import gavel.server.start.ExitCode;

/**
 * Where server and buyers of the demo will listen, as its configuration and its script have it.
 * Immutable.
 */
record Addresses(ServerConfig.HostPort server, ServerConfig.HostPort admin, List<ServerConfig.HostPort> buyers) {
    private static final String BUYERS_HOST = "127.0.0.1";

    static Addresses read(final Path conf, final Path script) throws DemoException, IOException {
        final Loaded loaded = ConfigLoader.load(conf, Map.of(), System::getenv);
        if (loaded.config().isEmpty()) {
            throw new DemoException(ExitCode.CONFIG, conf + " has mistakes; gavel check " + conf + " lists them");
        }
        final ServerConfig config = loaded.required().server();
        try {
            return new Addresses(config.listen().address(), config.admin(), Script.read(script).buyers().stream()
                .map(buyer -> new ServerConfig.HostPort(BUYERS_HOST, buyer.port())).toList());
        } catch (final ScriptException e) {
            throw new DemoException(ExitCode.CONFIG, e.getMessage());
        }
    }

    URI leads() {
        return URI.create("http://" + server + "/v1/leads");
    }

    URI operators() {
        return URI.create("http://" + admin);
    }

    /** Refuses to begin where somebody listens already: leads would go to whoever that is. */
    void requireFree() throws DemoException {
        final List<ServerConfig.HostPort> all = new ArrayList<>(List.of(server, admin));
        all.addAll(buyers);
        final List<String> taken = new ArrayList<>();
        String reason = "";
        for (final ServerConfig.HostPort one : all) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(one.host(), one.port()));
            } catch (final IOException e) {
                taken.add(one.toString());
                reason = e.getMessage();
            }
        }
        if (!taken.isEmpty()) {
            throw new DemoException(ExitCode.PORT, "can't listen on " + String.join(", ", taken) + " (" + reason
                + "), which the demo needs for itself; perhaps another Gavel or demo runs, and ss -ltnp shows who it "
                + "is. Stop that first; nothing was started");
        }
    }
}
