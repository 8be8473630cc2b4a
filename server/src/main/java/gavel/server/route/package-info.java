/** Which campaigns may be asked for a lead. */
package gavel.server.route;
