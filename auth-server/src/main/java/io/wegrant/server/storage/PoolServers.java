package io.wegrant.server.storage;

import java.util.Optional;
import java.util.Properties;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Has the pool of the requests open its connections by {@link Servers}, before it opens
 * the first. Whoever makes another pool of its settings gets the same.
 */
final class PoolServers implements BeanPostProcessor {

	private final Writability writability;

	PoolServers(Writability writability) {
		this.writability = writability;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null) {
			use(new Servers(pool.getJdbcUrl(), properties(pool), this.writability::refused, System::nanoTime), pool);
		}
		return bean;
	}

	private void use(Servers servers, HikariDataSource pool) {
		pool.setDataSource(servers);
		pool.setExceptionOverride(servers.judge());
		this.writability.tryOver(servers);
	}

	private static Properties properties(HikariDataSource pool) {
		Properties properties = new Properties();
		properties.putAll(pool.getDataSourceProperties());
		Optional.ofNullable(pool.getUsername()).ifPresent((user) -> properties.setProperty("user", user));
		Optional.ofNullable(pool.getPassword()).ifPresent((password) -> properties.setProperty("password", password));
		return properties;
	}

}
