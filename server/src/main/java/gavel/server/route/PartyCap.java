package gavel.server.route;

import gavel.config.Cap;
import gavel.config.Cap.Period;
import gavel.config.Cap.Unit;
import gavel.server.catalog.Calendar;
import gavel.server.lead.CapPlaces;

/**
 * One cap of one party. Confined to the thread that owns its calendar; the cell is shared.
 *
 * @param of       what the party is: buyer, campaign, publisher or offer.
 * @param id       of the party.
 * @param cap      as configured; of a buyer's credit, in all.
 * @param calendar of the party's zone.
 * @param cell     what is taken.
 */
public record PartyCap(Of of, String id, Cap cap, Calendar calendar, CapGate.Cell cell) {
    /** Whose a cap is. */
    public enum Of {
        CAMPAIGN, BUYER,
        /** What a buyer may owe beyond what it paid in, which is why less than nothing of it may be taken. */
        CREDIT,
        OFFER, PUBLISHER;

        /** Whether money is what we pay, not what we are paid. */
        boolean isPaid() {
            return this == OFFER || this == PUBLISHER;
        }
    }

    static PartyCap of(final Of of, final String id, final Cap cap, final Calendar calendar, final CapGate gate) {
        return new PartyCap(of, id, cap, calendar, gate.cell(name(of, id, cap.unit(), cap.per())));
    }

    private static String name(final Of of, final String id, final Unit unit, final Period per) {
        return of + " " + id + " " + unit + " " + per;
    }

    /** What a buyer paid in is not owed any more. Any thread. */
    public static void topUp(final CapGate gate, final String buyer, final long amountMicros) {
        gate.cell(name(Of.CREDIT, buyer, Unit.MONEY, Period.TOTAL)).release(0, amountMicros);
    }

    boolean hasRoom(final long priceMicros, final long payoutMicros, final long epochMs) {
        return cell.hasRoom(period(epochMs), amount(priceMicros, payoutMicros), cap.max());
    }

    long reserve(final CapPlaces places, final long epochMs) {
        return cell.reserve(period(epochMs), amount(places.priceMicros(), places.payoutMicros()), cap.max());
    }

    /** Takes a place that was taken before the server stopped, whether the cap of today has it or not. */
    public void restore(final long priceMicros, final long payoutMicros, final long epochMs) {
        cell.reserve(period(epochMs), amount(priceMicros, payoutMicros), CapGate.Cell.UNLIMITED);
    }

    /** Gives back what {@link #restore} took. */
    public void giveBack(final long priceMicros, final long payoutMicros, final long epochMs) {
        cell.release(period(epochMs), amount(priceMicros, payoutMicros));
    }

    void release(final CapPlaces places, final long period) {
        cell.release(period, amount(places.priceMicros(), places.payoutMicros()));
    }

    /** The period of that time. */
    public long period(final long epochMs) {
        return calendar.period(cap.per(), epochMs);
    }

    private long amount(final long priceMicros, final long payoutMicros) {
        return cap.unit() == Unit.LEADS ? 1 : of.isPaid() ? payoutMicros : priceMicros;
    }
}
