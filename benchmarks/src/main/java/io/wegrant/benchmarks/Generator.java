package io.wegrant.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.json.JsonMapper;

import io.wegrant.benchmarks.load.LoadGenerator;
import io.wegrant.benchmarks.load.Order;
import io.wegrant.benchmarks.load.Outcome;

/**
 * The load generator, as this process speaks with it.
 */
final class Generator {

	private final JsonMapper json = JsonMapper.shared();

	private final Server server;

	private final PrintStream orders;

	private final BufferedReader outcomes;

	Generator(Installation installation, Workspace workspace) {
		List<String> command = new ArrayList<>(List.of(installation.java()));
		command.addAll(workspace.flags());
		command.addAll(List.of("-cp", Installation.classPath(installation.generator()), LoadGenerator.class.getName()));
		this.server = new Server("load-generator", workspace, 0, "");
		Process process = this.server.startConversation(command);
		this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.outcomes = process.inputReader(StandardCharsets.UTF_8);
	}

	/**
	 * Has an order carried out.
	 * @param order the order
	 * @return what it has shown
	 * @throws IllegalStateException if a request failed: figures of failures say nothing
	 */
	Outcome carryOut(Order order) {
		this.orders.println(this.json.writeValueAsString(order));
		try {
			String line = this.outcomes.readLine();
			if (line == null) {
				throw new IllegalStateException("The load generator ended. Its log ends:\n" + this.server.tail());
			}
			Outcome outcome = this.json.readValue(line, Outcome.class);
			if (outcome.failed() > 0) {
				throw new IllegalStateException(
						String.format(Locale.ROOT, "%s of %s: %d of %d requests failed, the first one by %s",
								order.scenario().title(), order.target().name(), outcome.failed(),
								outcome.failed() + outcome.requests(), outcome.failure()));
			}
			return outcome;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
