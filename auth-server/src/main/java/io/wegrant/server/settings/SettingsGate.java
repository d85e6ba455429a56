package io.wegrant.server.settings;

import java.util.Objects;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;

/**
 * Reads all settings of the provider and checks them before there is any bean that could
 * open a database or write a file.
 */
final class SettingsGate implements BeanFactoryPostProcessor {

	private final Environment environment;

	SettingsGate(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		SettingsCheck check = SettingsCheck.of("");
		for (String name : beans.getBeanNamesForType(Record.class, true, false)) {
			read(Objects.requireNonNull(beans.getType(name, false)), check);
		}
		for (String name : beans.getBeanNamesForType(SettingsRule.class, true, false)) {
			apply(beans, name, check);
		}
		check.end();
	}

	private void read(Class<?> type, SettingsCheck check) {
		ConfigurationProperties properties = AnnotatedElementUtils.findMergedAnnotation(type,
				ConfigurationProperties.class);
		if (properties != null) {
			Binder.get(this.environment)
				.bindOrCreate(properties.prefix(), Bindable.of(type), new SettingsReader(check));
		}
	}

	private static void apply(ConfigurableListableBeanFactory beans, String name, SettingsCheck check) {
		try {
			beans.getBean(name, SettingsRule.class).check(check);
		}
		catch (BeansException ex) {
			// The record that it needs is one of those that were refused above.
			if (check.hasPassed()) {
				throw ex;
			}
		}
	}

}
