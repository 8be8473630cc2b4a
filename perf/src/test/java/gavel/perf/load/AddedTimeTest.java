package gavel.perf.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hand-made intervals, in nanoseconds. */
class AddedTimeTest {
    @TempDir
    private Path dir;

    private static BuyerCall ping(final long receivedNs, final long answeredNs) {
        return new BuyerCall("b", false, receivedNs, answeredNs);
    }

    private static BuyerCall post(final long receivedNs, final long answeredNs) {
        return new BuyerCall("b", true, receivedNs, answeredNs);
    }

    @Test
    void shouldBeTheWholeTimeWithoutTheUnionOfTheBuyersTimes() {
        // sent 1000, pings 1010..1060 and 1020..1080, post 1090..1150, answered 1165
        assertEquals(165 - 70 - 60,
            AddedTime.addedNs(1000, 1165, List.of(ping(1010, 1060), ping(1020, 1080), post(1090, 1150))));
    }

    @Test
    void shouldCountTheGapBetweenPingsThatDoNotOverlap() {
        assertEquals(100 - 20 - 20, AddedTime.addedNs(0, 100, List.of(ping(50, 70), ping(10, 30))));
    }

    @Test
    void shouldCountASilentPingUpToThePost() {
        // the silent buyer holds 20..200, the post 200..250
        assertEquals(260 - 180 - 50, AddedTime.addedNs(0, 260, List.of(ping(20, 0), ping(25, 60), post(200, 250))));
    }

    @Test
    void shouldCountALatePingUpToThePostAndNotAfterIt() {
        assertEquals(260 - 180 - 50, AddedTime.addedNs(0, 260, List.of(ping(20, 255), post(200, 250))));
    }

    @Test
    void shouldCountASilentPingUpToTheAnswerWhereNobodyWasPosted() {
        assertEquals(20, AddedTime.addedNs(0, 120, List.of(ping(20, 0))));
    }

    @Test
    void shouldCountASilentPostUpToTheNextOne() {
        assertEquals(200 - 40 - 50 - 30,
            AddedTime.addedNs(0, 200, List.of(ping(10, 50), post(60, 0), post(110, 140))));
    }

    @Test
    void shouldIgnoreWhatLiesOutsideTheLead() {
        assertEquals(40, AddedTime.addedNs(100, 150, List.of(ping(90, 110), ping(160, 170))));
        assertEquals(50, AddedTime.addedNs(100, 150, List.of()));
    }

    @Test
    void shouldReadTheBuyersFileAndForgiveItsLastLineOnly() throws IOException {
        final Path file = dir.resolve("t.csv");
        Files.writeString(file, "lead_ref,buyer,kind,received_ns,answered_ns\n"
            + "L-1,b1,ping,10,20\nL-1,b2,post,30,\nL-2,b1,pi");

        final BuyerTimings timings = BuyerTimings.read(file);

        assertEquals(2, timings.rows());
        assertEquals(List.of(new BuyerCall("b1", false, 10, 20),
            new BuyerCall("b2", true, 30, 0)), timings.calls("L-1"));
        assertEquals(List.of(), timings.calls("L-2"));
        Files.writeString(file, "L-1,b1,pong,10,20\nL-1,b2,post,30,\n");
        assertThrows(IOException.class, () -> BuyerTimings.read(file));
    }
}
