package io.wegrant.server.clients;

/**
 * All access tokens that a client had are no good any more, be they its users' or its
 * own.
 *
 * @param clientId the client
 * @param lowestEpoch the first token epoch that is good
 */
public record ClientTokensEnded(ClientId clientId, long lowestEpoch) {

}
