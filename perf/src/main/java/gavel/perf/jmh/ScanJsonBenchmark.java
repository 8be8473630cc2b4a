package gavel.perf.jmh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.dslplatform.json.DslJson;
import com.dslplatform.json.JsonReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import gavel.perf.json.Json;
import gavel.server.catalog.NameTable;
import gavel.server.json.JsonScanner;

/**
 * Our JSON scanner beside dsl-json's reader, on the body of perf/floor/lead.json. Every way of reading has the same
 * work: know each name as one of a fixed list, and lay the unescaped bytes of each value behind those of the one
 * before it, which is how a lead holds its fields. dsl-json is read in three ways, since it offers none that is
 * exactly that:
 *
 * <ul>
 * <li>slices: texts are skipped, and copied from where they stand; without garbage, but escapes and control characters
 *     are not checked, and so a backslash has to be looked for apart;
 * <li>builder: texts go through one kept StringBuilder, unescaped and checked; without garbage;
 * <li>strings: a new String for each text, the library's usual way.
 * </ul>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ScanJsonBenchmark {
    private final DslJson<Object> dslJson = new DslJson<>();
    private final JsonScanner scanner = new JsonScanner();
    private final StringBuilder builder = new StringBuilder(256);
    private final ValueSink sink = new ValueSink();
    private byte[] body;
    private List<String> nameList;
    private String expected;
    private NameTable names;
    private DslNames dslNames;
    private JsonReader<Object> reader;
    private TextReader slices;
    private TextReader builders;
    private TextReader strings;

    /** Takes the text whose opening quote was just read, and goes on to the next token, which is returned. */
    private interface TextReader {
        byte take(int name) throws IOException;
    }

    @Setup
    public void prepare() throws IOException {
        body = BenchLead.body();
        reader = dslJson.newReader(body);
        slices = this::takeSlice;
        builders = this::takeBuilder;
        strings = this::takeString;
        nameList = new ArrayList<>();
        final StringBuilder lines = new StringBuilder();
        expect(Json.parseObject(new String(body, StandardCharsets.UTF_8)), lines);
        expected = lines.toString();
        names = new NameTable(nameList);
        dslNames = new DslNames(nameList, dslJson);
    }

    private void expect(final Map<String, Object> object, final StringBuilder lines) {
        object.forEach((name, value) -> {
            nameList.add(name);
            if (value instanceof Map) {
                expect(Json.object(value), lines);
            } else {
                lines.append(name).append('=').append(value).append('\n');
            }
        });
    }

    /** Our own scanner. */
    @Benchmark
    public int scanner() {
        sink.clear();
        scanner.wrap(body, 0, body.length);
        int name = NameTable.ABSENT;
        int token = scanner.next();
        while (token != JsonScanner.END) {
            if (token == JsonScanner.NAME) {
                name = names.indexOf(body, scanner.start(), scanner.length());
            } else if (token >= JsonScanner.STRING && token <= JsonScanner.FALSE) {
                if (scanner.isEscaped()) {
                    sink.written(name, scanner.unescape(sink.text, sink.used));
                } else {
                    sink.put(name, body, scanner.start(), scanner.length());
                }
            } else if (token == JsonScanner.ERROR) {
                throw new IllegalStateException("not JSON at byte " + scanner.position());
            }
            token = scanner.next();
        }
        return sink.checked();
    }

    /** dsl-json, texts skipped and copied from where they stand. */
    @Benchmark
    public int dslJsonSlices() throws IOException {
        return read(slices);
    }

    /** dsl-json, texts through one builder. */
    @Benchmark
    public int dslJsonBuilder() throws IOException {
        return read(builders);
    }

    /** dsl-json, a String for each text. */
    @Benchmark
    public int dslJsonStrings() throws IOException {
        return read(strings);
    }

    /** Each way must have read what an unrelated parser reads. */
    @TearDown(Level.Iteration)
    public void check() throws IOException {
        scanner();
        sink.require("scanner", expected, nameList);
        dslJsonSlices();
        sink.require("slices", expected, nameList);
        dslJsonBuilder();
        sink.require("builder", expected, nameList);
        dslJsonStrings();
        sink.require("strings", expected, nameList);
    }

    private int read(final TextReader texts) throws IOException {
        sink.clear();
        reader.process(body, body.length);
        if (reader.getNextToken() != '{') {
            throw reader.newParseError("not an object");
        }
        object(texts);
        return sink.checked();
    }

    /** Reads an object whose opening brace was just read, up to its closing one. */
    private void object(final TextReader texts) throws IOException {
        byte token = reader.getNextToken();
        while (token == '"') {
            final int name = dslNames.indexOf(reader.fillName(), reader);
            token = value(reader.getNextToken(), name, texts);
            if (token == ',') {
                token = reader.getNextToken();
            }
        }
        if (token != '}') {
            throw reader.newParseError("not an object");
        }
    }

    private byte value(final byte first, final int name, final TextReader texts) throws IOException {
        switch (first) {
            case '"':
                return texts.take(name);
            case '{':
                object(texts);
                return reader.getNextToken();
            case 't':
                return takeWord(name, reader.wasTrue(), 4);
            case 'f':
                return takeWord(name, reader.wasFalse(), 5);
            default:
                final int from = reader.scanNumber();
                sink.put(name, body, from, reader.getCurrentIndex() - from);
                return reader.getNextToken();
        }
    }

    private byte takeWord(final int name, final boolean isWord, final int length) throws IOException {
        if (!isWord) {
            throw reader.newParseError("not a word of JSON");
        }
        sink.put(name, body, reader.getCurrentIndex() - length, length);
        return reader.getNextToken();
    }

    private byte takeSlice(final int name) throws IOException {
        final int from = reader.getCurrentIndex();
        final byte next = reader.skip();
        int end = reader.getCurrentIndex() - 2;
        while (body[end] != '"') {
            end--;
        }
        for (int i = from; i < end; i++) {
            if (body[i] == '\\') {
                throw reader.newParseError("an escape, which the body of the floor has not");
            }
        }
        sink.put(name, body, from, end - from);
        return next;
    }

    private byte takeBuilder(final int name) throws IOException {
        builder.setLength(0);
        reader.appendString(builder);
        sink.put(name, builder);
        return reader.getNextToken();
    }

    private byte takeString(final int name) throws IOException {
        final byte[] bytes = reader.readString().getBytes(StandardCharsets.UTF_8);
        sink.put(name, bytes, 0, bytes.length);
        return reader.getNextToken();
    }

    /** Finds a name by the hash that dsl-json computes while it reads it, and makes sure of it, as it does itself. */
    private static final class DslNames {
        private static final int MASK = 127;
        private final int[] places = new int[MASK + 1];
        private final byte[][] bytes;

        DslNames(final List<String> list, final DslJson<Object> dslJson) throws IOException {
            java.util.Arrays.fill(places, NameTable.ABSENT);
            bytes = new byte[list.size()][];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = list.get(i).getBytes(StandardCharsets.UTF_8);
                final byte[] object = ("{\"" + list.get(i) + "\":0}").getBytes(StandardCharsets.UTF_8);
                final JsonReader<Object> reader = dslJson.newReader(object);
                reader.getNextToken();
                reader.getNextToken();
                int place = reader.fillName() & MASK;
                while (places[place] != NameTable.ABSENT) {
                    place = place + 1 & MASK;
                }
                places[place] = i;
            }
        }

        int indexOf(final int hash, final JsonReader<Object> reader) {
            int place = hash & MASK;
            while (places[place] != NameTable.ABSENT) {
                if (reader.wasLastName(bytes[places[place]])) {
                    return places[place];
                }
                place = place + 1 & MASK;
            }
            return NameTable.ABSENT;
        }
    }

    /** The values that were read, one behind the other. */
    private static final class ValueSink {
        private final byte[] text = new byte[4096];
        private final int[] names = new int[64];
        private final int[] ends = new int[64];
        private int used;
        private int count;

        void clear() {
            used = 0;
            count = 0;
        }

        void put(final int name, final byte[] source, final int offset, final int length) {
            System.arraycopy(source, offset, text, used, length);
            written(name, length);
        }

        void put(final int name, final StringBuilder characters) {
            final int length = characters.length();
            for (int i = 0; i < length; i++) {
                final char character = characters.charAt(i);
                if (character >= 0x80) {
                    throw new IllegalStateException("not ASCII, which the body of the floor is");
                }
                text[used + i] = (byte) character;
            }
            written(name, length);
        }

        void written(final int name, final int length) {
            used += length;
            names[count] = name;
            ends[count++] = used;
        }

        /** How much was read, if every name was known. */
        int checked() {
            for (int i = 0; i < count; i++) {
                if (names[i] == NameTable.ABSENT) {
                    throw new IllegalStateException("value " + i + " has a name that is not in the list");
                }
            }
            return used;
        }

        void require(final String reader, final String expected, final List<String> nameList) {
            final StringBuilder lines = new StringBuilder();
            for (int i = 0, from = 0; i < count; from = ends[i++]) {
                lines.append(nameList.get(names[i])).append('=')
                    .append(new String(text, from, ends[i] - from, StandardCharsets.UTF_8)).append('\n');
            }
            if (!lines.toString().equals(expected)) {
                throw new IllegalStateException(reader + " read\n" + lines + "instead of\n" + expected);
            }
        }
    }
}
