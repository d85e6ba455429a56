package io.wegrant.server.openapi;

import java.util.List;
import java.util.Locale;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import org.springdoc.core.properties.SpringDocConfigProperties.GroupConfig;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * The document of one API, made when it is asked for the first time. It is a group to
 * springdoc, whose own addresses for documents are not mapped.
 */
final class OpenApiDocument extends OpenApiWebMvcResource {

	private final ApiDescription api;

	private final String issuer;

	private final SingletonSupplier<byte[]> json = SingletonSupplier.of(this::write);

	OpenApiDocument(ApiDescription api, String issuer, Springdoc springdoc) {
		super(group(api, springdoc), springdoc.documents(), springdoc.requests(), springdoc.responses(),
				springdoc.operations(), springdoc.properties(), springdoc.providers(), springdoc.customizers());
		this.api = api;
		this.issuer = issuer;
	}

	private static String group(ApiDescription api, Springdoc springdoc) {
		GroupConfig group = new GroupConfig();
		group.setGroup(api.title());
		group.setPackagesToScan(List.of(api.place().getPackageName()));
		springdoc.properties().addGroupConfig(group);
		return api.title();
	}

	/**
	 * Returns the document.
	 * @return the JSON, in UTF-8
	 */
	@ResponseBody
	byte[] json() {
		return this.json.obtain();
	}

	private byte[] write() {
		Texts texts = Texts.of(this.api.place());
		OpenAPI document = getOpenApi(Locale.ROOT);
		document.info(new Info().title(this.api.title()).version("1").description(texts.get("description")))
			.servers(List.of(new Server().url(this.issuer)))
			.tags(texts.list("tags").stream().map((name) -> new Tag().name(name)).toList());
		new Completion(this.api, texts, document.getComponents()).complete(document);
		try {
			return writeJsonValue(document);
		}
		catch (JsonProcessingException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
