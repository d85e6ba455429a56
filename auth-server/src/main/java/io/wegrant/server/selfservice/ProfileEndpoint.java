package io.wegrant.server.selfservice;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.profiles.Profile;

/**
 * What a user says of themselves.
 */
@RestController
class ProfileEndpoint {

	private static final ZoneOffset EARLIEST_ZONE = ZoneOffset.ofHours(14);

	private final OwnAccount account;

	private final Clock clock;

	ProfileEndpoint(OwnAccount account, Clock clock) {
		this.account = account;
		this.clock = clock;
	}

	@PutMapping(path = SelfServiceConfiguration.PATH + "/profile", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void replaceProfile(InputStream body, JwtAuthenticationToken authentication) throws IOException {
		LocalDate today = LocalDate.ofInstant(this.clock.instant(), EARLIEST_ZONE);
		Profile profile = ProfileForm.read(LimitedBody.read(body, ProfileForm.MAX_BYTES), today);
		this.account.replaceProfile(profile, Caller.of(authentication));
	}

}
