package io.wegrant.server.admin.api;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.accounts.UserOverview;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.admin.AdminProblem;
import io.wegrant.server.admin.Administration;
import io.wegrant.server.admin.Attribution;
import io.wegrant.server.admin.StaffAdministration;

/**
 * The users, to be looked at, logged out, locked out and let in again.
 */
@RestController
class UsersEndpoint {

	private static final String PATH = AdminApiConfiguration.PATH + "/users/{sub}";

	private final Users users;

	private final Administration administration;

	private final StaffAdministration staffAdministration;

	UsersEndpoint(Users users, Administration administration, StaffAdministration staffAdministration) {
		this.users = users;
		this.administration = administration;
		this.staffAdministration = staffAdministration;
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	UserItem getUser(@PathVariable String sub) {
		return this.users.describe(new Sub(sub)).map(UserItem::of).orElseThrow(AdminProblem::noSuchUser);
	}

	@PutMapping(path = PATH + "/roles", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void putUserRoles(@PathVariable String sub, @RequestBody RolesRequest request, Authentication caller) {
		Attribution attribution = Attribution.explained(caller, request.reason());
		this.staffAdministration.grant(new Sub(sub), RequestValues.roles(request.roles()), attribution);
	}

	@DeleteMapping(PATH + "/sessions")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void endSessionsOfUser(@PathVariable String sub, @RequestParam(required = false) @Nullable String reason,
			Authentication caller) {
		this.administration.endSessionsOfUser(new Sub(sub), Attribution.of(caller, reason));
	}

	@PostMapping(path = PATH + "/disable", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void disableUser(@PathVariable String sub, @RequestBody ReasonBody reason, Authentication caller) {
		this.administration.disable(new Sub(sub), Attribution.explained(caller, reason.reason()));
	}

	@PostMapping(path = PATH + "/enable", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void enableUser(@PathVariable String sub, @RequestBody ReasonBody reason, Authentication caller) {
		this.administration.enable(new Sub(sub), Attribution.explained(caller, reason.reason()));
	}

	@PostMapping(path = PATH + "/merge", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void mergeUser(@PathVariable String sub, @RequestBody MergeRequest request, Authentication caller) {
		Attribution attribution = Attribution.explained(caller, request.reason());
		this.administration.merge(new Sub(sub), new Sub(Objects.requireNonNullElse(request.into(), "")), attribution);
	}

	/**
	 * A user as administrators see it.
	 */
	record UserItem(String sub, String status, Set<String> roles,
			@JsonProperty("granted_roles") Set<String> grantedRoles, @JsonProperty("created_at") Instant createdAt) {

		static UserItem of(UserOverview account) {
			return new UserItem(account.sub().value(), account.status().name().toLowerCase(Locale.ROOT),
					account.roles(), account.grantedRoles(), account.createdAt());
		}

	}

	/**
	 * The body of a request to give a user roles. Members that are not known here are
	 * ignored.
	 *
	 * @param roles the roles, none to take them all
	 * @param reason the administrator's words
	 */
	record RolesRequest(@Nullable List<@Nullable String> roles, @Nullable String reason) {

	}

	/**
	 * The body of a request to merge a user into another one.
	 *
	 * @param into the public id of the other user
	 * @param reason the administrator's words
	 */
	record MergeRequest(@Nullable String into, @Nullable String reason) {

	}

}
