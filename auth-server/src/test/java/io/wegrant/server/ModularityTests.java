package io.wegrant.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The modules keep to their boundaries, need what they are permitted, and are drawn as
 * they are.
 */
class ModularityTests {

	private static final ApplicationModules MODULES = ApplicationModules.of(WegrantServerApplication.class);

	@Test
	void verifyWhenModulesKeepToTheirBoundariesThenSucceeds() {
		MODULES.verify();
	}

	@Test
	void permitWhenModuleDoesNotUseAnotherThenFails() {
		assertThat(MODULES.stream()).allSatisfy(
				(module) -> assertThat(used(module)).as(name(module)).containsExactlyElementsOf(allowed(module)));
	}

	@Test
	void drawWhenModulesUseEachOtherThenOneArrowForEach() throws IOException {
		Set<String> arrows = MODULES.stream()
			.flatMap((module) -> used(module).stream().map((other) -> name(module) + " --> " + other))
			.collect(Collectors.toCollection(TreeSet::new));

		String page = Files.readString(Path.of("../docs/architecture.md"));
		String graph = page.substring(page.indexOf("flowchart TD"));
		Set<String> drawn = Pattern.compile("^ +(\\w+ --> \\w+)$", Pattern.MULTILINE)
			.matcher(graph.substring(0, graph.indexOf("```")))
			.results()
			.map((arrow) -> arrow.group(1))
			.collect(Collectors.toCollection(TreeSet::new));

		assertThat(drawn).isEqualTo(arrows);
	}

	private static Set<String> used(ApplicationModule module) {
		return module.getDirectDependencies(MODULES)
			.uniqueModules()
			.map(ModularityTests::name)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static Set<String> allowed(ApplicationModule module) {
		return Arrays
			.stream(module.getBasePackage()
				.findAnnotation(org.springframework.modulith.ApplicationModule.class)
				.orElseThrow()
				.allowedDependencies())
			.map((target) -> target.split(" :: ")[0])
			.collect(Collectors.toCollection(TreeSet::new));
	}

	private static String name(ApplicationModule module) {
		return module.getIdentifier().toString();
	}

}
