/** The keys of leads: made ahead, wrapped by a master key, overwritten when a person is to be forgotten. */
package gavel.persist.keys;
