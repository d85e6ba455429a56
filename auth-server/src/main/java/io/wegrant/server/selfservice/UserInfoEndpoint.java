package io.wegrant.server.selfservice;

import java.util.List;
import java.util.Objects;

import org.springframework.http.MediaType;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.accounts.Profiles;

/**
 * Says who the user of a token is (OpenID Connect Core 1.0 section 5.3). The roles are
 * those of the token: one with roles that are no more has been revoked.
 */
@RestController
class UserInfoEndpoint {

	static final String PATH = "/userinfo";

	private final Profiles profiles;

	private final String pictures;

	UserInfoEndpoint(Profiles profiles, AuthorizationServerSettings settings) {
		this.profiles = profiles;
		this.pictures = PicturesEndpoint.url(settings);
	}

	@RequestMapping(path = PATH, method = { RequestMethod.GET, RequestMethod.POST },
			produces = MediaType.APPLICATION_JSON_VALUE)
	UserInfo describeUser(JwtAuthenticationToken caller) {
		String sub = Caller.of(caller).sub();
		UserInfo info = UserInfo.of(sub,
				Objects.requireNonNullElse(caller.getToken().getClaimAsStringList("roles"), List.of()));
		return AuthorityUtils.authorityListToSet(caller.getAuthorities())
			.contains("SCOPE_" + SelfServiceConfiguration.PROFILE) ? info.with(this.profiles.find(sub), this.pictures)
					: info;
	}

}
