package io.wegrant.server.admin;

import java.util.List;

/**
 * The signing keys.
 *
 * @param items the keys of each algorithm, the oldest first
 */
record KeyList(List<KeyItem> items) {

}
