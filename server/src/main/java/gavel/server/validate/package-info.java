/** Whether the person of a lead was sold before. Fields themselves are checked as they are read. */
package gavel.server.validate;
