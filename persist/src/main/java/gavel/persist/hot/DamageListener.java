package gavel.persist.hot;

import net.openhft.chronicle.hash.ChronicleHashCorruption;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects what recovery reports; only the text of a report names the entry. Confined to the recovering thread. */
final class DamageListener implements ChronicleHashCorruption.Listener {
    private static final Pattern KEY = Pattern.compile("HotKey\\{(-?\\d+),(\\d+),(\\d+)}");

    private final List<DamagedEntry> entries = new ArrayList<>();

    @Override
    public void onCorruption(final ChronicleHashCorruption corruption) {
        final Matcher key = KEY.matcher(corruption.message());
        if (key.find()) {
            entries.add(new DamagedEntry(Long.parseLong(key.group(1)), Integer.parseInt(key.group(2)),
                    Integer.parseInt(key.group(3))));
        }
    }

    List<DamagedEntry> entries() {
        return List.copyOf(entries);
    }
}
