package io.wegrant.server.clients;

import org.springframework.data.repository.ListCrudRepository;

interface MiniProgramRows extends ListCrudRepository<MiniProgramRow, String> {

}
