package io.wegrant.endtoend.stage;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * The demo service of a company.
 */
public final class DemoService {

	/** The resource that the clients of the {@code dev} profile are registered for. */
	private static final String AUDIENCE = "http://localhost:8090";

	private final URI baseUrl;

	private final JavaProcess process;

	DemoService(Path folder, Provider provider) {
		int port = Ports.free();
		this.baseUrl = URI.create("http://localhost:" + port);
		this.process = new JavaProcess("resource-server-demo", Jar.DEMO_SERVICE, folder,
				List.of("--server.port=" + port,
						"--spring.security.oauth2.resourceserver.jwt.issuer-uri=" + provider.issuer(),
						"--spring.security.oauth2.resourceserver.jwt.audiences=" + AUDIENCE),
				() -> goods().status() == 401);
	}

	public JavaProcess process() {
		return this.process;
	}

	public Answer goods() {
		return Http.send(Http.to(this.baseUrl, "/goods"));
	}

	public Answer goods(String token) {
		return Http.send(Http.to(this.baseUrl, "/goods").header("Authorization", "Bearer " + token));
	}

}
