package gavel.server.intake;

import gavel.server.lead.Lead;

/** Opens click ids; turns the arrow from intake to click. Called on the lead's loop. */
public interface ClickIds {
    /** Notes on the lead which click its click id stands for, or that it is forged. */
    void open(Lead lead, byte[] source, int offset, int length);
}
