package io.wegrant.server.keys;

import java.time.Clock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

import io.wegrant.server.secrets.MasterKeyset;

@Configuration(proxyBeanMethods = false)
class KeysConfiguration {

	@Bean
	SigningKeys signingKeys(SigningKeyRows rows, MasterKeyset keyset, Clock clock) {
		return new SigningKeys(rows, keyset, clock);
	}

	@Bean
	JwtEncoder jwtEncoder(SigningKeys keys) {
		return new NimbusJwtEncoder(keys);
	}

}
