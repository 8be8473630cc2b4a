package gavel.server.start;

import gavel.config.ServerConfig;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Looks whether the ports can be had, before a start makes or changes anything on disk. Stateless; the thread that
 * starts the server. They are bound for good later, by who serves them, and may be gone by then: that is an error too.
 */
final class Ports {
    private Ports() {
    }

    static void requireFree(final ServerConfig server) {
        requireFree("listen.address", server.listen().address());
        requireFree("admin.address", server.admin());
    }

    private static void requireFree(final String key, final ServerConfig.HostPort address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.host(), address.port()));
        } catch (final IOException e) {
            throw StartFailures.port(key, address, e);
        }
    }
}
