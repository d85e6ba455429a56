package io.wegrant.resourceserver.spring;

import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.AbstractOAuth2TokenAuthenticationToken;

import io.wegrant.resourceserver.WechatEventTokens;

/**
 * Lets the provider alone call the path where a service takes WeChat's pushes:
 * {@code requests.requestMatchers("/wechat/events").access(WechatEvents.fromProvider())}.
 * No user and no client has such a token.
 *
 * @param <T> what is called
 */
public final class WechatEvents<T> implements AuthorizationManager<T> {

	private final Optional<String> clientId;

	private WechatEvents(Optional<String> clientId) {
		this.clientId = clientId;
	}

	/**
	 * Makes the rule for a service whose audience is its own.
	 * @param <T> what is called
	 * @return the rule
	 */
	public static <T> WechatEvents<T> fromProvider() {
		return new WechatEvents<>(Optional.empty());
	}

	/**
	 * Makes the rule for a service that shares its audience with other clients of the
	 * provider.
	 * @param <T> what is called
	 * @param clientId the client of the service, whose registration names the path
	 * @return the rule
	 */
	public static <T> WechatEvents<T> fromProvider(String clientId) {
		return new WechatEvents<>(Optional.of(clientId));
	}

	/**
	 * Decides by who calls.
	 * @param caller who calls
	 * @param called what is called
	 * @return whether the provider does, for this service
	 */
	@Override
	public AuthorizationResult authorize(Supplier<? extends Authentication> caller, T called) {
		return decide(caller.get());
	}

	/**
	 * Decides as {@link #authorize(Supplier, Object)} does: Spring Security 6.5 asks so.
	 * @param caller who calls
	 * @param called what is called
	 * @return whether the provider does, for this service
	 */
	public AuthorizationDecision check(Supplier<? extends Authentication> caller, @Nullable Object called) {
		return decide(caller.get());
	}

	/**
	 * Decides by who calls.
	 * @param caller who calls, if anybody has been recognised
	 * @return whether the provider does, for this service
	 */
	public AuthorizationDecision decide(@Nullable Authentication caller) {
		boolean isProvider = caller instanceof AbstractOAuth2TokenAuthenticationToken<?> bearer
				&& caller.isAuthenticated() && bearer.getToken() instanceof Jwt token
				&& WechatEventTokens.client(token.getClaims())
					.filter((client) -> this.clientId.isEmpty() || this.clientId.get().equals(client))
					.isPresent();
		return new AuthorityAuthorizationDecision(isProvider,
				AuthorityUtils.createAuthorityList("SCOPE_" + WechatEventTokens.SCOPE));
	}

}
