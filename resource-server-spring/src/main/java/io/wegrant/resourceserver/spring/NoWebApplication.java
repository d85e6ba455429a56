package io.wegrant.resourceserver.spring;

import org.apache.commons.logging.LogFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * Tells an application without a web server what it has of a starter.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnNotWebApplication
@Lazy(false)
public final class NoWebApplication {

	NoWebApplication() {
		LogFactory.getLog(NoWebApplication.class)
			.warn("This application is neither a servlet nor a reactive web application, so WeGrant's starter"
					+ " protects nothing in it: add a web starter of Spring Boot, or use its JwtDecoder where tokens"
					+ " arrive");
	}

}
