package io.wegrant.server.selfservice;

import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.springframework.http.MediaType;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import io.wegrant.server.accounts.Sub;
import io.wegrant.server.profiles.Profiles;
import io.wegrant.server.sessions.SessionTokens;
import io.wegrant.server.staff.Phones;

/**
 * Says who the user of a token is (OpenID Connect Core 1.0 section 5.3). The roles are
 * those of the token: one with roles that are no more has been revoked.
 */
@RestController
class UserInfoEndpoint {

	static final String PATH = "/userinfo";

	private final Profiles profiles;

	private final Phones phones;

	private final String pictures;

	UserInfoEndpoint(Profiles profiles, Phones phones, AuthorizationServerSettings settings) {
		this.profiles = profiles;
		this.phones = phones;
		this.pictures = PicturesEndpoint.url(settings);
	}

	@GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	UserInfo getUserInfo(JwtAuthenticationToken caller) {
		return describe(caller);
	}

	@PostMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
	UserInfo postUserInfo(JwtAuthenticationToken caller) {
		return describe(caller);
	}

	private UserInfo describe(JwtAuthenticationToken caller) {
		Sub sub = Caller.of(caller).sub();
		UserInfo info = UserInfo.of(sub.value(),
				Objects.requireNonNullElse(caller.getToken().getClaimAsStringList(SessionTokens.ROLES), List.of()));
		Set<String> authorities = AuthorityUtils.authorityListToSet(caller.getAuthorities());
		if (authorities.contains("SCOPE_" + SelfServiceConfiguration.PROFILE)) {
			info = info.with(this.profiles.find(sub), this.pictures);
		}
		return authorities.contains("SCOPE_" + SelfServiceConfiguration.PHONE)
				? this.phones.ofUser(sub).map(info::with).orElse(info) : info;
	}

}
