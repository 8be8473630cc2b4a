/** The path of a lead and of a click, in the order in which things happen. Read LeadPath first. */
package gavel.server.path;
