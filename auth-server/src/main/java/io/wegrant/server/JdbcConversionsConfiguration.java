package io.wegrant.server;

import java.sql.JDBCType;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.ConverterBuilder;
import org.springframework.data.convert.ConverterBuilder.ConverterAware;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;
import org.springframework.data.jdbc.core.convert.JdbcCustomConversions;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.core.mapping.JdbcValue;

import io.wegrant.server.accounts.Appid;
import io.wegrant.server.accounts.Roles;
import io.wegrant.server.accounts.Sub;
import io.wegrant.server.clients.ClientId;
import io.wegrant.server.secrets.Ciphertext;
import io.wegrant.server.sessions.DeviceLabel;
import io.wegrant.server.sessions.SessionId;
import io.wegrant.server.sessions.StoredResources;
import io.wegrant.server.sessions.StoredScopes;

/**
 * What is stored of types of ours. Of instants it is the milliseconds since the epoch:
 * the one form that no driver, server or time zone reads differently.
 */
@Configuration(proxyBeanMethods = false)
class JdbcConversionsConfiguration {

	@Bean
	JdbcCustomConversions jdbcCustomConversions(JdbcDialect dialect) {
		return JdbcCustomConversions.of(dialect,
				List.of(new InstantToMillis(), new MillisToInstant(), new CiphertextToBytes(), new BytesToCiphertext(),
						text(Sub.class, Sub::new, Sub::value), text(Appid.class, Appid::new, Appid::value),
						text(Roles.class, Roles::stored, Roles::value),
						text(SessionId.class, SessionId::new, SessionId::value),
						text(ClientId.class, ClientId::new, ClientId::value),
						text(DeviceLabel.class, DeviceLabel::new, DeviceLabel::value),
						text(StoredScopes.class, StoredScopes::new, StoredScopes::value),
						text(StoredResources.class, StoredResources::new, StoredResources::value)));
	}

	private static <T> ConverterAware text(Class<T> type, Function<String, T> read, Function<T, String> write) {
		return ConverterBuilder.reading(String.class, type, read).andWriting(write);
	}

	@WritingConverter
	private static final class InstantToMillis implements Converter<Instant, JdbcValue> {

		@Override
		public JdbcValue convert(Instant source) {
			return JdbcValue.of(source.toEpochMilli(), JDBCType.BIGINT);
		}

	}

	@WritingConverter
	private static final class CiphertextToBytes implements Converter<Ciphertext, byte[]> {

		@Override
		public byte[] convert(Ciphertext source) {
			return source.bytes();
		}

	}

	@ReadingConverter
	private static final class BytesToCiphertext implements Converter<byte[], Ciphertext> {

		@Override
		public Ciphertext convert(byte[] source) {
			return Ciphertext.of(source);
		}

	}

	@ReadingConverter
	private static final class MillisToInstant implements Converter<Long, Instant> {

		@Override
		public Instant convert(Long source) {
			return Instant.ofEpochMilli(source);
		}

	}

}
