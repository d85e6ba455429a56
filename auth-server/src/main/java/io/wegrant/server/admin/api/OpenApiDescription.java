package io.wegrant.server.admin.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.http.HttpStatus;
import org.springframework.util.StringUtils;

/**
 * Adds to what springdoc derives from the endpoints what their code does not say: what
 * things mean, with examples, from a file; who may call; and how requests are refused.
 */
final class OpenApiDescription implements OpenApiCustomizer {

	private static final String TOKEN = "accessToken";

	private static final String PROBLEM = "Problem";

	private static final List<HttpStatus> PROBLEMS = List.of(HttpStatus.BAD_REQUEST, HttpStatus.UNAUTHORIZED,
			HttpStatus.FORBIDDEN, HttpStatus.NOT_FOUND, HttpStatus.NOT_ACCEPTABLE, HttpStatus.CONFLICT,
			HttpStatus.UNSUPPORTED_MEDIA_TYPE, HttpStatus.INTERNAL_SERVER_ERROR, HttpStatus.SERVICE_UNAVAILABLE);

	private final Properties texts;

	OpenApiDescription(Properties texts) {
		this.texts = texts;
	}

	@Override
	public void customise(OpenAPI api) {
		api.getInfo().description(text("description"));
		Components components = api.getComponents();
		components.addSchemas(PROBLEM, problemSchema());
		components.addSecuritySchemes(TOKEN,
				new SecurityScheme().type(SecurityScheme.Type.HTTP)
					.scheme("bearer")
					.bearerFormat("JWT")
					.description(text("security")));
		PROBLEMS.forEach((status) -> components.addResponses(name(status), problem(status)));
		components.getSchemas().forEach(this::describe);
		api.getPaths()
			.forEach((path, item) -> item.readOperationsMap()
				.forEach((method, operation) -> describe(operation, changes(method, path))));
	}

	private void describe(String name, Schema<?> schema) {
		schema.setDescription(text("schema." + name));
		List<String> optional = List
			.of(StringUtils.tokenizeToStringArray(this.texts.getProperty("schema." + name + ".optional"), ","));
		schema.getProperties().forEach((property, each) -> {
			String own = "schema." + name + "." + property;
			String key = this.texts.containsKey(own) ? own : "property." + property;
			each.setDescription(text(key));
			Optional.ofNullable(this.texts.getProperty(key + ".example")).ifPresent(each::setExample);
			if (!optional.contains(property)) {
				schema.addRequiredItem(property);
			}
		});
	}

	private void describe(Operation operation, boolean changes) {
		String id = operation.getOperationId();
		if (operation.getParameters() == null) {
			operation.setParameters(List.of());
		}
		operation.summary(text(id)).description(text(id + ".description"));
		operation.setTags(List.of(text(id + ".tag")));
		operation.addSecurityItem(new SecurityRequirement().addList(TOKEN,
				changes ? AdminApiConfiguration.WRITE : AdminApiConfiguration.READ));
		operation.getParameters().forEach((parameter) -> {
			parameter.description(text("parameter." + parameter.getName()));
			parameter.getSchema().setExample(text("parameter." + parameter.getName() + ".example"));
		});
		operation.getResponses().values().forEach((response) -> response.setDescription(text(id + ".answer")));
		refusals(operation, changes).forEach((status) -> operation.getResponses()
			.addApiResponse(Integer.toString(status.value()),
					new ApiResponse().$ref("#/components/responses/" + name(status))));
	}

	private static boolean changes(PathItem.HttpMethod method, String path) {
		return method != PathItem.HttpMethod.GET && !path.endsWith("/search");
	}

	private static Set<HttpStatus> refusals(Operation operation, boolean changes) {
		Set<HttpStatus> statuses = new TreeSet<>(Set.of(HttpStatus.UNAUTHORIZED, HttpStatus.FORBIDDEN,
				HttpStatus.NOT_FOUND, HttpStatus.INTERNAL_SERVER_ERROR, HttpStatus.SERVICE_UNAVAILABLE));
		if (operation.getRequestBody() != null) {
			statuses.addAll(Set.of(HttpStatus.BAD_REQUEST, HttpStatus.CONFLICT, HttpStatus.UNSUPPORTED_MEDIA_TYPE));
		}
		if (operation.getParameters().stream().anyMatch((parameter) -> "query".equals(parameter.getIn()))) {
			statuses.add(HttpStatus.BAD_REQUEST);
		}
		if (!changes) {
			statuses.add(HttpStatus.NOT_ACCEPTABLE);
		}
		return statuses;
	}

	private ApiResponse problem(HttpStatus status) {
		Map<String, Object> example = new LinkedHashMap<>();
		example.put("title", status.getReasonPhrase());
		example.put("status", status.value());
		return new ApiResponse().description(text("problem." + status.value()))
			.content(new Content().addMediaType(org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)).example(example)));
	}

	private static Schema<?> problemSchema() {
		return new ObjectSchema().addProperty("type", new StringSchema())
			.addProperty("title", new StringSchema())
			.addProperty("status", new IntegerSchema())
			.addProperty("detail", new StringSchema())
			.addProperty("instance", new StringSchema());
	}

	private String text(String key) {
		String text = this.texts.getProperty(key);
		if (text == null) {
			throw new IllegalStateException("openapi.properties says nothing of " + key);
		}
		return text;
	}

	private static String name(HttpStatus status) {
		return status.getReasonPhrase().replace(" ", "");
	}

}
