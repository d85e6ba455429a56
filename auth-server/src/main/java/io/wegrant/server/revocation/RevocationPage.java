package io.wegrant.server.revocation;

import java.util.List;

/**
 * A part of the feed.
 *
 * @param entries the entries
 * @param end where a reader is who has heard them
 * @param more whether further ones are known
 */
record RevocationPage(List<RevocationEntry> entries, RevocationCursor end, boolean more) {

}
