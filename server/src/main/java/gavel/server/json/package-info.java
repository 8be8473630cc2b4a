/** JSON as the lead path needs it: read in place, without objects or exceptions. Knows nothing of leads. */
package gavel.server.json;
