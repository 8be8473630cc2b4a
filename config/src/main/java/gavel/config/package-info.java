/** What may be configured: typed, immutable, checked. Knows nothing of Netty or of record files. */
package gavel.config;
