package io.wegrant.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Stands before the database. Counts what is asked of it by the threads that answer
 * requests; what runs in the background does not count.
 */
public final class Statements implements BeanPostProcessor {

	private final List<String> executed = new CopyOnWriteArrayList<>();

	private volatile boolean counting;

	private volatile boolean refusing;

	/**
	 * Returns what an action asks of the database.
	 * @param action the action
	 * @return the statements and commits, in order
	 */
	public List<String> during(Supplier<Answer> action) {
		this.executed.clear();
		this.counting = true;
		try {
			Objects.requireNonNull(action.get());
			return List.copyOf(this.executed);
		}
		finally {
			this.counting = false;
		}
	}

	void refuse(boolean refuse) {
		this.refusing = refuse;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (bean instanceof DataSource dataSource) ? new Counted(dataSource) : bean;
	}

	static String verb(String statement) {
		return statement.split(" ")[0].toUpperCase(Locale.ROOT);
	}

	private void count(String what) {
		String thread = Thread.currentThread().getName();
		boolean answering = thread.contains("exec-") || thread.startsWith("tomcat-handler");
		if (this.counting && answering) {
			this.executed.add(what.strip().replaceAll("\\s+", " "));
		}
	}

	private final class Counted extends DelegatingDataSource {

		Counted(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			if (Statements.this.refusing) {
				throw new SQLTransientConnectionException("The test has taken the database away");
			}
			Connection connection = super.getConnection();
			return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
					new Class<?>[] { Connection.class }, (proxy, method, arguments) -> {
						if (method.getName().startsWith("prepare")) {
							count((String) arguments[0]);
						}
						if ("commit".equals(method.getName())) {
							count("COMMIT");
						}
						try {
							return method.invoke(connection, arguments);
						}
						catch (InvocationTargetException ex) {
							throw ex.getCause();
						}
					});
		}

		@Override
		public <T> T unwrap(Class<T> type) throws SQLException {
			return getTargetDataSource().unwrap(type);
		}

	}

}
