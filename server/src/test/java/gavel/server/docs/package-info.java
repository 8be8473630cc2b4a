/** The pages under docs/ and README.md, held against the code. */
package gavel.server.docs;
