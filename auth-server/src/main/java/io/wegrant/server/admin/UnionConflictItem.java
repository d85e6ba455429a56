package io.wegrant.server.admin;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.wegrant.server.accounts.UnionConflict;

/**
 * Two users who may be one person, as administrators see them.
 */
record UnionConflictItem(String sub, @JsonProperty("owner_sub") String ownerSub, String appid,
		@JsonProperty("found_at") Instant foundAt) {

	static UnionConflictItem of(UnionConflict conflict) {
		return new UnionConflictItem(conflict.sub(), conflict.ownerSub(), conflict.appid(), conflict.foundAt());
	}

}
