package io.wegrant.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.wegrant.benchmarks.Database.Kind;
import io.wegrant.benchmarks.Database.Schema;
import io.wegrant.benchmarks.figures.Goal;
import io.wegrant.benchmarks.figures.Storage;
import io.wegrant.benchmarks.load.Dialect;
import io.wegrant.benchmarks.load.Order;
import io.wegrant.benchmarks.load.Order.Pace;
import io.wegrant.benchmarks.load.Scenario;
import io.wegrant.benchmarks.peer.floor.FloorServer;
import io.wegrant.benchmarks.peer.stock.StockProvider;

/**
 * Starts providers of each kind on one database, with the sessions of other people in it.
 */
final class Providers {

	private static final String STOCK_SCHEMA = String.join(",",
			"classpath:org/springframework/security/oauth2/server/authorization/oauth2-authorization-schema.sql",
			"classpath:org/springframework/security/oauth2/server/authorization/client/oauth2-registered-client-schema.sql",
			"classpath:io/wegrant/benchmarks/peer/stock/schema.sql");

	/** What the stock provider's schema says about MySQL. */
	private static final String STOCK_URL_PARAMETERS = "preserveInstants=true&connectionTimeZone=UTC&forceConnectionTimeZoneToSession=true";

	private final Installation installation;

	private final List<Path> provider;

	private final Workspace workspace;

	private final Database database;

	private final Generator generator;

	private final int simulator;

	private final int sessions;

	private final int starts;

	private final List<Storage> storages = new ArrayList<>();

	private @Nullable Schema wegrant;

	/**
	 * Creates them.
	 * @param installation the programs
	 * @param provider the unpacked provider
	 * @param workspace where they run
	 * @param database where they keep their rows
	 * @param generator who logs the first person in
	 * @param simulator the port of the WeChat simulator
	 * @param sessions how many sessions there are besides those of the load
	 * @param starts how often those are started whose start-up is compared
	 */
	Providers(Installation installation, List<Path> provider, Workspace workspace, Database database,
			Generator generator, int simulator, int sessions, int starts) {
		this.installation = installation;
		this.provider = List.copyOf(provider);
		this.workspace = workspace;
		this.database = database;
		this.generator = generator;
		this.simulator = simulator;
		this.sessions = sessions;
		this.starts = starts;
	}

	Peer wegrant() {
		Schema schema = schema("wegrant");
		this.wegrant = schema;
		Server server = Peer.server(Goal.WEGRANT, this.workspace, "/oauth2/jwks");
		List<String> command = command(Stream.concat(Installation.start(this.provider.get(0)).stream(),
				Stream.of("--spring.profiles.active=" + ((schema.kind() == Kind.MYSQL) ? "dev,mysql" : "dev"),
						"--server.address=127.0.0.1", "--server.port=" + server.port(),
						"--management.server.address=127.0.0.1", "--management.server.port=" + Server.freePort(),
						"--wegrant.issuer=http://127.0.0.1:" + server.port(), "--wegrant.wechat.base-url=" + wechat(),
						"--wegrant.keyset.file=" + this.workspace.folder().resolve(schemaName("keyset") + ".json"),
						"--spring.datasource.url=" + schema.url(), "--spring.datasource.username=" + schema.user(),
						"--spring.datasource.password=" + schema.password()))
			.toList());
		Peer peer = new Peer(Goal.WEGRANT, Dialect.WEGRANT, server, this.provider, command);
		peer.startFirst();
		logOneIn(peer);
		peer.stop();
		fill(Goal.WEGRANT, schema, (copies) -> {
			copies.add("users", this.sessions, Map.of("id", copies.id(), "sub", copies.random()));
			copies.add("wechat_identity", this.sessions,
					Map.of("id", copies.id(), "user_id", copies.id(), "openid_hash", copies.random()));
			copies.add("login_session", this.sessions, Map.of("id", copies.id(), "user_id", copies.id(), "identity_id",
					copies.id(), "sid", copies.random()));
		}, "users", "wechat_identity", "login_session");
		startRepeatedly(peer, this.starts);
		return peer;
	}

	/**
	 * Adds revocations of sessions that nobody knows to those of WeGrant, which does not
	 * run and has revoked one before.
	 * @param count how many
	 */
	void addRevocations(int count) {
		Schema schema = Objects.requireNonNull(this.wegrant);
		RowCopies copies = new RowCopies(schema);
		copies.add("revocation", count, Map.of("seq", copies.id(), "digest", copies.random()));
		execute(schema, "UPDATE revocation_lane SET last_seq = (SELECT MAX(seq) FROM revocation)");
	}

	/**
	 * Returns what the rows of those that were filled take.
	 * @return one entry each
	 */
	List<Storage> storages() {
		return List.copyOf(this.storages);
	}

	Peer stock() {
		return stock(Goal.STOCK, "noop", this.starts);
	}

	Peer stockWithBcrypt() {
		return stock(Goal.STOCK_BCRYPT, "bcrypt", 1);
	}

	Peer floor() {
		Schema schema = schema("floor");
		Server server = Peer.server(Goal.FLOOR, this.workspace, "/");
		List<Path> jars = this.installation.floor();
		Peer peer = new Peer(Goal.FLOOR, Dialect.FLOOR, server, jars,
				command(List.of("-cp", Installation.classPath(jars), FloorServer.class.getName(),
						Integer.toString(server.port()),
						schema.url("useLocalSessionState=true&useServerPrepStmts=true&cachePrepStmts=true"),
						schema.user(), schema.password(), wechat())));
		startRepeatedly(peer, 1);
		return peer;
	}

	private Peer stock(String name, String secrets, int starts) {
		Schema schema = schema("stock_" + secrets);
		Server server = Peer.server(name, this.workspace, "/oauth2/jwks");
		List<Path> jars = this.installation.stock();
		List<String> command = command(List.of("-cp", Installation.classPath(jars), StockProvider.class.getName(),
				"--server.address=127.0.0.1", "--server.port=" + server.port(), "--spring.threads.virtual.enabled=true",
				"--spring.datasource.url=" + schema.url(STOCK_URL_PARAMETERS),
				"--spring.datasource.username=" + schema.user(), "--spring.datasource.password=" + schema.password(),
				"--spring.sql.init.schema-locations=" + STOCK_SCHEMA, "--stock.client-id=" + Dialect.STOCK_CLIENT,
				"--stock.client-secret=" + Dialect.STOCK_SECRET, "--stock.client-secrets=" + secrets,
				"--stock.wechat=" + wechat(), "--stock.appid=wx1234567890abcdef",
				"--stock.app-secret=dev-app-secret-1"));
		Peer peer = new Peer(name, Dialect.STOCK, server, jars, command);
		peer.startFirst("--spring.sql.init.mode=always");
		logOneIn(peer);
		peer.stop();
		fill(name, schema, (copies) -> {
			copies.add("wechat_user", this.sessions, Map.of("openid", copies.random(), "name", copies.random()));
			copies.add("oauth2_authorization", this.sessions, Map.of("id", copies.random(), "principal_name",
					copies.random(), "access_token_value", copies.random(), "refresh_token_value", copies.random()));
		}, "wechat_user", "oauth2_authorization");
		startRepeatedly(peer, starts);
		return peer;
	}

	private void logOneIn(Peer peer) {
		this.generator
			.carryOut(new Order(peer.target(this.simulator, List.of()), Scenario.FIRST_LOGIN, Pace.count(1, 1)));
	}

	private Schema schema(String name) {
		return this.database.create(schemaName(name));
	}

	private String schemaName(String name) {
		return name + "_" + this.sessions;
	}

	private String wechat() {
		return "http://127.0.0.1:" + this.simulator;
	}

	private List<String> command(List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(this.installation.java()));
		command.addAll(this.workspace.flags());
		command.addAll(arguments);
		return command;
	}

	private static void startRepeatedly(Peer peer, int starts) {
		for (int i = 1; i < starts; i++) {
			peer.start();
			peer.stop();
		}
		peer.start();
	}

	private void fill(String peer, Schema schema, Consumer<RowCopies> rows, String... tables) {
		OptionalLong empty = this.database.bytes(schema);
		rows.accept(new RowCopies(schema));
		execute(schema, (schema.kind() == Kind.H2) ? "ANALYZE" : "ANALYZE TABLE " + String.join(", ", tables));
		this.database.bytes(schema)
			.ifPresent((full) -> this.storages.add(new Storage(schema.kind().label(), peer, this.sessions,
					(double) (full - empty.orElse(0)) / this.sessions)));
	}

	private static void execute(Schema schema, String sql) {
		try (Connection connection = schema.connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
