package io.wegrant.server.openapi;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

@Configuration(proxyBeanMethods = false)
@Import(Springdoc.class)
@PropertySource("classpath:io/wegrant/server/openapi/springdoc.properties")
class OpenApiConfiguration {

	@Bean
	SmartInitializingSingleton openApiDocuments(List<ApiDescription> apis, Springdoc springdoc,
			AuthorizationServerSettings settings, RequestMappingHandlerMapping mappings) {
		String issuer = Objects.requireNonNull(settings.getIssuer());
		Method json = Objects.requireNonNull(ReflectionUtils.findMethod(OpenApiDocument.class, "json"));
		return () -> apis.forEach((api) -> mappings.registerMapping(get(api.path(), mappings),
				new OpenApiDocument(api, issuer, springdoc), json));
	}

	private static RequestMappingInfo get(String path, RequestMappingHandlerMapping mappings) {
		return RequestMappingInfo.paths(path)
			.methods(RequestMethod.GET)
			.produces(MediaType.APPLICATION_JSON_VALUE)
			.options(mappings.getBuilderConfiguration())
			.build();
	}

}
