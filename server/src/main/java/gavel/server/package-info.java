/** The server: lead path, click path, buyers and admin. */
package gavel.server;
