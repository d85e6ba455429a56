package io.wegrant.resourceserver.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Stops an application that has the starter for another Spring Boot, or both starters,
 * before anything of Spring's fails in a way that tells nobody why.
 */
final class RightStarter implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	private static final String BOOT_4 = "wegrant-resource-server-spring-boot-starter";

	private static final String BOOT_3 = "wegrant-resource-server-spring-boot3-starter";

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ClassLoader classLoader = context.getClassLoader();
		check(SpringBootVersion.getVersion(), isPresent("boot", classLoader), isPresent("boot3", classLoader));
	}

	private static boolean isPresent(String starter, @Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent("io.wegrant.resourceserver." + starter + ".WegrantResourceServerAutoConfiguration",
				classLoader);
	}

	/**
	 * Lets an application start or throws.
	 * @param boot the version of its Spring Boot
	 * @param forBoot4 whether it has the starter for Spring Boot 4
	 * @param forBoot3 whether it has the starter for Spring Boot 3
	 * @throws SetupException if that does not fit together
	 */
	static void check(String boot, boolean forBoot4, boolean forBoot3) {
		boolean isBoot3 = boot.startsWith("3.");
		String right = isBoot3 ? BOOT_3 : BOOT_4;
		String wrong = isBoot3 ? BOOT_4 : BOOT_3;
		if (forBoot4 && forBoot3) {
			throw new SetupException("Both starters of WeGrant are on the class path.",
					"Remove io.wegrant:" + wrong + ": this application is on Spring Boot " + boot + ".");
		}
		if (isBoot3 ? forBoot4 : forBoot3) {
			throw new SetupException(
					"io.wegrant:" + wrong + " is not for Spring Boot " + boot + ", which this application is on.",
					"Replace it by io.wegrant:" + right + ".");
		}
	}

}
