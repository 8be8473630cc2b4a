/** Asking for prices: what a buyer's answer to a ping means. */
package gavel.server.ping;
