/** Opening and closing what is kept: after any stop, the journal has every record that was acknowledged, once. */
package gavel.persist.recover;
