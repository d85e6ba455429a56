package io.wegrant.server.selfservice;

import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The end of an account. The token is all that is asked for: a mini-program asks its user
 * whether it is meant before it calls.
 */
@RestController
class ClosingEndpoint {

	private final OwnAccount account;

	ClosingEndpoint(OwnAccount account) {
		this.account = account;
	}

	@DeleteMapping(SelfServiceConfiguration.PATH)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void closeAccount(JwtAuthenticationToken authentication) {
		this.account.close(Caller.of(authentication));
	}

}
