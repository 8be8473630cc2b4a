/** Reads a folder of YAML into a {@link gavel.config.Config}, or says everything that is wrong with it. */
package gavel.config.load;
