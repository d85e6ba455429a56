package io.wegrant.resourceserver;

import java.security.Provider;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.proc.JWSVerifierFactory;

/**
 * Who computes whether a signature is right: the Amazon Corretto Crypto Provider if the
 * service has it on its class path and its native library loads, or the JDK.
 */
final class Signatures {

	private static final String CORRETTO = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

	private static final System.Logger logger = System.getLogger(Signatures.class.getName());

	private final Optional<Provider> provider;

	Signatures(ClassLoader classLoader) {
		this.provider = find(classLoader).filter(Signatures::isUsable);
		logger.log(System.Logger.Level.INFO, "Signatures are verified by " + this.provider.map(Provider::toString)
			.orElse("the JDK (the Amazon Corretto Crypto Provider is faster)"));
	}

	/**
	 * Returns what makes verifiers.
	 * @return the factory
	 */
	JWSVerifierFactory verifiers() {
		DefaultJWSVerifierFactory factory = new DefaultJWSVerifierFactory();
		this.provider.ifPresent(factory.getJCAContext()::setProvider);
		return factory;
	}

	/**
	 * Returns the provider that is used in place of the JDK's.
	 * @return the provider, if there is one
	 */
	Optional<Provider> provider() {
		return this.provider;
	}

	// Nothing is installed: how the service itself signs is none of our business.
	private static Optional<Provider> find(ClassLoader classLoader) {
		try {
			return ServiceLoader.load(Provider.class, classLoader)
				.stream()
				.filter((each) -> each.type().getName().equals(CORRETTO))
				.findFirst()
				.map(ServiceLoader.Provider::get);
		}
		catch (ServiceConfigurationError | LinkageError ex) {
			logger.log(System.Logger.Level.WARNING, "The Amazon Corretto Crypto Provider cannot be used: " + ex);
			return Optional.empty();
		}
	}

	// Without its native library it offers nothing.
	private static boolean isUsable(Provider provider) {
		return provider.getService("Signature", "SHA256withECDSA") != null;
	}

}
