package io.wegrant.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.wegrant.benchmarks.Options.Effect;
import io.wegrant.benchmarks.figures.Delay;
import io.wegrant.benchmarks.figures.Footprint;
import io.wegrant.benchmarks.figures.Goal;
import io.wegrant.benchmarks.figures.Growth;
import io.wegrant.benchmarks.figures.Machine;
import io.wegrant.benchmarks.figures.Measurement;
import io.wegrant.benchmarks.figures.Results;
import io.wegrant.benchmarks.figures.Spread;
import io.wegrant.benchmarks.figures.Storage;
import io.wegrant.benchmarks.load.Order;
import io.wegrant.benchmarks.load.Order.Pace;
import io.wegrant.benchmarks.load.Order.Target;
import io.wegrant.benchmarks.load.Outcome;
import io.wegrant.benchmarks.load.Scenario;

/**
 * One comparison: some peers on one database with one number of sessions. They are up all
 * the time and take turns, so that all of them meet the same conditions.
 */
final class Run {

	private static final Set<Scenario> LOGINS = EnumSet.of(Scenario.FIRST_LOGIN, Scenario.RETURNING_LOGIN);

	private static final Set<Scenario> AT_A_RATE = EnumSet.of(Scenario.RETURNING_LOGIN, Scenario.REFRESH,
			Scenario.INTROSPECTION);

	private static final Set<Scenario> CALLS = EnumSet.of(Scenario.KNOWN_TOKEN, Scenario.NEW_TOKEN);

	private static final int CONNECTIONS = 4;

	private static final int CONNECTIONS_AT_A_RATE = 64;

	/**
	 * How much of what the slowest peer can do is asked of all of them at a constant
	 * rate.
	 */
	private static final double SHARE_OF_SLOWEST = 0.4;

	private static final double HIGHEST_RATE = 200;

	/** Who does less than this in a second is not asked at a constant rate. */
	private static final double SLOWEST = 10;

	/** How much of it a peer is warmed up at once, at least. */
	private static final double WARM_UP_SECONDS = 3;

	/** A peer is warm when no more of its processor time than this goes to compilers. */
	private static final double WARM = 0.05;

	private static final int MOST_WARM_UPS = 20;

	private static final int REVOCATIONS = 30;

	private static final int REVOCATIONS_OF_ALL = 100;

	private static final double TURNS_AT_A_RATE_OF_ALL = 2;

	private static final int STARTS = 2;

	/** What no goal is about has shorter turns, and so has what takes long to prepare. */
	private static final Set<Scenario> MINOR = EnumSet.of(Scenario.FIRST_LOGIN, Scenario.REVOCATION,
			Scenario.CLIENT_CREDENTIALS, Scenario.JWKS, Scenario.NEW_TOKEN);

	private final Options options;

	private final Installation installation;

	private final Workspace workspace;

	private final PrintStream progress;

	private final Generator generator;

	private final List<Path> provider;

	private final int simulator;

	private final List<Measurement> measurements = new ArrayList<>();

	private final List<Footprint> footprints = new ArrayList<>();

	private final List<Storage> storages = new ArrayList<>();

	private final List<Delay> delays = new ArrayList<>();

	private final List<Growth> growths = new ArrayList<>();

	Run(Options options, Installation installation, Workspace workspace, PrintStream progress) {
		this.options = options;
		this.installation = installation;
		this.workspace = workspace;
		this.progress = progress;
		this.generator = new Generator(installation, workspace);
		this.provider = installation.provider(workspace.folder().resolve("provider"));
		this.simulator = startSimulator();
	}

	Results results(Machine machine) {
		return new Results(machine, this.footprints, this.measurements, this.storages, this.delays, this.growths);
	}

	/**
	 * Compares.
	 * @param database on which database
	 * @param sessions with how many sessions
	 * @param scenarios in what
	 * @param effects which effects of revocations are measured as well
	 */
	void compare(Database database, int sessions, Set<Scenario> scenarios, Set<Effect> effects) {
		Set<Scenario> wanted = EnumSet.copyOf(scenarios);
		wanted.retainAll(this.options.scenarios());
		if (wanted.isEmpty() && effects.isEmpty()) {
			return;
		}
		boolean first = this.footprints.isEmpty();
		List<Peer> peers = new ArrayList<>();
		note("starting the providers on %s with %,d sessions", database.kind().label(), sessions);
		Providers providers = new Providers(this.installation, this.provider, this.workspace, database, this.generator,
				this.simulator, sessions, startsCounted(first));
		Peer wegrant = providers.wegrant();
		Peer stock = providers.stock();
		peers.addAll(List.of(wegrant, stock));
		if (wanted.stream().anyMatch(LOGINS::contains)) {
			turns(database, sessions, Scenario.FIRST_LOGIN, wanted, this.simulator, List.of(wegrant, stock));
			peers.add(providers.floor());
			if (this.options.all()) {
				peers.add(providers.stockWithBcrypt());
			}
			turns(database, sessions, Scenario.RETURNING_LOGIN, wanted, this.simulator, peers);
		}
		for (Scenario scenario : EnumSet.range(Scenario.REFRESH, Scenario.JWKS)) {
			turns(database, sessions, scenario, wanted, this.simulator, List.of(wegrant, stock));
		}
		if (wanted.stream().anyMatch(CALLS::contains)) {
			note("starting the services");
			Services services = new Services(this.installation, this.workspace, wegrant.port());
			Peer guarded = services.guarded();
			Peer plain = services.plain();
			Peer open = services.open();
			peers.addAll(List.of(guarded, plain, open));
			turns(database, sessions, Scenario.KNOWN_TOKEN, wanted, wegrant.port(),
					this.options.all() ? List.of(guarded, open, plain) : List.of(guarded, open));
			// Without security all tokens are the same.
			turns(database, sessions, Scenario.NEW_TOKEN, wanted, wegrant.port(), List.of(guarded, plain));
		}
		if (first) {
			peers.forEach((peer) -> this.footprints.add(peer.footprint()));
		}
		this.storages.addAll(providers.storages());
		observe(effects, new RevocationEffects(database.kind().label(), providers, wegrant, this.simulator,
				new Services(this.installation, this.workspace, wegrant.port())));
		peers.forEach(Peer::stop);
	}

	private int startsCounted(boolean first) {
		return first ? (this.options.all() ? this.options.rounds() : STARTS) : 1;
	}

	private void observe(Set<Effect> wanted, RevocationEffects effects) {
		if (wanted.contains(Effect.DELAY)) {
			note("revocations at services");
			this.delays.addAll(effects.delays(this.options.all() ? List.of(1, 3, 10) : List.of(10),
					this.options.all() ? REVOCATIONS_OF_ALL : REVOCATIONS));
		}
		if (wanted.contains(Effect.GROWTH)) {
			note("many revocations");
			this.growths.add(effects.growth());
		}
	}

	private void turns(Database database, int sessions, Scenario scenario, Set<Scenario> wanted, int supplier,
			List<Peer> peers) {
		if (!wanted.contains(scenario)) {
			return;
		}
		note("%s: %s", scenario.title(), peers.stream().map(Peer::name).collect(Collectors.joining(" | ")));
		List<Target> targets = peers.stream().map((peer) -> peer.target(supplier, database.processes())).toList();
		double share = MINOR.contains(scenario) ? 0.5 : 1;
		double seconds = this.options.seconds() * share;
		List<Target> efficient = targets.stream().filter(Run::isEfficient).toList();
		efficient.forEach(
				(target) -> warmUp(new Order(target, scenario, Pace.saturation(CONNECTIONS, WARM_UP_SECONDS * share))));
		List<Measurement> turns = new ArrayList<>();
		for (int round = 1; round <= this.options.rounds(); round++) {
			for (Target target : (round == 1) ? targets : efficient) {
				turns.add(turn(database, sessions, new Order(target, scenario, Pace.saturation(CONNECTIONS, seconds)),
						round));
			}
		}
		this.measurements.addAll(turns);
		if (AT_A_RATE.contains(scenario)) {
			List<Target> able = efficient.stream().filter((target) -> throughput(turns, target) >= SLOWEST).toList();
			double rate = rate(turns, able);
			double times = this.options.all() ? TURNS_AT_A_RATE_OF_ALL : 1;
			for (Target target : able) {
				this.measurements.add(turn(database, sessions,
						new Order(target, scenario, Pace.rate(CONNECTIONS_AT_A_RATE, seconds * times, rate)), 1));
			}
		}
	}

	// The JIT compilers take most of a minute for a login, which costs more meanwhile.
	private void warmUp(Order order) {
		boolean warm = false;
		for (int i = 0; i < MOST_WARM_UPS && !warm; i++) {
			warm = this.generator.carryOut(order).compilerShare() <= WARM;
		}
	}

	private Measurement turn(Database database, int sessions, Order order, int round) {
		Outcome outcome = this.generator.carryOut(order);
		return new Measurement(database.kind().label(), sessions, order.scenario(), order.target().name(), round,
				order.pace().rate(), outcome);
	}

	// What bcrypt costs is the same each time, and nobody could be asked at its rate.
	private static boolean isEfficient(Target target) {
		return !target.name().equals(Goal.STOCK_BCRYPT);
	}

	// None of them may be too slow for it.
	private static double rate(List<Measurement> turns, List<Target> targets) {
		double slowest = targets.stream().mapToDouble((target) -> throughput(turns, target)).min().orElse(SLOWEST);
		return Math.floor(Math.min(HIGHEST_RATE, slowest * SHARE_OF_SLOWEST));
	}

	private static double throughput(List<Measurement> turns, Target target) {
		return Spread
			.of(turns.stream().filter((turn) -> turn.peer().equals(target.name())).map(Measurement::throughput))
			.median();
	}

	private int startSimulator() {
		Server server = Peer.server("wechat-simulator", this.workspace, "/");
		List<String> command = new ArrayList<>(List.of(this.installation.java()));
		command.addAll(this.workspace.flags());
		command
			.addAll(List.of("-jar", this.installation.simulator().get(0).toString(), "--server.port=" + server.port()));
		server.start(command);
		return server.port();
	}

	private void note(String format, Object... arguments) {
		this.progress.printf(Locale.ROOT, "  " + format + "%n", arguments);
	}

}
