/** Buyers as one loop sees them: kept-alive connections, requests from templates, answers read in place. */
package gavel.server.buyer;
