package gavel.config.load;

import gavel.config.Limits;
import gavel.config.MasterKey;
import gavel.config.Secret;
import gavel.config.ServerConfig;
import gavel.config.ServerConfig.Click;
import gavel.config.ServerConfig.Drain;
import gavel.config.ServerConfig.Durability;
import gavel.config.ServerConfig.HostPort;
import gavel.config.ServerConfig.Intake;
import gavel.config.ServerConfig.Listen;
import gavel.config.ServerConfig.Personal;
import gavel.config.ServerConfig.Ping;
import gavel.config.ServerConfig.Post;
import gavel.config.ServerConfig.Sale;
import gavel.config.ServerConfig.Settle;
import gavel.config.ServerConfig.Tls;
import gavel.config.ServerConfig.Transport;
import gavel.config.ServerConfig.Validate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code server.yaml}; every default of it stands here. One thread. */
final class ServerBinder {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final long HOUR = 3_600 * SECOND;
    private static final long KIB = 1L << 10;
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final int KEY_MIN_BYTES = 16;
    private static final long KEPT_BODY_MAX_BYTES = MIB;
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]+]):([0-9]{1,5})");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private ServerBinder() {
    }

    static ServerConfig bind(final Block root) {
        final Listen listen = listen(root.value("listen").block());
        final HostPort admin = address(root.value("admin").block().value("address"), new HostPort("127.0.0.1", 8081));
        final int loops = root.value("loops")
                .count(loopsFor(Runtime.getRuntime().availableProcessors()), 1, Limits.LOOPS_MAX);
        final ServerConfig config = new ServerConfig(
                root.value("node").count(0, 0, 255),
                listen,
                admin,
                loops,
                root.value("transport").word(Transport.class, Transport.AUTO),
                intake(root.value("intake").block()),
                validate(root.value("validate").block(), listen),
                ping(root.value("ping").block()),
                post(root.value("post").block()),
                sale(root.value("sale").block()),
                click(root.value("click").block(), listen),
                drain(root.value("drain").block()),
                settle(root.value("settle").block()),
                personal(root.value("personal").block()));
        check(root, config);
        return config;
    }

    /** A loop for each core, as far as ids go. */
    static int loopsFor(final int cores) {
        return Math.min(Limits.LOOPS_MAX, cores);
    }

    private static void check(final Block root, final ServerConfig config) {
        if (config.intake().deadlineNs() > config.intake().deadlineMaxNs()) {
            root.value("intake").block().value("deadline").problem("is longer than intake.deadline_max, "
                    + Units.duration(config.intake().deadlineMaxNs()));
        }
        final HostPort admin = config.admin();
        if (admin.port() > 0 && admin.equals(config.listen().address())) {
            root.value("admin").block().value("address").problem("is listen.address too; set another port");
        }
        if (!config.personal().keys().isEmpty() && config.intake().bodyMaxBytes() > KEPT_BODY_MAX_BYTES) {
            root.value("intake").block().value("body_max").problem("is more than " + Units.size(KEPT_BODY_MAX_BYTES)
                    + ": with personal.key a lead's fields must fit into a record");
        }
        if (config.post().reserveNs() >= config.intake().deadlineNs()) {
            root.value("post").block().value("reserve").problem("leaves no time to ping: intake.deadline is "
                    + Units.duration(config.intake().deadlineNs()));
        }
    }

    private static Listen listen(final Block block) {
        final HostPort address = address(block.value("address"), new HostPort("127.0.0.1", 8080));
        final Value tls = block.value("tls");
        if (!tls.isPresent()) {
            return new Listen(address, Optional.empty());
        }
        final Block files = tls.block();
        final Value certificateFile = files.value("certificate").required();
        final Value keyFile = files.value("key").required();
        final Optional<Path> certificate = PemFiles.certificates(certificateFile, file(certificateFile, false));
        final Optional<Path> key = PemFiles.key(keyFile, file(keyFile, true));
        return new Listen(address, certificate.isPresent() && key.isPresent()
                ? Optional.of(new Tls(certificate.get(), key.get())) : Optional.empty());
    }

    private static HostPort address(final Value value, final HostPort orElse) {
        final Optional<String> text = value.scalar("an address such as 127.0.0.1:8080");
        if (text.isEmpty()) {
            return orElse;
        }
        final Matcher matcher = ADDRESS.matcher(text.get());
        if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 65_535) {
            value.problem("expected an address such as 127.0.0.1:8080, found " + value.tree().shown());
            return orElse;
        }
        return new HostPort(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    private static Optional<Path> file(final Value value, final boolean secret) {
        final Optional<String> text = value.scalar("a path");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            final Path file = value.scope().dir().resolve(text.get()).normalize();
            if (!Files.isRegularFile(file)) {
                value.problem("there is no file " + text.get());
                return Optional.empty();
            }
            if (!Files.isReadable(file)) {
                value.problem("the file can't be read");
                return Optional.empty();
            }
            if (secret) {
                SecretReader.warnIfPublic(value, file);
            }
            return Optional.of(file);
        } catch (final IOException | InvalidPathException e) {
            value.problem("can't read the file: " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    private static Intake intake(final Block block) {
        final Block idempotency = block.value("idempotency").block();
        return new Intake(
                (int) block.value("body_max").sizeBytes(64 * KIB, KIB, 16 * MIB),
                (int) block.value("header_max").sizeBytes(8 * KIB, KIB, MIB),
                block.value("connections_max").count(10_000, 1, 1_000_000),
                block.value("header_timeout").durationNs(5 * SECOND, MS, 600 * SECOND),
                block.value("body_timeout").durationNs(10 * SECOND, MS, 600 * SECOND),
                block.value("idle_timeout").durationNs(60 * SECOND, MS, HOUR),
                block.value("deadline").durationNs(SECOND, MS, 60 * SECOND),
                block.value("deadline_max").durationNs(10 * SECOND, MS, 600 * SECOND),
                block.value("leads_max").count(2048, 1, 1_000_000),
                block.value("lag_max").durationNs(20 * MS, MS, 10 * SECOND),
                idempotency.value("keep").durationNs(24 * HOUR, SECOND, 90 * 24 * HOUR),
                idempotency.value("capacity").count(1_000_000, 1, Limits.REMEMBERED_MAX),
                idempotency.value("waiters_max").count(16, 0, 10_000));
    }

    private static Validate validate(final Block block, final Listen listen) {
        final Block duplicates = block.value("duplicates").block();
        return new Validate(duplicates.value("capacity").count(1_000_000, 1, Limits.REMEMBERED_MAX),
                key(duplicates.value("key"), listen));
    }

    private static Ping ping(final Block block) {
        return new Ping(
                block.value("timeout").durationNs(120 * MS, MS, 60 * SECOND),
                (int) block.value("answer_max").sizeBytes(16 * KIB, 256, 16 * MIB),
                block.value("connect_timeout").durationNs(SECOND, MS, 60 * SECOND),
                block.value("candidates_max").count(64, 1, Limits.CANDIDATES_MAX),
                PemFiles.certificates(block.value("trust"), file(block.value("trust"), false)));
    }

    private static Post post(final Block block) {
        return new Post(
                block.value("timeout").durationNs(800 * MS, MS, 600 * SECOND),
                (int) block.value("answer_max").sizeBytes(64 * KIB, 256, 16 * MIB),
                block.value("attempts_max").count(3, 1, 8),
                block.value("reserve").durationNs(150 * MS, 0, 60 * SECOND));
    }

    private static Sale sale(final Block block) {
        return new Sale(block.value("durability").word(Durability.class, Durability.DISK),
                block.value("entries").count(8192, 64, 1 << 24));
    }

    private static Click click(final Block block, final Listen listen) {
        return new Click(key(block.value("key"), listen), block.value("entries").count(16_384, 64, 1 << 24));
    }

    private static Secret key(final Value value, final Listen listen) {
        final Secret key = SecretReader.read(value.required(), KEY_MIN_BYTES);
        if (SecretReader.isDemo(key) && !LOOPBACK.contains(listen.address().host())) {
            value.warning("this key begins with demo-, so anybody may know it; make one of your own before others "
                    + "can reach " + listen.address());
        }
        return key;
    }

    /** Keys that are wrong are reported, and none are returned. */
    private static Personal personal(final Block block) {
        final Value value = block.value("key");
        final Secret text = SecretReader.read(value, 1);
        if (text.value().isEmpty()) {
            return new Personal(List.of());
        }
        try {
            return new Personal(MasterKey.parse(text.value()));
        } catch (final IllegalArgumentException e) {
            value.problem(e.getMessage());
            return new Personal(List.of());
        }
    }

    private static Drain drain(final Block block) {
        return new Drain(
                block.value("segment").sizeBytes(256 * MIB, MIB, 16 * GIB),
                (int) block.value("batch_max").sizeBytes(MIB, 64 * KIB, GIB),
                block.value("interval").durationNs(5 * MS, 1_000, SECOND));
    }

    private static Settle settle(final Block block) {
        return new Settle(
                block.value("batch_max").count(10_000, 1, 1_000_000),
                block.value("interval").durationNs(500 * MS, MS, 60 * SECOND),
                block.value("memory").sizeBytes(256 * MIB, 64 * MIB, 1024 * GIB));
    }
}
