package io.wegrant.server.admin;

import java.time.Instant;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import io.wegrant.server.accounts.StaffMember;

/**
 * An entry of the staff directory as administrators see it.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StaffItem(long id, String phone, Set<String> roles, @Nullable String sub,
		@JsonProperty("created_at") Instant createdAt, @JsonProperty("changed_at") Instant changedAt) {

	static StaffItem of(StaffMember member) {
		return new StaffItem(member.id(), member.phone().e164(), member.roles().names(), member.sub().orElse(null),
				member.createdAt(), member.changedAt());
	}

	@Override
	public String toString() {
		return "StaffItem[id=" + this.id + "]";
	}

}
