package io.wegrant.server.clients;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.StringUtils;

import io.wegrant.server.secrets.MasterKeyset;

/**
 * The enabled clients, all of them in memory: a token request asks the database nothing
 * about its client, whether the client exists or not. Registrations are read again at an
 * interval; while the database is away the last ones stay in force.
 */
public final class Clients implements RegisteredClientRepository {

	/**
	 * The grant that exchanges the one-time code of {@code wx.login} for tokens.
	 */
	public static final AuthorizationGrantType WECHAT_CODE = new AuthorizationGrantType("wechat_code");

	/** What access tokens may be signed with. */
	static final Set<SignatureAlgorithm> ALGORITHMS = Set.of(SignatureAlgorithm.ES256, SignatureAlgorithm.RS256);

	private static final String ACCESS_TOKEN_ALGORITHM = "access-token-algorithm";

	private static final Logger logger = LoggerFactory.getLogger(Clients.class);

	private final ClientRows clients;

	private final MiniProgramRows miniPrograms;

	private final MasterKeyset keyset;

	private final Duration accessTokenLifetime;

	private final TransactionTemplate transactions;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	private volatile Map<String, MiniProgram> byAppid = Map.of();

	private volatile Map<String, Registered> registered = Map.of();

	private volatile Set<String> algorithms = Set.of();

	Clients(ClientRows clients, MiniProgramRows miniPrograms, MasterKeyset keyset, ClientsProperties properties,
			TransactionTemplate transactions, ApplicationEventPublisher events, Clock clock) {
		this.clients = clients;
		this.miniPrograms = miniPrograms;
		this.keyset = keyset;
		this.accessTokenLifetime = properties.accessTokenLifetime();
		this.transactions = transactions;
		this.events = events;
		this.clock = clock;
		load();
	}

	/**
	 * Finds an enabled client.
	 * @param clientId its identifier
	 * @return the client, or empty if there is none or it is disabled
	 */
	public Optional<Client> find(String clientId) {
		return Optional.ofNullable(this.registered.get(clientId)).map(Registered::client);
	}

	/**
	 * Finds a mini-program, whether its clients are enabled or not.
	 * @param appid its appid
	 * @return the mini-program, or empty if there is none
	 */
	public Optional<MiniProgram> findMiniProgram(String appid) {
		return Optional.ofNullable(this.byAppid.get(appid));
	}

	/**
	 * Tells whether a client is registered, be it enabled or not.
	 * @param clientId its identifier
	 * @return whether there is such a registration
	 */
	public boolean isRegistered(String clientId) {
		// MySQL takes trailing spaces for padding.
		return this.clients.findById(clientId).filter((row) -> row.clientId().equals(clientId)).isPresent();
	}

	/**
	 * Returns every scope that some enabled client may be granted, in order.
	 * @return the scopes
	 */
	public Set<String> scopes() {
		return this.registered.values()
			.stream()
			.flatMap((each) -> each.client().scopes().stream())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * Returns how long access tokens are valid.
	 * @return the lifetime
	 */
	public Duration accessTokenLifetime() {
		return this.accessTokenLifetime;
	}

	/**
	 * Returns what a client's access tokens are signed with.
	 * @param client the client
	 * @return the algorithm
	 */
	public static SignatureAlgorithm accessTokenAlgorithm(RegisteredClient client) {
		return Objects.requireNonNull(client.getTokenSettings().getSetting(ACCESS_TOKEN_ALGORITHM));
	}

	/**
	 * Returns what the access tokens of any client are signed with. A client that is
	 * disabled may be enabled again, so it counts.
	 * @return the names of the algorithms
	 */
	public Set<String> accessTokenAlgorithms() {
		return this.algorithms;
	}

	/**
	 * Ends all sessions of a client and revokes all its tokens. It costs the same however
	 * many there are.
	 * @param clientId the client
	 * @return whether there is such a client
	 */
	public boolean endSessions(String clientId) {
		return this.transactions.execute((status) -> {
			boolean known = this.clients.endSessions(clientId, this.clock.instant());
			if (known) {
				// The update may have waited; logins went on until now.
				this.events.publishEvent(new ClientSessionsEnded(clientId, this.clock.instant()));
			}
			return known;
		});
	}

	@Override
	public @Nullable RegisteredClient findById(String id) {
		return findByClientId(id);
	}

	@Override
	public @Nullable RegisteredClient findByClientId(String clientId) {
		Registered found = this.registered.get(clientId);
		return (found != null) ? found.registeredClient() : null;
	}

	/**
	 * Refuses: registrations are changed by administrators, never by the framework.
	 */
	@Override
	public void save(RegisteredClient registeredClient) {
		throw new IllegalStateException("Registrations are not changed in a token request");
	}

	@Scheduled(fixedDelayString = "${wegrant.clients.reload-interval:5s}",
			initialDelayString = "${wegrant.clients.reload-interval:5s}")
	void reload() {
		try {
			load();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("The clients could not be read again, the last known ones stay in force: {}", ex.getMessage());
		}
	}

	private void load() {
		Map<String, MiniProgram> byAppid = this.miniPrograms.findAll()
			.stream()
			.map((row) -> row.decrypt(this.keyset))
			.collect(Collectors.toUnmodifiableMap(MiniProgram::appid, (each) -> each));
		List<ClientRow> rows = this.clients.findAll();
		this.byAppid = byAppid;
		this.algorithms = rows.stream().map(ClientRow::accessTokenAlgorithm).collect(Collectors.toUnmodifiableSet());
		this.registered = rows.stream()
			.filter(ClientRow::enabled)
			// A mini-program that was added between the two reads is there the next time.
			.filter((row) -> row.appid() == null || byAppid.containsKey(row.appid()))
			.map((row) -> registered(row, Optional.ofNullable(row.appid()).map(byAppid::get)))
			.collect(Collectors.toUnmodifiableMap((each) -> each.client().clientId(), (each) -> each));
	}

	private Registered registered(ClientRow row, Optional<MiniProgram> miniProgram) {
		Client client = new Client(row.clientId(), spaceSeparated(row.scopes()), spaceSeparated(row.resources()),
				miniProgram, row.wechatClaims());
		RegisteredClient.Builder builder = RegisteredClient.withId(row.clientId())
			.clientId(row.clientId())
			.scopes((scopes) -> scopes.addAll(client.scopes()))
			.tokenSettings(TokenSettings.builder()
				.accessTokenTimeToLive(this.accessTokenLifetime)
				.setting(ACCESS_TOKEN_ALGORITHM, SignatureAlgorithm.valueOf(row.accessTokenAlgorithm()))
				.build());
		if (miniProgram.isPresent()) {
			builder.authorizationGrantType(WECHAT_CODE).authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN);
		}
		else {
			builder.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS);
		}
		authenticateBy(builder, row);
		return new Registered(client, builder.build());
	}

	private static void authenticateBy(RegisteredClient.Builder builder, ClientRow row) {
		if (row.secretHash() != null) {
			builder.clientSecret(ClientSecretHash.either(row.secretHash(), row.previousSecretHash()))
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
		}
		if (row.jwkSetUri() != null) {
			builder.clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT)
				.clientSettings(ClientSettings.builder()
					.jwkSetUrl(row.jwkSetUri())
					.tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256)
					.build());
		}
		if (row.secretHash() == null && row.jwkSetUri() == null) {
			builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
		}
	}

	private static Set<String> spaceSeparated(String values) {
		return Collections
			.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(StringUtils.tokenizeToStringArray(values, " "))));
	}

	private record Registered(Client client, RegisteredClient registeredClient) {

	}

}
