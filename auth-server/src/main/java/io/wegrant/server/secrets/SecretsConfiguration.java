package io.wegrant.server.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class SecretsConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(SecretsConfiguration.class);

	@Bean
	Duration reencryptionInterval(KeysetProperties properties) {
		return properties.reencryptionInterval();
	}

	@Bean
	MasterKeyset masterKeyset(KeysetProperties properties) {
		if (properties.value() != null) {
			return MasterKeyset.parse(properties.value());
		}
		Path file = properties.path();
		if (properties.generateIfMissing() && Files.notExists(file)) {
			generate(file);
		}
		return MasterKeyset.parse(read(file));
	}

	@Bean
	Reencryption reencryption(MasterKeyset keyset, List<EncryptedColumn> columns, JdbcTemplate jdbc,
			TransactionTemplate transactions) {
		return new Reencryption(keyset, columns, jdbc, transactions);
	}

	@Bean
	EncryptedColumn encryptedLookupKey() {
		return LookupKey.COLUMN;
	}

	@Bean
	LookupHashes lookupHashes(MasterKeyset keyset, JdbcClient jdbc, TransactionTemplate transactions,
			SecureRandom random) {
		return new LookupKey(keyset, jdbc, transactions, random).hashes();
	}

	@Bean
	SecureRandom secureRandom() {
		return new SecureRandom();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new InvalidKeysetException("wegrant.keyset.file cannot be read: " + file, ex);
		}
	}

	private static void generate(Path file) {
		try {
			Path directory = file.toAbsolutePath().getParent();
			if (directory != null) {
				Files.createDirectories(directory);
			}
			Files.writeString(file, "", StandardOpenOption.CREATE_NEW);
			if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
				Set<PosixFilePermission> ownerOnly = PosixFilePermissions.fromString("rw-------");
				Files.setPosixFilePermissions(file, ownerOnly);
			}
			Files.writeString(file, MasterKeyset.generate());
			logger.info("Generated a master keyset in {}", file);
		}
		catch (IOException ex) {
			throw new InvalidKeysetException("wegrant.keyset.file cannot be created: " + file, ex);
		}
	}

}
