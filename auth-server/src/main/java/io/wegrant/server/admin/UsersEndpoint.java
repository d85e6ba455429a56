package io.wegrant.server.admin;

import java.util.Objects;

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

import io.wegrant.server.accounts.Accounts;

/**
 * The users, to be looked at, logged out, locked out and let in again.
 */
@RestController
class UsersEndpoint {

	private static final String PATH = AdminConfiguration.PATH + "/users/{sub}";

	private final Accounts accounts;

	private final Administration administration;

	private final StaffAdministration staffAdministration;

	UsersEndpoint(Accounts accounts, Administration administration, StaffAdministration staffAdministration) {
		this.accounts = accounts;
		this.administration = administration;
		this.staffAdministration = staffAdministration;
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	UserItem getUser(@PathVariable String sub) {
		return this.accounts.describe(sub).map(UserItem::of).orElseThrow(AdminProblem::noSuchUser);
	}

	@PutMapping(path = PATH + "/roles", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void putUserRoles(@PathVariable String sub, @RequestBody UserRoles roles, Authentication caller) {
		Cause cause = Cause.of(caller.getName(), new Reason(roles.reason()));
		this.staffAdministration.grant(sub, Given.roles(roles.roles()), cause);
	}

	@DeleteMapping(PATH + "/sessions")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void endSessionsOfUser(@PathVariable String sub, @RequestParam(required = false) @Nullable String reason,
			Authentication caller) {
		this.administration.endSessionsOfUser(sub, Cause.of(caller.getName(), reason));
	}

	@PostMapping(path = PATH + "/disable", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void disableUser(@PathVariable String sub, @RequestBody Reason reason, Authentication caller) {
		this.administration.disable(sub, Cause.of(caller.getName(), reason));
	}

	@PostMapping(path = PATH + "/enable", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void enableUser(@PathVariable String sub, @RequestBody Reason reason, Authentication caller) {
		this.administration.enable(sub, Cause.of(caller.getName(), reason));
	}

	@PostMapping(path = PATH + "/merge", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void mergeUser(@PathVariable String sub, @RequestBody Merge merge, Authentication caller) {
		Cause cause = Cause.of(caller.getName(), new Reason(merge.reason()));
		this.administration.merge(sub, Objects.requireNonNullElse(merge.into(), ""), cause);
	}

}
