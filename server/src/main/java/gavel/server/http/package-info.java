/** HTTP/1.1 as bytes: strict requests in, answers out. Knows nothing of leads. */
package gavel.server.http;
