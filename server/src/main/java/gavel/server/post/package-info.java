/** Delivering the lead: what a buyer's answer to a post means. */
package gavel.server.post;
