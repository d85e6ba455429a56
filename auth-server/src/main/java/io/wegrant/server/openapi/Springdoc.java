package io.wegrant.server.openapi;

import org.springdoc.core.customizers.SpringDocCustomizers;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.providers.SpringDocProviders;
import org.springdoc.core.service.AbstractRequestService;
import org.springdoc.core.service.GenericResponseService;
import org.springdoc.core.service.OpenAPIService;
import org.springdoc.core.service.OperationService;
import org.springframework.beans.factory.ObjectFactory;

/**
 * The parts of springdoc that derive a document from code.
 */
record Springdoc(ObjectFactory<OpenAPIService> documents, AbstractRequestService requests,
		GenericResponseService responses, OperationService operations, SpringDocConfigProperties properties,
		SpringDocProviders providers, SpringDocCustomizers customizers) {

}
