/** The operators' port: health, figures, times and reports, for people and programs. Never waits on a loop's behalf. */
package gavel.server.admin;
