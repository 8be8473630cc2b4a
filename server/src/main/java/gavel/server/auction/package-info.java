/** Ranking bids: floor, margin, ties; and what a sale at a price pays. */
package gavel.server.auction;
