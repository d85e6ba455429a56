package io.wegrant.server.openapi;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.http.HttpMethod;
import org.springframework.util.StringUtils;

/**
 * Adds to a document that was derived from code what code does not say: what things mean,
 * with examples; who may call; and how requests are refused.
 */
final class Completion {

	private static final String TOKEN = "accessToken";

	private final ApiDescription api;

	private final Texts texts;

	private final Components components;

	private final Problems problems;

	Completion(ApiDescription api, Texts texts, Components components) {
		this.api = api;
		this.texts = texts;
		this.components = components;
		this.problems = new Problems(texts, components);
	}

	void complete(OpenAPI document) {
		this.components.addSecuritySchemes(TOKEN,
				new SecurityScheme().type(SecurityScheme.Type.HTTP)
					.scheme("bearer")
					.bearerFormat("JWT")
					.description(this.texts.get("security")));
		this.problems.define(this.api.problemMembers());
		this.components.getSchemas().forEach(this::describe);
		document.getPaths()
			.forEach((path, item) -> item.readOperationsMap()
				.forEach((method, operation) -> describe(operation,
						this.api.access().scopes(HttpMethod.valueOf(method.name()), path))));
	}

	private void describe(String name, Schema<?> schema) {
		schema.setDescription(this.texts.get("schema." + name));
		List<String> optional = this.texts.list("schema." + name + ".optional");
		schema.getProperties().forEach((property, each) -> {
			String own = "schema." + name + "." + property;
			describe(each, this.texts.find(own).isPresent() ? own : "property." + property);
			if (!optional.contains(property)) {
				schema.addRequiredItem(property);
			}
		});
	}

	private void describe(Schema<?> schema, String key) {
		schema.setDescription(this.texts.get(key));
		this.texts.find(key + ".example").ifPresent((text) -> schema.setExample(example(schema, text)));
		this.texts.find(key + ".format").ifPresent(schema::setFormat);
		this.texts.find(key + ".maxLength").map(Integer::valueOf).ifPresent(schema::setMaxLength);
		this.texts.find(key + ".minimum").map(BigDecimal::new).ifPresent(schema::setMinimum);
		this.texts.find(key + ".maximum").map(BigDecimal::new).ifPresent(schema::setMaximum);
	}

	private static Object example(Schema<?> schema, String text) {
		return (schema.getItems() != null) ? List.of(StringUtils.commaDelimitedListToStringArray(text)) : text;
	}

	private void describe(Operation operation, Optional<List<String>> scopes) {
		String id = operation.getOperationId();
		operation.summary(this.texts.get(id))
			.description(this.texts.get(id + ".description"))
			.tags(List.of(this.texts.get(id + ".tag")))
			.security(scopes.map((each) -> List.of(new SecurityRequirement().addList(TOKEN, each))).orElse(List.of()));
		if (operation.getParameters() == null) {
			operation.setParameters(List.of());
		}
		operation.getParameters().forEach(this::describe);
		operation.getResponses().values().forEach((answer) -> describe(answer, id));
		this.texts.beginning(id + ".answer.")
			.forEach((status, text) -> operation.getResponses()
				.addApiResponse(status, new ApiResponse().description(text)));
		this.problems.addTo(operation, scopes.isPresent());
	}

	private void describe(Parameter parameter) {
		String key = "parameter." + parameter.getName();
		// Parameters of one type have their schema in common.
		Schema<?> own = AnnotationsUtils.clone(parameter.getSchema(), true);
		describe(own, key);
		parameter.schema(own.description(null)).description(this.texts.get(key));
	}

	private void describe(ApiResponse answer, String id) {
		answer.setDescription(this.texts.get(id + ".answer"));
		this.texts.beginning(id + ".header.")
			.forEach((name, text) -> answer.addHeaderObject(name,
					new Header().description(text).schema(new StringSchema())));
	}

}
