package io.wegrant.server;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;
import org.springframework.jdbc.core.namedparam.EmptySqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stories of the protocol are told on one database. That the other takes each statement
 * too is asked of it here.
 */
@ParameterizedClass
@EnumSource(Database.class)
class RepositoryStatementsStoryTests {

	private final DataSource database;

	RepositoryStatementsStoryTests(Database database) {
		this.database = TestProvider.shared(database).bean(DataSource.class);
	}

	@TestFactory
	Stream<DynamicTest> prepareWhenStatementIsOfARepositoryThenDatabaseTakesIt() {
		List<Method> methods = queries();
		assertThat(methods).hasSizeGreaterThan(50);
		return methods.stream()
			.map((method) -> DynamicTest.dynamicTest(
					method.getDeclaringClass().getSimpleName() + "." + method.getName(),
					() -> prepare(method.getAnnotation(Query.class).value())));
	}

	private void prepare(String statement) throws SQLException {
		String sql = NamedParameterUtils.substituteNamedParameters(statement, EmptySqlParameterSource.INSTANCE);
		try (Connection connection = this.database.getConnection();
				PreparedStatement prepared = connection.prepareStatement(sql)) {
			assertThat(prepared.getParameterMetaData()).isNotNull();
		}
	}

	private static List<Method> queries() {
		return new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
			.importPackages(RepositoryStatementsStoryTests.class.getPackageName())
			.stream()
			.filter((type) -> type.isAssignableTo(Repository.class))
			.map(JavaClass::reflect)
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.filter((method) -> AnnotatedElementUtils.hasAnnotation(method, Query.class))
			.toList();
	}

}
