package gavel.config.load;

import gavel.config.Cap;
import gavel.config.Cap.Period;
import gavel.config.Cap.Unit;

import java.util.ArrayList;
import java.util.List;

/** Reads the {@code caps} of a party. Stateless; one thread. */
final class CapBinder {
    private static final long LEADS_MAX = 1_000_000_000L;
    /** A thousand times the largest amount of one lead, and far below where sums of micro-units end. */
    static final long MONEY_MAX_MICROS = 1_000 * PartyBinder.AMOUNT_MAX_MICROS;

    private CapBinder() {
    }

    /**
     * The caps in the file's order.
     *
     * @param whose who has that currency, for a problem.
     */
    static List<Cap> bind(final Value list, final String currency, final String whose) {
        final List<Cap> caps = new ArrayList<>();
        for (final Value item : list.items("caps such as {leads: 500, per: day}")) {
            final Cap cap = cap(item.block(), currency, whose);
            if (caps.stream().anyMatch(other -> other.unit() == cap.unit() && other.per() == cap.per())) {
                item.problem("there is a cap of " + YamlText.word(cap.unit()) + " per " + YamlText.word(cap.per())
                        + " already");
            }
            caps.add(cap);
        }
        return List.copyOf(caps);
    }

    private static Cap cap(final Block block, final String currency, final String whose) {
        final Value leads = block.value("leads");
        final Value money = block.value("money");
        if (leads.isPresent() == money.isPresent()) {
            block.problem("expected either leads or money, such as {leads: 500, per: day} or {money: 900.00 "
                    + currency + ", per: month}");
        }
        final Value per = block.value("per").required();
        final Period period = per.word(Period.class, Period.DAY);
        return leads.isPresent()
                ? new Cap(Unit.LEADS, leads.integer(LEADS_MAX, 1, LEADS_MAX), period)
                : new Cap(Unit.MONEY, money.moneyMicros(MONEY_MAX_MICROS, MONEY_MAX_MICROS, currency, whose), period);
    }
}
