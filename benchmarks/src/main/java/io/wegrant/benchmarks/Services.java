package io.wegrant.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.wegrant.benchmarks.figures.Goal;
import io.wegrant.benchmarks.load.Dialect;
import io.wegrant.benchmarks.peer.service.OpenService;
import io.wegrant.benchmarks.peer.service.PlainResourceServer;

/**
 * Starts the services that accept the tokens of one provider.
 */
final class Services {

	private static final String AUDIENCE = "http://localhost:8090";

	private final Installation installation;

	private final Workspace workspace;

	private final int provider;

	/**
	 * Creates them.
	 * @param installation the programs
	 * @param workspace where they run
	 * @param provider the port of the provider
	 */
	Services(Installation installation, Workspace workspace, int provider) {
		this.installation = installation;
		this.workspace = workspace;
		this.provider = provider;
	}

	Peer guarded() {
		return start(Goal.GUARDED, OpenService.class, this.installation.guardedService());
	}

	Peer plain() {
		return start(Goal.PLAIN, PlainResourceServer.class, this.installation.plainService());
	}

	Peer open() {
		return start(Goal.OPEN, OpenService.class, this.installation.openService());
	}

	private Peer start(String name, Class<?> program, List<Path> jars) {
		Server server = Peer.server("service-" + name, this.workspace, "/goods/1");
		List<String> command = new ArrayList<>(List.of(this.installation.java()));
		command.addAll(this.workspace.flags());
		command.addAll(List.of("-cp", Installation.classPath(jars), program.getName(), "--server.address=127.0.0.1",
				"--server.port=" + server.port(), "--spring.threads.virtual.enabled=true",
				"--spring.datasource.url=jdbc:h2:mem:service;DB_CLOSE_DELAY=-1",
				"--spring.security.oauth2.resourceserver.jwt.issuer-uri=http://127.0.0.1:" + this.provider,
				"--spring.security.oauth2.resourceserver.jwt.audiences=" + AUDIENCE));
		Peer peer = new Peer(name, Dialect.SERVICE, server, jars, command);
		peer.start();
		return peer;
	}

}
