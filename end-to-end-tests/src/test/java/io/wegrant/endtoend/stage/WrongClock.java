package io.wegrant.endtoend.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;

/**
 * A clock that is wrong, in the place of the provider's own. The provider runs as it is
 * packaged, with this class and its announcement in front of its class path.
 */
@AutoConfiguration
public class WrongClock implements BeanPostProcessor {

	static final String SECONDS_AHEAD = "stories.seconds-ahead";

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		return (bean instanceof Clock clock)
				? Clock.offset(clock, Duration.ofSeconds(Integer.getInteger(SECONDS_AHEAD))) : bean;
	}

	/**
	 * Writes what the provider is to find.
	 * @return the folder for its class path
	 */
	static Path folder() {
		Path folder = Folders.create("wrong-clock-");
		String file = WrongClock.class.getName().replace('.', '/') + ".class";
		try (InputStream code = WrongClock.class.getClassLoader().getResourceAsStream(file)) {
			Files.createDirectories(folder.resolve(file).getParent());
			Files.copy(code, folder.resolve(file));
			Path announcement = folder
				.resolve("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports");
			Files.createDirectories(announcement.getParent());
			Files.writeString(announcement, WrongClock.class.getName() + "\n");
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
