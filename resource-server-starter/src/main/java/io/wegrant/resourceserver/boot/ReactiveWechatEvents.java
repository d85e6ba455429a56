package io.wegrant.resourceserver.boot;

import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.authorization.ReactiveAuthorizationManager;
import org.springframework.security.core.Authentication;
import reactor.core.publisher.Mono;

import io.wegrant.resourceserver.spring.WechatEvents;

/**
 * Lets the provider alone call the path where a reactive service takes WeChat's pushes:
 * {@code exchanges.pathMatchers("/wechat/events").access(ReactiveWechatEvents.fromProvider())}.
 * No user and no client has such a token.
 *
 * @param <T> what is called
 */
public final class ReactiveWechatEvents<T> implements ReactiveAuthorizationManager<T> {

	private final WechatEvents<T> rule;

	private ReactiveWechatEvents(WechatEvents<T> rule) {
		this.rule = rule;
	}

	/**
	 * Makes the rule for a service whose audience is its own.
	 * @param <T> what is called
	 * @return the rule
	 */
	public static <T> ReactiveWechatEvents<T> fromProvider() {
		return new ReactiveWechatEvents<>(WechatEvents.fromProvider());
	}

	/**
	 * Makes the rule for a service that shares its audience with other clients of the
	 * provider.
	 * @param <T> what is called
	 * @param clientId the client of the service, whose registration names the path
	 * @return the rule
	 */
	public static <T> ReactiveWechatEvents<T> fromProvider(String clientId) {
		return new ReactiveWechatEvents<>(WechatEvents.fromProvider(clientId));
	}

	/**
	 * Decides by who calls.
	 * @param caller who calls
	 * @param called what is called
	 * @return whether the provider does, for this service
	 */
	@Override
	public Mono<AuthorizationResult> authorize(Mono<Authentication> caller, T called) {
		return caller.<AuthorizationResult>map(this.rule::decide)
			.switchIfEmpty(Mono.fromSupplier(() -> this.rule.decide(null)));
	}

}
