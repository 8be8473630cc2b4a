/** The configuration compiled for one loop: looked up by bytes, compared without objects. */
package gavel.server.catalog;
