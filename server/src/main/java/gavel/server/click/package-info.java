/** Visits: recorded, redirected, and known again by a click id that nobody else can make. */
package gavel.server.click;
