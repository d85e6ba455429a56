package io.wegrant.server.secrets;

import java.security.Provider;
import java.security.Security;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class NativeCryptographyTests {

	private final Provider[] before = Security.getProviders();

	@BeforeEach
	void removeCorretto() {
		Security.removeProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
	}

	@AfterEach
	void restoreProviders() {
		Security.removeProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
		for (int i = 0; i < this.before.length; i++) {
			Security.insertProviderAt(this.before[i], i + 1);
		}
	}

	@Test
	void initializeWhenNativeLibraryLoadsThenFirstProvider() {
		new NativeCryptography().initialize(new GenericApplicationContext());

		boolean loads = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
		assertThat(isFirst()).isEqualTo(loads);
	}

	@Test
	void initializeWhenSwitchedOffThenTheJdks() {
		GenericApplicationContext context = new GenericApplicationContext();
		TestPropertyValues.of("wegrant.crypto.corretto=false").applyTo(context);

		new NativeCryptography().initialize(context);

		assertThat(isFirst()).isFalse();
	}

	private static boolean isFirst() {
		return AmazonCorrettoCryptoProvider.PROVIDER_NAME.equals(Security.getProviders()[0].getName());
	}

}
