package io.wegrant.server.secrets;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Has signatures, hashes and random numbers made by the Amazon Corretto Crypto Provider
 * where its native library loads, and by the JDK elsewhere.
 * {@code wegrant.crypto.corretto} set to {@code false} leaves them to the JDK in any
 * case.
 */
final class NativeCryptography implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final Logger logger = LoggerFactory.getLogger(NativeCryptography.class);

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		CryptoProperties properties = Binder.get(context.getEnvironment())
			// What cannot be read stops the start together with all other settings.
			.bindOrCreate("wegrant.crypto", Bindable.of(CryptoProperties.class), new IgnoreErrorsBindHandler());
		if (!properties.corretto()) {
			logger.info("Cryptography: the JDK's, as wegrant.crypto.corretto says");
			return;
		}
		Throwable error = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError();
		if (error == null) {
			AmazonCorrettoCryptoProvider.install();
			logger.info("Cryptography: Amazon Corretto Crypto Provider {}",
					AmazonCorrettoCryptoProvider.INSTANCE.getVersionStr());
		}
		else {
			logger.warn("Cryptography: the JDK's, signatures take about ten times as long. The native library of the "
					+ "Amazon Corretto Crypto Provider does not load: {}", error.toString());
		}
	}

}
