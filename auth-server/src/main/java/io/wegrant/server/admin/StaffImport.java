package io.wegrant.server.admin;

import java.util.Map;

import io.wegrant.server.accounts.Staff.Kind;

/**
 * What the import of a file did to the staff directory.
 *
 * @param added how many entries were added
 * @param changed how many got other roles
 * @param unchanged how many were as the file says
 */
record StaffImport(int added, int changed, int unchanged) {

	static StaffImport of(Map<Kind, Integer> counts) {
		return new StaffImport(counts.getOrDefault(Kind.ADDED, 0), counts.getOrDefault(Kind.CHANGED, 0),
				counts.getOrDefault(Kind.NONE, 0));
	}

}
