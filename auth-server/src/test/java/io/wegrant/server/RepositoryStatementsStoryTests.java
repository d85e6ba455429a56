package io.wegrant.server;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AssignableTypeFilter;
import org.springframework.data.jdbc.repository.query.Query;
import org.springframework.data.repository.Repository;
import org.springframework.jdbc.core.namedparam.EmptySqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterUtils;
import org.springframework.util.ClassUtils;

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
			long parameters = sql.chars().filter((character) -> character == '?').count();
			assertThat(prepared.getParameterMetaData().getParameterCount()).isEqualTo(parameters);
		}
	}

	private static List<Method> queries() {
		Interfaces scanner = new Interfaces();
		scanner.addIncludeFilter(new AssignableTypeFilter(Repository.class));
		return scanner.findCandidateComponents(RepositoryStatementsStoryTests.class.getPackageName())
			.stream()
			.map((found) -> ClassUtils.resolveClassName(Objects.requireNonNull(found.getBeanClassName()), null))
			.flatMap((type) -> Stream.of(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Query.class))
			.toList();
	}

	private static final class Interfaces extends ClassPathScanningCandidateComponentProvider {

		Interfaces() {
			super(false);
		}

		@Override
		protected boolean isCandidateComponent(AnnotatedBeanDefinition found) {
			return found.getMetadata().isInterface();
		}

	}

}
