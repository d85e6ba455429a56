/**
 * A grant as another module, or a company, would add one: it exchanges a ticket for a
 * token of the client's own.
 */
package io.wegrant.ticket;
