package io.wegrant.resourceserver.boot3;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

import io.wegrant.resourceserver.spring.ServletAccountEventConfiguration;

/**
 * Opens a path where the provider sends account events, as soon as a service has an
 * {@link io.wegrant.resourceserver.AccountEventListener}. It comes when the chain of the
 * starter is there, which gives way to any other.
 */
@AutoConfiguration(after = WegrantResourceServerAutoConfiguration.class)
@Import(ServletAccountEventConfiguration.class)
public final class WegrantAccountEventAutoConfiguration {

}
