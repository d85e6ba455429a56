package io.wegrant.server.wechat;

import java.time.Clock;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.Users;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.Grant;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.limits.LimitProperties;
import io.wegrant.server.sessions.NewSessions;
import io.wegrant.server.sessions.SessionClaims;
import io.wegrant.server.sessions.SessionTokens;
import io.wegrant.server.sessions.Sessions;
import io.wegrant.server.staff.Phones;

@Configuration(proxyBeanMethods = false)
class WechatConfiguration {

	@Bean
	WechatClient wechatClient(WechatProperties properties, Environment environment, MeterRegistry meters, Clock clock) {
		int calls = properties.callsAtOnce(Threading.VIRTUAL.isActive(environment));
		return new WechatClient(properties, calls, meters, clock);
	}

	@Bean
	WechatApi wechatApi(WechatProperties properties, WechatClient wechat, Environment environment, MeterRegistry meters,
			Clock clock) {
		int calls = properties.serviceCallsAtOnce(Threading.VIRTUAL.isActive(environment));
		return new WechatApi(properties, calls, wechat.tokens(), meters, clock);
	}

	@Bean
	PhoneBinding phoneBinding(WechatClient wechat, Clients clients, Sessions sessions, Phones phones, AuditLog auditLog,
			TransactionTemplate transactions) {
		return new PhoneBinding(wechat, clients, sessions, phones, auditLog, transactions);
	}

	@Bean
	Grant wechatCodeGrant(Clients clients, LimitProperties limits, WechatClient wechat, PhoneBinding phones,
			Users users, NewSessions sessions, TransactionTemplate transactions, SessionTokens tokens,
			AuditLog auditLog) {
		return new Grant(WechatCodeAuthenticationToken.GRANT_TYPE, (client) -> client.miniProgram().isPresent(),
				new WechatCodeConverter(), new WechatCodeProvider(clients, new LoginLimits(limits), wechat,
						new Logins(users, phones, sessions, transactions), tokens, auditLog));
	}

	@Bean
	SessionClaims wechatClaims() {
		return (client, session) -> client.wechatClaims()
				? Map.of("appid", session.account().appid().value(), "openid", session.account().openid().value())
				: Map.of();
	}

}
