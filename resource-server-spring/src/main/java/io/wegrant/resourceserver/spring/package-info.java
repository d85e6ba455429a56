/**
 * How Spring Security uses the checks of {@link io.wegrant.resourceserver}: what the
 * starters for Spring Boot 3.5 and 4 have in common. They assemble it; a service needs of
 * it {@link io.wegrant.resourceserver.spring.WegrantResourceServerConfigurer} at most.
 */
@NullMarked
package io.wegrant.resourceserver.spring;

import org.jspecify.annotations.NullMarked;
