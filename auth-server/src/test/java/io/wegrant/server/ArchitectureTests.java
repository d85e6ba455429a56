package io.wegrant.server;

import java.time.Clock;
import java.time.Instant;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import org.junit.jupiter.api.Test;
import org.springframework.data.repository.Repository;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

class ArchitectureTests {

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("io.wegrant.server");

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
			.should()
			.dependOnClassesThat()
			.resideInAPackage("jakarta.servlet..")
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

}
