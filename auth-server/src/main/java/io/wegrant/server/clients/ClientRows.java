package io.wegrant.server.clients;

import org.springframework.data.repository.ListCrudRepository;

interface ClientRows extends ListCrudRepository<ClientRow, String> {

}
