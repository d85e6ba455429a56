package io.wegrant.server.clients;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import io.wegrant.server.clients.Client.Credentials;
import io.wegrant.server.secrets.MasterKeyset;
import io.wegrant.server.storage.DatabaseFault;

/**
 * The enabled clients, all of them in memory: a token request asks the database nothing
 * about its client, whether the client exists or not. Registrations are read again at an
 * interval; while the database is away the last ones stay in force.
 */
public final class Clients {

	private static final Logger logger = LoggerFactory.getLogger(Clients.class);

	private final ClientRows clients;

	private final MiniProgramRows miniPrograms;

	private final MasterKeyset keyset;

	private final Duration accessTokenLifetime;

	private final TransactionTemplate transactions;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	private volatile Map<String, MiniProgram> byAppid = Map.of();

	private volatile Map<ClientId, Client> registered = Map.of();

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
		// In a new database those of the settings are stored later than the first keys
		// are made.
		if (this.algorithms.isEmpty()) {
			this.algorithms = properties.accessTokenAlgorithms();
		}
	}

	/**
	 * Finds an enabled client.
	 * @param clientId its identifier
	 * @return the client, or empty if there is none or it is disabled
	 */
	public Optional<Client> find(ClientId clientId) {
		return Optional.ofNullable(this.registered.get(clientId));
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
	 * Returns the enabled clients.
	 * @return the clients, in no order
	 */
	public Collection<Client> all() {
		return this.registered.values();
	}

	/**
	 * Tells whether a client is registered, be it enabled or not.
	 * @param clientId its identifier
	 * @return whether there is such a registration
	 */
	public boolean isRegistered(ClientId clientId) {
		// MySQL takes trailing spaces for padding.
		return this.clients.findById(clientId.value())
			.filter((row) -> row.clientId().equals(clientId.value()))
			.isPresent();
	}

	/**
	 * Returns every scope that some enabled client may be granted, in order.
	 * @return the scopes
	 */
	public Set<String> scopes() {
		return this.registered.values()
			.stream()
			.flatMap((each) -> each.scopes().stream())
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
	public boolean endSessions(ClientId clientId) {
		return this.transactions.execute((status) -> {
			boolean known = this.clients.endSessions(clientId, this.clock.instant().getEpochSecond());
			if (known) {
				this.events.publishEvent(new ClientTokensEnded(clientId, this.clients.tokenEpoch(clientId)));
			}
			return known;
		});
	}

	/**
	 * Raises a client's token epoch to what this node has heard of, if it is lower: the
	 * database has lost a change that services know of.
	 * @param clientId the client
	 * @param lowest the lowest epoch that services take
	 */
	public void raiseTokenEpoch(ClientId clientId, long lowest) {
		this.clients.raiseTokenEpoch(clientId, lowest);
	}

	/**
	 * Finds an enabled client as it is since a change, which this node may not have read
	 * yet.
	 * @param clientId its identifier
	 * @param tokenEpoch the token epoch that the change brought
	 * @return the client, or empty if there is none any more or it is disabled
	 * @throws DataAccessException if the registration cannot be read, or is still the one
	 * of before
	 */
	public Optional<Client> findSince(ClientId clientId, long tokenEpoch) {
		if (isOlder(find(clientId), tokenEpoch)) {
			load();
		}
		Optional<Client> current = find(clientId);
		if (current.isPresent() && isOlder(current, tokenEpoch)) {
			throw new DataAccessResourceFailureException("The registration of " + clientId + " is not up to date");
		}
		return current;
	}

	/**
	 * Reads the registrations again. While they cannot be read the last ones stay in
	 * force.
	 */
	@Scheduled(fixedDelayString = "#{@clientsReloadInterval}", initialDelayString = "#{@clientsReloadInterval}")
	public void reload() {
		try {
			load();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.warn("The clients could not be read again, the last known ones stay in force: {}",
					DatabaseFault.of(ex).summary());
		}
	}

	// One at a time, lest registrations that were read before a change replace those read
	// after.
	synchronized void load() {
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
			.map((row) -> client(row, Optional.ofNullable(row.appid()).map(byAppid::get)))
			.collect(Collectors.toUnmodifiableMap(Client::clientId, (each) -> each));
	}

	private static boolean isOlder(Optional<Client> client, long tokenEpoch) {
		return client.filter((each) -> each.tokenEpoch() >= tokenEpoch).isEmpty();
	}

	private static Client client(ClientRow row, Optional<MiniProgram> miniProgram) {
		Credentials credentials = new Credentials(
				Optional.ofNullable(row.secretHash())
					.map((hash) -> ClientSecretHash.either(hash, row.previousSecretHash())),
				Optional.ofNullable(row.jwkSetUri()));
		return new Client(new ClientId(row.clientId()), credentials, ClientRow.spaceSeparated(row.scopes()),
				ClientRow.spaceSeparated(row.resources()), miniProgram, row.wechatClaims(),
				SignatureAlgorithm.valueOf(row.accessTokenAlgorithm()), row.tokenEpoch(), row.services().services(),
				EventReceiver.read(row.eventReceivers()));
	}

}
