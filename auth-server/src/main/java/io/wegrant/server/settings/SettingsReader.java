package io.wegrant.server.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.util.ClassUtils;

/**
 * Reads settings to the end, whatever is wrong with them: what cannot be read is noted,
 * and the default takes its place meanwhile.
 */
final class SettingsReader extends AbstractBindHandler {

	private final SettingsCheck check;

	SettingsReader(SettingsCheck check) {
		this.check = check;
	}

	@Override
	public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			@Nullable Object result) {
		ConfigurationProperty property = context.getConfigurationProperty();
		if (property != null && property.getName().equals(name)) {
			this.check.that(name.toString(), result != null && !"".equals(result), "is empty");
		}
		this.check.that(name.toString(), !hasPlaceholder(result), "has a ${placeholder} that nothing fills");
	}

	@Override
	public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
			Exception error) {
		InvalidSettingsException refused = findCause(error);
		if (refused != null) {
			refused.problems().forEach((property, problem) -> this.check.that(property, false, problem));
		}
		else if (error instanceof UnboundConfigurationPropertiesException unbound) {
			unbound.getUnboundProperties()
				.forEach((property) -> this.check.that(property.getName().toString(), false,
						"is not read: the entries of a list are numbered from 0, without a gap"));
		}
		else {
			this.check.that(name.toString(), false,
					"must be " + kind(ClassUtils.resolvePrimitiveIfNecessary(target.getType().resolve(Object.class))));
		}
		return null;
	}

	private static boolean hasPlaceholder(@Nullable Object value) {
		if (value instanceof Collection<?> values) {
			return values.stream().anyMatch((each) -> each instanceof String && hasPlaceholder(each));
		}
		return value instanceof String text && text.contains("${");
	}

	private static @Nullable InvalidSettingsException findCause(Throwable error) {
		Throwable cause = error;
		while (cause != null && !(cause instanceof InvalidSettingsException)) {
			cause = cause.getCause();
		}
		return (InvalidSettingsException) cause;
	}

	private static String kind(Class<?> type) {
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(" or "));
		}
		if (type == Duration.class) {
			return "a duration such as 500ms, 30s, 10m, 2h or 5d";
		}
		if (type == Boolean.class) {
			return "true or false";
		}
		if (type == URI.class) {
			return "a URI";
		}
		return (type == Integer.class) ? "a whole number of at most " + Integer.MAX_VALUE : "a " + type.getSimpleName();
	}

}
