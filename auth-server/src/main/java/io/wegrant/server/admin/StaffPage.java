package io.wegrant.server.admin;

import java.util.List;

/**
 * A page of the staff directory.
 *
 * @param items the entries
 * @param page the page's number, from 0
 * @param size how many entries a page has at most
 * @param more whether there is a next page
 */
record StaffPage(List<StaffItem> items, int page, int size, boolean more) {

}
