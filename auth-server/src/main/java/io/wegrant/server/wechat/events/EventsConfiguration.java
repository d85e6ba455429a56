package io.wegrant.server.wechat.events;

import java.security.SecureRandom;
import java.time.Clock;

import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.accounts.AccountClosing;
import io.wegrant.server.accounts.Users;
import io.wegrant.server.audit.AuditLog;
import io.wegrant.server.authorization.ClientTokens;
import io.wegrant.server.clients.Clients;
import io.wegrant.server.profiles.Pictures;
import io.wegrant.server.profiles.Profiles;
import io.wegrant.server.staff.Phones;

@Configuration(proxyBeanMethods = false)
class EventsConfiguration {

	/** How many deliveries one node has under way at most. */
	private static final int WITH_VIRTUAL_THREADS = 1024;

	/** It leaves most of Tomcat's threads to everything else. */
	private static final int WITH_THREADS = 64;

	@Bean
	@Order(20)
	SecurityFilterChain wechatEventsFilterChain(HttpSecurity http, Clients clients, EventMeters meters, Clock clock) {
		RequestMatcher path = PathPatternRequestMatcher.withDefaults().matcher(EventsEndpoint.PATH);
		// @formatter:off
		http
			.securityMatcher(path)
			.addFilterBefore(new PushSignatureFilter(path, clients, meters, clock), AuthorizationFilter.class)
			.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
			.csrf(AbstractHttpConfigurer::disable)
			.requestCache(AbstractHttpConfigurer::disable)
			.logout(AbstractHttpConfigurer::disable);
		// @formatter:on
		return http.build();
	}

	@Bean
	EventMeters eventMeters(MeterRegistry meters) {
		return new EventMeters(meters);
	}

	@Bean
	TakenPushes takenPushes(JdbcClient jdbc, Clock clock) {
		return new TakenPushes(jdbc, clock);
	}

	@Bean
	Deliveries deliveries(Clients clients, ClientTokens tokens, Environment environment, MeterRegistry meters) {
		return new Deliveries(new PushRoutes(clients), tokens,
				Threading.VIRTUAL.isActive(environment) ? WITH_VIRTUAL_THREADS : WITH_THREADS, meters);
	}

	@Bean
	OwnEvents ownEvents(Users users, AccountClosing closing, Phones phones, Profiles profiles, Pictures pictures,
			AuditLog auditLog, TransactionTemplate transactions) {
		return new OwnEvents(
				new WithdrawnAuthorizations(users, closing, phones, profiles, pictures, auditLog, transactions));
	}

	@Bean
	Pushes pushes(OwnEvents ownEvents, Deliveries deliveries, TakenPushes taken, TransactionTemplate transactions,
			SecureRandom random, EventMeters meters, Clock clock) {
		return new Pushes(ownEvents, deliveries, taken, transactions, new PushAnswers(random, clock), meters);
	}

}
