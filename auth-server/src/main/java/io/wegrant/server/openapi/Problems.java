package io.wegrant.server.openapi;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * How requests are refused: with problems (RFC 9457). What an operation refuses follows
 * from what it takes and gives; the texts name the rest.
 */
final class Problems {

	private static final String PROBLEM = "Problem";

	private final Texts texts;

	private final Components components;

	Problems(Texts texts, Components components) {
		this.texts = texts;
		this.components = components;
	}

	void define(Map<String, Class<?>> members) {
		Schema<?> problem = new ObjectSchema().addProperty("type", new StringSchema())
			.addProperty("title", new StringSchema())
			.addProperty("status", new IntegerSchema())
			.addProperty("detail", new StringSchema())
			.addProperty("instance", new StringSchema());
		members.forEach((name, type) -> problem.addProperty(name, new ArraySchema().items(reference(type))));
		this.components.addSchemas(PROBLEM, problem);
	}

	// Springdoc's way to do this leaves the schema to the next document of this thread.
	private Schema<?> reference(Class<?> type) {
		ResolvedSchema resolved = ModelConverters.getInstance(true)
			.resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
		resolved.referencedSchemas.forEach(this.components::addSchemas);
		return resolved.schema;
	}

	void addTo(Operation operation, boolean needsToken) {
		refusals(operation, needsToken).forEach((status) -> {
			String name = status.getReasonPhrase().replace(" ", "");
			this.components.addResponses(name, problem(status));
			operation.getResponses().addApiResponse(Integer.toString(status.value()), new ApiResponse().$ref(name));
		});
	}

	private Set<HttpStatus> refusals(Operation operation, boolean needsToken) {
		Set<HttpStatus> statuses = EnumSet.of(HttpStatus.INTERNAL_SERVER_ERROR, HttpStatus.SERVICE_UNAVAILABLE);
		if (needsToken) {
			statuses.addAll(List.of(HttpStatus.UNAUTHORIZED, HttpStatus.FORBIDDEN));
		}
		if (operation.getRequestBody() != null) {
			statuses.add(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
		}
		if (has(operation, "query")) {
			statuses.add(HttpStatus.BAD_REQUEST);
		}
		if (has(operation, "path")) {
			statuses.add(HttpStatus.NOT_FOUND);
		}
		Stream.of("problems", operation.getOperationId() + ".problems")
			.flatMap((key) -> this.texts.list(key).stream())
			.map((status) -> HttpStatus.valueOf(Integer.parseInt(status)))
			.forEach(statuses::add);
		return statuses;
	}

	private static boolean has(Operation operation, String kindOfParameter) {
		return operation.getParameters().stream().anyMatch((parameter) -> kindOfParameter.equals(parameter.getIn()));
	}

	private ApiResponse problem(HttpStatus status) {
		Map<String, Object> example = new LinkedHashMap<>();
		example.put("title", status.getReasonPhrase());
		example.put("status", status.value());
		return new ApiResponse().description(this.texts.get("problem." + status.value()))
			.content(new Content().addMediaType(MediaType.APPLICATION_PROBLEM_JSON_VALUE,
					new io.swagger.v3.oas.models.media.MediaType().schema(new Schema<>().$ref(PROBLEM))
						.example(example)));
	}

}
