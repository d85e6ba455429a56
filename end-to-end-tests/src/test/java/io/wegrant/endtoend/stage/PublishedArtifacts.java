package io.wegrant.endtoend.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code scripts/check-artifacts} has published: a Maven repository in a folder, and
 * a second one that was made from the same sources in another place.
 */
public final class PublishedArtifacts {

	/**
	 * Beside the published ones, what this build has fetched is there to be fetched. No
	 * artifact of the product is taken from it: it is asked last, and for that version in
	 * vain.
	 */
	private static final String SETTINGS = """
			<settings>
				<profiles>
					<profile>
						<id>artifacts</id>
						<repositories>
							<repository>
								<id>published</id>
								<url>${PUBLISHED}</url>
							</repository>
							<repository>
								<id>fetched</id>
								<url>${FETCHED}</url>
								<releases>
									<checksumPolicy>ignore</checksumPolicy>
								</releases>
							</repository>
						</repositories>
						<pluginRepositories>
							<pluginRepository>
								<id>fetched</id>
								<url>${FETCHED}</url>
								<releases>
									<checksumPolicy>ignore</checksumPolicy>
								</releases>
							</pluginRepository>
						</pluginRepositories>
					</profile>
				</profiles>
				<activeProfiles>
					<activeProfile>artifacts</activeProfile>
				</activeProfiles>
			</settings>
			""";

	private static final String GROUP = "io/wegrant";

	private final Path folder = Path.of("..", "target", "artifacts").toAbsolutePath().normalize();

	/**
	 * Returns where they are.
	 * @return the folder of their group
	 */
	public Path group() {
		return this.folder.resolve("repository").resolve(GROUP);
	}

	/**
	 * Returns where those are that were made from the same sources in another place.
	 * @return the folder of their group
	 */
	public Path groupOfSecondBuild() {
		return this.folder.resolve("repository-again").resolve(GROUP);
	}

	/**
	 * Returns the version that was published.
	 * @return the version, one for all
	 */
	public String version() {
		try (Stream<Path> versions = Files.list(group().resolve("wegrant-bom"))) {
			return versions.filter(Files::isDirectory).findFirst().orElseThrow().getFileName().toString();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Run scripts/check-artifacts, which publishes them", ex);
		}
	}

	/**
	 * Returns how to build a project that may use them. They are fetched into a local
	 * repository that is new at each run of the script.
	 * @param goals what Maven is asked for
	 * @return the command
	 */
	public String[] maven(String... goals) {
		Path settings = this.folder.resolve("settings.xml");
		try {
			Files.writeString(settings,
					SETTINGS.replace("${PUBLISHED}", this.folder.resolve("repository").toUri().toString())
						.replace("${FETCHED}",
								Path.of(System.getProperty("stories.maven-repository")).toUri().toString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		List<String> command = new ArrayList<>(List.of(Path.of("..", "mvnw").toAbsolutePath().normalize().toString(),
				"-q", "-B", "-gs", settings.toString(), "-Dmaven.repo.local=" + this.folder.resolve("local")));
		command.addAll(Arrays.asList(goals));
		return command.toArray(String[]::new);
	}

}
