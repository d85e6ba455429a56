package io.wegrant.server.admin.api;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:io/wegrant/server/admin/api/springdoc.properties")
class OpenApiConfiguration {

	@Bean
	OpenAPI adminApi(AuthorizationServerSettings settings) {
		return new OpenAPI().info(new Info().title("WeGrant admin API").version("1"))
			.servers(List.of(new Server().url(Objects.requireNonNull(settings.getIssuer()))));
	}

	@Bean
	OpenApiCustomizer adminApiDescription() throws IOException {
		return new OpenApiDescription(PropertiesLoaderUtils
			.loadProperties(new ClassPathResource("openapi.properties", OpenApiConfiguration.class)));
	}

}
