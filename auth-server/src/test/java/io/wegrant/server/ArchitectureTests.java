package io.wegrant.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.data.repository.Repository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.wegrant.server");

	/** The grant of ours, and paths that do not begin below another one. */
	private static final Pattern SPELLED_ONCE = Pattern
		.compile("\"(wechat_code|/(?:oauth2|userinfo|account|pictures|admin|wechat|\\.well-known)[^\"]*)\"");

	@Test
	void checkWhenFieldsAreInjectedThenFails() {
		GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(CLASSES);
	}

	@Test
	void checkWhenRepositoriesArePublicThenFails() {
		classes().that().areAssignableTo(Repository.class).should().notBePublic().check(CLASSES);
	}

	@Test
	void checkWhenServletTypesLeaveTheEdgeThenFails() {
		noClasses().that()
			.haveSimpleNameNotEndingWith("Converter")
			.and()
			.haveSimpleNameNotEndingWith("Filter")
			.and()
			.haveSimpleNameNotEndingWith("EntryPoint")
			.and()
			.doNotHaveSimpleName("FormRequest")
			.and()
			.haveSimpleNameNotEndingWith("Responses")
			.and()
			.doNotHaveSimpleName("TokenRequestParameters")
			.and()
			.resideOutsideOfPackage("..connections..")
			.and()
			// They hold requests, or hand answers on as they come.
			.haveNameNotMatching(".*\\.(RevocationsEndpoint(\\$Waiter)?|HeldRequest|ApiEndpoint)")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("jakarta.servlet..")
			.check(CLASSES);
	}

	// Numbers have other digits where the default locale is an Arabic one.
	@Test
	void checkWhenTextIsMadeWithoutALocaleThenFails() {
		noClasses().should()
			.callMethod(String.class, "formatted", Object[].class)
			.orShould()
			.callMethod(String.class, "format", String.class, Object[].class)
			.check(CLASSES);
	}

	@Test
	void checkWhenSystemStreamsAreUsedThenFails() {
		noClasses().that()
			.doNotHaveFullyQualifiedName(WegrantServerApplication.class.getName())
			.should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
			.check(CLASSES);
	}

	@Test
	void checkWhenTimeIsNotTheClocksThenFails() {
		noClasses().should()
			.callMethod(Instant.class, "now")
			.orShould()
			.callMethod(System.class, "currentTimeMillis")
			.check(CLASSES);
		noClasses().that()
			.doNotHaveFullyQualifiedName(WegrantServerApplication.class.getName())
			.should()
			.callMethod(Clock.class, "systemUTC")
			.check(CLASSES);
	}

	@Test
	void checkWhenClassesAreLeftOpenWithoutReasonThenFails() {
		classes().that()
			.areNotInterfaces()
			.and()
			.doNotHaveModifier(JavaModifier.SYNTHETIC)
			.and()
			.areNotAnnotatedWith("org.springframework.context.annotation.Configuration")
			.and()
			.areNotAnnotatedWith("org.springframework.boot.autoconfigure.SpringBootApplication")
			.and()
			.areNotAnnotatedWith("org.springframework.web.bind.annotation.RestController")
			.should()
			.haveModifier(JavaModifier.FINAL)
			.check(CLASSES);
	}

	@Test
	void checkWhenGrantIsNamedByAnotherModuleThenFails() {
		noClasses().that()
			.haveSimpleNameNotEndingWith("AuthenticationToken")
			.should()
			.callConstructor(AuthorizationGrantType.class, String.class)
			.check(CLASSES);
		noClasses().that()
			.resideOutsideOfPackage("io.wegrant.server.sessions..")
			.should()
			.accessField(AuthorizationGrantType.class, "REFRESH_TOKEN")
			.check(CLASSES);
		noClasses().that()
			.resideOutsideOfPackage("io.wegrant.server.authorization..")
			.should()
			.accessField(AuthorizationGrantType.class, "CLIENT_CREDENTIALS")
			.check(CLASSES);
	}

	// It is a lock of one member of a cluster.
	@Test
	@DisplayName("C06: nothing excludes others by a lock of a row that it only reads")
	void checkWhenRowsAreLockedWithoutBeingWrittenThenFails() throws IOException {
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			assertThat(sources.filter(Files::isRegularFile)).isNotEmpty()
				.allSatisfy((source) -> assertThat(Files.readString(source)).doesNotContain("FOR UPDATE",
						"LOCK IN SHARE MODE", "FOR SHARE"));
		}
	}

	@Test
	void checkWhenPathOrGrantIsSpelledTwiceThenFails() throws IOException {
		Map<String, Set<String>> spelled = new TreeMap<>();
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			for (Path source : sources.filter(Files::isRegularFile).toList()) {
				SPELLED_ONCE.matcher(Files.readString(source))
					.results()
					.forEach((literal) -> spelled.computeIfAbsent(literal.group(1), (each) -> new TreeSet<>())
						.add(source.getFileName().toString()));
			}
		}

		assertThat(spelled).containsKeys("wechat_code", "/userinfo", "/oauth2/jwks", "/oauth2/revocations", "/account");
		assertThat(spelled).allSatisfy((literal, files) -> assertThat(files).as(literal).hasSize(1));
	}

}
