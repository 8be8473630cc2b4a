package gavel.server.intake;

import gavel.server.lead.Lead;

/** Opens click ids; turns the arrow from intake to click. Called on the lead's loop, once its offer is known. */
public interface ClickIds {
    /** Notes on the lead which click its click id stands for; none if it is forged or of another offer. */
    void open(Lead lead);
}
