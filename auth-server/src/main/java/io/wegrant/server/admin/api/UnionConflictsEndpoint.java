package io.wegrant.server.admin.api;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.accounts.UnionConflict;
import io.wegrant.server.accounts.UserMerging;

/**
 * The users who may be one person, to be looked at before they are merged.
 */
@RestController
class UnionConflictsEndpoint {

	private final UserMerging merging;

	UnionConflictsEndpoint(UserMerging merging) {
		this.merging = merging;
	}

	@GetMapping(path = AdminApiConfiguration.PATH + "/union-conflicts", produces = MediaType.APPLICATION_JSON_VALUE)
	Page<UnionConflictItem> listUnionConflicts(@RequestParam(defaultValue = "0") int page,
			@RequestParam(defaultValue = "20") int size) {
		return Page.of(page, size, this.merging::conflicts, UnionConflictItem::of);
	}

	/**
	 * Two users who may be one person, as administrators see them.
	 */
	record UnionConflictItem(String sub, @JsonProperty("owner_sub") String ownerSub, String appid,
			@JsonProperty("found_at") Instant foundAt) {

		static UnionConflictItem of(UnionConflict conflict) {
			return new UnionConflictItem(conflict.sub().value(), conflict.ownerSub().value(), conflict.appid().value(),
					conflict.foundAt());
		}

	}

}
