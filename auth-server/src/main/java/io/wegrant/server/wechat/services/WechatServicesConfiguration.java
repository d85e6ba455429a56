package io.wegrant.server.wechat.services;

import java.time.Clock;
import java.util.Set;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.ProviderScopes;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.clients.ClientsProperties;
import io.wegrant.server.connections.BodyLimit;
import io.wegrant.server.limits.LimitProperties;
import io.wegrant.server.limits.RateLimit;
import io.wegrant.server.revocation.AccessTokenSecurity;
import io.wegrant.server.revocation.ClientTokenConverter;
import io.wegrant.server.sessions.SessionKeys;
import io.wegrant.server.settings.SettingsRule;
import io.wegrant.server.wechat.WechatApi;
import io.wegrant.server.wechat.WechatScopes;

@Configuration(proxyBeanMethods = false)
class WechatServicesConfiguration {

	/** Where a service has something done for a mini-program. */
	static final String PATH = "/wechat/apps/{appid}";

	@Bean
	static SettingsRule reservedForNobody(ClientsProperties clients) {
		return (check) -> clients.checkReserved(WechatScopes.EVENTS, ApiPaths::isNever, XpayCall::isUnknown, check);
	}

	@Bean
	@Order(12)
	SecurityFilterChain wechatServicesFilterChain(HttpSecurity http, AccessTokenSecurity accessTokens) {
		http.securityMatcher("/wechat/apps/**")
			.authorizeHttpRequests((requests) -> requests.anyRequest().hasAuthority("SCOPE_" + WechatScopes.APPS));
		return accessTokens.require(http, new ClientTokenConverter()).build();
	}

	@Bean
	ProviderScopes wechatServicesScope() {
		return new ProviderScopes(Set.of(WechatScopes.APPS));
	}

	@Bean
	ServedApps servedApps(Clients clients, LimitProperties limits, AuditLog auditLog) {
		return new ServedApps(clients, new RateLimit(limits.wechatCallsPerClient()), auditLog);
	}

	@Bean
	UserKeys userKeys(SessionKeys keys, WechatApi wechat) {
		return new UserKeys(keys, wechat);
	}

	@Bean
	Decryption decryption(Clock clock) {
		return new Decryption(clock);
	}

	@Bean
	BodyLimit wechatApiBodyLimit() {
		return new BodyLimit(PATH + "/api/**", ApiEndpoint.MAX_BYTES);
	}

	@Bean
	BodyLimit xpayBodyLimit() {
		return new BodyLimit(PATH + "/xpay/*", XpayEndpoint.MAX_BYTES);
	}

}
