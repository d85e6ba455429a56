package io.wegrant.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.wegrant.benchmarks.load.Connection.Answer;

/**
 * Revokes sessions and asks services, every other millisecond, whether they still accept
 * the token. A session is revoked at a moment of its own: what was revoked before has
 * reached all services.
 */
public final class RevocationDelays {

	private static final int OK = 200;

	private static final int UNAUTHORIZED = 401;

	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final int provider;

	private final int simulator;

	private final List<Integer> services;

	/**
	 * Creates it.
	 * @param provider the port of the provider
	 * @param simulator the port of the WeChat simulator
	 * @param services the ports of the services
	 */
	public RevocationDelays(int provider, int simulator, List<Integer> services) {
		this.provider = provider;
		this.simulator = simulator;
		this.services = List.copyOf(services);
	}

	/**
	 * Measures.
	 * @param revocations how many sessions are revoked, one after another
	 * @return for each of them and each service the milliseconds from the provider's
	 * answer to the service's first refusal
	 * @throws IllegalStateException if a service goes on for more than ten seconds, or
	 * answers something else
	 */
	public List<Double> measure(int revocations) {
		List<Double> milliseconds = new ArrayList<>();
		ExecutorService pool = Executors.newFixedThreadPool(this.services.size());
		try (Connection toProvider = new Connection(this.provider);
				Connection toSimulator = new Connection(this.simulator)) {
			for (int i = 0; i < revocations; i++) {
				milliseconds.addAll(revoke(pool, toProvider, toSimulator));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			pool.shutdownNow();
		}
		return milliseconds;
	}

	private List<Double> revoke(ExecutorService pool, Connection toProvider, Connection toSimulator)
			throws IOException {
		String code = toSimulator.exchange(Population.loginCode("revoked")).member("code");
		Answer login = toProvider.exchange(Dialect.WEGRANT.login(code));
		byte[] call = Http.get("/goods/1", "Bearer " + login.member("access_token"));
		List<Connection> connections = this.services.stream().map(Connection::new).toList();
		try {
			for (Connection connection : connections) {
				connection.exchange(call).expect(OK);
			}
			toProvider.exchange(Dialect.WEGRANT.revocation(login.member("refresh_token"))).expect(OK);
			long begin = System.nanoTime();
			List<Future<Double>> delays = new ArrayList<>();
			for (Connection connection : connections) {
				delays.add(pool.submit(() -> awaitRefusal(connection, call, begin)));
			}
			List<Double> milliseconds = new ArrayList<>();
			for (Future<Double> delay : delays) {
				milliseconds.add(get(delay));
			}
			return milliseconds;
		}
		finally {
			for (Connection connection : connections) {
				connection.close();
			}
		}
	}

	private static double awaitRefusal(Connection connection, byte[] call, long begin) throws IOException {
		while (System.nanoTime() - begin < LIMIT_NANOS) {
			Answer answer = connection.exchange(call);
			if (answer.status() == UNAUTHORIZED) {
				return (System.nanoTime() - begin) / 1e6;
			}
			answer.expect(OK);
			LockSupport.parkNanos(POLL_NANOS);
		}
		throw new IllegalStateException("A service accepts a revoked token for more than ten seconds");
	}

	private static double get(Future<Double> delay) {
		try {
			return delay.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A service could not be asked: " + ex.getCause(), ex);
		}
	}

}
