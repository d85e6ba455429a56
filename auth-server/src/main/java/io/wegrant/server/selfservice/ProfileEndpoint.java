package io.wegrant.server.selfservice;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.profiles.Profile;
import io.wegrant.server.selfservice.UserInfo.Address;

/**
 * What a user says of themselves.
 */
@RestController
class ProfileEndpoint {

	static final String PATH = SelfServiceConfiguration.PATH + "/profile";

	private static final ZoneOffset EARLIEST_ZONE = ZoneOffset.ofHours(14);

	private final OwnAccount account;

	private final Clock clock;

	ProfileEndpoint(OwnAccount account, Clock clock) {
		this.account = account;
		this.clock = clock;
	}

	@PutMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@RequestBody(required = true, content = @Content(schema = @Schema(implementation = ProfileRequest.class)))
	void replaceProfile(InputStream body, JwtAuthenticationToken authentication) throws IOException {
		LocalDate today = LocalDate.ofInstant(this.clock.instant(), EARLIEST_ZONE);
		Profile profile = ProfileForm.read(LimitedBody.read(body, ProfileForm.MAX_BYTES), today);
		this.account.replaceProfile(profile, Caller.of(authentication));
	}

	/**
	 * The body of a request to replace the profile, for its description:
	 * {@link ProfileForm} reads it member by member, to name each that is at fault.
	 */
	record ProfileRequest(@Nullable String nickname, @Nullable String gender, @Nullable String birthdate,
			@Nullable String locale, @Nullable Address address, @Nullable String bio, @Nullable String email) {

	}

}
