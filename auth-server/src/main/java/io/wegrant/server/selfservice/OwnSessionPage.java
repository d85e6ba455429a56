package io.wegrant.server.selfservice;

import java.util.List;

/**
 * A page of the list of a user's own sessions.
 *
 * @param items the sessions
 * @param page the page's number, from 0
 * @param size how many sessions a page has at most
 * @param more whether there is a next page
 */
record OwnSessionPage(List<OwnSession> items, int page, int size, boolean more) {

}
