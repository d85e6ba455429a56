package io.wegrant.endtoend;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.wegrant.endtoend.stage.PublishedArtifacts;
import io.wegrant.endtoend.stage.RecipeStage;
import io.wegrant.endtoend.stage.RecipeStage.Recipe;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Projects that begin with nothing but the words of {@code docs/resource-servers.md} and
 * the published artifacts.
 */
@Tag("artifacts")
class FreshProjectsStoryTests {

	private static final String SPRING_BOOT = "A Spring Boot service";

	/** An element of a POM that a section has in place of that of the whole POM. */
	private static final Pattern ELEMENT = Pattern.compile("^<(\\w+)>$.*?^</\\1>$", Pattern.MULTILINE | Pattern.DOTALL);

	/** A second is what the documents promise; a busy machine is given more. */
	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final PublishedArtifacts artifacts = new PublishedArtifacts();

	private static final RecipeStage stage = new RecipeStage();

	@AfterAll
	static void close() {
		stage.close();
	}

	@ParameterizedTest
	@EnumSource
	@DisplayName("S04: a project that is made by the documents checks tokens")
	void callWhenProjectIsFreshThenChecksTokens(Kind kind) {
		URI service = kind.start();
		String token = stage.token();

		assertThat(stage.callWithout(service)).asksForToken();
		assertThat(stage.call(service, token)).isOk();
		assertThat(stage.call(service, stage.tokenForOtherService())).refusesToken();

		stage.revoke(token);

		Awaitility.await()
			.atMost(LIMIT)
			.pollInterval(Duration.ofMillis(50))
			.untilAsserted(() -> assertThat(stage.call(service, token)).refusesToken());
	}

	private static URI servlet() {
		Recipe recipe = recipe(SPRING_BOOT);
		recipe.file("pom.xml", pom(recipe));
		return springBoot(recipe, recipe);
	}

	private static URI reactive() {
		Recipe recipe = recipe(SPRING_BOOT);
		recipe.file("pom.xml", pom(recipe).replace("spring-boot-starter-webmvc", "spring-boot-starter-webflux"));
		return springBoot(recipe, recipe);
	}

	private static URI springBoot3() {
		Recipe recipe = recipe("On Spring Boot 3.5");
		recipe.file("pom.xml", with(pom(recipe(SPRING_BOOT)), recipe.code("xml", "<parent>")));
		return springBoot(recipe, recipe(SPRING_BOOT));
	}

	private static URI gateway() {
		Recipe recipe = recipe("A gateway");
		recipe.file("pom.xml", with(pom(recipe(SPRING_BOOT)), recipe.code("xml", "<dependencyManagement>")));
		write(recipe, recipe.code("yaml", "# src/"));
		write(recipe, recipe.code("java", "// src/"));
		return packaged(recipe);
	}

	private static URI plainJava() {
		Recipe recipe = recipe("A Java service without Spring");
		recipe.file("pom.xml", pom(recipe))
			.file("src/main/java/Shop.java",
					stage.recipe(Path.of("resource-server", "README.md"), "A whole service").code("java", "import "))
			.run(artifacts.maven("package", "dependency:copy-dependencies"));
		return recipe
			.serveJava("-cp", "target/shop-1.jar:target/dependency/*", "Shop", stage.issuer().toString(),
					"https://shop.example.com", Integer.toString(recipe.port()))
			.resolve("/me");
	}

	private static Recipe recipe(String heading) {
		String version = artifacts.version();
		// Its own settings of Maven, so that those of this build are not found above it.
		return stage.recipe(heading)
			.replace(version + "-SNAPSHOT", version)
			.file(".mvn/jvm.config", "-XX:TieredStopAtLevel=1\n");
	}

	private static String pom(Recipe recipe) {
		return recipe.code("xml", "<!-- pom.xml -->");
	}

	private static String with(String pom, String elements) {
		String changed = pom;
		Matcher element = ELEMENT.matcher(elements);
		while (element.find()) {
			Matcher replaced = Pattern
				.compile("^\t<" + element.group(1) + ">$.*?^\t</" + element.group(1) + ">$",
						Pattern.MULTILINE | Pattern.DOTALL)
				.matcher(changed);
			assertThat(replaced.find()).as(element.group(1)).isTrue();
			changed = replaced.replaceFirst(Matcher.quoteReplacement(element.group().replaceAll("(?m)^", "\t")));
		}
		assertThat(changed).isNotEqualTo(pom);
		return changed;
	}

	private static URI springBoot(Recipe recipe, Recipe words) {
		write(recipe, words.code("properties", "# src/"));
		write(recipe, words.code("java", "// src/"));
		return packaged(recipe);
	}

	/**
	 * Writes a file whose first line is a comment that says where it belongs.
	 */
	private static void write(Recipe recipe, String code) {
		recipe.file(code.lines().findFirst().orElseThrow().replaceFirst("^\\S+ ", ""), code);
	}

	private static URI packaged(Recipe recipe) {
		recipe.run(artifacts.maven("package"));
		return recipe.serveJava("-jar", "target/shop-1.jar", "--server.port=" + recipe.port());
	}

	/**
	 * What a project is made with.
	 */
	enum Kind {

		SERVLET, REACTIVE, GATEWAY, SPRING_BOOT_3, PLAIN_JAVA;

		URI start() {
			return switch (this) {
				case SERVLET -> servlet();
				case REACTIVE -> reactive();
				case GATEWAY -> gateway();
				case SPRING_BOOT_3 -> springBoot3();
				case PLAIN_JAVA -> plainJava();
			};
		}

	}

}
