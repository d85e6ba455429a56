package io.wegrant.server.admin;

import java.util.List;

/**
 * A page of the list of users who may be one person.
 *
 * @param items the conflicts
 * @param page the page's number, from 0
 * @param size how many conflicts a page has at most
 * @param more whether there is a next page
 */
record UnionConflictPage(List<UnionConflictItem> items, int page, int size, boolean more) {

}
