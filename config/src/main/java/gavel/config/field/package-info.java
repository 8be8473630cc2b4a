/** What a value of a lead's field must look like, and the one normal form that it is compared, hashed and sent in. */
package gavel.config.field;
