package io.wegrant.server.admin;

import java.util.List;

/**
 * A page of a list of sessions.
 *
 * @param items the sessions
 * @param page the page's number, from 0
 * @param size how many sessions a page has at most
 * @param more whether there is a next page
 */
record SessionPage(List<SessionItem> items, int page, int size, boolean more) {

}
