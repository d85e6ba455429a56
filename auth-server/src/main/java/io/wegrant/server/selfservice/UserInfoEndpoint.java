package io.wegrant.server.selfservice;

import java.util.List;
import java.util.Objects;

import org.springframework.http.MediaType;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says who the user of a token is (OpenID Connect Core 1.0 section 5.3). The roles are
 * those of the token: one with roles that are no more has been revoked.
 */
@RestController
class UserInfoEndpoint {

	static final String PATH = "/userinfo";

	@RequestMapping(path = PATH, method = { RequestMethod.GET, RequestMethod.POST },
			produces = MediaType.APPLICATION_JSON_VALUE)
	UserInfo describeUser(JwtAuthenticationToken caller) {
		Jwt token = caller.getToken();
		return new UserInfo(Objects.requireNonNull(token.getSubject()),
				Objects.requireNonNullElse(token.getClaimAsStringList("roles"), List.of()));
	}

}
