/** The outcome of a lead as records. */
package gavel.server.sale;
