package io.wegrant.server.admin;

import java.util.List;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.accounts.Merging;
import io.wegrant.server.accounts.UnionConflict;

/**
 * The users who may be one person, to be looked at before they are merged.
 */
@RestController
class UnionConflictsEndpoint {

	private static final int MAX_SIZE = 100;

	private final Merging merging;

	UnionConflictsEndpoint(Merging merging) {
		this.merging = merging;
	}

	@GetMapping(path = AdminConfiguration.PATH + "/union-conflicts", produces = MediaType.APPLICATION_JSON_VALUE)
	UnionConflictPage listUnionConflicts(@RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "20") int size) {
		if (page < 0 || size < 1 || size > MAX_SIZE) {
			throw AdminProblem.badPage();
		}
		List<UnionConflict> found = this.merging.conflicts(size + 1, (long) page * size);
		return new UnionConflictPage(found.stream().limit(size).map(UnionConflictItem::of).toList(), page, size,
				found.size() > size);
	}

}
